"""Asking for an account."""

from __future__ import annotations

import secrets

from flask import Blueprint, current_app, redirect, render_template
from flask.typing import ResponseReturnValue as Answer

from blogsite import urls
from blogsite.errors import refused
from blogsite.forms import LetterForm, RegistrationForm
from blogsite.models import Registration, admission
from blogsite.models.errors import Invalid, TooOften
from blogsite.models.kept_letter import letters_are_kept
from blogsite.web.current import current, remember_browser
from blogsite.web.scopes import anyone

registrations = Blueprint("registrations", __name__)


@registrations.get("/register")
@anyone
def new() -> Answer:
    if not admission.takes_applications():
        return _shut()
    return render_template("registrations/new.html", form=RegistrationForm())


@registrations.post("/auth/register")
@anyone
def create() -> Answer:
    if not admission.takes_applications():
        return _shut(), 403
    form = RegistrationForm()
    if not form.validate_on_submit():
        return render_template("registrations/new.html", form=form), 422
    word = secrets.token_urlsafe(32)
    try:
        Registration.request(
            email=form.email.data,
            password=form.password.data,
            name=form.name.data or "",
            browser=word,
            device=current.device,
        )
    except (Invalid, TooOften) as refusal:
        return refused("registrations/new.html", refusal, form=form)
    remember_browser(word)
    return redirect(urls.registration_sent())


@registrations.route("/register/letter", methods=["GET", "POST"])
@anyone
def letter() -> Answer:
    form = LetterForm()
    if form.validate_on_submit():
        try:
            Registration.request_letter(form.email.data, device=current.device)
        except TooOften as refusal:
            return refused("registrations/letter.html", refusal, form=form)
        return redirect(urls.registration_sent())
    page = render_template("registrations/letter.html", form=form)
    return page, 422 if form.is_submitted() else 200


@registrations.get("/register/check-mail")
@anyone
def sent() -> Answer:
    settings = current_app.config["SETTINGS"]
    kept = letters_are_kept() and settings.on_loopback
    return render_template("registrations/sent.html", kept_mail=kept)


def _shut() -> str:
    return render_template("registrations/closed.html")
