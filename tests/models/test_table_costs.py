"""What the table of posts costs with each of its filters, by the database's own account."""

from __future__ import annotations

from datetime import timedelta
from itertools import product

import pytest

from blogsite.lib import clock
from blogsite.models import Blog, Post, User, listing
from blogsite.models.listing import Window
from blogsite.models.post import Filters, Manuscript, table
from blogsite.models.post.states import STATES, TRASH, query_of
from blogsite.models.post.unlisting import UNLISTED
from tests.support import costs
from tests.support.factories import make_blog
from tests.support.queries import full_scans

EACH = 16


@pytest.fixture
def busy(edited_blog: Blog, alice: User, bob: User, monkeypatch: pytest.MonkeyPatch) -> Blog:
    """A blog with posts of all kinds beside another one with as many, and short pages."""
    monkeypatch.setattr(table, "ROWS", 3)
    other = make_blog(by=alice, title="Other")
    for blog in (edited_blog, other):
        list(blog.import_posts(manuscripts(alice, bob)))
    hidden = {"title": {"$in": ["Day 1", "Day 7", "Day 15"]}, **query_of("published")}
    unlisting = {"at": clock.now(), "by": alice.id}
    Post.collection().update_many(hidden, {"$set": {"unlisting": unlisting}})
    return edited_blog


def manuscripts(alice: User, bob: User) -> list[Manuscript]:
    now = clock.now()
    past = {"public_at": now - timedelta(days=2)}
    fates = [
        {},
        past,
        {"public_at": now + timedelta(days=2)},
        {**past, "withdrawn_at": now - timedelta(days=1)},
        {"trashed_at": now - timedelta(days=1)},
    ]
    return [
        Manuscript(
            title=f"Day {n}",
            content="It rained.",
            tags=[("rain", "Rain", "sun")[n % 3], f"tag {n}"],
            by=(alice, alice, alice, bob)[n % 4],
            written_at=now - timedelta(days=9, minutes=n),
            **fate,
        )
        for n in range(EACH)
        for fate in fates
    ]


@pytest.mark.parametrize("state", ["", *STATES])
def test_every_combination_is_served_by_an_index_in_its_order(
    busy: Blog, bob: User, state: str
) -> None:
    for tag, author, q in product(("", "Rain"), ("", str(bob.id)), ("", "day")):
        filters = Filters(state=state, tag=tag, author=author, q=q)
        with costs.watched() as watch:
            first = busy.table(filters)
            busy.table(filters, window=Window(before=first.older))

        asked = [one for one in watch.explained() if "posts" in one.command.values()]
        assert (len(first.posts) > 0, len(asked) >= 2) == (True, True), filters
        for one in asked:
            assert list(full_scans(one.plan)) == [], one.command
            assert not one.sorted_in_memory, one.command
            assert one.documents <= EACH * 5, one.command


def test_posts_that_are_filtered_out_are_not_read(busy: Blog, bob: User) -> None:
    for state in set(STATES) - {TRASH, UNLISTED}:
        with costs.watched() as watch:
            page = busy.table(Filters(state=state, author=str(bob.id), tag="tag 3"))

        assert len(page.posts) == 1
        (rows,) = (one for one in watch.explained() if one.command.get("aggregate") == "posts")
        assert rows.documents < EACH / 2


def test_a_search_looks_through_no_more_than_it_may(
    busy: Blog, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing, "MOST_SIFTED", 10)
    with costs.watched() as watch:
        assert busy.table(Filters(q="nothing")).unfinished

    read = [one.documents for one in watch.explained() if "posts" in one.command.values()]
    assert max(read) <= 12


def test_all_that_match_are_found_without_reading_their_texts(busy: Blog) -> None:
    with costs.watched() as watch:
        ids, _onward = Post.all_in_table(Filters(tag="rain"), blog_id=busy.id)

    (asked,) = (one for one in watch.explained() if one.command.get("aggregate") == "posts")
    assert ids
    assert asked.command["pipeline"][-1] == {"$project": {"_id": 1, "updated_at": 1}}
    assert not asked.sorted_in_memory
