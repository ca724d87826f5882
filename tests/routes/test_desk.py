"""The desk: all my posts, drafts, what is scheduled, the trash."""

from __future__ import annotations

from datetime import timedelta

import pytest
from bson import ObjectId

from blogsite import urls
from blogsite.lib import clock
from blogsite.models import Blog, Post, User
from tests.support.factories import make_post
from tests.support.visitor import Visitor, link

SHELVES = ("/posts", "/posts/drafts", "/posts/scheduled", "/posts/trash")


@pytest.mark.parametrize("path", SHELVES)
def test_a_desk_is_for_whoever_is_signed_in(
    reader: Visitor, carol_browsing: Visitor, draft: Post, path: str
) -> None:
    assert reader.get(path).location == urls.login(then=path)
    empty = carol_browsing.get(path)
    assert (empty.status_code, 'class="empty"' in empty.text) == (200, True)
    assert draft.title not in empty.text


@pytest.mark.parametrize("list_of", [urls.drafts, urls.scheduled])
def test_the_drafts_of_a_blog_are_for_its_members(
    reader: Visitor, bob_browsing: Visitor, carol_browsing: Visitor, blog: Blog, list_of: object
) -> None:
    path = list_of(blog)  # type: ignore[operator]

    assert reader.get(path).location == urls.login(then=path)
    assert carol_browsing.get(path).status_code == 403
    assert bob_browsing.get(path).status_code == 200
    assert bob_browsing.get(path.replace(str(blog.id), str(ObjectId()))).status_code == 404


def test_each_post_stands_on_its_shelf(
    alice_browsing: Visitor, blog: Blog, alice: User, draft: Post
) -> None:
    soon = make_post(blog, by=alice, title="Soon")
    soon.schedule(clock.now() + timedelta(days=1), by=alice)
    gone = make_post(blog, by=alice, title="Gone")
    gone.trash(by=alice)

    shown = {
        path: [post.title for post in (draft, soon, gone) if urls.edit(post) in page.text]
        for path in (*SHELVES, urls.drafts(blog), urls.scheduled(blog))
        for page in [alice_browsing.get(path)]
    }

    assert list(shown.values()) == [
        ["Rain", "Soon"],
        ["Rain"],
        ["Soon"],
        ["Gone"],
        ["Rain"],
        ["Soon"],
    ]


def test_long_lists_go_on_and_say_how_many_there_are(
    alice_browsing: Visitor, blog: Blog, alice: User
) -> None:
    posts = [make_post(blog, by=alice, title=f"Day {n}") for n in range(21)]
    for path in (urls.posts(), urls.drafts(), urls.drafts(blog)):
        first = alice_browsing.get(path)
        older = alice_browsing.get(link(first, "Older posts"))
        assert "Day 0<" not in first.text
        assert "Day 0<" in older.text
        assert "Day 20<" in alice_browsing.get(link(older, "Newer posts")).text
        assert path == urls.posts() or "21 posts" in first.text
    for n, post in enumerate(posts):
        post.schedule(clock.now() + timedelta(days=n + 1), by=alice)
    for path in (urls.scheduled(), urls.scheduled(blog)):
        first = alice_browsing.get(path)
        later = alice_browsing.get(link(first, "Later"))
        assert ("Day 0<" in first.text, "Day 20<" in first.text) == (True, False)
        assert "Day 20<" in later.text
        assert "Day 0<" in alice_browsing.get(link(later, "Sooner")).text


def test_a_long_trash_goes_on(
    alice_browsing: Visitor, blog: Blog, alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    for n in range(21):
        make_post(blog, by=alice, title=f"Day {n}").trash(by=alice)

    first = alice_browsing.get(urls.trashed())
    older = alice_browsing.get(link(first, "Older posts"))

    assert ("Day 0<" in first.text, "21 posts" in first.text) == (False, True)
    assert "Day 0<" in older.text
    monkeypatch.setattr("blogsite.models.post.lists.MOST_COUNTED", 20)
    assert "More than 20 posts" in alice_browsing.get(urls.trashed()).text


def test_the_trash_gives_back_or_deletes(alice_browsing: Visitor, draft: Post, alice: User) -> None:
    draft.trash(by=alice)

    page = alice_browsing.get(urls.trashed()).text

    assert f'action="{urls.restoration(draft)}"' in page
    assert f'href="{urls.removal(draft)}"' in page
    assert f'href="{urls.trashed()}"' in alice_browsing.get("/blogs").text


def test_a_page_whose_posts_are_gone_says_so(alice_browsing: Visitor, draft: Post) -> None:
    page = alice_browsing.get(urls.drafts(before=f"0-{draft.id}"))

    assert "No more here" in page.text
    assert draft.title in alice_browsing.get(link(page, "Newer posts")).text
    assert alice_browsing.get(urls.trashed(before="nonsense")).status_code == 404


def test_a_blog_leads_its_members_to_all_of_its_drafts(
    bob_browsing: Visitor, blog: Blog, alice: User
) -> None:
    posts = [make_post(blog, by=alice, title=f"Day {n}") for n in range(12)]
    assert link(bob_browsing.get(urls.blog(blog)), "All drafts") == urls.drafts(blog)
    for n, post in enumerate(posts[:6]):
        post.schedule(clock.now() + timedelta(days=n + 1), by=alice)

    page = bob_browsing.get(urls.blog(blog))

    assert link(page, "All that is scheduled") == urls.scheduled(blog)
    assert ("Day 4<" in page.text, "Day 5<" in page.text, "Day 6<" in page.text) == (
        True,
        False,
        False,
    )
