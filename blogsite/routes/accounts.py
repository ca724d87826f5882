"""My account: my data."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template
from flask.typing import ResponseReturnValue as Answer
from flask_babel import gettext as _

from blogsite import urls
from blogsite.errors import refused
from blogsite.forms import PictureForm, ProfileForm
from blogsite.models import profile
from blogsite.models.errors import Invalid
from blogsite.web.current import current
from blogsite.web.scopes import signed_in

accounts = Blueprint("accounts", __name__)

_PAGE = "accounts/show.html"


@accounts.route("/account", methods=["GET", "POST"])
@signed_in
def show() -> Answer:
    user = current.writer
    form = ProfileForm(obj=user)
    if form.validate_on_submit():
        try:
            profile.change(
                user,
                name=form.name.data,
                handle=form.handle.data or "",
                bio=form.bio.data or "",
            )
        except Invalid as refusal:
            return refused(_PAGE, refusal, form=form, **_beside(form))
        flash(_("Saved. This is how others see you now."))
        return redirect(urls.account())
    return render_template(_PAGE, **_beside(form)), 422 if form.is_submitted() else 200


def _beside(form: ProfileForm) -> dict[str, Any]:
    """What the page shows: this form, the one of the picture, and whose they are."""
    return {"profile": form, "picture": PictureForm(formdata=None), "user": current.writer}
