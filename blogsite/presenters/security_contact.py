"""Whom to tell of a weakness of this site, as a program reads it (RFC 9116)."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from urllib.parse import quote

from blogsite.lib import clock
from blogsite.urls.machines import security_contact
from blogsite.urls.paths import absolute

_BELIEVED = timedelta(days=180)
"""So long after it was read: less than the year that is allowed."""


def document(contact: str) -> str:
    """The lines of `security.txt`.

    Arguments:
        contact: an e-mail address, or the address of a page.
    """
    until = datetime.combine(clock.now().date(), time()) + _BELIEVED
    lines = {
        "Contact": contact if ":" in contact else f"mailto:{quote(contact, safe='@')}",
        "Expires": f"{until.isoformat()}Z",
        "Canonical": absolute(security_contact()),
    }
    return "".join(f"{name}: {told}\n" for name, told in lines.items())
