"""Signing in through somebody else, and what comes of it for who is new here."""

from __future__ import annotations

import logging

from flask import Blueprint, abort, redirect, render_template, request
from flask.typing import ResponseReturnValue as Answer
from flask_babel import gettext as _

from blogsite import urls
from blogsite.errors import refused
from blogsite.forms import ButtonForm, LetterForm
from blogsite.models import Ticket, admission, provider_entry
from blogsite.models.errors import Invalid, LinkUsed, TooOften
from blogsite.models.identity import Identity
from blogsite.models.kept_letter import letters_are_kept
from blogsite.web import visits
from blogsite.web.arrivals import Closed, arrive
from blogsite.web.current import current
from blogsite.web.entering import enter
from blogsite.web.providers import find
from blogsite.web.providers.provider import Provider
from blogsite.web.providers.trouble import Kind, Trouble
from blogsite.web.returning import local
from blogsite.web.scopes import anyone
from blogsite.web.waiting import wait_no_more, waiting

providers = Blueprint("providers", __name__)

log = logging.getLogger(__name__)

STATUSES = {Kind.LOST: 400, Kind.DENIED: 403, Kind.OTHER: 403, Kind.LIED: 502, Kind.AWAY: 503}


@providers.get("/auth/oauth/<provider>")
@anyone
def begin(provider: str) -> Answer:
    asked = _found(provider)
    user = current.user if "confirm" in request.args else None
    if user and user.password_hash:
        return redirect(urls.confirmation(then=local(request.args.get("next"))))
    try:
        address = visits.begin(
            asked,
            intent=visits.CONFIRM if user else visits.ENTER,
            then=request.args.get("next"),
            user_id=user.id if user else None,
        )
    except Trouble as trouble:
        return failed(asked, trouble)
    return redirect(address)


@providers.get("/auth/oauth/<provider>/callback")
@anyone
def callback(provider: str) -> Answer:
    asked = _found(provider)
    try:
        return arrive(asked)
    except Trouble as trouble:
        return failed(asked, trouble)
    except Closed:
        return render_template("registrations/closed.html"), 403


@providers.route("/auth/identities/known-address", methods=["GET", "POST"])
@anyone
def known_address() -> Answer:
    ticket = waiting()
    if ticket is None or ticket.user_id is None:
        return redirect(urls.login())
    claims = provider_entry.claims_of(ticket)
    form = ButtonForm()
    shown = {"claims": claims, "label": Identity.label_of(claims.provider)}
    if form.validate_on_submit():
        try:
            provider_entry.request_letter(ticket, ticket.user.email, device=current.device)
        except TooOften as refusal:
            return refused("providers/known_address.html", refusal, form=form, **shown)
        return redirect(urls.provider_letter_sent())
    return render_template("providers/known_address.html", form=form, **shown)


@providers.route("/auth/identities/new-address", methods=["GET", "POST"])
@anyone
def new_address() -> Answer:
    ticket = waiting()
    if ticket is None:
        return redirect(urls.login())
    if not admission.open_to_all():
        return render_template("registrations/closed.html"), 403
    claims = provider_entry.claims_of(ticket)
    form = LetterForm(email=claims.email)
    label = Identity.label_of(claims.provider)
    if form.validate_on_submit():
        try:
            provider_entry.request_letter(ticket, form.email.data, device=current.device)
        except TooOften as refusal:
            return refused("providers/new_address.html", refusal, form=form, label=label)
        return redirect(urls.provider_letter_sent())
    page = render_template("providers/new_address.html", form=form, label=label)
    return page, 422 if form.is_submitted() else 200


@providers.get("/auth/identities/check-mail")
@anyone
def sent() -> Answer:
    return render_template("providers/sent.html", kept_mail=letters_are_kept())


@providers.route("/auth/identities/letters/<token>", methods=["GET", "POST"])
@anyone
def letter(token: str) -> Answer:
    ticket = Ticket.by_token(token, purpose=provider_entry.LETTER)
    claims = provider_entry.claims_of(ticket)
    label = Identity.label_of(claims.provider)
    if not provider_entry.asked_by(ticket, waiting()):
        return render_template("providers/elsewhere.html", claims=claims, label=label, token=token)
    if ticket.user_id is None and not admission.open_to_all():
        return render_template("registrations/closed.html"), 403
    form = ButtonForm()
    if not form.validate_on_submit():
        new = ticket.user_id is None
        email = ticket.details["address"] if new else ticket.user.email
        shown = {"new": new, "email": email, "label": label}
        return render_template("providers/letter.html", form=form, **shown)
    try:
        user = provider_entry.follow(ticket, waiting=waiting(), device=current.device)
    except Invalid as refusal:
        raise LinkUsed(provider_entry.LETTER) from refusal
    wait_no_more()
    greeting = _("Welcome! Your account is active.")
    if ticket.user_id is not None:
        greeting = _("You can sign in through %(provider)s from now on.", provider=label)
    return enter(user, how=label, greeting=greeting)


def failed(provider: Provider, trouble: Trouble) -> Answer:
    """A page that says what went wrong and leads onward, and one line for who runs the site."""
    log.warning("sign-in through %s failed: %s", provider.name, trouble.reason)
    page = render_template(
        "providers/trouble.html", kind=trouble.kind.value, label=provider.label, name=provider.name
    )
    return page, STATUSES[trouble.kind]


def _found(name: str) -> Provider:
    provider = find(name)
    if provider is None:
        abort(404)
    return provider
