"""Choosing a password anew: by a letter, or from inside."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template
from flask.typing import ResponseReturnValue as Answer
from flask_babel import gettext as _

from blogsite import urls
from blogsite.errors import refused
from blogsite.forms import LetterForm, NewPasswordForm
from blogsite.models import Ticket, password_change
from blogsite.models.errors import Invalid, TooOften
from blogsite.models.kept_letter import letters_are_kept
from blogsite.models.password_change import PURPOSE
from blogsite.web.current import current
from blogsite.web.entering import enter
from blogsite.web.scopes import anyone, freshly_signed_in, machine

passwords = Blueprint("passwords", __name__)


@passwords.route("/auth/password-reset", methods=["GET", "POST"])
@anyone
def reset() -> Answer:
    form = LetterForm()
    if form.validate_on_submit():
        try:
            password_change.request_reset(form.email.data, device=current.device)
        except TooOften as refusal:
            return refused("passwords/reset.html", refusal, form=form)
        return redirect(urls.password_reset_sent())
    page = render_template("passwords/reset.html", form=form)
    return page, 422 if form.is_submitted() else 200


@passwords.get("/auth/password-reset/check-mail")
@anyone
def sent() -> Answer:
    return render_template("passwords/sent.html", kept_mail=letters_are_kept())


@passwords.route("/auth/password-reset/<token>", methods=["GET", "POST"])
@anyone
def choose(token: str) -> Answer:
    ticket = Ticket.by_token(token, purpose=PURPOSE)
    email = ticket.user.email
    form = NewPasswordForm()
    if form.validate_on_submit():
        try:
            user = password_change.reset(
                ticket, new_password=form.password.data, device=current.device
            )
        except Invalid as refusal:
            return refused("passwords/choose.html", refusal, form=form, email=email)
        greeting = _("Your new password holds, and every other browser is signed out.")
        return enter(user, how=_("a link from a letter"), greeting=greeting)
    page = render_template("passwords/choose.html", form=form, email=email)
    return page, 422 if form.is_submitted() else 200


@passwords.route("/account/password", methods=["GET", "POST"])
@freshly_signed_in
def change() -> Answer:
    form = NewPasswordForm()
    if form.validate_on_submit():
        try:
            password_change.change(
                current.writer,
                new_password=form.password.data,
                session=current.session,
                device=current.device,
            )
        except Invalid as refusal:
            return refused("passwords/change.html", refusal, form=form)
        flash(_("Your new password holds, and every other browser is signed out."))
        return redirect(urls.security())
    page = render_template("passwords/change.html", form=form)
    return page, 422 if form.is_submitted() else 200


@passwords.get("/.well-known/change-password")
@machine
def well_known() -> Answer:
    return redirect(urls.password())
