"""The date a post bears: it may be moved back, and what really was public stays known."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from blogsite.lib import clock
from blogsite.models import Blog, Post, SettingsWish, User
from blogsite.models.errors import Gone, Invalid, NotFound
from blogsite.models.listing import Window
from tests.support.factories import make_post

quick = pytest.mark.quick
LONG_AGO = datetime(1943, 5, 1, 8, 30, tzinfo=UTC)


def date(post: Post, at: datetime | None, *, by: User) -> None:
    post.revise(settings=SettingsWish(values={"date": at}), by=by)


def moment_of(post: Post) -> datetime:
    stored = Post.get(post.id)
    assert stored.publication is not None
    return stored.publication.at


@quick
def test_a_published_post_takes_its_place_by_its_date(blog: Blog, alice: User) -> None:
    posts = [make_post(blog, by=alice, title=f"{n}", status="published") for n in range(3)]

    date(posts[2], LONG_AGO, by=alice)

    assert blog.posts(visible_to=None).posts[-1] == blog.feed().posts[-1] == posts[2]
    assert Blog.newest_posts().posts[-1] == posts[2]


@quick
def test_a_date_fakes_and_loses_nothing_of_what_was_public(
    published: Post, blog: Blog, alice: User
) -> None:
    since, changed = published.public_since, published.updated_at

    date(published, LONG_AGO, by=alice)

    stored = Post.get(published.id)
    assert (moment_of(published), stored.public_since) == (LONG_AGO, since)
    assert stored.updated_at == changed
    published.withdraw(by=alice)
    with pytest.raises(Gone):
        blog.post("rain", visible_to=None)


@quick
def test_a_draft_bears_its_date_once_it_is_published(draft: Post, blog: Blog, alice: User) -> None:
    begun = clock.now()
    date(draft, LONG_AGO, by=alice)
    with pytest.raises(NotFound):
        blog.post("rain", visible_to=None)

    draft.publish(by=alice)

    assert (moment_of(draft), draft.dated_at) == (LONG_AGO, None)
    assert draft.public_since is not None
    assert draft.public_since >= begun - timedelta(seconds=1)


@quick
def test_withdrawn_and_published_anew_it_bears_the_date_that_was_chosen(
    draft: Post, alice: User
) -> None:
    date(draft, LONG_AGO, by=alice)
    draft.publish(by=alice)
    draft.withdraw(by=alice)

    assert draft.date == LONG_AGO
    draft.publish(by=alice)
    assert moment_of(draft) == LONG_AGO


@quick
def test_of_no_chosen_date_it_bears_the_day_on_which_it_is_published_anew(
    draft: Post, published: Post, alice: User
) -> None:
    date(draft, LONG_AGO, by=alice)
    for post in (draft, published):
        post.publish(by=alice)
        post.withdraw(by=alice)
    date(draft, None, by=alice)
    begun = clock.now()

    for post in (draft, published):
        post.publish(by=alice)

    assert min(moment_of(draft), moment_of(published)) >= begun - timedelta(seconds=1)
    assert published.dated_at is None


@quick
def test_a_new_post_can_be_of_another_day(blog: Blog, alice: User) -> None:
    wish = SettingsWish(values={"date": LONG_AGO})

    assert moment_of(make_post(blog, by=alice, status="published", settings=wish)) == LONG_AGO


@quick
@pytest.mark.parametrize("at", [None, datetime(999, 1, 1, tzinfo=UTC), "tomorrow"])
def test_a_published_post_has_a_date_and_one_that_is_over(
    published: Post, alice: User, at: datetime | str | None
) -> None:
    before = moment_of(published)
    meant = clock.now() + timedelta(days=1) if isinstance(at, str) else at

    with pytest.raises(Invalid) as refusal:
        date(published, meant, by=alice)

    assert refusal.value.field == "date"
    assert moment_of(published) == before


@quick
def test_a_scheduled_post_has_one_date_only(draft: Post, alice: User) -> None:
    draft.schedule(clock.now() + timedelta(days=1), by=alice)
    with pytest.raises(Invalid) as refusal:
        date(draft, LONG_AGO, by=alice)
    assert refusal.value.field == "date"

    draft.withdraw(by=alice)
    date(draft, LONG_AGO, by=alice)
    with pytest.raises(Invalid) as refusal:
        draft.schedule(clock.now() + timedelta(days=1), by=alice)
    assert refusal.value.field == "date"


@quick
def test_a_scheduled_post_published_at_once_can_be_of_another_day(draft: Post, alice: User) -> None:
    draft.schedule(clock.now() + timedelta(days=1), by=alice)

    draft.revise(status="published", settings=SettingsWish(values={"date": LONG_AGO}), by=alice)

    assert moment_of(draft) == LONG_AGO
    assert draft.published


@quick
def test_the_date_that_was_shown_moves_nothing(published: Post, alice: User) -> None:
    before = moment_of(published)

    date(published, published.date, by=alice)

    assert moment_of(published) == before


@quick
def test_lists_page_through_dates_before_1970(blog: Blog, alice: User) -> None:
    posts = [make_post(blog, by=alice, title=f"{n}", status="published") for n in range(5)]
    for n, post in enumerate(posts):
        date(post, LONG_AGO + timedelta(days=n, milliseconds=n), by=alice)

    first = Post.newest(visible_to=None, blog_id=blog.id, limit=2)
    second = Post.newest(
        visible_to=None, blog_id=blog.id, window=Window(before=first.older), limit=2
    )
    third = Post.newest(
        visible_to=None, blog_id=blog.id, window=Window(before=second.older), limit=2
    )

    shown = [*first.posts, *second.posts, *third.posts]
    assert shown == list(reversed(posts))


@quick
def test_a_key_from_before_all_time_is_no_page(blog: Blog) -> None:
    with pytest.raises(NotFound):
        blog.posts(visible_to=None, window=Window(before=f"-99999999999999-{blog.id}"))
