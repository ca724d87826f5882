"""What search engines may look at, and whom to tell of a weakness."""

from __future__ import annotations

from flask import Blueprint, Response, abort, current_app
from flask.typing import ResponseReturnValue as Answer

from blogsite import urls
from blogsite.presenters import security_contact
from blogsite.web.scopes import machine

robots = Blueprint("robots", __name__)

# An address that may not be looked at could not tell that it is not to be listed either.
_RULES = "User-agent: *\nDisallow:\n\nSitemap: {sitemap}\n"


@robots.get("/robots.txt")
@machine
def show() -> Answer:
    rules = _RULES.format(sitemap=urls.absolute(urls.sitemap_index()))
    return Response(rules, mimetype="text/plain", headers={"Cache-Control": "max-age=3600"})


@robots.get("/.well-known/security.txt")
@machine
def security() -> Answer:
    contact = current_app.config["SETTINGS"].security_contact
    if contact is None:
        abort(404)
    told = security_contact.document(contact)
    return Response(told, mimetype="text/plain", headers={"Cache-Control": "max-age=3600"})
