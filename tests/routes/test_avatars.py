"""Pictures of people: sent, shown, refused beside the field."""

from __future__ import annotations

import io

import pytest
from werkzeug.test import TestResponse

from blogsite import urls
from blogsite.models import Avatar, Blog, Post, User
from blogsite.web import uploads
from tests.support.portraits import REFUSED, picture
from tests.support.visitor import Visitor


def send(person: Visitor, content: bytes, name: str = "me.png") -> TestResponse:
    return person.post("/account/avatar", picture=(io.BytesIO(content), name))


def test_a_picture_stands_on_the_public_page_and_beside_posts(
    alice_browsing: Visitor, reader: Visitor, blog: Blog, published: Post
) -> None:
    answer = send(alice_browsing, picture())

    user = User.get(alice_browsing.user.id)
    address = urls.avatar(user, str(user.avatar))
    pages = (urls.blogs_of(user), urls.blog(blog), urls.post(published), "/")
    assert answer.location == "/account"
    assert all(address in reader.get(page).text for page in pages)


def test_a_picture_is_served_for_good_and_as_nothing_else(
    alice_browsing: Visitor, reader: Visitor
) -> None:
    send(alice_browsing, picture(), name="evil.html")
    user = User.get(alice_browsing.user.id)

    answer = reader.get(urls.avatar(user, str(user.avatar)))

    assert answer.data.startswith(b"RIFF")
    assert answer.mimetype == "image/webp"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "immutable" in answer.headers["Cache-Control"]
    assert "Set-Cookie" not in answer.headers
    again = reader.get(answer.request.path, headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304


@pytest.mark.parametrize("sent", REFUSED.values(), ids=REFUSED)
def test_what_is_refused_says_so_beside_the_upload(alice_browsing: Visitor, sent: bytes) -> None:
    answer = send(alice_browsing, sent)

    assert answer.status_code == 422
    assert 'id="picture-error"' in answer.text
    assert Avatar.collection().count_documents({}) == 0


def test_more_than_the_site_takes_is_refused(
    alice_browsing: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "MOST_AT_ONCE", 4 * 1024 * 1024)
    body = b"x" * (4 * 1024 * 1024 + 1)

    answer = alice_browsing.send(
        "/account/avatar", body, content_type="multipart/form-data; boundary=mark"
    )

    assert answer.status_code == 413
    assert "more than the site takes at once: 4 MB. Send a smaller picture." in answer.text
    assert 'id="picture-error"' in answer.text


def test_no_file_chosen_says_so(alice_browsing: Visitor) -> None:
    for fields in ({}, {"picture": "words"}, {"picture": (io.BytesIO(b""), "")}):
        answer = alice_browsing.post("/account/avatar", **fields)

        assert answer.status_code == 422
        assert "Choose a picture first." in answer.text


def test_words_sent_with_a_picture_are_nobodys_profile(alice_browsing: Visitor) -> None:
    answer = alice_browsing.post("/account/avatar", name="Mallory", bio="Not mine.")

    assert answer.status_code == 422
    assert "Mallory" not in answer.text
    assert "Not mine." not in answer.text


def test_a_picture_is_taken_away(alice_browsing: Visitor, reader: Visitor) -> None:
    send(alice_browsing, picture())
    user = User.get(alice_browsing.user.id)
    address = urls.avatar(user, str(user.avatar))

    alice_browsing.post("/account/avatar/removal")

    assert reader.get(address).status_code == 410
    assert address not in reader.get(urls.blogs_of(user)).text
    assert reader.get(urls.avatar(user, "ab" * 16)).status_code == 404
