"""The application object and what its pages know."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from bson import ObjectId
from flask import Flask, Request, request
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError, CSRFProtect
from pymongo.errors import PyMongoError
from werkzeug.exceptions import HTTPException, NotFound
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.routing import BaseConverter, RequestRedirect

from blogsite import urls
from blogsite.database import DatabaseRefused, KeyRing, key_ring
from blogsite.models import admission
from blogsite.models.session import LIFETIME
from blogsite.web import browser_copies, languages, request_log, sentences, submissions, uploads
from blogsite.web.bodies import Bodies
from blogsite.web.current import current
from blogsite.web.flashes import flashes
from blogsite.web.moments import date, day, moment, month, zone_label
from blogsite.web.request_log import safe_path
from config import ROOT, Settings

MAX_BODY = 4 * 1024 * 1024
_WITHOUT_SESSION = ("/static/", "/healthz", "/readyz")


class Application(Flask):
    """Knows its secret key when it is first needed: no file or database is touched before."""

    _known: Sequence[str] = ()

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.session_interface = Sessions()

    @property
    def secret_key(self) -> str:  # type: ignore[override] # Flask reads it from the configuration
        keys = key_ring(self).keys
        if keys != self._known:
            # All of them, so that whoever reads only one of the two meanwhile misses none.
            self.config["SECRET_KEY_FALLBACKS"] = keys
            # Flask-WTF signs with the last and believes all.
            self.config["WTF_CSRF_SECRET_KEY"] = keys[::-1]
            self._known = keys
        return keys[0]

    def handle_http_exception(self, error: HTTPException) -> HTTPException | ResponseReturnValue:
        """See `web.forwarding` for slashes too many or too few: one hop, and for readers only.

        Werkzeug's own redirects are built from what the Host header claims, and take one hop more.
        """
        if isinstance(error, RequestRedirect):
            error = NotFound()
        return super().handle_http_exception(error)

    def log_exception(self, exc_info: Any) -> None:
        """Write down what broke, without what opens an account."""
        self.logger.error("%s %s broke", request.method, safe_path(), exc_info=exc_info)


class Sessions(SecureCookieSessionInterface):
    """Cookies that no page fails for: without its key a visitor counts as one without a cookie."""

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        """The visitor's session; programs and files have none."""
        named = self.get_cookie_name(app) in request.cookies
        if not named or request.path.startswith(_WITHOUT_SESSION):
            return self.session_class()
        try:
            session = super().open_session(app, request)
            if session:
                return session
            # Perhaps it was signed with a key that is newer than this process.
            key_ring(app).look_again()
            return super().open_session(app, request)
        except (PyMongoError, DatabaseRefused):
            return self.session_class()


class Forgeries(CSRFProtect):  # type: ignore[misc] # Flask-WTF has no types
    """Refuses forms that our pages did not make, whichever of our processes made the page."""

    def protect(self, *arguments: Any, **named: Any) -> None:
        """Let the request pass, if its token is ours.

        Raises:
            CSRFError: it is not.
        """
        try:
            super().protect(*arguments, **named)
        except CSRFError:
            if not self._get_csrf_token():
                raise
            key_ring().look_again()
            super().protect(*arguments, **named)


class ObjectIdConverter(BaseConverter):
    """An id in an address: 24 hexadecimal digits; anything else is no such address."""

    regex = "[0-9a-f]{24}"

    def to_python(self, value: str) -> ObjectId:
        return ObjectId(value)

    def to_url(self, value: Any) -> str:
        return str(value)


class YearConverter(BaseConverter):
    """A year in an address: four digits."""

    regex = "[0-9]{4}"

    def to_python(self, value: str) -> int:
        return int(value)


def make(settings: Settings) -> Application:
    """The bare application: settings, cookies, languages, and what templates know."""
    site = Application(
        "blogsite",
        root_path=str(ROOT / "blogsite"),
        template_folder=str(ROOT / "templates"),
        static_folder=str(ROOT / "static"),
    )
    site.config.update(_configuration(settings))
    KeyRing(settings).bind(site)
    site.url_map.converters["object_id"] = ObjectIdConverter
    site.url_map.converters["year"] = YearConverter
    site.wsgi_app = Bodies(site.wsgi_app, most=MAX_BODY)  # type: ignore[method-assign]
    if settings.trusted_proxies:
        n = settings.trusted_proxies
        site.wsgi_app = ProxyFix(site.wsgi_app, x_for=n, x_proto=n, x_host=n)  # type: ignore[method-assign]
    # First, so that it sees all the others refuse.
    request_log.init_app(site)
    uploads.init_app(site)
    submissions.init_app(site)
    Forgeries(site)
    languages.init_app(site, ROOT / "translations")
    sentences.init_app(site)
    site.context_processor(lambda: _known_to_templates(settings))
    site.add_template_filter(date, "date")
    site.add_template_filter(moment, "moment")
    site.add_template_filter(month, "month")
    site.add_template_filter(day, "day")
    site.add_template_filter(zone_label, "zone_label")
    site.add_template_filter(_isoformat, "isoformat")
    return site


def _configuration(settings: Settings) -> dict[str, Any]:
    port = settings.base_url.rpartition(":")[2]
    return {
        "SETTINGS": settings,
        "MAX_CONTENT_LENGTH": MAX_BODY,
        "MAX_FORM_MEMORY_SIZE": MAX_BODY,
        # Browsers share cookies between the ports of one host, and sites must not.
        "SESSION_COOKIE_NAME": f"blogsite-{port}" if port.isdigit() else "blogsite",
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": settings.base_url.startswith("https:"),
        "SESSION_REFRESH_EACH_REQUEST": False,
        "PERMANENT_SESSION_LIFETIME": LIFETIME,
        "SEND_FILE_MAX_AGE_DEFAULT": 365 * 24 * 3600,
        # As long as the visit: an editor may stay open for days.
        "WTF_CSRF_TIME_LIMIT": None,
    }


def _known_to_templates(settings: Settings) -> dict[str, Any]:
    return {
        "admission": admission,
        "current": current,
        "flashes": flashes,
        "forgotten": browser_copies.forgotten,
        "settings": settings,
        "urls": urls,
    }


def _isoformat(at: datetime) -> str:
    return at.isoformat(timespec="seconds")
