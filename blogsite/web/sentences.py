"""Translated words for templates, which ask for dozens of them: found by one look for each.

Flask-Babel's own functions ask what request this is half a dozen times for every word.
"""

from __future__ import annotations

from typing import Any

from flask import Flask
from flask_babel import get_locale, get_translations


class Sentences:
    """The catalogues of the site, each under its locale."""

    def __init__(self) -> None:
        self._known: dict[str, Any] = {}

    def now(self) -> Any:
        """The one of the page that is being made."""
        locale = str(get_locale())
        found = self._known.get(locale)
        if found is None:
            found = self._known[locale] = get_translations()
        return found


def init_app(app: Flask) -> None:
    """Let templates use it; after Flask-Babel, in place of its own functions."""
    now = Sentences().now
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined] # of its i18n extension
        gettext=lambda said: now().ugettext(said),
        ngettext=lambda one, more, count: now().ungettext(one, more, count),
        newstyle=True,
        pgettext=lambda context, said: now().upgettext(context, said),
        npgettext=lambda context, one, more, count: now().unpgettext(context, one, more, count),
    )
