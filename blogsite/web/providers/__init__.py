"""The providers that are set up; a new kind is one small module here and a line in `KINDS`."""

from __future__ import annotations

from flask import Flask, current_app

from blogsite.web.providers.github import GitHub
from blogsite.web.providers.google import Google
from blogsite.web.providers.openid import OpenID
from blogsite.web.providers.provider import Provider
from config import OAuthProvider

KINDS: dict[str, type[Provider]] = {"github": GitHub, "google": Google}
"""Those that have a module of their own, by their names in the settings; all others are OpenID."""

_KEY = "blogsite-providers"


def init_app(app: Flask) -> None:
    """Know what is set up; nobody is asked yet."""
    configured = app.config["SETTINGS"].oauth_providers
    app.extensions[_KEY] = {one.name: _made(one) for one in configured}


def find(name: str) -> Provider | None:
    """The provider of that name, if it is set up."""
    provider: Provider | None = current_app.extensions[_KEY].get(name)
    return provider


def origins() -> list[str]:
    """The servers of all that are set up, where forms of ours may lead."""
    return sorted({one.origin for one in current_app.extensions[_KEY].values()})


def _made(settings: OAuthProvider) -> Provider:
    kind = KINDS.get(settings.name, OpenID)
    if settings.discovery_url and not issubclass(kind, OpenID):
        kind = OpenID
    return kind(settings)
