"""Signing in and out."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue as Answer
from flask_babel import gettext as _

from blogsite import urls
from blogsite.errors import refused
from blogsite.forms import LoginForm
from blogsite.models import sign_in
from blogsite.models.errors import TooOften, WrongCredentials
from blogsite.models.passkey_ceremonies import question_to_sign_in
from blogsite.web import browser_copies
from blogsite.web.current import current, sign_out
from blogsite.web.entering import enter
from blogsite.web.returning import local
from blogsite.web.scopes import anyone

sessions = Blueprint("sessions", __name__)


@sessions.get("/login")
@anyone
def new() -> Answer:
    if current.user:
        return redirect(urls.blogs())
    form = LoginForm(next=local(request.args.get("next")))
    return render_template("sessions/new.html", form=form, question=question_to_sign_in())


@sessions.post("/auth/login")
@anyone
def create() -> Answer:
    form = LoginForm()
    if not form.validate_on_submit():
        return render_template("sessions/new.html", form=form, question=question_to_sign_in()), 422
    try:
        user = sign_in.with_password(
            email=form.email.data, password=form.password.data, device=current.device
        )
    except (WrongCredentials, TooOften) as refusal:
        return refused("sessions/new.html", refusal, form=form, question=question_to_sign_in())
    return enter(user, how=_("a password"), then=form.next.data)


@sessions.post("/auth/logout")
@anyone
def destroy() -> Answer:
    sign_out()
    browser_copies.forget_all()
    flash(_("You are signed out."))
    return redirect(urls.home())
