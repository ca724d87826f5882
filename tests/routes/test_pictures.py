"""One picture at its page, several described by one form, and the way there from the editor."""

from __future__ import annotations

import io
import json
import re
from html import unescape

import pytest
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from blogsite import jobs, urls
from blogsite.models import Blog, Picture, Post, User
from tests.routes.test_media import send
from tests.support.factories import make_post
from tests.support.photographs import opened, picture
from tests.support.visitor import Visitor, link

TALL = picture("PNG", (300, 500))
SCRIPT = {"Accept": "application/json"}


@pytest.fixture
def bridge(blog: Blog, alice: User) -> Picture:
    """Alice's, not made small yet."""
    sent = io.BytesIO(picture("JPEG", (1000, 600)))
    return Picture.take(sent, label="bridge.jpg", blog_id=blog.id, by=alice)


def replace(person: Visitor, one: Picture, blog: Blog, *sent: bytes) -> TestResponse:
    named = [FileStorage(io.BytesIO(content), "tall.png") for content in sent]
    boundary, body = encode_multipart({"csrf_token": person.token(), "picture": named})
    form = f'multipart/form-data; boundary="{boundary}"'
    return person.send(urls.picture_file(one, blog), body, content_type=form)


def test_what_was_just_sent_is_to_be_described_first(alice_browsing: Visitor, blog: Blog) -> None:
    page = alice_browsing.get(send(alice_browsing, blog, picture("PNG"), TALL).location).text

    fields = re.findall(r'<textarea id="alt-(\w+)" name="alt-\1" rows="2" dir="auto"( \w+)?', page)
    assert [focus for _id, focus in fields] == [" autofocus", ""]


def test_what_is_described_already_is_not_asked_for_again(
    alice_browsing: Visitor, blog: Blog
) -> None:
    send(alice_browsing, blog, picture("PNG"))
    one = Picture.load(Picture.collection().find_one({}) or {})
    one.describe("A bridge", by=alice_browsing.user)

    assert "new=" not in send(alice_browsing, blog, picture("PNG")).location


def test_several_are_described_by_one_form(
    alice_browsing: Visitor, blog: Blog, bridge: Picture, alice: User
) -> None:
    tower = Picture.take(io.BytesIO(TALL), label="tower.png", blog_id=blog.id, by=alice)
    said = {f"alt-{bridge.id}": "A bridge", f"alt-{tower.id}": "", f"decorative-{tower.id}": "y"}

    answer = alice_browsing.post(urls.media_descriptions(blog), **said)

    assert answer.location == urls.media(blog)
    assert Picture.get(bridge.id).alt == "A bridge"
    assert Picture.get(tower.id).decorative


def test_what_cannot_be_taken_stands_in_its_field_beside_the_others(
    alice_browsing: Visitor, blog: Blog, bridge: Picture, alice: User
) -> None:
    tower = Picture.take(io.BytesIO(TALL), label="tower.png", blog_id=blog.id, by=alice)
    said = {f"alt-{bridge.id}": "A bridge", f"alt-{tower.id}": "x" * 1001}

    answer = alice_browsing.post(urls.media_descriptions(blog), **said)

    assert answer.status_code == 422
    assert "A bridge</textarea>" in answer.text
    assert "x" * 1001 in answer.text
    assert f'id="alt-{tower.id}-error">Use 1000 characters' in answer.text
    assert Picture.get(bridge.id).undescribed


@pytest.mark.parametrize("name", ["alt-", "alt-x", "alt-" + "0" * 24, "alt-\x00"])
def test_a_damaged_form_describes_nothing(alice_browsing: Visitor, blog: Blog, name: str) -> None:
    assert alice_browsing.post(urls.media_descriptions(blog), **{name: "\x00x"}).status_code == 302


def test_a_filter_shows_those_without_a_description(
    alice_browsing: Visitor, blog: Blog, bridge: Picture, alice: User
) -> None:
    tower = Picture.take(io.BytesIO(TALL), label="tower.png", blog_id=blog.id, by=alice)
    tower.describe("A tower", by=alice)

    page = alice_browsing.get(urls.media(blog, only="undescribed")).text

    assert f"picture-{bridge.id}" in page
    assert f"picture-{tower.id}" not in page
    assert '<span class="media-count">1</span>' in page


def test_a_page_of_pictures_asks_little(
    alice_browsing: Visitor, blog: Blog, bridge: Picture, caplog: pytest.LogCaptureFixture
) -> None:
    for address in (urls.new_media(blog, [bridge]), urls.picture_page(bridge, blog)):
        caplog.clear()
        with caplog.at_level("INFO", "blogsite.requests"):
            assert alice_browsing.get(address).status_code == 200

        assert int(re.findall(r"(\d+) queries", caplog.text)[0]) <= 8


def test_a_picture_page_says_where_it_was_used(
    alice_browsing: Visitor, blog: Blog, bridge: Picture, alice: User
) -> None:
    post = make_post(blog, by=alice, content=f"![](/media/{bridge.id}/960)")
    post.revise(content="No bridge.", by=alice)

    page = alice_browsing.get(urls.picture_page(bridge, blog)).text
    asked = alice_browsing.get(urls.picture_removal(bridge, blog)).text

    assert "Only older versions show it" in page
    assert f"/posts/{post.id}/revisions/" in page
    assert "Brought back, these versions have a gap in its place." in asked


def test_an_unused_picture_is_deleted_after_one_more_question(
    alice_browsing: Visitor, blog: Blog, bridge: Picture
) -> None:
    page = alice_browsing.get(urls.picture_page(bridge, blog))
    asked = alice_browsing.get(link(page, "Delete</a>"))
    assert "Delete for good" in asked.text

    alice_browsing.post(urls.picture_removal(bridge, blog))

    assert Picture.find({"_id": bridge.id}) is None


def test_a_picture_is_replaced_and_its_old_address_leads_to_the_new_one(
    alice_browsing: Visitor, reader: Visitor, blog: Blog, bridge: Picture, alice: User
) -> None:
    content = f"![](/media/{bridge.id}/1600)"
    make_post(blog, by=alice, content=content, status="published")
    jobs.run_due()
    assert "immutable" in reader.get(f"/media/{bridge.id}/960").headers["Cache-Control"]

    answer = replace(alice_browsing, bridge, blog, TALL)
    jobs.run_due()

    assert answer.location == urls.picture_page(bridge, blog)
    old = reader.get(f"/media/{bridge.id}/960")
    assert (old.status_code, old.location) == (302, f"/media/{bridge.id}/480-2")
    assert old.headers["Cache-Control"] == "public, no-cache"
    new = reader.get(old.location)
    assert "immutable" in new.headers["Cache-Control"]
    assert opened(new.data).size == (300, 500)
    assert reader.get(f"/media/{bridge.id}/480-3").status_code == 404


def test_the_old_address_of_a_picture_that_is_not_public_tells_strangers_nothing(
    alice_browsing: Visitor, reader: Visitor, blog: Blog, bridge: Picture
) -> None:
    replace(alice_browsing, bridge, blog, TALL)

    old = alice_browsing.get(f"/media/{bridge.id}/960")

    assert reader.get(f"/media/{bridge.id}/960").status_code == 404
    assert reader.get(f"/media/{bridge.id}/480-2").status_code == 404
    assert old.headers["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize(
    ("sent", "said"),
    [((), "Choose a picture"), ((b"x",), "picture"), ((TALL, TALL), "choose a single file")],
)
def test_what_replaces_nothing_is_said_beside_the_file(
    alice_browsing: Visitor, blog: Blog, bridge: Picture, sent: tuple[bytes, ...], said: str
) -> None:
    answer = replace(alice_browsing, bridge, blog, *sent)

    assert answer.status_code == 422
    assert re.search(rf'id="picture-error"[^>]*>[^<]*{said}', answer.text)
    assert "<details open>" in answer.text
    assert Picture.get(bridge.id).edition == 1


def test_a_script_is_told_whether_it_is_described(
    alice_browsing: Visitor, blog: Blog, bridge: Picture
) -> None:
    address = urls.picture_alt(bridge, blog)

    told = alice_browsing.get(urls.picture_page(bridge, blog), headers=SCRIPT).get_json()
    assert (told["alt"], told["decorative"]) == ("", False)
    token = {"csrf_token": alice_browsing.token()}
    form = {**token, "alt": "A bridge", "decorative": "y"}
    refused = alice_browsing.send(address, form, headers=SCRIPT)
    taken = alice_browsing.send(address, {**token, "decorative": "y"}, headers=SCRIPT)

    assert "choose one of the two" in refused.get_json()["problems"][0]
    assert taken.get_json()["decorative"]


def test_the_editor_says_which_pictures_nobody_has_described(
    alice_browsing: Visitor, blog: Blog, bridge: Picture, alice: User
) -> None:
    post = make_post(blog, by=alice, content=f"![](/media/{bridge.id}/960)")
    told = "1 picture without a description"

    assert told in alice_browsing.get(urls.edit(post)).text
    shown = alice_browsing.post(urls.preview(post=post, blog=blog), content=post.source)
    assert told in shown.text

    bridge.describe("A bridge", by=alice)
    assert told not in alice_browsing.get(urls.edit(post)).text


def test_what_is_typed_waits_while_somebody_looks_for_pictures(
    alice_browsing: Visitor, blog: Blog, published: Post
) -> None:
    before = published.version
    editor = alice_browsing.get(urls.edit(published)).text
    key = re.findall(r'name="autosave" value="([^"]+)"', editor)[0]
    typed = {"title": "Rain", "content": "It rains.", "tags": "", "autosave": key, "sequence": ""}

    answer = alice_browsing.post(urls.pictures_meanwhile(post=published, blog=blog), **typed)
    media = alice_browsing.get(answer.location)
    back = alice_browsing.get(link(media, "Back to"))

    assert "Your text waits here" in media.text
    assert "It rains.</textarea>" in back.text
    assert Post.get(published.id).version == before
    sent = re.findall(r'action="([^"]+)" enctype', media.text)[0]
    assert unescape(sent) == answer.location


def test_a_new_post_waits_too(alice_browsing: Visitor, blog: Blog) -> None:
    typed = {"title": "Rain", "content": "It rains.", "autosave": "", "sequence": ""}

    answer = alice_browsing.post(urls.pictures_meanwhile(post=None, blog=blog), **typed)
    back = alice_browsing.get(link(alice_browsing.get(answer.location), "Back to"))

    assert "It rains.</textarea>" in back.text
    assert Post.collection().count_documents({}) == 0


def test_what_is_too_much_to_wait_stands_in_its_form(
    alice_browsing: Visitor, blog: Blog, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("blogsite.models.autosave.words.LARGEST", 100)
    typed = {"title": "Rain", "content": "It rains. " * 100}

    answer = alice_browsing.post(urls.pictures_meanwhile(post=None, blog=blog), **typed)

    assert answer.status_code == 413
    assert "It rains. It rains." in answer.text


def test_what_somebody_else_has_left_is_not_led_back_to(
    alice_browsing: Visitor, bob_browsing: Visitor, blog: Blog
) -> None:
    typed = {"title": "Rain", "content": "It rains."}
    answer = alice_browsing.post(urls.pictures_meanwhile(post=None, blog=blog), **typed)

    assert "Rain" not in bob_browsing.get(answer.location).text


def test_the_editor_knows_the_sentence_for_each_kind_of_number(
    alice_browsing: Visitor, published: Post
) -> None:
    editor = alice_browsing.get(urls.edit(published)).text

    said = json.loads(unescape(re.findall(r'data-counts="([^"]+)"', editor)[0]))

    # 0, 1, 2, 3 to 10, 11 to 99 and 100 are six kinds in Arabic.
    assert {"0", "1", "2", "3", "11", "100"} <= said.keys()
    assert said["1"] == "# picture without a description"
    assert said["100"] == "# pictures without a description"
