"""Leaving: asking for the deletion of the account, and the way back."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue as Answer
from flask_babel import format_date
from flask_babel import gettext as _

from blogsite import urls
from blogsite.errors import refused
from blogsite.forms import deletion_form
from blogsite.models import User, deletion
from blogsite.models.errors import Invalid
from blogsite.web import browser_copies
from blogsite.web.current import current, sign_out
from blogsite.web.leaving import while_leaving
from blogsite.web.scopes import freshly_signed_in, signed_in

deletions = Blueprint("deletions", __name__)

_PAGE = "deletions/show.html"


@deletions.route("/account/deletion", methods=["GET", "POST"])
@freshly_signed_in
def show() -> Answer:
    user = current.writer
    form = deletion_form(deletion.estates(user))
    if form.validate_on_submit():
        try:
            deletion.ask(user, email=form.email.data, fates=form.fates, device=current.device)
        except Invalid as refusal:
            return refused(_PAGE, refusal, form=form, user=user)
        sign_out()
        browser_copies.forget_all()
        flash(_parting(user))
        return redirect(urls.home())
    return render_template(_PAGE, form=form, user=user), 422 if form.is_submitted() else 200


@deletions.route("/account/deletion/withdrawal", methods=["GET", "POST"])
@signed_in
@while_leaving
def withdraw() -> Answer:
    user = current.writer
    if request.method == "POST":
        deletion.withdraw(user, device=current.device)
        flash(_("Your account stays, with all that is in it. Good to have you back."))
        return redirect(urls.account())
    if not user.leaving:
        return redirect(urls.account())
    return render_template("deletions/withdrawal.html", user=user)


def _parting(user: User) -> str:
    due = user.deletion.due_at if user.deletion else user.created_at
    return str(
        _(
            "Your account will be deleted on %(day)s. Until then, sign in to keep it.",
            day=format_date(due, "long"),
        )
    )
