"""The picture of a blog: chosen by its members, shown beside its name and in its feed."""

from __future__ import annotations

import io

import feedparser
import pytest
from werkzeug.test import TestResponse

from blogsite import urls
from blogsite.models import Blog, BlogPicture, Membership, User, blog_removal
from blogsite.models.errors import Forbidden, Gone
from blogsite.web import uploads
from tests.support.photographs import BAD, picture
from tests.support.visitor import Visitor


def send(person: Visitor, blog: Blog, content: bytes) -> TestResponse:
    return person.post(f"/blogs/{blog.id}/picture", picture=(io.BytesIO(content), "us.png"))


def shown(blog: Blog) -> str:
    fresh = Blog.get(blog.id)
    return urls.blog_picture(fresh, str(fresh.picture))


def test_it_stands_wherever_the_blog_is_named(
    alice_browsing: Visitor, reader: Visitor, blog: Blog, published: object
) -> None:
    answer = send(alice_browsing, blog, picture())

    pages = (urls.blog(blog), urls.post(published), urls.blogs_of(alice_browsing.user))
    assert answer.location == f"/blogs/{blog.id}/picture"
    assert all(shown(blog) in reader.get(page).text for page in pages)
    assert shown(blog) in alice_browsing.get(urls.blogs()).text
    assert f'<link rel="icon" href="{shown(blog)}"' in reader.get(urls.blog(blog)).text
    feed = feedparser.parse(reader.get(urls.feed(blog)).data).feed
    assert feed.icon == f"http://localhost:5454{shown(blog)}"


def test_everybody_may_keep_it_for_good(
    alice_browsing: Visitor, reader: Visitor, blog: Blog
) -> None:
    send(alice_browsing, blog, picture())

    answer = reader.get(shown(blog))

    assert answer.data.startswith(b"RIFF")
    assert answer.mimetype == "image/webp"
    assert "immutable" in answer.headers["Cache-Control"]
    same = {"If-None-Match": answer.headers["ETag"]}
    assert reader.get(shown(blog), headers=same).status_code == 304


@pytest.mark.parametrize("sent", [b"", BAD["a HEIC"], BAD["a truncated PNG"]])
def test_what_is_refused_says_so_beside_the_upload(
    alice_browsing: Visitor, blog: Blog, sent: bytes
) -> None:
    answer = send(alice_browsing, blog, sent)

    assert answer.status_code == 422
    assert 'id="picture-error"' in answer.text
    assert BlogPicture.collection().count_documents({}) == 0


def test_more_than_the_site_takes_is_said_beside_the_upload_too(
    alice_browsing: Visitor, blog: Blog, carol_browsing: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "MOST_AT_ONCE", 1024**2)

    body, kind = b"x" * (1024**2 + 1), "multipart/form-data; boundary=mark"

    answer = alice_browsing.send(f"/blogs/{blog.id}/picture", body, content_type=kind)
    hers = carol_browsing.send(f"/blogs/{blog.id}/picture", body, content_type=kind)

    assert (answer.status_code, hers.status_code) == (413, 413)
    assert "takes at once: 1 MB. Send a smaller picture." in answer.text
    assert 'id="picture-error"' in answer.text
    assert blog.title not in hers.text


def test_it_is_taken_away(alice_browsing: Visitor, reader: Visitor, blog: Blog) -> None:
    send(alice_browsing, blog, picture())
    address = shown(blog)

    alice_browsing.post(f"/blogs/{blog.id}/picture/removal")

    assert reader.get(address).status_code == 410
    assert address not in reader.get(urls.blog(blog)).text
    assert reader.get(urls.blog_picture(blog, "ab" * 16)).status_code == 404


def test_it_goes_with_its_blog(
    alice_browsing: Visitor, reader: Visitor, blog: Blog, alice: User
) -> None:
    send(alice_browsing, blog, picture())
    address = shown(blog)

    blog_removal.remove(Blog.get(blog.id), by=alice)

    assert reader.get(address).status_code == 410
    assert BlogPicture.collection().count_documents({}) == 0
    with pytest.raises(Gone):
        BlogPicture.at(blog.id, "ab" * 16)


def test_only_its_members_choose_it(blog: Blog, carol: User, alice: User) -> None:
    with pytest.raises(Forbidden):
        BlogPicture.choose(io.BytesIO(picture()), of=blog, by=carol)
    Membership.collection().delete_one({"blog_id": blog.id, "user_id": alice.id})
    with pytest.raises(Forbidden):
        BlogPicture.remove(of=blog, by=alice)
