"""A stored file as an answer: whole, a part of it, or that the visitor has it already."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Protocol

from flask import Response, request
from werkzeug.exceptions import RequestedRangeNotSatisfiable

from blogsite.web.headers import FOR_GOOD


class StoredFile(Protocol):
    """What is stored under an id never changes, so that this names a content for good."""

    @property
    def id(self) -> Any: ...

    @property
    def length(self) -> int: ...

    @property
    def stored_at(self) -> datetime: ...

    def pieces(self, start: int, stop: int) -> Iterable[bytes]: ...


def answer(file: StoredFile, *, mimetype: str, kept: bool) -> Response:
    """What a request for a file gets; it is read only if it is sent, and then piece by piece.

    Arguments:
        file: which one.
        mimetype: what it is.
        kept: whether the visitor may keep it, and so ask whether it is still the same.

    Raises:
        NotFound: it is gone.
        RequestedRangeNotSatisfiable: there is no such part of it.
    """
    response = Response(mimetype=mimetype)
    if kept:
        response.set_etag(str(file.id))
        response.last_modified = file.stored_at
        response.make_conditional(request)
    response.headers["Accept-Ranges"] = "bytes"
    if response.status_code == 200:
        _fill(response, file, kept=kept)
    return response


def portrait(content: bytes, *, digest: str) -> Response:
    """A small WebP that bears the digest of its content in its address."""
    return named_by_digest(content, digest=digest, mimetype="image/webp")


def named_by_digest(content: bytes, *, digest: str, mimetype: str) -> Response:
    """A small file that bears a digest of what it shows in its address, and so never changes."""
    response = Response(content, mimetype=mimetype)
    response.headers["Cache-Control"] = FOR_GOOD
    response.set_etag(digest)
    response.make_conditional(request)
    return response


def style_sheet(css: str, *, digest: str) -> Response:
    """CSS that bears the digest of its content in its address."""
    response = Response(css, mimetype="text/css")
    response.headers["Cache-Control"] = FOR_GOOD
    response.set_etag(digest)
    response.make_conditional(request)
    return response


def _fill(response: Response, file: StoredFile, *, kept: bool) -> None:
    start, stop = _wanted(response, file, kept=kept)
    if request.method != "HEAD":
        response.response = file.pieces(start, stop)
        response.direct_passthrough = True
    response.content_length = stop - start
    if (start, stop) != (0, file.length):
        response.status_code = 206
        response.content_range.set(start, stop, file.length)


def _wanted(response: Response, file: StoredFile, *, kept: bool) -> tuple[int, int]:
    """Of which byte to begin and before which to stop; several parts at once are answered whole."""
    asked, whole = request.range, (0, file.length)
    if asked is None or asked.units != "bytes" or len(asked.ranges) != 1:
        return whole
    if request.method != "GET" or not _of_this(response, kept=kept):
        return whole
    first, after = asked.ranges[0]
    if after is None and first + file.length <= 0:
        return whole  # the last so many bytes, which are more than there are
    part = asked.range_for_length(file.length)
    if part is None:
        raise RequestedRangeNotSatisfiable(length=file.length)
    return part[0], part[1]


def _of_this(response: Response, *, kept: bool) -> bool:
    """Whether the part is wanted of what is here, if the visitor has named what it is part of."""
    named = request.headers.get("If-Range")
    if named is None:
        return True
    return kept and named in (response.headers["ETag"], response.headers["Last-Modified"])
