"""What a request says of the copy that it has (RFC 9110, 13), and which encodings it reads."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC
from email.utils import parsedate_to_datetime
from functools import lru_cache
from typing import Any

from blogsite.web.page_cache.entry import BROTLI, GZIP, IDENTITY, Entry, Variant

ENCODINGS = (BROTLI, GZIP, IDENTITY)
"""The better first, where a reader likes them all the same."""

_ETAG = re.compile(r'\s*(W/)?("[\x21\x23-\x7e\x80-\xff]*")\s*(?:,|$)')
_FAR = float("inf")
_WEIGHT = re.compile(r"0(\.[0-9]{0,3})?|1(\.0{0,3})?")


def status(environ: Mapping[str, Any], entry: Entry, variant: Variant) -> int:
    """200, 304 or 412: in the order in which the conditions count."""
    wanted = environ.get("HTTP_IF_MATCH")
    if wanted is not None:
        if not _matches(wanted, variant.etag, weak=False):
            return 412
    elif entry.modified_since(_date(environ.get("HTTP_IF_UNMODIFIED_SINCE"), _FAR)):
        return 412
    known = environ.get("HTTP_IF_NONE_MATCH")
    if known is not None:
        return 304 if _matches(known, variant.etag, weak=True) else 200
    moment = _date(environ.get("HTTP_IF_MODIFIED_SINCE"), -_FAR)
    return 200 if entry.modified_since(moment) else 304


@lru_cache(maxsize=256)
def encoding(accepted: str | None) -> str:
    """The encoding to answer in, by an `Accept-Encoding` header."""
    if not accepted:
        return IDENTITY
    weights = dict(_weights(accepted))
    others = weights.get("*")

    def weight(name: str) -> float:
        if name in weights:
            return weights[name]
        if others is not None:
            return others
        # Nobody has to say that he reads a page as it is.
        return 0.0005 if name == IDENTITY else 0.0

    return max(ENCODINGS, key=weight) if any(map(weight, ENCODINGS)) else IDENTITY


def _weights(accepted: str) -> list[tuple[str, float]]:
    found = []
    for part in accepted.lower().split(","):
        name, *more = (one.strip() for one in part.split(";"))
        weight = 1.0
        for one in more:
            if one.startswith("q=") and _WEIGHT.fullmatch(one[2:].strip()):
                weight = float(one[2:])
        found.append(({"x-gzip": GZIP}.get(name, name), weight))
    return found


def _matches(listed: str, etag: str, *, weak: bool) -> bool:
    if listed == etag:
        return True
    if listed.strip() == "*":
        return True
    return any(tag == etag and (weak or not mark) for mark, tag in _ETAG.findall(listed))


def _date(text: str | None, otherwise: float) -> float:
    if text is None:
        return otherwise
    try:
        return parsedate_to_datetime(text).replace(tzinfo=UTC).timestamp()
    except (ValueError, IndexError, OverflowError):
        return otherwise
