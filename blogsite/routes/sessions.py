"""Signing in and out."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Blueprint, current_app, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue as Answer
from flask_babel import gettext as _
from werkzeug.exceptions import HTTPException

from blogsite import urls
from blogsite.forms import LoginForm
from blogsite.models import User
from blogsite.models.errors import WrongCredentials
from blogsite.web.current import current, sign_in, sign_out
from blogsite.web.scopes import anyone

sessions = Blueprint("sessions", __name__)


@sessions.get("/login")
@anyone
def new() -> Answer:
    if current.user:
        return redirect(urls.blogs())
    return render_template(
        "sessions/new.html", form=LoginForm(next=_local(request.args.get("next")))
    )


@sessions.post("/auth/login")
@anyone
def create() -> Answer:
    form = LoginForm()
    if not form.validate_on_submit():
        return render_template("sessions/new.html", form=form), 422
    try:
        user = User.authenticate(email=form.email.data, password=form.password.data)
    except WrongCredentials as refusal:
        form.refuse(refusal)
        return render_template("sessions/new.html", form=form), 401
    sign_in(user)
    flash(_("Welcome back."))
    return redirect(_local(form.next.data) or urls.blogs())


@sessions.post("/auth/logout")
@anyone
def destroy() -> Answer:
    sign_out()
    flash(_("You are signed out."))
    return redirect(urls.home())


def _local(path: str | None) -> str | None:
    """The path, if it leads to a page of this site and nowhere else."""
    if not path or not path.startswith("/") or path.startswith(("//", "/\\")):
        return None
    try:
        parts = urlsplit(path)
    except ValueError:
        return None
    plain = path.isprintable() and "\\" not in path
    here = plain and not parts.scheme and not parts.netloc
    return path if here and _is_page(parts.path) else None


def _is_page(path: str) -> bool:
    try:
        current_app.url_map.bind("").match(path, method="GET")
    except HTTPException:
        return False
    return True
