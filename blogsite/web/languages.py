"""Which language an answer speaks: a blog's pages the blog's, all others the reader's."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

from babel.support import NullTranslations
from flask import Flask, Response, g, has_request_context, request
from flask_babel import Babel, Domain, get_locale, refresh
from markupsafe import Markup
from pymongo.errors import PyMongoError
from werkzeug.datastructures import LanguageAccept
from werkzeug.http import parse_accept_header

from blogsite.database import DatabaseRefused
from blogsite.lib import locales
from blogsite.lib.catalogues import catalogue
from blogsite.models import Blog
from blogsite.web.current import current

HEADER = "Accept-Language"
LONGEST = 200
"""Characters of it that are read, so that long ones fill no memory; browsers send below 100."""

_SPOKEN = "spoken"
_BLOG = "spoken_for"
_ASKED = "asked_for_language"


def init_app(app: Flask, translations: Path) -> None:
    """Let an app speak the languages of the catalogues in a folder."""
    babel = Babel(app, default_locale=locales.OFFERED[locales.DEFAULT], locale_selector=_locale)
    babel.domain_instance = _Words(translations)
    app.context_processor(_known_to_templates)
    app.jinja_env.globals["lang_of"] = _attribute
    app.after_request(_say_what_it_depends_on)


def spoken() -> str:
    """The language in which things are said at this moment, by its tag."""
    return str(getattr(get_locale(), "language", locales.DEFAULT))


def wanted(accepted: str | None) -> str:
    """The language of ours that suits whoever sends that `Accept-Language` header."""
    if not accepted or len(locales.OFFERED) == 1:
        return locales.DEFAULT
    return _wanted(accepted[:LONGEST])


def blog_at(slug: str, *, even_removed: bool = False) -> Blog:
    """The blog at an address, see `Blog.by_slug`; the answer speaks its language from here on."""
    blog = Blog.by_slug(slug, even_removed=even_removed)
    speak_for(blog)
    return blog


def blog_opened_at(slug: str, post_slug: str) -> Blog:
    """The same, of which one post is about to be read, see `Blog.opened_at`."""
    blog = Blog.opened_at(slug, post_slug)
    speak_for(blog)
    return blog


def speak_for(blog: Blog) -> None:
    """Speak as the pages of a blog do, whoever reads: its language, and its clock's time."""
    g.setdefault(_BLOG, blog)
    _speak(locales.nearest(blog.language))


def speak_alike() -> None:
    """Speak to everybody alike: what programs fetch for many people."""
    _speak(locales.DEFAULT)


def own_blog() -> Blog | None:
    """The blog whose page this is, if it is one's."""
    blog: Blog | None = g.get(_BLOG) if has_request_context() else None
    return blog


def _speak(language: str) -> None:
    setattr(g, _SPOKEN, language)
    refresh()


def _locale() -> str:
    # Letters and command lines have no request; letters say themselves what they speak.
    return locales.OFFERED[_chosen() if has_request_context() else locales.DEFAULT]


def _chosen() -> str:
    if _SPOKEN in g:
        return str(g.get(_SPOKEN))
    own = _of_who_asks()
    if own in locales.OFFERED:
        return str(own)
    setattr(g, _ASKED, True)
    return wanted(request.headers.get(HEADER))


def _of_who_asks() -> str | None:
    try:
        return current.user.language if current.user else None
    except (PyMongoError, DatabaseRefused):
        return None  # that the database is away has to be said in some language


@lru_cache(maxsize=1024)
def _wanted(accepted: str) -> str:
    header = parse_accept_header(accepted, LanguageAccept)
    return locales.best(tag for tag, weight in header if weight > 0)


def _known_to_templates() -> dict[str, str]:
    language = spoken()
    return {"language": language, "text_direction": locales.direction(language)}


def _attribute(tag: str) -> Markup:
    """What an element says of words in a language, where that is not the page's own."""
    return Markup(' lang="{}"').format(tag) if tag and tag != spoken() else Markup("")


def _say_what_it_depends_on(response: Response) -> Response:
    if g.get(_ASKED):
        response.vary.add(HEADER)
    return response


class _Words(Domain):  # type: ignore[misc] # Flask-Babel has no types
    """The catalogues as they are written, see `lib.catalogues`."""

    def __init__(self, translations: Path) -> None:
        super().__init__()
        self._folder = translations

    def get_translations(self) -> NullTranslations:
        language: Any = getattr(get_locale(), "language", locales.DEFAULT)
        return catalogue(self._folder / str(language) / "LC_MESSAGES" / "messages.po")
