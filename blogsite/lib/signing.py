"""Signed links: what they say cannot be changed, and only one purpose accepts them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from itsdangerous import BadSignature, SignatureExpired, URLSafeTimedSerializer


class TokenRefused(Exception):
    """The token is not one of ours, was changed, or serves another purpose."""


class TokenExpired(TokenRefused):
    """The token was ours, but its time is over."""


def sign(value: str, *, keys: Sequence[str], purpose: str) -> str:
    """A token for a link.

    Arguments:
        value: what the token says; readable by whoever holds it.
        keys: the site's secrets, the present one first.
        purpose: what the token is good for; another purpose refuses it.
    """
    return str(_serializer(keys, purpose).dumps(value))


def unsign(token: str, *, keys: Sequence[str], purpose: str, lifetime: timedelta) -> str:
    """What a token says, whichever of the keys it was signed with.

    Raises:
        TokenExpired: it is older than `lifetime`.
        TokenRefused: it is not ours, or was changed.
    """
    try:
        value = _serializer(keys, purpose).loads(token, max_age=int(lifetime.total_seconds()))
    except SignatureExpired as error:
        raise TokenExpired from error
    except BadSignature as error:
        raise TokenRefused from error
    if not isinstance(value, str):
        raise TokenRefused
    return value


def _serializer(keys: Sequence[str], purpose: str) -> URLSafeTimedSerializer:
    # itsdangerous signs with the last key and reads with all.
    return URLSafeTimedSerializer(list(reversed(keys)), salt=purpose)
