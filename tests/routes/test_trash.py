"""The trash at the door."""

from __future__ import annotations

import pytest
import time_machine

from blogsite import urls
from blogsite.lib import clock
from blogsite.models import Blog, Desk, Post, SettingsWish, User
from blogsite.models.post.trashing import KEPT_FOR
from tests.support.factories import make_post
from tests.support.visitor import Visitor


def test_the_trash_says_when_each_goes(alice_browsing: Visitor, draft: Post, alice: User) -> None:
    draft.trash(by=alice)
    day = clock.now() + KEPT_FOR

    assert f"{day.day} {day:%B %Y}" in alice_browsing.get(urls.trashed()).text
    assert "It is deleted for good on" in alice_browsing.get(urls.edit(draft)).text


def test_the_trash_is_emptied_after_one_question(
    alice_browsing: Visitor, blog: Blog, alice: User
) -> None:
    for n in range(3):
        make_post(blog, by=alice, title=f"{n}").trash(by=alice)

    asked = alice_browsing.get(urls.trash_emptying())
    assert "3 posts are deleted for good." in asked.text
    before = asked.text.partition('name="before" type="hidden" value="')[2].partition('"')[0]
    done = alice_browsing.post(urls.trash_emptying(), before=before)

    assert "The trash is empty." in alice_browsing.get(done.location).text
    assert Desk(alice).trash().posts == []


def test_what_was_thrown_away_since_the_question_is_not_meant(
    alice_browsing: Visitor, draft: Post, alice: User
) -> None:
    with time_machine.travel(clock.now(), tick=False) as traveller:
        asked_at = clock.now()
        traveller.shift(1)
        draft.trash(by=alice)
        alice_browsing.post(urls.trash_emptying(), before=asked_at.isoformat())

    assert Desk(alice).trash().posts == [draft]


@pytest.mark.parametrize("before", ["yesterday", "\x00", "9" * 400, "0001-01-01T00:00+23:59"])
def test_a_damaged_question_deletes_nothing(
    alice_browsing: Visitor, draft: Post, alice: User, before: str
) -> None:
    draft.trash(by=alice)

    refused = alice_browsing.post(urls.trash_emptying(), before=before)

    assert refused.status_code == 422
    assert Desk(alice).trash().posts == [draft]


def test_a_stranger_empties_only_her_own(carol_browsing: Visitor, draft: Post, alice: User) -> None:
    draft.trash(by=alice)

    carol_browsing.post(urls.trash_emptying())

    assert Desk(alice).trash().posts == [draft]


def test_a_withdrawn_post_says_so_to_members(
    alice_browsing: Visitor, reader: Visitor, published: Post
) -> None:
    alice_browsing.post(urls.withdrawal(published))

    shown = alice_browsing.get(urls.post(published)).text
    assert '<span class="state state-withdrawn">Withdrawn</span>' in shown
    assert "This post was withdrawn on" in shown
    for page in (urls.drafts(), urls.posts(), urls.edit(published)):
        assert "state-withdrawn" in alice_browsing.get(page).text
    assert reader.get(urls.post(published)).status_code == 410


def test_a_withdrawn_post_can_be_published_again(
    alice_browsing: Visitor, reader: Visitor, published: Post, draft: Post
) -> None:
    alice_browsing.post(urls.withdrawal(published))
    alice_browsing.post(urls.publication(published))

    assert reader.get(urls.post(published)).status_code == 200
    assert "state-withdrawn" not in alice_browsing.get(urls.post(published)).text
    assert "state-withdrawn" not in alice_browsing.get(urls.post(draft)).text


def test_what_was_scheduled_comes_back_as_a_draft_and_says_so(
    alice_browsing: Visitor, draft: Post, published: Post, alice: User
) -> None:
    draft.schedule(clock.now() + KEPT_FOR, by=alice)
    for post in (draft, published):
        post.trash(by=alice)

    said = [
        alice_browsing.get(alice_browsing.post(urls.restoration(post)).location).text
        for post in (draft, published)
    ]

    assert "Taken out of the trash. It is a draft" in said[0]
    assert "Taken out of the trash, as it was." in said[1]


def test_a_page_without_room_stays_in_the_trash_and_says_why(
    alice_browsing: Visitor,
    draft: Post,
    published: Post,
    alice: User,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("blogsite.models.post.pages.MOST_PAGES", 1)
    draft.revise(settings=SettingsWish(values={"kind": "page"}), by=alice)
    draft.trash(by=alice)
    published.revise(settings=SettingsWish(values={"kind": "page"}), by=alice)

    refused = alice_browsing.post(urls.restoration(draft))

    assert "A blog has room for 1 pages." in alice_browsing.get(refused.location).text
    assert Post.get(draft.id).trashed
