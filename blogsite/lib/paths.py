"""Paths of addresses, taken apart and put together in one spelling."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from urllib.parse import quote

# What may stand in a path as it is: RFC 3986's `pchar`, less what a person would stumble over.
_PLAIN = "@:!$&'()*+,;=~"


def parts(path: str) -> list[str]:
    """What stands between the slashes, in Unicode's composed form; nothing between two is none.

    Arguments:
        path: its escapes resolved.
    """
    return [part for part in unicodedata.normalize("NFC", path).split("/") if part]


def joined(parts: Sequence[str], *, slash: bool = False) -> str:
    """A path of this host, whatever the parts hold: never that of another one.

    Arguments:
        parts: without escapes; none of them is empty.
        slash: whether it ends in one.
    """
    path = "/" + "/".join(quote(part, safe=_PLAIN) for part in parts)
    return f"{path}/" if slash and parts else path


def escaped(path: str) -> str:
    """A path as `joined` would write it, with all its slashes."""
    return quote(path, safe=f"{_PLAIN}/")
