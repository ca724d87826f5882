"""Covers: chosen and sent in the editor, shown to readers, told to programs."""

from __future__ import annotations

import io
import json

import pytest
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from blogsite import jobs, urls
from blogsite.models import Blog, KeptForm, Picture, Post, Session, SettingsWish, User
from tests.support import heads
from tests.support.feeds import understood
from tests.support.photographs import BAD, picture
from tests.support.visitor import Visitor

OURS = {"Origin": "http://localhost"}


@pytest.fixture
def bridge(blog: Blog, alice: User) -> Picture:
    sent = io.BytesIO(picture("JPEG", (1800, 1200)))
    return Picture.take(sent, label="bridge.jpg", blog_id=blog.id, by=alice, alt="A bridge & more")


@pytest.fixture
def covered(published: Post, bridge: Picture, alice: User) -> Post:
    """Public, with a cover and a caption."""
    wish = {"cover": str(bridge.id), "cover_caption": "At <noon>"}
    published.revise(settings=SettingsWish(values=wish), by=alice)
    return published


def send(person: Visitor, path: str, file: bytes, **fields: str) -> TestResponse:
    sent = FileStorage(io.BytesIO(file), "rain.jpg")
    fields = {"csrf_token": person.token(), **fields}
    boundary, body = encode_multipart({**fields, "cover_file": sent})
    form = f'multipart/form-data; boundary="{boundary}"'
    return person.send(path, body, content_type=form, headers=OURS)


def test_a_cover_is_chosen_among_the_blogs_pictures(
    alice_browsing: Visitor, draft: Post, bridge: Picture
) -> None:
    alice_browsing.post(urls.edit(draft), cover=str(bridge.id), cover_caption="At noon")

    page = alice_browsing.get(urls.edit(draft)).text
    assert f'value="{bridge.id}" checked' in page
    assert 'value="At noon"' in page
    alice_browsing.post(urls.edit(draft), cover="")
    assert Post.get(draft.id).cover is None


def test_an_address_counts_before_what_is_chosen(
    alice_browsing: Visitor, draft: Post, bridge: Picture
) -> None:
    alice_browsing.post(urls.edit(draft), cover="", cover_address=f"![x](/media/{bridge.id}/960)")

    assert Post.get(draft.id).settings["cover"] == str(bridge.id)


@pytest.mark.parametrize("field", ["cover", "cover_address"])
def test_a_wrong_choice_is_said_beside_it_and_nothing_is_lost(
    alice_browsing: Visitor, draft: Post, field: str
) -> None:
    answer = alice_browsing.post(urls.edit(draft), content="New words", **{field: "no picture"})

    assert answer.status_code == 422
    assert "Choose a picture of this blog." in answer.text
    assert "New words" in answer.text


def test_a_picture_that_is_gone_is_said_beside_the_choice(
    alice_browsing: Visitor, draft: Post
) -> None:
    answer = alice_browsing.post(urls.edit(draft), cover="f" * 24)

    assert answer.status_code == 422
    assert 'id="cover-error">Choose a picture of this blog.' in answer.text


def test_a_picture_is_sent_from_the_editor_and_the_words_stay(
    alice_browsing: Visitor, blog: Blog
) -> None:
    answer = send(
        alice_browsing,
        f"/posts/new/{blog.id}/cover",
        picture("JPEG", (800, 600)),
        title="Rain",
        content="Not saved yet",
        summary="Wet",
    )

    taken = Picture.find({"blog_id": blog.id})
    assert answer.status_code == 200
    assert taken is not None
    assert f'value="{taken.id}" checked' in answer.text
    assert all(words in answer.text for words in ("Rain", "Not saved yet", "Wet"))
    assert Post.collection().count_documents({}) == 0


@pytest.mark.parametrize("file", [b"", BAD["a HEIC"], BAD["a truncated PNG"]])
def test_what_is_refused_is_said_beside_the_file(
    alice_browsing: Visitor, draft: Post, file: bytes
) -> None:
    path = f"/posts/{draft.id}/edit/cover"

    answer = send(alice_browsing, path, file, content="Not saved yet")

    assert answer.status_code == 422
    assert 'id="cover_file-error"' in answer.text
    assert "Not saved yet" in answer.text
    assert Picture.collection().count_documents({}) == 0


def test_a_file_that_another_button_left_behind_is_said(
    alice_browsing: Visitor, draft: Post
) -> None:
    answer = alice_browsing.post(urls.edit(draft), content="New words", cover_file="rain.jpg")

    assert answer.status_code == 422
    assert "This file was not sent." in answer.text
    assert "New words" in answer.text


def test_who_is_signed_out_meanwhile_finds_the_words_again(
    alice_browsing: Visitor, draft: Post, alice: User
) -> None:
    Session.revoke_all(alice)
    path = f"/posts/{draft.id}/edit/cover"

    send(alice_browsing, path, picture("PNG"), content="Much work", cover_caption="At noon")

    (kept,) = list(KeptForm.collection().find({}))
    assert kept["written"]["content"] == "Much work"
    assert kept["written"]["cover_caption"] == "At noon"


def test_readers_see_it_at_the_head_of_the_post(
    reader: Visitor, covered: Post, bridge: Picture
) -> None:
    page = reader.get(urls.post(covered)).text

    image = page.partition('<figure class="cover">')[2].partition("</figure>")[0]
    assert f"/media/{bridge.id}/1600 1600w" in image
    assert 'width="1800" height="1200" alt="A bridge &amp; more" fetchpriority="high"' in image
    assert "lazy" not in image
    assert '<figcaption dir="auto">At &lt;noon&gt;</figcaption>' in image
    head = heads.read(page)
    assert head.meta("og:image") == f"http://localhost:5454/media/{bridge.id}/1600"
    assert head.meta("og:image:alt") == "A bridge & more"
    assert head.things["BlogPosting"]["image"] == head.meta("og:image")
    assert head.meta("twitter:card") == "summary_large_image"


def test_programs_hear_nothing_of_a_drafts_cover(
    alice_browsing: Visitor, covered: Post, alice: User
) -> None:
    covered.withdraw(by=alice)

    assert "og:image" not in alice_browsing.get(urls.post(covered)).text


def test_lists_show_it_small(reader: Visitor, covered: Post, blog: Blog, bridge: Picture) -> None:
    for path in ("/", urls.blog(blog)):
        page = reader.get(path).text
        assert f'<img class="summary-cover" src="/media/{bridge.id}/480"' in page


def test_the_feed_tells_of_it(reader: Visitor, covered: Post, blog: Blog, bridge: Picture) -> None:
    jobs.run_due()
    address = f"http://localhost:5454/media/{bridge.id}/1600"
    length = len(reader.get(f"/media/{bridge.id}/1600").data)

    for document in ("feed.xml", "rss.xml"):
        (entry,) = understood(reader.get(urls.feed(blog, document)).data).entries
        (shown,), (enclosure,) = entry.media_content, entry.enclosures
        assert shown["url"] == enclosure.href == address
        assert (shown["width"], shown["height"]) == ("1600", "1067")
        assert (enclosure.type, enclosure.length) == ("image/webp", str(length))
    (item,) = json.loads(reader.get(urls.feed(blog, "feed.json")).data)["items"]
    assert item["image"] == address
    assert item["attachments"] == [
        {"url": address, "mime_type": "image/webp", "size_in_bytes": length}
    ]


def test_the_feed_names_no_length_that_it_does_not_know(
    reader: Visitor, covered: Post, blog: Blog
) -> None:
    Post.collection().update_one({"_id": covered.id}, {"$unset": {"cover.length": 1}})
    documents = {one: reader.get(urls.feed(blog, one)).data for one in urls.DOCUMENTS}

    assert b" length=" not in documents["feed.xml"]
    assert b' length="0"' in documents["rss.xml"]
    assert b"attachments" not in documents["feed.json"]


def test_whoever_has_the_preview_link_sees_it(
    reader: Visitor, draft: Post, bridge: Picture, alice: User
) -> None:
    wish = SettingsWish(values={"cover": str(bridge.id)})
    draft.revise(settings=wish, by=alice)
    jobs.run_due()
    link = urls.shared_draft(str(Post.get(draft.id).share(by=alice).token))

    page = reader.get(link).text
    image = page.partition('<figure class="cover">')[2]
    address = image.partition("fetchpriority")[0].rpartition(' src="')[2].partition('"')[0]
    assert reader.get(address).status_code == 200
    assert reader.get(f"/media/{bridge.id}/960").status_code == 404
    assert "og:image" not in page


def test_it_is_private_as_long_as_its_post_is(
    reader: Visitor, covered: Post, bridge: Picture, alice: User
) -> None:
    before = reader.get(f"/media/{bridge.id}/480").status_code
    covered.withdraw(by=alice)

    assert (before, reader.get(f"/media/{bridge.id}/480").status_code) == (200, 410)
