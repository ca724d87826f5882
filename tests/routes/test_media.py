"""Pictures at their addresses: sent by form, seen as posts are, refused beside the upload."""

from __future__ import annotations

import io
import json
import re

import pytest
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from blogsite import jobs, urls
from blogsite.database import files
from blogsite.models import Blog, Picture, Post, User
from blogsite.web import uploads
from tests.support.factories import make_post
from tests.support.photographs import BAD, opened, picture, scene
from tests.support.visitor import Visitor

SIZES = ("480", "960", "1600", "original")


@pytest.fixture
def bridge(blog: Blog, alice: User) -> Picture:
    """Alice's, made small by now."""
    sent = io.BytesIO(picture("JPEG", (2000, 1000)))
    made = Picture.take(sent, label="bridge.jpg", blog_id=blog.id, by=alice)
    jobs.run_due()
    made.refresh()
    return made


@pytest.fixture
def post(blog: Blog, bridge: Picture, alice: User) -> Post:
    """A draft with the picture in it."""
    return make_post(blog, by=alice, content=f"![A bridge](/media/{bridge.id}/960)")


def send(person: Visitor, blog: Blog, *sent: bytes, **options: str) -> TestResponse:
    named = [FileStorage(io.BytesIO(one), f"{n}.jpg") for n, one in enumerate(sent)]
    # In memory: what the test client puts into a file it leaves open.
    boundary, body = encode_multipart({"csrf_token": person.token(), "picture": named})
    form = f'multipart/form-data; boundary="{boundary}"'
    return person.send(urls.media(blog), body, headers=options, content_type=form)


def statuses(person: Visitor, one: Picture) -> set[int]:
    return {person.get(f"/media/{one.id}/{size}").status_code for size in SIZES[:3]}


def test_several_pictures_are_sent_by_one_form(alice_browsing: Visitor, blog: Blog) -> None:
    answer = send(alice_browsing, blog, picture("PNG"), picture("JPEG"))

    page = alice_browsing.get(answer.location).text
    assert answer.status_code == 302
    assert "2 pictures are here." in page
    assert page.count('class="media-card"') == page.count('class="new-row"') == 2


def test_a_script_is_told_what_to_put_into_the_text(alice_browsing: Visitor, blog: Blog) -> None:
    answer = send(alice_browsing, blog, picture("PNG"), Accept="application/json")

    told = answer.get_json()["pictures"][0]
    assert answer.status_code == 201
    assert told["address"] == f"/media/{told['id']}/480"
    assert (told["width"], told["height"]) == (400, 300)


@pytest.mark.parametrize("sent", BAD.values(), ids=BAD)
def test_what_is_refused_says_so_beside_the_upload(
    alice_browsing: Visitor, blog: Blog, sent: bytes
) -> None:
    answer = send(alice_browsing, blog, sent)

    assert answer.status_code == 422
    assert re.search(r'id="picture-error".*\n?.*0\.jpg: \w+', answer.text)
    assert Picture.collection().count_documents({}) == 0
    assert files.collection(files.FILES).count_documents({}) == 0


def test_what_is_good_stays_beside_what_is_refused(alice_browsing: Visitor, blog: Blog) -> None:
    answer = send(alice_browsing, blog, b"", picture("PNG"))

    assert answer.status_code == 422
    assert "0.jpg: This file is empty." in answer.text
    assert answer.text.count('class="media-card"') == 1


def test_nothing_chosen_is_said(alice_browsing: Visitor, blog: Blog) -> None:
    assert "Choose a picture first." in alice_browsing.post(urls.media(blog)).text


def test_more_than_the_site_takes_is_said_where_it_was_chosen(
    alice_browsing: Visitor, blog: Blog, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "MOST_AT_ONCE", 10_000)

    answer = send(alice_browsing, blog, b"x" * 20_000)

    assert answer.status_code == 413
    assert "more than the site takes at once" in answer.text
    assert 'id="picture-error"' in answer.text


def test_a_picture_larger_than_a_text_may_be_is_taken(alice_browsing: Visitor, blog: Blog) -> None:
    large = picture("PNG", (1500, 1000), compress_level=0)

    assert len(large) > 4 * 1024 * 1024
    assert send(alice_browsing, blog, large).status_code == 302


def test_strangers_send_nothing_large(reader: Visitor, blog: Blog) -> None:
    assert send(reader, blog, b"x" * 5_000_000).location == "/login"


def test_a_picture_is_seen_exactly_while_its_post_is(
    reader: Visitor, carol_browsing: Visitor, alice_browsing: Visitor, post: Post, bridge: Picture
) -> None:
    alice = alice_browsing.user
    assert statuses(reader, bridge) == statuses(carol_browsing, bridge) == {404}
    assert statuses(alice_browsing, bridge) == {200}

    post.publish(by=alice)
    assert statuses(reader, bridge) == statuses(carol_browsing, bridge) == {200}

    post.withdraw(by=alice)
    assert statuses(reader, bridge) == statuses(carol_browsing, bridge) == {410}
    assert statuses(alice_browsing, bridge) == {200}

    post.publish(by=alice)
    post.trash(by=alice)
    assert statuses(reader, bridge) == {410}


def test_a_waiting_picture_is_seen_by_nobody_else_either(
    reader: Visitor, alice_browsing: Visitor, blog: Blog
) -> None:
    send(alice_browsing, blog, picture("JPEG"))
    waiting = Picture.load(Picture.collection().find_one({}) or {})

    shown = alice_browsing.get(f"/media/{waiting.id}/480")

    assert reader.get(f"/media/{waiting.id}/480").status_code == 404
    assert opened(shown.data).size == (16, 12)
    assert shown.headers["Cache-Control"] == "private, no-store"


def test_the_original_is_for_those_who_edit(
    reader: Visitor, alice_browsing: Visitor, post: Post, bridge: Picture
) -> None:
    post.publish(by=alice_browsing.user)

    answer = alice_browsing.get(f"/media/{bridge.id}/original")

    assert reader.get(f"/media/{bridge.id}/original").status_code == 404
    assert (answer.mimetype, opened(answer.data).size) == ("image/jpeg", (2000, 1000))
    assert answer.headers["Content-Disposition"] == "attachment; filename=bridge.jpg"


def test_a_public_picture_is_kept_for_good(
    reader: Visitor, alice_browsing: Visitor, post: Post, bridge: Picture
) -> None:
    post.publish(by=alice_browsing.user)

    answer = reader.get(f"/media/{bridge.id}/480")

    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert "Set-Cookie" not in answer.headers
    assert answer.headers["Vary"] == "Accept"
    assert (answer.mimetype, opened(answer.data).size) == ("image/webp", (480, 240))
    tag = {"If-None-Match": answer.headers["ETag"]}
    assert reader.get(f"/media/{bridge.id}/480", headers=tag).status_code == 304


def test_a_private_picture_is_kept_by_nobody(
    alice_browsing: Visitor, post: Post, bridge: Picture
) -> None:
    answer = alice_browsing.get(f"/media/{bridge.id}/480")

    assert answer.headers["Cache-Control"] == "private, no-store"


def test_a_part_of_a_picture_may_be_asked_for(alice_browsing: Visitor, bridge: Picture) -> None:
    whole = alice_browsing.get(f"/media/{bridge.id}/480").data

    part = alice_browsing.get(f"/media/{bridge.id}/480", headers={"Range": "bytes=4-11"})
    beyond = alice_browsing.get(f"/media/{bridge.id}/480", headers={"Range": "bytes=9999999-"})

    assert (part.status_code, part.data) == (206, whole[4:12])
    assert beyond.status_code == 416


@pytest.mark.parametrize("size", ["0", "481", "1600.webp", "..%2f", "%00"])
def test_there_are_no_other_sizes(alice_browsing: Visitor, bridge: Picture, size: str) -> None:
    assert alice_browsing.get(f"/media/{bridge.id}/{size}").status_code == 404


def test_a_post_shows_its_picture_for_every_screen(
    reader: Visitor, alice_browsing: Visitor, post: Post, bridge: Picture
) -> None:
    post.publish(by=alice_browsing.user)

    page = reader.get(urls.post(post)).text

    assert f'srcset="/media/{bridge.id}/480 480w, /media/{bridge.id}/960 960w' in page
    assert 'width="2000" height="1000" alt="A bridge"' in page
    assert f'href="/media/{bridge.id}/1600"' in page


def test_what_it_shows_is_said_and_kept_when_it_is_too_long(
    alice_browsing: Visitor, blog: Blog, bridge: Picture
) -> None:
    address = urls.picture_alt(bridge, blog)

    refused = alice_browsing.post(address, alt="x" * 1001)
    assert refused.status_code == 422
    assert "x" * 1001 in refused.text

    alice_browsing.post(address, alt="A bridge")
    assert Picture.get(bridge.id).alt == "A bridge"


def test_a_used_picture_is_not_deleted_and_says_where(
    alice_browsing: Visitor, blog: Blog, post: Post, bridge: Picture
) -> None:
    page = alice_browsing.get(urls.picture_page(bridge, blog)).text
    answer = alice_browsing.post(urls.picture_removal(bridge, blog))

    assert post.title in page
    assert 'state-draft">Draft' in page
    assert urls.picture_removal(bridge, blog) not in page
    assert answer.status_code == 422
    assert "A post uses it" in answer.text
    assert post.title in answer.text


def test_an_unused_picture_is_deleted(alice_browsing: Visitor, blog: Blog, bridge: Picture) -> None:
    alice_browsing.post(urls.picture_removal(bridge, blog))

    assert "media-card" not in alice_browsing.get(urls.media(blog)).text


def test_a_feed_has_pictures_without_what_comes_before_them(
    reader: Visitor, alice_browsing: Visitor, blog: Blog, post: Post, bridge: Picture
) -> None:
    post.publish(by=alice_browsing.user)

    feed = reader.get(urls.feed(blog)).text

    item = json.loads(reader.get(urls.feed(blog, "feed.json")).data)["items"][0]
    assert f"http://localhost:5454/media/{bridge.id}/" in item["image"]
    assert "photo-before" not in feed
    for size in SIZES[:3]:
        assert f"http://localhost:5454/media/{bridge.id}/{size} {size}w" in feed
    assert f'"/media/{bridge.id}' not in feed
    assert f" /media/{bridge.id}" not in feed


def test_a_clear_picture_has_light_ground_and_a_small_one_some_weight(
    alice_browsing: Visitor, blog: Blog, alice: User
) -> None:
    clear = io.BytesIO()
    scene((200, 100), clear=True).save(clear, "PNG")
    clear.seek(0)
    one = Picture.take(clear, label="line.png", blog_id=blog.id, by=alice)
    post = make_post(blog, by=alice)
    alice_browsing.post(urls.edit(post), cover=str(one.id), status="published")

    sheet = alice_browsing.get(urls.media(blog)).text
    page = alice_browsing.get(urls.picture_page(one, blog)).text

    assert f'<img class="clear" src="/media/{one.id}/480"' in sheet
    assert "0.1 MB of 2048 MB are used." in sheet
    assert re.search(r"200 × 100 pixels, [1-9]\d* KB", page)
    assert 'class="summary-cover clear"' in alice_browsing.get(urls.blog(blog)).text
