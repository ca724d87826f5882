"""The pictures of people: mine to choose, everybody's to see."""

from __future__ import annotations

from bson import ObjectId
from flask import Blueprint, flash, redirect, render_template
from flask.typing import ResponseReturnValue as Answer
from flask_babel import gettext as _
from werkzeug.exceptions import RequestEntityTooLarge

from blogsite import urls
from blogsite.errors import page as error_page
from blogsite.errors import refused
from blogsite.forms import PictureForm, account_forms
from blogsite.models import Avatar
from blogsite.models.errors import Invalid, TooOften
from blogsite.web.current import current
from blogsite.web.scopes import machine, signed_in
from blogsite.web.stored_files import portrait
from blogsite.web.uploads import too_much

avatars = Blueprint("avatars", __name__)

_PAGE = "accounts/show.html"


@avatars.get("/media/avatars/<object_id:user_id>/<digest>.webp")
@machine
def show(user_id: ObjectId, digest: str) -> Answer:
    return portrait(Avatar.at(user_id, digest), digest=digest)


@avatars.post("/account/avatar")
@signed_in
def create() -> Answer:
    user, form = current.writer, PictureForm()
    if not form.validate_on_submit():
        return render_template(_PAGE, **account_forms(user, picture=form)), 422
    try:
        Avatar.choose(form.picture.file, by=user)
    except (Invalid, TooOften) as refusal:
        return refused(_PAGE, refusal, form=form, **account_forms(user, picture=form))
    flash(_("Your picture is changed."))
    return redirect(urls.account())


@avatars.post("/account/avatar/removal")
@signed_in
def remove() -> Answer:
    Avatar.remove(by=current.writer)
    flash(_("Your picture is taken away."))
    return redirect(urls.account())


@avatars.errorhandler(RequestEntityTooLarge)
def too_large(_error: RequestEntityTooLarge) -> Answer:
    """Said beside the file, which nobody has read."""
    if current.user is None:
        return error_page(413, too_much())
    form = PictureForm(formdata=None)
    form.refuse(Invalid(too_much(), field="picture"))
    return render_template(_PAGE, **account_forms(current.writer, picture=form)), 413
