"""In front of Flask: answers from memory what may be answered from there, and keeps what may be."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlencode

from flask import Flask
from werkzeug.exceptions import HTTPException
from werkzeug.http import HTTP_STATUS_CODES

from blogsite.database import patience
from blogsite.database.connection import Connection, connection
from blogsite.database.following import Follower
from blogsite.lib.generations import Generations
from blogsite.web.languages import wanted
from blogsite.web.page_cache import conditions
from blogsite.web.page_cache.answers import Made, no_writing
from blogsite.web.page_cache.declaring import PAGE, Declared, judge, parameters_of
from blogsite.web.page_cache.entry import Entry, Headers, Variant
from blogsite.web.page_cache.store import Key, Store
from blogsite.web.page_cache.tally import Tally
from blogsite.web.request_log import ASKED_BY

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

MEGABYTE = 1024 * 1024
EXTENSION = "blogsite.page_cache"
LONGEST_SUSPECT = 600.0
"""Seconds for which a page may be shown of which nobody can say whether it is still right."""
BLOGS = "/@"
"""How the addresses of blogs begin."""
PATIENCE = 1.0
"""Seconds that the database has to answer before such a page is shown."""

_MISS = ("Cache-Status", "blogsite; fwd=miss")
_STORED = ("Cache-Status", "blogsite; fwd=miss; stored")
_SUSPECT: Headers = [
    ("Cache-Status", "blogsite; hit; detail=stale"),
    ("Warning", '110 blogsite "Response is Stale"'),
]


def init_app(app: Flask) -> None:
    """Put the cache before an app; last, since whatever comes later would be asked before it."""
    app.after_request_funcs.setdefault(None, []).insert(0, judge)
    app.extensions[EXTENSION] = cache = PageCache(app, app.wsgi_app)
    app.wsgi_app = cache  # type: ignore[method-assign]


class PageCache:
    """Kept pages, for readers who carry no session.

    With `CACHE=off` every page is made anew, and answered in the same manner.

    Arguments:
        app: the site.
        inner: what answers where nothing is kept.
    """

    def __init__(self, app: Flask, inner: WSGIApplication) -> None:
        settings = app.config["SETTINGS"]
        self._app = app
        self._inner = inner
        self._cookie = f"{app.config['SESSION_COOKIE_NAME']}="
        self._on = bool(settings.cache)
        self._generations: Generations | None = None
        self._follower: Follower | None = None
        self.store = Store(most=settings.cache_memory * MEGABYTE)
        self._tally = Tally(self.store)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        method = environ["REQUEST_METHOD"]
        cookies = environ.get("HTTP_COOKIE")
        if method not in ("GET", "HEAD") or (cookies and self._cookie in cookies):
            return self._inner(environ, start_response)
        query = environ.get("QUERY_STRING", "")
        if query or method == "HEAD":
            declared = self._declared_query(environ, query)
            if declared is None:
                return self._inner(environ, start_response)
            query = declared
        path = environ.get("PATH_INFO", "")
        # A blog's pages speak its language, whoever reads.
        language = "" if path.startswith(BLOGS) else wanted(environ.get("HTTP_ACCEPT_LANGUAGE"))
        key = (path, query, language)
        entry = self.store.find(key)
        if entry is not None and (generations := self._generations) is not None:
            numbers = generations.numbers
            for place, number in entry.noted:
                if numbers[place] != number:
                    break
            else:
                if entry.until is None or not entry.over:
                    self._tally.found += 1
                    return self._from_memory(key, entry, environ, start_response)
        return self._from_app(key, environ, start_response)

    @property
    def follower(self) -> Follower | None:
        """Who hears what other machines change; None before the first page was asked for."""
        return self._follower

    def _declared_query(self, environ: WSGIEnvironment, query: str) -> str | None:
        """What of a query the page depends on; None where no page is ever kept."""
        try:
            match = self._app.url_map.bind("").match(environ.get("PATH_INFO", ""), method="GET")
        except HTTPException:
            return None
        parameters = parameters_of(self._app, match[0])
        if parameters is None:
            return None
        given: dict[str, str] = {}
        for name, value in parse_qsl(query, keep_blank_values=True):
            given.setdefault(name, value)
        return urlencode([(name, given[name]) for name in parameters if name in given])

    def _from_memory(
        self, key: Key, entry: Entry, environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        if self._follower is None or not self._follower.hears:
            return self._suspect(key, entry, environ, start_response)
        variant, new = entry.variant(conditions.encoding(environ.get("HTTP_ACCEPT_ENCODING")))
        if new:
            self.store.weigh(key, entry)
        return _answer(entry, variant, environ, start_response)

    def _from_app(
        self, key: Key, environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        """The page as it is made, kept if it may be."""
        seen = self._look()
        made = self._made(key, environ)
        if not made.fit or (made.page.by_language and not key[2]):
            self._tally.tell()
            return made.passed_on(start_response, bare=environ["REQUEST_METHOD"] == "HEAD")
        noted = self._generations.noted(seen, made.page.shown) if self._generations else ()
        entry = Entry(
            made.body,
            made.headers,
            noted=noted,
            until=made.page.until,
            by_language=made.page.by_language,
        )
        if self._follower:
            self._follower.begin()
        self._tally.made += 1
        self._tally.tell()
        told = [_MISS] if self._on else []
        variant, _new = entry.variant(conditions.encoding(environ.get("HTTP_ACCEPT_ENCODING")))
        if self._generations and self._generations.unchanged(noted) and not entry.over:
            self.store.keep(key, entry)
            told = [_STORED]
        told += [one for one in made.headers if one[0] == "X-Request-Id"]
        return _answer(entry, variant, environ, start_response, told=told)

    def _suspect(
        self, key: Key, entry: Entry, environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        """Nobody hears what is changed elsewhere: the database has to say, if it answers."""
        silent_for = self._generations.silent_for() if self._generations else LONGEST_SUSPECT
        if silent_for >= LONGEST_SUSPECT:
            return self._from_app(key, environ, start_response)
        answer: list[Any] = []

        def listen(status: str, headers: Headers, error: Any = None) -> Callable[[bytes], object]:
            answer[:] = [status, headers, error]
            return no_writing

        with patience(PATIENCE):
            body = self._from_app(key, environ, listen)
        if not answer[0].startswith("503"):
            start_response(*answer)
            return body
        close = getattr(body, "close", None)
        if close:
            close()
        variant, _new = entry.variant(conditions.encoding(environ.get("HTTP_ACCEPT_ENCODING")))
        return _answer(entry, variant, environ, start_response, told=_SUSPECT)

    def _look(self) -> bytes:
        """The generations as they are before any query."""
        if not self._on:
            return b""
        if self._generations is None:
            with self._app.app_context():
                self._open(connection())
        return self._generations.look() if self._generations else b""

    def _open(self, way: Connection) -> None:
        generations = way.shared.numbers
        if generations is None:
            self._on = False
        else:
            self._follower = Follower(way, generations)
            way.before_closing(self._follower.end)
            self._generations = generations

    def _made(self, key: Key, environ: WSGIEnvironment) -> Made:
        page = Declared(kept=self._on)
        # What the page does not depend on, it is not to see.
        asked = {**environ, PAGE: page, "REQUEST_METHOD": "GET", "QUERY_STRING": key[1]}
        asked[ASKED_BY] = environ["REQUEST_METHOD"]
        return Made(self._inner, asked, page)


def _answer(
    entry: Entry,
    variant: Variant,
    environ: WSGIEnvironment,
    start_response: StartResponse,
    *,
    told: Headers | None = None,
) -> Iterable[bytes]:
    """A page as this reader needs it; `told` in place of saying that it was kept."""
    status = 200
    if _CONDITIONS.intersection(environ):
        status = conditions.status(environ, entry, variant)
    if status == 200:
        headers = variant.headers if told is None else [*variant.headers[:-1], *told]
        start_response("200 OK", headers)
        return [variant.body] if environ["REQUEST_METHOD"] == "GET" else []
    headers = variant.not_modified if told is None else [*variant.not_modified[:-1], *told]
    if status == 412:
        headers = [*headers, ("Content-Length", "0")]
    start_response(f"{status} {HTTP_STATUS_CODES[status].upper()}", headers)
    return []


_CONDITIONS = frozenset(
    {
        *("HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE"),
        *("HTTP_IF_MATCH", "HTTP_IF_UNMODIFIED_SINCE"),
    }
)
