"""A draft is shared by a link that nobody can guess, and that can be revoked."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine

from blogsite import urls
from blogsite.lib import clock
from blogsite.models import Blog, Post, PreviewLink, User, blog_removal
from blogsite.models.errors import Forbidden, Invalid
from blogsite.models.post.trashing import KEPT_FOR
from blogsite.models.trash import expire
from tests.support.factories import make_post
from tests.support.visitor import Visitor


@pytest.fixture
def link(draft: Post, alice: User) -> str:
    """The path of the link to Alice's draft."""
    return path_of(draft, alice)


def path_of(post: Post, by: User) -> str:
    return urls.shared_draft(str(post.share(by=by).token))


def test_a_stranger_with_the_link_reads_the_draft(reader: Visitor, link: str, draft: Post) -> None:
    page = reader.get(link)

    assert page.status_code == 200
    assert "It <em>rained</em> all day." in page.text
    assert "Preview of a draft, not published." in page.text
    assert '<meta name="robots" content="noindex">' in page.text
    assert 'rel="canonical"' not in page.text
    assert reader.get(urls.post(draft)).status_code == 404


def test_nothing_of_the_link_is_kept_or_told_on(reader: Visitor, link: str) -> None:
    headers = reader.get(link).headers

    assert headers["X-Robots-Tag"] == "noindex"
    assert headers["Cache-Control"] == "no-store"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert "Set-Cookie" not in headers


def test_a_preview_has_no_tools_of_members(alice_browsing: Visitor, link: str, draft: Post) -> None:
    assert urls.edit(draft) not in alice_browsing.get(link).text


def test_the_editor_makes_shows_and_revokes_the_link(
    alice_browsing: Visitor, reader: Visitor, draft: Post
) -> None:
    made = alice_browsing.post(urls.sharing(draft))
    assert made.location == f"{urls.edit(draft)}#sharing"
    shown = re.findall(
        r'readonly value="http://[^/]+(/posts/previews/[\w-]{32})"',
        alice_browsing.get(urls.edit(draft)).text,
    )
    assert len(shown) == 1
    assert reader.get(shown[0]).status_code == 200
    alice_browsing.post(urls.sharing(draft))
    assert shown[0] in alice_browsing.get(urls.edit(draft)).text

    alice_browsing.post(urls.sharing_revocation(draft))

    assert reader.get(shown[0]).status_code == 404
    assert shown[0] not in alice_browsing.get(urls.edit(draft)).text


def test_a_link_that_is_made_again_is_another_one(
    draft: Post, alice: User, link: str, reader: Visitor
) -> None:
    draft.unshare(by=alice)
    draft.unshare(by=alice)
    again = path_of(draft, alice)

    assert again != link
    assert (reader.get(link).status_code, reader.get(again).status_code) == (404, 200)


def test_the_link_shows_what_is_saved_now(
    reader: Visitor, link: str, draft: Post, alice: User
) -> None:
    draft.revise(content="It *snowed*.", by=alice)

    assert "<em>snowed</em>" in reader.get(link).text


def test_it_opens_this_draft_and_no_other(
    reader: Visitor, link: str, blog: Blog, alice: User
) -> None:
    other = make_post(blog, by=alice, title="Other secrets")

    page = reader.get(link)

    assert "Other secrets" not in page.text
    assert other.slug not in page.text
    for guess in (str(other.id), link[:-1], link + "x", "0" * 32, "nonsense"):
        assert reader.get(urls.shared_draft(guess.rpartition("/")[2])).status_code == 404


def test_what_is_scheduled_is_shared_too_and_then_leads_to_its_address(
    reader: Visitor, link: str, draft: Post, alice: User
) -> None:
    draft.schedule(clock.now() + timedelta(days=1), by=alice)
    assert reader.get(link).status_code == 200

    with time_machine.travel(clock.now() + timedelta(days=1, seconds=1)):
        led = reader.get(link)

    assert (led.status_code, led.location) == (302, urls.post(draft))
    assert led.headers["Cache-Control"] == "no-store"


def test_withdrawn_the_post_is_taken_from_who_had_the_link_too(
    reader: Visitor, link: str, draft: Post, alice: User
) -> None:
    draft.publish(by=alice)
    draft.withdraw(by=alice)
    assert reader.get(link).status_code == 404

    assert reader.get(path_of(draft, alice)).status_code == 200


def test_in_the_trash_it_is_not_shown_and_afterwards_it_is(
    reader: Visitor, link: str, draft: Post, alice: User
) -> None:
    draft.trash(by=alice)
    assert reader.get(link).status_code == 404

    draft.restore(by=alice)
    assert reader.get(link).status_code == 200


def test_what_was_public_and_is_thrown_away_is_gone(
    reader: Visitor, published: Post, alice: User
) -> None:
    published.withdraw(by=alice)
    link = path_of(published, alice)
    published.trash(by=alice)

    assert reader.get(link).status_code == 410


def test_deleted_for_good_the_link_goes_too(
    reader: Visitor, link: str, draft: Post, alice: User, blog: Blog
) -> None:
    draft.trash(by=alice)
    with time_machine.travel(clock.now() + KEPT_FOR + timedelta(seconds=1)):
        expire(draft.id)
    assert reader.get(link).status_code == 404

    path_of(make_post(blog, by=alice, title="Other"), alice)
    blog_removal.remove(blog, by=alice)
    blog_removal.purge(blog.id)
    assert PreviewLink.collection().count_documents({"blog_id": blog.id}) == 0


def test_a_public_post_is_shared_by_its_address(
    alice_browsing: Visitor, published: Post, alice: User
) -> None:
    refused = alice_browsing.post(urls.sharing(published))

    assert "share its address" in alice_browsing.get(refused.location).text
    assert "Share a preview" not in alice_browsing.get(urls.edit(published)).text
    with pytest.raises(Invalid):
        published.share(by=alice)


def test_strangers_make_and_revoke_nothing(
    carol_browsing: Visitor, carol: User, link: str, draft: Post, reader: Visitor
) -> None:
    for path in (urls.sharing(draft), urls.sharing_revocation(draft)):
        assert carol_browsing.post(path).status_code == 404
    for act in (draft.share, draft.unshare):
        with pytest.raises(Forbidden):
            act(by=carol)
    assert reader.get(link).status_code == 200


def test_the_database_alone_opens_no_link(link: str, draft: Post) -> None:
    stored = str(PreviewLink.collection().find_one({"post_id": draft.id}))

    assert link.rpartition("/")[2] not in stored


def test_a_link_whose_seal_is_lost_works_and_can_be_revoked(
    alice_browsing: Visitor, reader: Visitor, link: str, draft: Post
) -> None:
    broken = {"$set": {"sealed_token": "sealed by a key that is gone"}}
    PreviewLink.collection().update_one({"post_id": draft.id}, broken)

    assert "cannot be shown any more" in alice_browsing.get(urls.edit(draft)).text
    assert reader.get(link).status_code == 200
