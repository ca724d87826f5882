"""What all providers have in common: an authorization code with PKCE, exchanged for claims."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import urlsplit

from authlib.common.errors import AuthlibBaseError
from authlib.integrations.requests_client import OAuth2Session
from joserfc.errors import JoseError
from requests import Response
from requests.exceptions import ConnectionError as Unreachable
from requests.exceptions import HTTPError, RequestException, Timeout

from blogsite.lib.asking import Errand, NotAllowed, TooMuch, TooSlow
from blogsite.models.claims import Claims
from blogsite.models.errors import Invalid
from blogsite.web.providers.trouble import Kind, Trouble
from config import OAuthProvider, is_loopback

SECONDS = 5.0
"""For all that is asked of a provider while one visitor waits."""

_BROKEN = (
    *(AuthlibBaseError, JoseError, RequestException, Invalid),
    *(ValueError, TypeError, KeyError, AttributeError, RecursionError),
)

T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class Secrets:
    """What one visit is known by: the provider never sees the verifier until the end."""

    state: str
    nonce: str
    verifier: str


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What a browser brings back."""

    code: str
    issuer: str | None


class Provider:
    """One that is set up; `address` and `claims` are what each kind does in its own way."""

    scope = ""

    def __init__(self, settings: OAuthProvider) -> None:
        self.settings = settings

    @property
    def name(self) -> str:
        return self.settings.name

    @property
    def label(self) -> str:
        return self.settings.label

    @property
    def base(self) -> str:
        """An address of the provider's, which tells whether it is on this machine."""
        raise NotImplementedError

    @property
    def origin(self) -> str:
        """Where its own pages most likely are."""
        return origin_of(self.base)

    def address(self, client: Any, secrets: Secrets, *, again: bool) -> str:
        """Where to send the browser.

        Arguments:
            client: an `OAuth2Session` that knows its time.
            secrets: of this visit.
            again: the person is to prove anew who they are.
        """
        raise NotImplementedError

    def claims(self, client: Any, answer: Answer, secrets: Secrets, *, again: bool) -> Claims:
        """Who came back; the arguments as above."""
        raise NotImplementedError

    def begin(self, secrets: Secrets, *, callback: str, again: bool = False) -> str:
        """Where to send the browser.

        Raises:
            Trouble: the provider cannot say.
        """
        return self._in_time(callback, lambda client: self.address(client, secrets, again=again))

    def finish(
        self, answer: Answer, secrets: Secrets, *, callback: str, again: bool = False
    ) -> Claims:
        """Who came back; what the provider gives for asking it is forgotten at once.

        Raises:
            Trouble: nobody that we could believe in.
        """
        return self._in_time(
            callback, lambda client: self.claims(client, answer, secrets, again=again)
        )

    def _in_time(self, callback: str, act: Callable[[Any], T]) -> T:
        errand = Errand(seconds=SECONDS, plain=_on_loopback(self.base))
        client = OAuth2Session(
            client_id=self.settings.client_id,
            client_secret=self.settings.client_secret,
            scope=self.scope,
            redirect_uri=callback,
            code_challenge_method="S256",
            # Some give tokens that live for a minute, and one moment is all that we need.
            leeway=0,
        )
        errand.equip(client)

        def go() -> T:
            with client:
                return act(client)

        try:
            return errand.run(go)
        except _BROKEN as error:
            raise _trouble(error) from None


def read(response: Response) -> Any:
    """The JSON of an answer.

    Raises:
        RequestException: it is none, or an answer of another kind.
    """
    if response.status_code >= 500:
        response.raise_for_status()
    if response.status_code != 200:
        raise ValueError("another status")
    found = response.json()
    if not isinstance(found, dict | list):
        raise TypeError("no object")
    return found


def origin_of(url: str) -> str:
    """The server of an address, as a content security policy names it."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def _trouble(error: Exception) -> Trouble:
    """What to tell of an error, by its kind alone: its words may hold what was sent."""
    if isinstance(error, TooSlow | Timeout):
        return Trouble(Kind.AWAY, "too slow")
    if isinstance(error, TooMuch):
        return Trouble(Kind.LIED, "its answer is too long")
    if isinstance(error, NotAllowed):
        return Trouble(Kind.LIED, "it names an address without https")
    if isinstance(error, HTTPError):
        return Trouble(Kind.AWAY, "it has a fault of its own")
    if isinstance(error, Unreachable):
        return Trouble(Kind.AWAY, "not reachable")
    return Trouble(Kind.LIED, f"its answer does not hold: {_name_of(error)}")


def _name_of(error: Exception) -> str:
    claim = getattr(error, "claim", None)
    words = type(error).__name__
    return f"{words} ({claim})" if claim in _CLAIMS else words


_CLAIMS = ("iss", "sub", "aud", "exp", "nbf", "iat", "nonce", "azp", "at_hash", "auth_time")


def _on_loopback(url: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme == "http" and is_loopback(parts.hostname or "")
