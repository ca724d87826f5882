"""The authenticator app of an account, and its recovery codes."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template
from flask.typing import ResponseReturnValue as Answer
from flask_babel import gettext as _

from blogsite import urls
from blogsite.errors import refused
from blogsite.forms import AuthenticatorForm, RecoveryCodesForm
from blogsite.models import Authenticator
from blogsite.models.authenticator import Offer
from blogsite.models.errors import Conflict, Invalid, LinkExpired
from blogsite.web.current import current
from blogsite.web.scopes import freshly_signed_in, signed_in

authenticators = Blueprint("authenticators", __name__)

_PAGE = "authenticators/new.html"


@authenticators.get("/account/authenticator")
@freshly_signed_in
def new() -> Answer:
    offer = Offer.make(current.writer, session=current.session)
    form = AuthenticatorForm(offer=offer.word)
    return render_template(_PAGE, form=form, offer=offer, before=_before())


# Whoever was shown the page was freshly signed in, which the word in the form proves: the proof
# may run out while somebody looks for his telephone, and what he has scanned must then still do.
@authenticators.post("/account/authenticator")
@signed_in
def create() -> Answer:
    form = AuthenticatorForm()
    fine = form.validate()
    try:
        offer = Offer.opened(form.offer.data or "", user=current.writer, session=current.session)
    except LinkExpired:
        flash(_("That took too long. Scan the new code, and remove the old one from the app."))
        return redirect(urls.authenticator())
    shown = {"offer": offer, "before": _before()}
    if not fine:
        return render_template(_PAGE, form=form, **shown), 422
    try:
        codes = Authenticator.set_up(offer, code=form.code.data, device=current.device)
    except Invalid as refusal:
        return refused(_PAGE, refusal, form=form, **shown)
    except Conflict as refusal:
        flash(str(refusal.sentence))
        return redirect(urls.security())
    return render_template("authenticators/codes.html", codes=codes, user=current.writer, new=True)


@authenticators.post("/account/authenticator/removal")
@freshly_signed_in
def remove() -> Answer:
    Authenticator.get(current.writer).remove(by=current.writer, device=current.device)
    flash(_("The authenticator app is removed, and its recovery codes open nothing any more."))
    return redirect(urls.security())


@authenticators.route("/account/recovery-codes", methods=["GET", "POST"])
@freshly_signed_in
def renew() -> Answer:
    authenticator = Authenticator.get(current.writer)
    form = RecoveryCodesForm()
    if form.validate_on_submit():
        try:
            codes = authenticator.renew_recovery_codes(
                before=form.before.data or "", by=current.writer, device=current.device
            )
        except Conflict as refusal:
            flash(str(refusal.sentence))
            return redirect(urls.security())
        return render_template("authenticators/codes.html", codes=codes, user=current.writer)
    form.before.data = authenticator.salt
    return render_template("authenticators/renew.html", form=form, authenticator=authenticator)


def _before() -> Authenticator | None:
    return Authenticator.of(current.writer)
