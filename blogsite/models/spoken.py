"""In which language somebody is spoken to just now, and written to later."""

from __future__ import annotations

from flask_babel import get_locale

from blogsite.lib import locales


def spoken_now() -> str:
    """The language of the site in which whoever asks reads the answer."""
    return locales.nearest(getattr(get_locale(), "language", None))
