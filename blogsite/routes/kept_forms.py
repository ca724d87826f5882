"""What came too late to be saved, and waits in the editor: thrown away here."""

from __future__ import annotations

from bson import ObjectId
from flask import Blueprint, flash, redirect
from flask.typing import ResponseReturnValue as Answer
from flask_babel import gettext as _

from blogsite import urls
from blogsite.web import keeping
from blogsite.web.scopes import signed_in

kept_forms = Blueprint("kept_forms", __name__)


@kept_forms.post("/posts/kept/<object_id:kept_id>/removal")
@signed_in
def remove(kept_id: ObjectId) -> Answer:
    kept = keeping.throw_away(kept_id)
    flash(_("Thrown away. Nothing else has changed."))
    return redirect(urls.kept_form_page(kept) if kept else urls.drafts())
