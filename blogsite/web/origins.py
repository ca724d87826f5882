"""Whether a form was sent from a page of ours, where no token can say so."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import current_app, request


def from_our_page() -> bool:
    """Whether the browser says so itself, by a header that no page can forge.

    Whatever it says has to agree; one that says neither is not believed.
    """
    origin = request.headers.get("Origin")
    site = request.headers.get("Sec-Fetch-Site")
    if origin is None and site is None:
        return False
    return site in (None, "same-origin") and (origin is None or _is_ours(origin))


def _is_ours(origin: str) -> bool:
    if origin == _origin_of(current_app.config["SETTINGS"].base_url):
        return True
    # The site is served under other names too. Behind a proxy that is not believed we do not know
    # the scheme: the host has to serve.
    return origin in (f"http://{request.host}", f"https://{request.host}")


def _origin_of(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"
