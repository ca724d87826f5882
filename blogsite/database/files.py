"""Large contents, in GridFS: written piece by piece, read from anywhere in them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from io import SEEK_END
from itertools import count
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
"""Pieces that are sent or asked for together: no more of a file is held than these."""

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


def keep(content: IO[bytes], *, file_id: Any, **facts: Any) -> int:
    """Store a file; not part of any transaction, so nothing may point to it before.

    Written here and not by `gridfs`, which holds 32 MB before it sends any, twice while it does,
    and says what the file is when all of it is there: who dies before leaves what nobody can find.

    Arguments:
        content: where to read it from, from the beginning.
        file_id: its id.
        facts: what else is stored of it, such as `blog_id`.

    Returns:
        Its length in bytes.
    """
    length = content.seek(0, SEEK_END)
    content.seek(0)
    about = {"length": length, "chunkSize": CHUNK, "uploadDate": clock.now()}
    collection(FILES).insert_one({"_id": file_id, **about, **facts})
    for few in _chunks(content, file_id):
        collection(CHUNKS).insert_many(few)
    return length


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


def every(query: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """What is stored of the files that a query finds, without their contents."""
    yield from collection(FILES).find(query)


def forget(file_id: Any) -> None:
    """Remove a file; harmless when it is gone.

    Its pieces first, other than `gridfs` does it: of who dies in between, what the file is stays,
    by which the rest is found.
    """
    collection(CHUNKS).delete_many({"files_id": file_id})
    collection(FILES).delete_one({"_id": file_id})


def _chunks(content: IO[bytes], file_id: Any) -> Iterator[list[dict[str, Any]]]:
    few: list[dict[str, Any]] = []
    for number in count():
        piece = content.read(CHUNK)
        if piece:
            few.append({"files_id": file_id, "n": number, "data": piece})
        if few and (not piece or len(few) == _AT_ONCE):
            yield few
            few = []
        if not piece:
            return


def _grid() -> GridFS:
    database = connection().database.with_options(write_concern=DURABLE)
    return GridFS(database, FILES.partition(".")[0])
