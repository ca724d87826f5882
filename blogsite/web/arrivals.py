"""Coming back from a provider: who that is, and where they go on."""

from __future__ import annotations

from flask import flash, redirect
from flask.typing import ResponseReturnValue as Answer
from flask_babel import gettext as _

from blogsite import urls
from blogsite.models import Identity, admission, provider_entry
from blogsite.models.claims import Claims
from blogsite.models.errors import Invalid
from blogsite.models.provider_entry import NETWORK
from blogsite.web import visits
from blogsite.web.current import current
from blogsite.web.entering import enter
from blogsite.web.providers.provider import Provider
from blogsite.web.providers.trouble import Kind, Trouble
from blogsite.web.visits import Visit
from blogsite.web.waiting import wait_with


class Closed(Exception):
    """Nobody new is let in."""


def arrive(provider: Provider) -> Answer:
    """The answer to a browser that comes back.

    Raises:
        Trouble: nobody came back whom we could believe in.
        Closed: somebody new came, and the site takes no one.
        AccountSuspended: they are kept out.
        TooOften: from there it was tried many times lately.
    """
    counted = NETWORK.of(current.device.network)
    counted.take()
    visit, brought = visits.returned(provider)
    if visit.intent != visits.ENTER:
        _check_person(visit)
    claims = provider.finish(
        brought, visit.secrets, callback=visits.callback_of(provider), again=visit.again
    )
    counted.give_back()
    if visit.intent == visits.LINK:
        return _link(claims, provider)
    if visit.intent == visits.CONFIRM:
        return _confirm(claims, visit)
    return _enter(claims, visit, provider)


def _check_person(visit: Visit) -> None:
    if current.user is None or str(current.user.id) != visit.user_id:
        raise Trouble(Kind.OTHER, "somebody else is signed in by now")


def _link(claims: Claims, provider: Provider) -> Answer:
    try:
        added = Identity.link(current.writer, claims, device=current.device)
    except Invalid as refusal:
        flash(str(refusal.sentence), "problem")
        return redirect(urls.security())
    said = _("You can sign in through %(provider)s from now on.", provider=provider.label)
    flash(said if added else _("That account is linked already."))
    return redirect(urls.security())


def _confirm(claims: Claims, visit: Visit) -> Answer:
    identity = Identity.known(claims)
    if identity is None or identity.user_id != current.writer.id:
        raise Trouble(Kind.OTHER, "another person came back than is signed in")
    current.session.confirm()
    return redirect(visit.then or urls.security())


def _enter(claims: Claims, visit: Visit, provider: Provider) -> Answer:
    user = Identity.user_of(claims)
    if user:
        return enter(user, how=provider.label, then=visit.then)
    if claims.email_verified and admission.open_to_all():
        user = provider_entry.sign_up(claims)
        if user:
            greeting = _("Welcome! Your account is active.")
            return enter(user, how=provider.label, then=visit.then, greeting=greeting)
    return _wait(claims, visit)


def _wait(claims: Claims, visit: Visit) -> Answer:
    owner = provider_entry.owner_of(claims)
    # With an address of an account, or a letter in hand, nobody new is let in.
    letter = visit.then if visit.then and visit.then.startswith(urls.provider_letter("")) else None
    if not (owner or letter or admission.open_to_all()):
        raise Closed
    wait_with(provider_entry.wait(claims, owner))
    return redirect(letter or (urls.known_address() if owner else urls.new_address()))
