"""One-time codes: an invitation, or the link that makes the first administrator."""

from __future__ import annotations

import secrets

from flask import Blueprint, flash, redirect, render_template
from flask.typing import ResponseReturnValue as Answer
from flask_babel import gettext as _

from blogsite import urls
from blogsite.errors import refused
from blogsite.forms import InvitedForm, RegistrationForm, SetupForm
from blogsite.models import Registration, Ticket, User, administration, admission, invitation
from blogsite.models.errors import Invalid, LinkUnknown, TooOften
from blogsite.web.current import browser, current, remember_browser, sign_in
from blogsite.web.scopes import anyone

vouchers = Blueprint("vouchers", __name__)


@vouchers.route("/voucher/redeem/<token>", methods=["GET", "POST"])
@anyone
def redeem(token: str) -> Answer:
    try:
        invited = invitation.by_token(token)
    except LinkUnknown:
        return _set_up(token)
    if not admission.takes_invitations():
        return render_template("registrations/closed.html"), 403
    return _register(invited)


def _register(invited: Ticket) -> Answer:
    bound = invitation.bound_to(invited)
    former = Registration.holding(invited, browser=browser())
    known = {"bound": bound, "former": former.email if former else ""}
    form = InvitedForm() if bound else RegistrationForm()
    if not form.validate_on_submit():
        page = render_template("vouchers/invitation.html", form=form, **known)
        return page, 422 if form.is_submitted() else 200
    word = secrets.token_urlsafe(32)
    try:
        Registration.request(
            email=bound or form.email.data,
            password=form.password.data,
            name=form.name.data or "",
            browser=word,
            device=current.device,
            invited=invited,
            instead_of=former,
        )
    except (Invalid, TooOften) as refusal:
        return refused("vouchers/invitation.html", refusal, form=form, **known)
    remember_browser(word)
    return redirect(urls.registration_sent())


def _set_up(token: str) -> Answer:
    administration.check_setup_token(token)
    form = SetupForm()
    if form.validate_on_submit():
        try:
            user = User.set_up(
                email=form.email.data, name=form.name.data or "", password=form.password.data
            )
        except Invalid as refusal:
            form.refuse(refusal)
        else:
            sign_in(user)
            flash(_("This site is yours. Welcome!"))
            return redirect(urls.blogs())
    return render_template("vouchers/setup.html", form=form), 422 if form.is_submitted() else 200
