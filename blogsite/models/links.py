"""What a one-time link carries: which stored thing it opens, for what, and until when."""

from __future__ import annotations

from datetime import datetime, timedelta

from bson import ObjectId
from bson.errors import InvalidId

from blogsite.database import sign, unsign
from blogsite.lib import clock, signing
from blogsite.models.errors import LinkExpired, LinkUnknown

_LONGEST = timedelta(days=400)


def token(opens: ObjectId, *, purpose: str, until: datetime) -> str:
    """The word in a link.

    The end stands in it and is the stored thing's own, not the signature's: a letter may leave
    late, and what has expired is gone, which must not look as if the link had been used.

    Arguments:
        opens: the id of what is stored.
        purpose: what the link is good for; another purpose refuses it.
        until: when it ends.
    """
    value = f"{opens} {int(until.timestamp())}"
    return sign(value, purpose=purpose)


def opened(word: str, *, purpose: str) -> ObjectId:
    """The id of what a link opens.

    Raises:
        LinkUnknown: the word was not made here for this purpose, or was damaged.
        LinkExpired: its time is over.
    """
    try:
        value = unsign(word, purpose=purpose, lifetime=_LONGEST)
        opens, _space, until = value.partition(" ")
        found, ends = ObjectId(opens), int(until)
    except signing.TokenExpired as error:
        raise LinkExpired(purpose) from error
    except (signing.TokenRefused, InvalidId, ValueError) as error:
        raise LinkUnknown(purpose) from error
    if ends <= clock.now().timestamp():
        raise LinkExpired(purpose)
    return found
