"""The zone in which somebody reads and writes times; UTC until it is chosen."""

from __future__ import annotations

from flask_babel import gettext as _

from blogsite.database import atomic
from blogsite.lib import zones
from blogsite.models.errors import Invalid, NotFound
from blogsite.models.user import User


@atomic
def choose(user: User, name: str) -> None:
    """Show times in that zone from now on. Moments that were chosen before stay where they are.

    Arguments:
        name: as the time zone database has it, such as `Europe/Berlin`; or `UTC`.

    Raises:
        Invalid: there is no such zone.
        NotFound: the account is gone.
    """
    if name not in zones.names():
        raise Invalid(_("Choose a time zone from the list."), field="time_zone")
    if not user.refresh():
        raise NotFound
    user.update({"time_zone": None if name == zones.UNIVERSAL else name}, expecting={})
