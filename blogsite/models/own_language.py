"""The language in which the site speaks to somebody who is signed in, and writes to them."""

from __future__ import annotations

from flask_babel import gettext as _

from blogsite.database import atomic
from blogsite.lib import locales
from blogsite.models.errors import Invalid, NotFound
from blogsite.models.user import User


@atomic
def choose(user: User, language: str) -> None:
    """Speak that language to somebody from now on, in every browser and in letters.

    Arguments:
        language: one that the site offers; empty for whichever the browser asks for.

    Raises:
        Invalid: the site does not speak it.
        NotFound: the account is gone.
    """
    if language and language not in locales.OFFERED:
        raise Invalid(_("Choose a language from the list."), field="language")
    if not user.refresh():
        raise NotFound
    user.update({"language": language or None}, expecting={})
