"""What a browser keeps between the two steps of signing in."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import timedelta

from bson import ObjectId

from blogsite.database import sign, unsign
from blogsite.lib import signing
from blogsite.models.user import User

LIFETIME = timedelta(minutes=10)
_PURPOSE = "first-step"


@dataclass(frozen=True, kw_only=True)
class FirstStep:
    """Somebody has proved to know a password, or the like, and has yet to take the second step."""

    user: User
    how: str
    then: str | None = None
    greeting: str | None = None

    @property
    def word(self) -> str:
        """What the browser keeps; a changed password makes it worthless."""
        value = [str(self.user.id), _mark(self.user), self.how, self.then, self.greeting]
        return sign(json.dumps(value), purpose=_PURPOSE)

    @classmethod
    def opened(cls, word: str) -> FirstStep | None:
        """The one a browser brings; None when it is too old, or the account has changed."""
        try:
            value = unsign(word, purpose=_PURPOSE, lifetime=LIFETIME)
        except signing.TokenRefused:
            return None
        user_id, mark, how, then, greeting = json.loads(value)
        user = User.find({"_id": ObjectId(user_id)})
        if user is None or mark != _mark(user):
            return None
        return cls(user=user, how=how, then=then, greeting=greeting)


def _mark(user: User) -> str:
    return hashlib.sha256((user.password_hash or "").encode()).hexdigest()[:32]
