"""Proving once more who is there, before what opens or ends an account."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue as Answer

from blogsite import urls
from blogsite.errors import refused
from blogsite.forms import ConfirmationForm
from blogsite.models import sign_in
from blogsite.models.errors import TooOften, WrongCredentials
from blogsite.web.current import current
from blogsite.web.leaving import while_leaving
from blogsite.web.returning import local
from blogsite.web.scopes import signed_in

confirmations = Blueprint("confirmations", __name__)


@confirmations.route("/auth/confirmation", methods=["GET", "POST"])
@signed_in
@while_leaving
def show() -> Answer:
    form = ConfirmationForm()
    if form.validate_on_submit():
        try:
            sign_in.password_again(
                current.writer, password=form.password.data, device=current.device
            )
        except (WrongCredentials, TooOften) as refusal:
            return refused("confirmations/show.html", refusal, form=form, user=current.writer)
        current.session.confirm()
        return redirect(local(form.next.data) or urls.security())
    if not form.is_submitted():
        form.next.data = local(request.args.get("next"))
    page = render_template("confirmations/show.html", form=form, user=current.writer)
    return page, 422 if form.is_submitted() else 200
