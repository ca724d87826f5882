"""Hostile uploads: each is refused beside the upload, or loses what was hostile in it."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from blogsite import urls
from blogsite.database import files
from blogsite.models import Blog, Picture
from tests.support.hostile_pictures import (
    HOSTILE,
    NAMES,
    PROGRAM,
    gif,
    looping_exif,
    of_scans,
    swollen_profile,
)
from tests.support.photographs import opened, picture
from tests.support.visitor import Visitor


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where files lie for a moment."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    return tmp_path


def send(person: Visitor, blog: Blog, *sent: FileStorage, script: bool = False) -> TestResponse:
    boundary, body = encode_multipart({"csrf_token": person.token(), "picture": list(sent)})
    form = f'multipart/form-data; boundary="{boundary}"'
    headers = {"Accept": "application/json"} if script else {}
    return person.send(urls.media(blog), body, headers=headers, content_type=form)


def named(content: bytes, name: str = "sent.jpg", kind: str = "image/jpeg") -> FileStorage:
    return FileStorage(io.BytesIO(content), name, content_type=kind)


def nothing_is_left(folder: Path) -> bool:
    stored = [files.FILES, files.CHUNKS, "pictures", "jobs"]
    kept = sum(files.collection(one).count_documents({}) for one in stored)
    return kept == 0 and list(folder.iterdir()) == []


@pytest.mark.parametrize("sent", HOSTILE.values(), ids=HOSTILE)
def test_it_is_refused_beside_the_upload_and_leaves_nothing(
    alice_browsing: Visitor, blog: Blog, temporary: Path, sent: bytes
) -> None:
    answer = send(alice_browsing, blog, named(sent))

    assert answer.status_code == 422
    assert re.search(r'id="picture-error".*\n?.*sent\.jpg: [A-Z][^<]+\.', answer.text)
    assert nothing_is_left(temporary)


def test_a_script_is_told_why(alice_browsing: Visitor, blog: Blog) -> None:
    answer = send(alice_browsing, blog, named(HOSTILE["a JPEG of 3,000 scans"]), script=True)

    told = answer.get_json()
    assert (answer.status_code, told["pictures"]) == (422, [])
    assert told["problems"] == [
        "sent.jpg: This JPEG is drawn in too many steps. Save it anew and send that."
    ]


@pytest.mark.parametrize("name", NAMES, ids=[ascii(one)[:24] for one in NAMES])
def test_a_hostile_name_does_no_harm(
    alice_browsing: Visitor, blog: Blog, temporary: Path, name: str
) -> None:
    refused = send(alice_browsing, blog, named(b"no picture", name))
    taken = send(alice_browsing, blog, named(picture("PNG"), name), script=True)

    sentence = re.search(r'id="picture-error".*', refused.text)
    assert sentence
    assert len(sentence[0]) < 300
    assert "\N{RIGHT-TO-LEFT OVERRIDE}" not in refused.text
    assert "<script>alert" not in refused.text
    assert refused.status_code == 422
    assert re.fullmatch(r"[\w.-]{1,100}", taken.get_json()["pictures"][0]["label"])
    assert list(temporary.iterdir()) == []


@pytest.mark.parametrize("kind", ["text/html", "image/svg+xml", "application/x-sh", "", "x" * 500])
def test_neither_name_nor_type_decides_what_it_is(
    alice_browsing: Visitor, blog: Blog, kind: str
) -> None:
    told = send(alice_browsing, blog, named(picture("PNG"), "x.html", kind), script=True)

    (one,) = told.get_json()["pictures"]
    kept = alice_browsing.get(f"/media/{one['id']}/original")
    assert (kept.mimetype, kept.headers["X-Content-Type-Options"]) == ("image/png", "nosniff")
    assert kept.headers["Content-Disposition"] == "attachment; filename=x.png"


@pytest.mark.parametrize(
    "sent",
    [
        gif(30, 20)[:-1] + b"!\xfe" + bytes([len(PROGRAM)]) + PROGRAM + b"\0;" + PROGRAM,
        picture("JPEG", comment=PROGRAM) + PROGRAM,
        picture("PNG") + PROGRAM,
    ],
    ids=["GIF", "JPEG", "PNG"],
)
def test_what_hangs_on_is_cut_off(alice_browsing: Visitor, blog: Blog, sent: bytes) -> None:
    (one,) = send(alice_browsing, blog, named(sent), script=True).get_json()["pictures"]

    assert PROGRAM in sent
    assert PROGRAM not in alice_browsing.get(f"/media/{one['id']}/original").data


@pytest.mark.parametrize("sent", [looping_exif(), swollen_profile(), of_scans(20)])
def test_what_is_only_strange_is_taken(alice_browsing: Visitor, blog: Blog, sent: bytes) -> None:
    (one,) = send(alice_browsing, blog, named(sent), script=True).get_json()["pictures"]

    assert opened(alice_browsing.get(f"/media/{one['id']}/original").data).format == "JPEG"


def test_more_than_fifty_at_once_are_refused_together(alice_browsing: Visitor, blog: Blog) -> None:
    answer = send(alice_browsing, blog, *[named(picture("PNG"))] * 51)

    assert answer.status_code == 422
    assert "Send 50 pictures at once at the most." in answer.text
    assert Picture.collection().count_documents({}) == 0


@pytest.mark.parametrize("body", [b"", b"--x--", b"--x\r\n"])
def test_a_form_that_is_none_is_no_crash(alice_browsing: Visitor, blog: Blog, body: bytes) -> None:
    kind = "multipart/form-data; boundary=x"

    assert alice_browsing.send(urls.media(blog), body, content_type=kind).status_code in (400, 422)


def test_a_picture_that_is_said_to_be_refused_shows_what_it_can(
    alice_browsing: Visitor, blog: Blog
) -> None:
    send(alice_browsing, blog, named(picture("PNG")))
    one = Picture.load(Picture.collection().find_one({}) or {})
    one.update({"state": "refused"}, expecting={})

    grid = alice_browsing.get(urls.media(blog)).text
    page = alice_browsing.get(urls.picture_page(one, blog)).text

    assert "Could not be made small" in grid
    assert "This picture could not be made small. Send it once more" in page
    assert alice_browsing.get(f"/media/{one.id}/480").mimetype == "image/webp"
