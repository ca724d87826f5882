"""My account: my data."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template
from flask.typing import ResponseReturnValue as Answer
from flask_babel import gettext as _
from flask_babel import refresh

from blogsite import urls
from blogsite.errors import refused
from blogsite.forms import LanguageForm, ProfileForm, TimeZoneForm, account_forms
from blogsite.models import own_language, profile, time_zone
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
            return refused(_PAGE, refusal, form=form, **account_forms(user, profile=form))
        flash(_("Saved. This is how others see you now."))
        return redirect(urls.account())
    return render_template(
        _PAGE, **account_forms(user, profile=form)
    ), 422 if form.is_submitted() else 200


@accounts.post("/account/time-zone")
@signed_in
def choose_time_zone() -> Answer:
    form = TimeZoneForm()
    try:
        time_zone.choose(current.writer, form.time_zone.data or "")
    except Invalid as refusal:
        return refused(_PAGE, refusal, form=form, **account_forms(current.writer, zone=form))
    flash(_("Saved. Times are shown on your clock now; what is scheduled stays as it is."))
    return redirect(urls.account())


@accounts.post("/account/language")
@signed_in
def choose_language() -> Answer:
    form = LanguageForm()
    try:
        own_language.choose(current.writer, form.language.data or "")
    except Invalid as refusal:
        return refused(_PAGE, refusal, form=form, **account_forms(current.writer, tongue=form))
    refresh()
    flash(_("Saved. This is the language in which the site speaks and writes to you now."))
    return redirect(urls.account())
