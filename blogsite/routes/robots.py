"""What search engines may look at: all that is public; pages that are not for them say so."""

from __future__ import annotations

from flask import Blueprint, Response
from flask.typing import ResponseReturnValue as Answer

from blogsite import urls
from blogsite.web.scopes import machine

robots = Blueprint("robots", __name__)

# An address that may not be looked at could not tell that it is not to be listed either.
_RULES = "User-agent: *\nDisallow:\n\nSitemap: {sitemap}\n"


@robots.get("/robots.txt")
@machine
def show() -> Answer:
    rules = _RULES.format(sitemap=urls.absolute(urls.sitemap_index()))
    return Response(rules, mimetype="text/plain", headers={"Cache-Control": "max-age=3600"})
