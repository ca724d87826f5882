"""Signed links: what they say cannot be changed, and only one purpose accepts them."""

from __future__ import annotations

from datetime import timedelta

from itsdangerous import BadSignature, SignatureExpired, URLSafeTimedSerializer


class TokenRefused(Exception):
    """The token is not one of ours, was changed, or serves another purpose."""


class TokenExpired(TokenRefused):
    """The token was ours, but its time is over."""


def sign(value: str, *, key: str, purpose: str) -> str:
    """A token for a link.

    Arguments:
        value: what the token says; readable by whoever holds it.
        key: the site's secret.
        purpose: what the token is good for; another purpose refuses it.
    """
    return str(URLSafeTimedSerializer(key, salt=purpose).dumps(value))


def unsign(token: str, *, key: str, purpose: str, lifetime: timedelta) -> str:
    """What a token says.

    Raises:
        TokenExpired: it is older than `lifetime`.
        TokenRefused: it is not ours, or was changed.
    """
    try:
        value = URLSafeTimedSerializer(key, salt=purpose).loads(
            token, max_age=int(lifetime.total_seconds())
        )
    except SignatureExpired as error:
        raise TokenExpired from error
    except BadSignature as error:
        raise TokenRefused from error
    if not isinstance(value, str):
        raise TokenRefused
    return value
