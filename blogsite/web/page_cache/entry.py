"""One kept page: its variants, each with its ETag, and what it depends on."""

from __future__ import annotations

import gzip
import hashlib
import time
from collections.abc import Mapping
from datetime import datetime
from email.utils import formatdate
from functools import lru_cache

import brotli

from blogsite.lib import clock
from blogsite.lib.generations import Noted, stamped_at

Headers = list[tuple[str, str]]

IDENTITY, GZIP, BROTLI = "identity", "gzip", "br"
BROTLI_QUALITY = 5
"""Takes a millisecond for a page; 11 takes 25, for a tenth less."""
GZIP_LEVEL = 6
HIT = ("Cache-Status", "blogsite; hit")
"""RFC 9211. The last header of a kept page; what was made just now says something else there."""
VARY = "Accept-Encoding, Cookie"

_VARIES = ("Vary", VARY)
_VARIES_BY_LANGUAGE = ("Vary", f"{VARY}, Accept-Language")
_ENCODED = {name: ("Content-Encoding", name) for name in (GZIP, BROTLI)}
_OVERHEAD = 2600
"""Bytes of a page beside its bodies, as measured."""
_NOT_KEPT = {"content-length", "x-request-id", "vary", "etag", "last-modified", "cache-status"}


class Variant:
    """A page in one encoding, ready to be sent."""

    __slots__ = ("body", "etag", "headers", "not_modified")

    def __init__(self, body: bytes, etag: str, headers: Headers, not_modified: Headers) -> None:
        self.body = body
        self.etag = etag
        self.headers = headers
        self.not_modified = not_modified


class Entry:
    """A page as it was made.

    Arguments:
        body: the page.
        headers: those of the answer.
        noted: the generations of what it shows, as they were before its queries.
        until: when it is over by itself.
        by_language: whether it depends on the language that a reader wants.
    """

    __slots__ = (
        *("counted", "made_at", "modified_at", "noted", "until", "_digest", "_headers"),
        *("_length", "_dated", "_varies", "variants"),
    )

    def __init__(
        self,
        body: bytes,
        headers: Headers,
        *,
        noted: tuple[Noted, ...],
        until: datetime | None,
        by_language: bool = False,
    ) -> None:
        self.noted = noted
        self._varies = _VARIES_BY_LANGUAGE if by_language else _VARIES
        self.until = until
        self.counted = 0
        self.made_at = time.time()
        self.modified_at = int(self.made_at) + self._within_the_second_of_a_change()
        self._dated = False
        self._digest = hashlib.blake2b(body, digest_size=12).hexdigest()
        self._length = len(body)
        self._headers = _shared(tuple(one for one in headers if one[0].lower() not in _NOT_KEPT))
        self.variants: Mapping[str, Variant] = {IDENTITY: self._variant(IDENTITY, body)}

    @property
    def size(self) -> int:
        """Bytes of memory, about."""
        return _OVERHEAD + sum(len(one.body) for one in self.variants.values())

    @property
    def over(self) -> bool:
        """Whether a post has come due that it does not show."""
        return self.until is not None and self.until <= clock.now()

    def variant(self, encoding: str) -> tuple[Variant, bool]:
        """The page in an encoding, and whether it was made just now.

        Of two that were asked for, both are kept; the bare page goes once there is another.
        """
        if not self._dated and time.time() >= self.modified_at:
            self._say_when_modified()
        found = self.variants.get(encoding)
        if found is not None:
            return found, False
        made = self._variant(encoding, _encoded(self._body(), encoding))
        kept = {name: one for name, one in self.variants.items() if name != IDENTITY}
        self.variants = {**kept, encoding: made}
        return made, True

    def modified_since(self, moment: float) -> bool:
        """Whether it may be another page than the one of that whole second."""
        return self.modified_at > moment

    def _within_the_second_of_a_change(self) -> bool:
        """Whether another page may have been there in the same second, or nearly.

        Then the page counts as made in the next one: until that has come, nobody is told when it
        was made, so that no two versions of a page bear the same date.
        """
        changed_at = max((stamped_at(number) for _place, number in self.noted), default=0.0)
        return self.made_at - changed_at < 1.25 or int(changed_at) == int(self.made_at)

    def _say_when_modified(self) -> None:
        self._dated = True
        self.variants = {name: self._variant(name, one.body) for name, one in self.variants.items()}

    def _body(self) -> bytes:
        for name, one in self.variants.items():
            return _decoded(one.body, name)
        raise LookupError("a page has at least one variant")

    def _variant(self, encoding: str, body: bytes) -> Variant:
        etag = f'"{self._digest}"' if encoding == IDENTITY else f'"{self._digest}-{encoding}"'
        own: Headers = [("ETag", etag), self._varies]
        if self._dated:
            own.append(("Last-Modified", formatdate(self.modified_at, usegmt=True)))
        described = [("Content-Length", str(len(body)))]
        if encoding != IDENTITY:
            described.append(_ENCODED[encoding])
        always = [one for one in self._headers if one[0].lower() == "cache-control"]
        return Variant(body, etag, [*self._headers, *own, *described, HIT], [*always, *own, HIT])


@lru_cache(maxsize=256)
def _shared(headers: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    """The headers that pages of a kind have in common, in memory once."""
    return headers


def _encoded(body: bytes, encoding: str) -> bytes:
    if encoding == BROTLI:
        return bytes(brotli.compress(body, quality=BROTLI_QUALITY))
    return gzip.compress(body, GZIP_LEVEL, mtime=0) if encoding == GZIP else body


def _decoded(body: bytes, encoding: str) -> bytes:
    if encoding == BROTLI:
        return bytes(brotli.decompress(body))
    return gzip.decompress(body) if encoding == GZIP else body
