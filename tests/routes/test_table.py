"""The table of a blog's posts, and what is done to many of them at once."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from bson import ObjectId
from pymongo.errors import ExecutionTimeout
from werkzeug.test import TestResponse

from blogsite import urls
from blogsite.lib import clock
from blogsite.models import Blog, BulkAction, Post, Session, SettingsWish, User, listing
from blogsite.models.post import table
from tests.support.factories import PASSWORD, address, make_blog, make_post
from tests.support.visitor import Visitor, link


def act(visitor: Visitor, blog: Blog, action: str, *posts: Post, **fields: Any) -> TestResponse:
    """Send the form of the table; what it was filtered by is in `asked`."""
    asked = fields.pop("asked", {})
    chosen = [str(post.id) for post in posts]
    return visitor.post(urls.bulk(blog, **asked), action=action, post=chosen, **fields)


def seen(visitor: Visitor, answer: TestResponse) -> str:
    """The page that an answer leads to, as people read it."""
    return words(visitor.get(answer.location))


def words(page: TestResponse) -> str:
    main = page.text.partition("<main")[2].partition("</main>")[0]
    return " ".join(re.sub(r"<[^>]*>", " ", main).split())


def fresh(post: Post) -> Post:
    return Post.get(post.id)


def test_a_blog_and_the_list_of_blogs_lead_its_members_there(
    alice_browsing: Visitor, carol_browsing: Visitor, blog: Blog
) -> None:
    assert f'href="{urls.table(blog)}"' in alice_browsing.get(urls.blogs()).text
    assert f'href="{urls.table(blog)}"' in alice_browsing.get(urls.blog(blog)).text
    assert urls.table(blog) not in carol_browsing.get(urls.blog(blog)).text


def test_a_row_says_what_a_writer_wants_to_know(
    bob_browsing: Visitor, blog: Blog, alice: User
) -> None:
    post = make_post(blog, by=alice, tags=["weather", "a&b"])
    post.schedule(clock.now() + timedelta(days=400), by=alice)

    page = bob_browsing.get(urls.table(blog))

    row = words(page)
    assert re.search(r"Choose Rain Rain Edit Rain Scheduled .*20\d\d.* Alice weather a&amp;b", row)
    assert link(page, "<bdi>Rain") == urls.post(post)
    assert link(page, "<bdi>a&amp;b") == urls.table(blog, tag="a&b")
    assert f'<input type="checkbox" name="post" value="{post.id}">' in page.text


def test_a_row_says_what_is_pinned_a_page_and_to_be_unlisted(
    alice_browsing: Visitor, blog: Blog, alice: User
) -> None:
    def row(title: str, **given: Any) -> str:
        make_post(blog, by=alice, title=title, **given)
        return words(alice_browsing.get(urls.table(blog, q=title)))

    pinned, page = (SettingsWish(values=one) for one in ({"pinned": True}, {"kind": "page"}))
    assert "Edit Rain Published Pinned Alice" in row("Rain", settings=pinned, status="published")
    assert "Edit Hail Draft Page Unlisted Alice" in row(
        "Hail", settings=page, visibility="unlisted"
    )
    unlisted = row("Snow", visibility="unlisted", status="published")
    assert "Edit Snow Unlisted Alice" in unlisted


def test_filters_are_an_address_and_chips_that_go_away(
    alice_browsing: Visitor, blog: Blog, alice: User
) -> None:
    make_post(blog, by=alice, title="Rain", tags=["wet"])
    make_post(blog, by=alice, title="Sun", tags=["wet"], status="published")

    page = alice_browsing.get(urls.table(blog, state="draft", tag="wet", author=str(alice.id)))

    assert ("<bdi>Rain</bdi>" in page.text, "<bdi>Sun</bdi>" in page.text) == (True, False)
    rest = {"tag": "wet", "author": str(alice.id)}
    assert (
        link(page, "Draft\n") == urls.table(blog, **rest)
        or urls.table(blog, **rest).replace("&", "&amp;") in page.text
    )
    assert '<option value="draft" selected>' in page.text
    assert "1 post" in words(page)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"state": "gone"}, "No post can be “gone”"),
        ({"author": "x"}, "Nobody like that writes here"),
        ({"author": "0" * 24}, "Nobody like that writes here"),
        ({"tag": "none"}, "Nothing matches"),
        ({"q": "none"}, "Nothing matches"),
        ({"state": "trash"}, "The trash is empty"),
    ],
)
def test_what_is_not_there_is_said(
    alice_browsing: Visitor, blog: Blog, draft: Post, asked: dict[str, str], said: str
) -> None:
    page = alice_browsing.get(urls.table(blog, **asked))

    assert (page.status_code, said in words(page)) == (200, True)
    assert "With the chosen posts" not in page.text


def test_an_empty_blog_begins_here(alice_browsing: Visitor, blog: Blog) -> None:
    assert link(alice_browsing.get(urls.table(blog)), "Write the first post") == urls.new_post(blog)


def test_pages_keep_the_filters(
    alice_browsing: Visitor, blog: Blog, alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(table, "ROWS", 2)
    for n in range(3):
        make_post(blog, by=alice, title=f"Day {n}", tags=["day"])
        make_post(blog, by=alice, title=f"Night {n}")

    first = alice_browsing.get(urls.table(blog, tag="day"))
    older = alice_browsing.get(link(first, "Older posts"))

    assert "3 posts" in words(first)
    assert ("Day 0" in words(older), "Night" in words(older)) == (True, False)
    assert "Day 2" in words(alice_browsing.get(link(older, "Newer posts")))


def test_a_long_search_says_how_far_it_went(
    alice_browsing: Visitor, blog: Blog, alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing, "MOST_SIFTED", 2)
    for title in ("Snow", "Rain", "Wind"):
        make_post(blog, by=alice, title=title)

    page = alice_browsing.get(urls.table(blog, q="snow"))

    assert "None of the posts that were changed last has these words." in words(page)
    assert "<bdi>Snow" in alice_browsing.get(link(page, "Look through the older ones")).text


def test_a_search_that_takes_too_long_says_what_helps(
    alice_browsing: Visitor, blog: Blog, draft: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    def slow(*_: Any, **__: Any) -> None:
        raise ExecutionTimeout("too slow", 50)

    monkeypatch.setattr(listing, "page", slow)

    page = alice_browsing.get(urls.table(blog, q="rain"))

    assert (page.status_code, "That took too long" in page.text) == (200, True)


def test_many_are_published_and_what_cannot_be_is_named(
    alice_browsing: Visitor, blog: Blog, alice: User, draft: Post
) -> None:
    empty = make_post(blog, by=alice, title="Empty", content="")

    answer = act(alice_browsing, blog, "publish", draft, empty, asked={"state": "draft"})

    said = seen(alice_browsing, answer)
    assert answer.status_code == 302
    assert (
        "1 post published. 1 left as it was: Write something before you publish. (1) Empty" in said
    )
    assert fresh(draft).published
    assert 'option value="draft" selected' in alice_browsing.get(answer.location).text


def test_whatever_is_sent_twice_is_done_once(
    alice_browsing: Visitor, blog: Blog, draft: Post, published: Post
) -> None:
    act(alice_browsing, blog, "publish", draft, published)

    said = seen(alice_browsing, act(alice_browsing, blog, "publish", draft, published))

    assert "0 posts published. 2 needed no change." in said


def test_posts_of_others_cannot_be_named_nor_touched(
    alice_browsing: Visitor, blog: Blog, carol: User, draft: Post
) -> None:
    secret = make_post(make_blog(by=carol, title="Carol's"), by=carol, title="Secret plans")

    for action, given in {"trash": {}, "tag": {"tags": "mine"}, "publish": {}}.items():
        answer = act(alice_browsing, blog, action, secret, draft, **given)
        said = seen(alice_browsing, answer)
        assert "It is gone, or was never in this blog. (1)" in said
        assert "Secret" not in said

    stored = fresh(secret)
    assert (stored.trashed, stored.tags, stored.published, stored.version) == (False, [], False, 1)


def test_tags_come_and_go(alice_browsing: Visitor, blog: Blog, draft: Post) -> None:
    said = seen(alice_browsing, act(alice_browsing, blog, "tag", draft, tags="wet, Long reads"))
    assert "1 post tagged." in said
    assert fresh(draft).tags == ["wet", "Long reads"]

    act(alice_browsing, blog, "untag", draft, tags="long READS")

    assert fresh(draft).tags == ["wet"]


def test_the_trash_gives_back_what_was_just_thrown_away(
    alice_browsing: Visitor, blog: Blog, alice: User, draft: Post, published: Post
) -> None:
    before = make_post(blog, by=alice, title="Before")
    before.trash(by=alice)
    page = alice_browsing.get(act(alice_browsing, blog, "trash", draft, published).location)
    assert "2 posts moved to the trash." in words(page)
    (undo,) = re.findall(r'name="undo" value="(\w+)"', page.text)

    said = seen(alice_browsing, alice_browsing.post(urls.bulk(blog), action="restore", undo=undo))

    assert "2 posts taken out of the trash." in said
    assert [fresh(post).trashed for post in (draft, published, before)] == [False, False, True]
    assert fresh(published).published


def test_nobody_undoes_what_somebody_else_did(
    bob_browsing: Visitor, alice_browsing: Visitor, blog: Blog, draft: Post
) -> None:
    done = act(alice_browsing, blog, "trash", draft).location.rpartition("done=")[2]

    assert "moved to the trash" not in words(bob_browsing.get(urls.table(blog, done=done)))
    answer = bob_browsing.post(urls.bulk(blog), action="restore", undo=done)

    assert (answer.status_code, fresh(draft).trashed) == (422, True)


@pytest.fixture
def many(blog: Blog, alice: User, monkeypatch: pytest.MonkeyPatch) -> list[Post]:
    monkeypatch.setattr(table, "ROWS", 2)
    return [make_post(blog, by=alice, title=f"Day {n}", tags=["day"]) for n in range(5)]


def test_all_that_match_are_on_other_pages_too(
    alice_browsing: Visitor, blog: Blog, alice: User, many: list[Post]
) -> None:
    other = make_post(blog, by=alice, title="Night")
    page = alice_browsing.get(urls.table(blog, tag="day"))
    assert "All 5 posts that match, on every page" in words(page)

    act(alice_browsing, blog, "publish", asked={"tag": "day"}, all="1")

    assert all(fresh(post).published for post in many)
    assert not fresh(other).published


def test_more_than_one_act_takes_goes_on(
    alice_browsing: Visitor, blog: Blog, many: list[Post], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(table, "MOST_AT_ONCE", 3)
    answer = act(alice_browsing, blog, "tag", asked={"tag": "day"}, all="1", tags="new")
    page = alice_browsing.get(answer.location)
    assert "3 posts tagged." in words(page)
    (onward,) = re.findall(r'name="onward" value="([^"]+)"', page.text)

    act(alice_browsing, blog, "tag", asked={"tag": "day"}, all="1", tags="new", onward=onward)

    assert [fresh(post).tags for post in many] == [["day", "new"]] * 5


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"action": "publish"}, "Choose at least one post."),
        ({"action": "erase", "post": "x"}, "Choose what is to be done."),
        ({"post": "x"}, "Choose what is to be done."),
        ({"action": "tag", "post": "x"}, "Say which tags."),
        ({"action": "tag", "post": "x", "tags": "x" * 51}, "Keep each tag to 50 characters."),
        ({"action": "tag", "post": "x", "tags": "a\x00b"}, "a character that cannot be kept"),
        ({"action": "restore", "undo": "x"}, "Choose at least one post."),
        ({"action": "trash", "undo": str(ObjectId())}, "Choose at least one post."),
        ({"action": "trash", "post": [str(n) for n in range(1001)]}, "1000 posts at the most"),
    ],
)
def test_what_makes_no_sense_is_refused_with_everything_kept(
    alice_browsing: Visitor, blog: Blog, draft: Post, fields: dict[str, Any], said: str
) -> None:
    page = alice_browsing.post(urls.bulk(blog), **fields)

    assert (page.status_code, said in words(page)) == (422, True)
    assert BulkAction.collection().count_documents({}) == 0


def test_what_was_chosen_and_typed_stays_when_it_is_refused(
    alice_browsing: Visitor, blog: Blog, draft: Post
) -> None:
    page = act(alice_browsing, blog, "tag", draft, tags="x" * 51, asked={"state": "draft"})

    assert f'value="{draft.id}" checked' in page.text
    assert "x" * 51 in page.text
    assert '<option value="draft" selected>' in page.text


def test_a_refused_form_can_be_loaded_again(alice_browsing: Visitor, blog: Blog) -> None:
    answer = alice_browsing.get(urls.bulk(blog, tag="wet", before="1-2"))

    assert answer.location == urls.table(blog, tag="wet", before="1-2")


def test_a_session_that_is_over_does_nothing_and_leads_back(
    alice_browsing: Visitor, blog: Blog, draft: Post
) -> None:
    Session.collection().delete_many({})

    answer = act(alice_browsing, blog, "trash", draft, asked={"tag": "wet"})

    assert answer.location == urls.login(then=urls.bulk(blog, tag="wet"))
    assert not fresh(draft).trashed
    back = alice_browsing.post(
        "/auth/login",
        email=address("Alice"),
        password=PASSWORD,
        next=urls.bulk(blog, tag="wet"),
    )
    assert alice_browsing.get(back.location).location == urls.table(blog, tag="wet")


def test_a_browser_that_forgot_its_visit_is_led_to_sign_in(
    reader: Visitor, blog: Blog, draft: Post
) -> None:
    form = {"action": "trash", "post": str(draft.id), "csrf_token": "old"}

    answer = reader.send(urls.bulk(blog), form)

    assert answer.location == urls.login(then=urls.bulk(blog))
    assert "Nothing was done" in reader.get(answer.location).text
    assert not fresh(draft).trashed
