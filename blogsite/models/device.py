"""The browser somebody sits at, as far as we know it."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from flask_babel import gettext as _

from blogsite.database import sign, unsign
from blogsite.lib import networks, signing, user_agents

REMEMBERED = timedelta(days=400)
"""As long as browsers keep a cookie."""

_PURPOSE = "device"
_MOST = 5  # accounts that one browser is known for


@dataclass(frozen=True, kw_only=True)
class Device:
    """What it calls itself, where it asks from, and the word by which it is known.

    The word is a device cookie: a browser from which an account has been signed in to keeps it
    after signing out, so that whoever guesses passwords elsewhere does not lock its owner out.
    Source: OWASP, "Slow Down Online Guessing Attacks with Device Cookies".
    """

    agent: str = ""
    address: str = ""
    cookie: str = ""

    @property
    def word(self) -> str:
        """By which its own tries are counted; empty for a browser that is not known."""
        return self._read()[0]

    def knows(self, user_id: Any) -> bool:
        """Whether that account has been signed in to from here."""
        return str(user_id) in self._read()[1]

    def remembering(self, user_id: Any) -> str:
        """The cookie that lets this browser be known for that account too."""
        word, known = self._read()
        others = [one for one in known if one != str(user_id)][: _MOST - 1]
        value = " ".join([word or secrets.token_urlsafe(16), str(user_id), *others])
        return sign(value, purpose=_PURPOSE)

    @property
    def network(self) -> str:
        """Whose tries are counted together."""
        return networks.neighbourhood(self.address)

    @property
    def place(self) -> str:
        """Roughly where from, as it is kept; `near` says it in words."""
        return networks.shortened(self.address)

    def _read(self) -> tuple[str, list[str]]:
        try:
            value = unsign(self.cookie, purpose=_PURPOSE, lifetime=REMEMBERED)
        except signing.TokenRefused:
            return "", []
        word, *known = value.split(" ")
        return word, known


def named(agent: str) -> str:
    """A browser in words: "Firefox on Linux"."""
    browser, system = user_agents.browser(agent), user_agents.system(agent)
    if browser and system:
        return str(_("%(browser)s on %(system)s", browser=browser, system=system))
    return browser or system or str(_("Unknown browser"))


def near(place: str) -> str:
    """Roughly where from, in words: "192.0.2.*", "this machine"."""
    if networks.on_this_machine(place):
        return str(_("this machine"))
    return networks.pattern(place)
