"""Posts from elsewhere, many at once, by the rules for one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest
from pymongo.errors import BulkWriteError

from blogsite.lib import clock
from blogsite.models import Blog, Post, User, signals
from blogsite.models.errors import Invalid
from blogsite.models.post import Manuscript
from tests.support.factories import make_post

DAY = timedelta(days=1)


def ago(days: float) -> datetime:
    return clock.now() - days * DAY


def manuscript(by: User, **given: Any) -> Manuscript:
    values = {"title": "Rain", "content": "It *rained*.", "by": by, "written_at": ago(9)}
    return Manuscript(**values | given)


def taken_in(blog: Blog, *manuscripts: Manuscript, batch: int = 200) -> list[Post]:
    batches = Post.write_many(manuscripts, blog_id=blog.id, batch=batch)
    return [post for posts in batches for post in posts]


def slugs(posts: Sequence[Post]) -> list[str]:
    return [post.slug for post in posts]


@pytest.mark.quick
def test_an_imported_post_is_what_it_would_be_if_written_here(blog: Blog, alice: User) -> None:
    tags = ["Weather", "weather", " "]

    (post,) = taken_in(blog, manuscript(alice, tags=tags, public_at=ago(8)))

    written = make_post(blog, by=alice, content="It *rained*.", tags=tags, status="published")
    stored = Post.get(post.id)
    same = ("title", "source", "html", "excerpt", "word_count", "tags", "version", "author_id")
    assert [getattr(stored, name) for name in same] == [getattr(written, name) for name in same]


@pytest.mark.quick
def test_the_moments_of_its_life_are_kept(blog: Blog, alice: User) -> None:
    (post,) = taken_in(
        blog, manuscript(alice, public_at=ago(8), withdrawn_at=ago(5), trashed_at=ago(2))
    )

    stored = Post.get(post.id)
    assert stored.trashing is not None
    assert stored.draft
    assert stored.once_public
    assert (stored.version, stored.updated_at) == (4, stored.trashing.at)
    assert stored.created_at < stored.public_since < stored.updated_at  # type: ignore[operator]


@pytest.mark.quick
def test_every_state_can_be_imported(blog: Blog, alice: User) -> None:
    draft, scheduled, published = taken_in(
        blog,
        manuscript(alice),
        manuscript(alice, public_at=ago(-3)),
        manuscript(alice, public_at=ago(3)),
    )

    assert (draft.draft, scheduled.scheduled, published.published) == (True, True, True)
    assert not scheduled.once_public
    assert scheduled.version == 1


@pytest.mark.quick
def test_equal_titles_get_numbers_within_a_batch_and_beyond(blog: Blog, alice: User) -> None:
    make_post(blog, by=alice)

    posts = taken_in(blog, *[manuscript(alice)] * 3, batch=2)

    assert slugs(posts) == ["rain-2", "rain-3", "rain-4"]


@pytest.mark.quick
def test_reserved_names_and_emoji_get_addresses_too(blog: Blog, alice: User) -> None:
    posts = taken_in(blog, manuscript(alice, title="Archive"), manuscript(alice, title="🌧"))

    assert slugs(posts) == ["archive-2", "post"]


@pytest.mark.quick
@pytest.mark.parametrize(
    "given",
    [
        {"title": " "},
        {"content": " ", "public_at": ago(1)},
        {"content": "x" * (1024 * 1024 + 1)},
        {"written_at": ago(-1)},
        {"public_at": ago(10)},
        {"withdrawn_at": ago(1)},
        {"public_at": ago(-1), "withdrawn_at": ago(1)},
        {"trashed_at": ago(10)},
        {"trashed_at": ago(-1)},
    ],
)
def test_the_rules_hold(blog: Blog, alice: User, given: dict[str, Any]) -> None:
    with pytest.raises(Invalid):
        taken_in(blog, manuscript(alice), manuscript(alice, **given))

    assert Post.find({"blog_id": blog.id}) is None


@pytest.mark.quick
def test_what_was_stored_before_a_refusal_stays(blog: Blog, alice: User) -> None:
    with pytest.raises(Invalid):
        taken_in(blog, manuscript(alice), manuscript(alice, title=" "), batch=1)

    assert Post.find({"blog_id": blog.id}) is not None


def test_a_name_that_is_taken_meanwhile_is_seen_on_the_next_try(
    blog: Blog, alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_post(blog, by=alice)
    look, looks = Post._taken_slugs, []

    def too_early(blog_id: Any, bases: Any) -> set[str]:
        looks.append(bases)
        return set() if len(looks) == 1 else look(blog_id, bases)

    monkeypatch.setattr(Post, "_taken_slugs", too_early)

    assert slugs(taken_in(blog, manuscript(alice))) == ["rain-2"]


def test_other_failures_of_many_are_passed_on(alice: User, monkeypatch: pytest.MonkeyPatch) -> None:
    class Full:
        def insert_many(self, _documents: object) -> None:
            raise BulkWriteError({"writeErrors": [{"code": 121, "errmsg": "not valid"}]})

    monkeypatch.setattr(User, "collection", Full)

    with pytest.raises(BulkWriteError):
        User.insert_all([alice])


@pytest.mark.quick
def test_nobody_is_told_of_what_happened_long_ago(blog: Blog, alice: User) -> None:
    told: list[object] = []
    with signals.post_published.connected_to(lambda post, **_: told.append(post)):
        assert list(blog.import_posts([manuscript(alice, public_at=ago(1))])) == [1]

    assert told == []


@pytest.mark.quick
def test_nothing_is_no_failure(blog: Blog) -> None:
    User.insert_all([])

    assert list(blog.import_posts([])) == []
