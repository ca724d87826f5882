"""A copy of everything, fetched by a button."""

from __future__ import annotations

import io
from zipfile import ZipFile

from blogsite.models import Blog, archive
from tests.support.visitor import Visitor


def test_a_copy_is_fetched(alice_browsing: Visitor, blog: Blog) -> None:
    page = alice_browsing.get("/account/download")
    answer = alice_browsing.post("/account/download")

    assert page.status_code == 200
    assert answer.mimetype == "application/zip"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=blogsite-")
    with ZipFile(io.BytesIO(answer.data)) as opened:
        assert "blogs/field-notes/blog.json" in opened.namelist()
    answer.close()


def test_too_many_copies_have_to_wait(alice_browsing: Visitor) -> None:
    for _ in range(archive.COPIES.times):
        alice_browsing.post("/account/download").close()

    answer = alice_browsing.post("/account/download")
    assert answer.status_code == 429
    assert answer.headers["Retry-After"]
