"""Large contents, in GridFS: written piece by piece, read from anywhere in them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import IO, Any

from bson import Binary
from gridfs import DEFAULT_CHUNK_SIZE, GridFS, GridOut, NoFile
from pymongo import IndexModel

from blogsite.database import indexes
from blogsite.database.connection import DURABLE, collection, connection
from blogsite.lib import clock

FILES, CHUNKS = "media.files", "media.chunks"
CHUNK = 255 * 1024
"""Bytes of each piece but the last; what `pieces` counts by."""
_AT_ONCE = 8
"""Pieces that are asked for together: who reads slowly holds no more of a file than these."""

# The last of each GridFS would make by itself.
indexes.declare(
    FILES,
    [
        IndexModel([("blog_id", 1)]),
        IndexModel([("picture_id", 1)]),
        IndexModel([("filename", 1), ("uploadDate", 1)]),
    ],
)
indexes.declare(CHUNKS, [IndexModel([("files_id", 1), ("n", 1)], unique=True)])


class FileIncomplete(Exception):
    """A file, or some of it, is gone."""


def keep(content: IO[bytes] | bytes, *, file_id: Any, **facts: Any) -> int:
    """Store a file; not part of any transaction, so nothing may point to it before.

    Arguments:
        content: the bytes, or where to read them from.
        file_id: its id.
        facts: what else is stored of it, such as `blog_id`.

    Returns:
        Its length in bytes.
    """
    _grid().put(content, _id=file_id, chunk_size=CHUNK, **facts)
    return length(file_id)


def keep_all(contents: Iterable[tuple[bytes, Mapping[str, Any]]]) -> None:
    """Store many small files that are in memory, in a few questions.

    Arguments:
        contents: of each the bytes and the facts, among them its `_id`.
    """
    heads, pieces = [], []
    now = clock.now()
    for content, facts in contents:
        about = {"length": len(content), "chunkSize": DEFAULT_CHUNK_SIZE, "uploadDate": now}
        heads.append({**facts, **about})
        for number, begin in enumerate(range(0, len(content), DEFAULT_CHUNK_SIZE)):
            piece = content[begin : begin + DEFAULT_CHUNK_SIZE]
            pieces.append({"files_id": facts["_id"], "n": number, "data": Binary(piece)})
    if heads:
        collection(CHUNKS).insert_many(pieces)
        collection(FILES).insert_many(heads)


def find(file_id: Any) -> GridOut | None:
    """A file to read from, or None when it is gone."""
    try:
        return _grid().get(file_id)
    except NoFile:
        return None


def pieces(file_id: Any, start: int, stop: int) -> Iterator[bytes]:
    """A part of a file whose length is known, piece by piece; one question for a small one.

    Arguments:
        file_id: which file.
        start: of the first byte, from 0.
        stop: of the first byte that is not wanted any more.

    Raises:
        FileIncomplete: it, or some of it, is gone.
    """
    if start >= stop:
        return
    first, last = start // CHUNK, (stop - 1) // CHUNK
    query = {"files_id": file_id, "n": {"$gte": first, "$lte": last}}
    found = collection(CHUNKS).find(query).sort("n", 1).limit(last - first + 1)
    expected = first
    with found.batch_size(_AT_ONCE) as cursor:
        for chunk in cursor:
            if chunk["n"] != expected:
                break
            begins = expected * CHUNK
            yield bytes(chunk["data"][max(0, start - begins) : stop - begins])
            expected += 1
    if expected != last + 1:
        raise FileIncomplete(file_id)


def length(file_id: Any) -> int:
    """How many bytes a file has; none when it is gone."""
    found = collection(FILES).find_one({"_id": file_id}, {"length": 1})
    return int(found["length"]) if found else 0


def every(query: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """What is stored of the files that a query finds, without their contents."""
    yield from collection(FILES).find(query)


def forget(file_id: Any) -> None:
    """Remove a file; harmless when it is gone."""
    _grid().delete(file_id)


def _grid() -> GridFS:
    database = connection().database.with_options(write_concern=DURABLE)
    return GridFS(database, FILES.partition(".")[0])
