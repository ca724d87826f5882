"""One visit to a provider and back: begun and ended in the same browser, and only once."""

from __future__ import annotations

import secrets
import time
from dataclasses import asdict, dataclass, fields
from datetime import timedelta
from typing import Any

from flask import request
from flask import session as cookie

from blogsite import urls
from blogsite.models.spent import Spent
from blogsite.web.providers.provider import Answer, Provider, Secrets
from blogsite.web.providers.trouble import Kind, Trouble
from blogsite.web.returning import local

LIFETIME = timedelta(minutes=10)

ENTER = "enter"
LINK = "link"
CONFIRM = "confirm"

_VISITS = "visits"
_MOST = 3  # in as many tabs
_LONGEST_PATH = 600  # characters: cookies are small


@dataclass(frozen=True, kw_only=True)
class Visit:
    """What the browser's signed cookie keeps of it, beside the secrets."""

    provider: str
    intent: str
    then: str | None
    user_id: str | None
    began_at: int
    state: str
    nonce: str
    verifier: str

    @property
    def secrets(self) -> Secrets:
        return Secrets(state=self.state, nonce=self.nonce, verifier=self.verifier)

    @property
    def again(self) -> bool:
        """Whether the person is to prove anew who they are."""
        return self.intent == CONFIRM


_FIELDS = {field.name for field in fields(Visit)}


def begin(provider: Provider, *, intent: str, then: str | None = None, user_id: Any = None) -> str:
    """Where to send the browser, which from now on carries the visit.

    Arguments:
        provider: whom to visit.
        intent: what for.
        then: the page of ours to go on to.
        user_id: who asks, where only they may come back.

    Raises:
        Trouble: the provider cannot say.
    """
    then = local(then)
    visit = Visit(
        provider=provider.name,
        intent=intent,
        then=then if then and len(then) <= _LONGEST_PATH else None,
        user_id=str(user_id) if user_id else None,
        began_at=int(time.time()),
        state=secrets.token_urlsafe(32),
        nonce=secrets.token_urlsafe(32),
        verifier=secrets.token_urlsafe(48),
    )
    address = provider.begin(visit.secrets, callback=callback_of(provider), again=visit.again)
    others = [one for one in _kept() if not _over(one)][1 - _MOST :]
    cookie[_VISITS] = [*others, asdict(visit)]
    return address


def returned(provider: Provider) -> tuple[Visit, Answer]:
    """The visit from which this browser comes back, and what it brings; both are used up.

    Raises:
        Trouble: it was not begun here, is over, or the provider said no.
    """
    visit = _taken(request.args.get("state", ""))
    if visit is None:
        raise Trouble(Kind.LOST, "its visit was not begun in this browser, or is over")
    if visit.provider != provider.name:
        raise Trouble(Kind.LOST, "its visit was begun with another provider")
    if not Spent.spend(visit.state, lifetime=LIFETIME * 2):
        raise Trouble(Kind.LOST, "its visit has ended before")
    if error := request.args.get("error"):
        denied = error == "access_denied"
        raise Trouble(Kind.DENIED, "the person said no" if denied else "the provider said no")
    code = request.args.get("code", "")
    if not code:
        raise Trouble(Kind.LIED, "it sends no code")
    return visit, Answer(code=code, issuer=request.args.get("iss"))


def callback_of(provider: Provider) -> str:
    """The whole address that is registered there, whatever host a request claims to be for."""
    return urls.absolute(urls.provider_callback(provider.name))


def _taken(state: str) -> Visit | None:
    kept = _kept()
    found = next((one for one in kept if state and one.get("state") == state), None)
    if found is None:
        return None
    rest = [one for one in kept if one is not found]
    if rest:
        cookie[_VISITS] = rest
    else:
        cookie.pop(_VISITS)
    return None if _over(found) else Visit(**found)


def _kept() -> list[dict[str, Any]]:
    kept: Any = cookie.get(_VISITS)
    # What another version of the site has written there is let alone.
    return [one for one in kept if set(one) == _FIELDS] if isinstance(kept, list) else []


def _over(kept: dict[str, Any]) -> bool:
    return not 0 <= time.time() - kept["began_at"] + 1 <= LIFETIME.total_seconds()
