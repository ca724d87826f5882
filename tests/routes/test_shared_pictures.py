"""The pictures of a draft are seen on its preview page, as long as its link lasts and no longer."""

from __future__ import annotations

import logging
import re

import pytest

from blogsite import urls
from blogsite.models import Blog, Picture, Post, PreviewLink, SettingsWish, User, blog_removal
from blogsite.models.picture import WAITING
from tests.support.factories import make_post
from tests.support.stored_pictures import SIZES, content, stored_picture
from tests.support.visitor import Visitor

ADDRESS = re.compile(r"/posts/previews/media/[\w-]{56}/[0-9a-f]{24}/(?:480|960|1600)(?=[ \"])")


@pytest.fixture
def bridge(blog: Blog, alice: User) -> Picture:
    return stored_picture(blog, by=alice)


@pytest.fixture
def draft(blog: Blog, bridge: Picture, alice: User) -> Post:
    text = f"![A bridge](/media/{bridge.id}/960)\n\n`![](/media/{bridge.id}/960)`"
    return make_post(blog, by=alice, content=text)


@pytest.fixture
def preview(draft: Post, alice: User, reader: Visitor) -> str:
    """What a stranger with the link to Alice's draft sees."""
    return reader.get(urls.shared_draft(str(draft.share(by=alice).token))).text


def addresses(preview: str) -> list[str]:
    return sorted(set(ADDRESS.findall(preview)))


def status(reader: Visitor, preview: str) -> int:
    (one,) = {reader.get(address).status_code for address in addresses(preview)}
    return one


def test_a_stranger_with_the_link_sees_the_picture_in_every_size(
    reader: Visitor, preview: str, bridge: Picture
) -> None:
    seen = [reader.get(one).data for one in addresses(preview)]

    assert sorted(seen) == sorted(content(size) for size in SIZES)
    assert {reader.get(f"/media/{bridge.id}/{size}").status_code for size in SIZES} == {404}


def test_only_what_the_page_loads_is_moved_and_no_word_of_the_writers(
    preview: str, bridge: Picture
) -> None:
    assert re.findall(rf'[" ]/media/{bridge.id}/\w+', preview) == []
    assert preview.count(f"(/media/{bridge.id}/960)") == 1


def test_a_cover_is_seen_like_the_pictures_of_the_text(
    reader: Visitor, blog: Blog, bridge: Picture, alice: User
) -> None:
    wish = SettingsWish(values={"cover": str(bridge.id)})
    draft = blog.write(title="Rain", content="Wet.", status="draft", settings=wish, by=alice)

    page = reader.get(urls.shared_draft(str(draft.share(by=alice).token))).text

    assert len(addresses(page)) == len(SIZES)
    assert status(reader, page) == 200
    assert f"/media/{bridge.id}" not in page.replace("/posts/previews/media/", "")


def test_nobody_keeps_it_or_is_told_of_it(reader: Visitor, preview: str) -> None:
    headers = reader.get(addresses(preview)[0]).headers

    assert headers["Cache-Control"] == "private, no-store"
    assert headers["X-Robots-Tag"] == "noindex"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "sandbox" in headers["Content-Security-Policy"]
    assert not {"ETag", "Last-Modified", "Set-Cookie"} & set(headers.keys())


def test_the_address_of_a_picture_leads_to_no_draft(
    reader: Visitor, preview: str, draft: Post, alice: User
) -> None:
    link = str(draft.share(by=alice).token)

    for address in addresses(preview):
        token = address.split("/")[4]
        assert link not in address
        assert reader.get(urls.shared_draft(token)).status_code == 404


def test_a_revoked_link_shows_nothing_and_a_new_one_other_addresses(
    reader: Visitor, preview: str, draft: Post, alice: User
) -> None:
    assert status(reader, preview) == 200
    draft.unshare(by=alice)
    assert status(reader, preview) == 404

    again = reader.get(urls.shared_draft(str(draft.share(by=alice).token))).text

    assert status(reader, preview) == 404
    assert status(reader, again) == 200


def test_withdrawn_the_pictures_go_from_who_had_the_link_too(
    reader: Visitor, preview: str, draft: Post, alice: User
) -> None:
    draft.publish(by=alice)
    assert status(reader, preview) == 200

    draft.withdraw(by=alice)

    assert status(reader, preview) == 404


def test_in_the_trash_they_are_not_shown_and_afterwards_they_are(
    reader: Visitor, preview: str, draft: Post, alice: User
) -> None:
    draft.trash(by=alice)
    assert status(reader, preview) == 404

    draft.restore(by=alice)
    assert status(reader, preview) == 200


def test_what_the_draft_uses_no_more_is_not_shown(
    reader: Visitor, preview: str, draft: Post, alice: User
) -> None:
    draft.revise(content="No bridge.", by=alice)

    assert status(reader, preview) == 404


def test_a_deleted_blog_shows_none(reader: Visitor, preview: str, blog: Blog, alice: User) -> None:
    blog_removal.remove(blog, by=alice)

    assert status(reader, preview) == 410


def test_a_token_shows_its_own_picture_alone(
    reader: Visitor, preview: str, blog: Blog, draft: Post, alice: User
) -> None:
    own = addresses(preview)[0]
    token, picture_id = own.split("/")[4:6]
    other = stored_picture(blog, by=alice)
    draft.revise(content=f"{draft.source}\n\n![](/media/{other.id}/960)", by=alice)
    link = PreviewLink.of(draft)
    assert link is not None

    guesses = [
        urls.shared_picture(token, str(other.id), "480"),
        urls.shared_picture(token, picture_id, "original"),
        urls.shared_picture(token, picture_id, "481"),
        urls.shared_picture(token[:-1], picture_id, "480"),
        urls.shared_picture(f"{token}x", picture_id, "480"),
        urls.shared_picture("é" * 56, picture_id, "480"),
        urls.shared_picture(str(link.id), picture_id, "480"),
        urls.shared_picture("0" * 56, picture_id, "480"),
        urls.shared_picture(link.picture_token("unused"), "0" * 24, "480"),
    ]

    assert [reader.get(one).status_code for one in guesses] == [404] * len(guesses)
    assert reader.get(urls.shared_picture(token, picture_id, "480")).status_code == 200


def test_a_picture_of_another_draft_is_not_shown_by_it(
    reader: Visitor, preview: str, blog: Blog, alice: User, draft: Post
) -> None:
    secret = stored_picture(blog, by=alice)
    make_post(blog, by=alice, title="Other", content=f"![](/media/{secret.id}/960)")
    link = PreviewLink.of(draft)
    assert link is not None

    address = urls.shared_picture(link.picture_token(secret.id), str(secret.id), "480")

    assert str(secret.id) not in preview
    assert reader.get(address).status_code == 404


def test_a_waiting_one_is_shown_as_such(
    reader: Visitor, blog: Blog, alice: User, bridge: Picture, preview: str
) -> None:
    bridge.update({"state": WAITING}, expecting={})

    answer = reader.get(addresses(preview)[0])

    assert (answer.status_code, answer.data) == (200, bridge.before)
    assert answer.headers["Cache-Control"] == "private, no-store"


def test_no_log_tells_the_word(
    reader: Visitor, preview: str, caplog: pytest.LogCaptureFixture
) -> None:
    token = addresses(preview)[0].split("/")[4]

    with caplog.at_level(logging.INFO):
        reader.get(addresses(preview)[0])
        reader.get(f"/posts/previews/media/{token}/nonsense")

    assert "GET /posts/previews/… 200" in caplog.text
    assert token not in caplog.text
