"""Addresses of pages elsewhere on the web, as people type them."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

LONGEST = 2000
"""Characters; what browsers and programs agree on."""

# What RFC 3986 allows, and letters of any script; no blank, quote, bracket or invisible sign.
_ALLOWED = re.compile(r"(?:[\w\-.~:/?#@!$&'()*+,;=]|%[0-9A-Fa-f]{2})+")
_LABEL = re.compile(r"(?!-)[\w-]{1,63}(?<!-)")
_PORT = re.compile(r"(:[0-9]{1,5})?")


class AddressRefused(ValueError):
    """This is not the whole address of a page."""


def page(written: str) -> str:
    """The address of a page, scheme and host in small letters.

    Arguments:
        written: what somebody typed or pasted.

    Raises:
        AddressRefused: it does not begin with http:// or https://, names no host, carries a
            password, is longer than `LONGEST`, or holds what no address holds.
    """
    written = written.strip()
    if len(written) > LONGEST or not _ALLOWED.fullmatch(written):
        raise AddressRefused(written)
    parts = urlsplit(written)
    host, colon, port = parts.netloc.partition(":")
    labels = host.removesuffix(".").split(".")
    right = (
        parts.scheme in ("http", "https")
        and all(_LABEL.fullmatch(label) for label in labels)
        and _PORT.fullmatch(colon + port)
        and int(port or 0) < 2**16
    )
    if not right:
        raise AddressRefused(written)
    return parts._replace(netloc=parts.netloc.lower()).geturl()
