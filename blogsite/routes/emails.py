"""Another e-mail address: asked for inside, confirmed at the new one, undone from the old one."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue as Answer
from flask_babel import gettext as _

from blogsite import urls
from blogsite.errors import refused
from blogsite.forms import EmailForm
from blogsite.models import Ticket, email_change
from blogsite.models.errors import Invalid, TooOften
from blogsite.models.kept_letter import letters_are_kept
from blogsite.web.current import current, sign_out
from blogsite.web.scopes import anyone, freshly_signed_in, signed_in

emails = Blueprint("emails", __name__)


@emails.route("/account/email", methods=["GET", "POST"])
@freshly_signed_in
def change() -> Answer:
    user, form = current.writer, EmailForm()
    if form.validate_on_submit():
        try:
            email_change.request(user, email=form.email.data, device=current.device)
        except (Invalid, TooOften) as refusal:
            return refused("emails/change.html", refusal, form=form, user=user)
        return redirect(urls.email_sent())
    page = render_template("emails/change.html", form=form, user=user)
    return page, 422 if form.is_submitted() else 200


@emails.get("/account/email/check-mail")
@signed_in
def sent() -> Answer:
    return render_template("emails/sent.html", kept_mail=letters_are_kept())


@emails.route("/account/email/<token>", methods=["GET", "POST"])
@anyone
def confirm(token: str) -> Answer:
    ticket = Ticket.by_token(token, purpose=email_change.CHANGE)
    if request.method == "POST":
        user = email_change.confirm(ticket, device=current.device)
        flash(_("Your account has its new address now: sign in with it from today on."))
        return redirect(urls.security() if current.user == user else urls.login())
    # Whoever reads the letter at a mistyped address is not told whose account it is about.
    owner = ticket.user
    details = {"old": owner.email if current.user == owner else "", "new": ticket.details["email"]}
    return render_template("emails/confirm.html", token=token, **details)


@emails.route("/account/email/undo/<token>", methods=["GET", "POST"])
@anyone
def undo(token: str) -> Answer:
    ticket = Ticket.by_token(token, purpose=email_change.UNDO)
    if request.method == "POST":
        restored = email_change.restore(ticket, device=current.device)
        sign_out()
        flash(_("Your address is back, and every browser is signed out. Now a new password:"))
        return redirect(urls.new_password(restored.token))
    details = {"now": ticket.user.email, "old": ticket.details["email"]}
    return render_template("emails/undo.html", token=token, **details)
