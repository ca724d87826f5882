"""Large contents are written piece by piece, and found by whatever happens in between."""

from __future__ import annotations

import io
from typing import Any

import pytest
from bson import ObjectId
from flask import Flask
from gridfs import DEFAULT_CHUNK_SIZE
from pymongo.collection import Collection

from blogsite.database import files

SIZES = [0, 1, DEFAULT_CHUNK_SIZE, DEFAULT_CHUNK_SIZE + 1, 20 * DEFAULT_CHUNK_SIZE + 7]


class Watched(io.BytesIO):
    """Notes what was asked for at once, and may break off."""

    most = 0
    breaks_after = 10**9

    def read(self, size: int | None = -1) -> bytes:
        if self.tell() > self.breaks_after:
            raise OSError
        self.most = max(self.most, -1 if size is None else size)
        return super().read(size)


@pytest.mark.parametrize("size", SIZES)
def test_what_is_kept_is_read_again(app: Flask, size: int) -> None:
    content, file_id = bytes(range(251)) * (size // 251 + 1), ObjectId()

    length = files.keep(io.BytesIO(content[:size]), file_id=file_id, blog_id=1)

    stored: Any = files.find(file_id)
    assert (length, stored.length) == (size, size)
    assert stored.read() == content[:size]
    stored.seek(size // 2)
    assert stored.read(5) == content[:size][size // 2 :][:5]


def test_no_more_than_a_piece_is_held(app: Flask) -> None:
    content = Watched(bytes(SIZES[-1]))

    files.keep(content, file_id=ObjectId())

    assert content.most == DEFAULT_CHUNK_SIZE


def test_what_broke_off_is_found_and_removed(app: Flask) -> None:
    content = Watched(bytes(SIZES[-1]))
    content.breaks_after = 12 * DEFAULT_CHUNK_SIZE
    with pytest.raises(OSError):
        files.keep(content, file_id=ObjectId(), picture_id=7)
    assert files.collection(files.CHUNKS).count_documents({}) > 0

    for one in list(files.every({"picture_id": 7})):
        files.forget(one["_id"])

    assert files.collection(files.CHUNKS).count_documents({}) == 0


def test_who_dies_while_removing_one_leaves_what_is_found(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    file_id = ObjectId()
    files.keep(io.BytesIO(bytes(SIZES[-1])), file_id=file_id, picture_id=7)
    delete_one, delete_many = Collection.delete_one, Collection.delete_many
    for name, real in (("delete_one", delete_one), ("delete_many", delete_many)):

        def dying(self: Any, *told: Any, real: Any = real, **facts: Any) -> None:
            real(self, *told, **facts)
            raise KeyboardInterrupt

        monkeypatch.setattr(Collection, name, dying)
    with pytest.raises(KeyboardInterrupt):
        files.forget(file_id)
    monkeypatch.undo()

    for one in list(files.every({"picture_id": 7})):
        files.forget(one["_id"])

    assert files.collection(files.CHUNKS).count_documents({}) == 0
    assert files.collection(files.FILES).count_documents({}) == 0
