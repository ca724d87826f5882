"""What readers find, and what they never do."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine

from blogsite.lib import clock
from blogsite.models import Blog, Post, User
from blogsite.models.search import Asked, Search
from tests.support.factories import make_blog, make_post


def found(typed: str, blog: Blog | None = None, key: str | None = None) -> list[str]:
    """The titles of what is found, in their order."""
    search = Search.through(Asked.of(typed), blog=blog, key=key)
    return [hit.post.title for hit in search.hits]


def public(blog: Blog, by: User, title: str, content: str = "…", **given: object) -> Post:
    return make_post(blog, by=by, status="published", title=title, content=content, **given)


def test_a_word_of_the_text_is_enough(blog: Blog, alice: User) -> None:
    public(blog, alice, "Rain", "The **umbrella** was left behind.")
    public(blog, alice, "Sun")

    assert found("umbrella") == ["Rain"]
    assert found("umbrella", blog) == ["Rain"]
    assert found("parasol") == []


def test_a_blog_is_searched_alone(blog: Blog, alice: User) -> None:
    other = make_blog(by=alice, title="Other")
    public(other, alice, "Elsewhere", "An umbrella.")

    assert found("umbrella", blog) == []
    assert found("umbrella", other) == found("umbrella") == ["Elsewhere"]


@pytest.mark.parametrize("scope", ["blog", "site"])
def test_what_is_not_listed_is_not_found(blog: Blog, alice: User, scope: str) -> None:
    within = blog if scope == "blog" else None
    post = make_post(blog, by=alice, title="Rain", content="An umbrella.")
    seen = [found("umbrella", within)]
    for verb in ("publish", "withdraw", "publish", "unlist", "relist", "trash", "restore"):
        getattr(post, verb)(by=alice)
        seen.append(found("umbrella", within))

    there = ["Rain"]
    assert seen == [[], there, [], there, [], there, [], there]


def test_a_scheduled_post_is_found_from_its_second_on(blog: Blog, alice: User) -> None:
    due = clock.now().replace(microsecond=0) + timedelta(hours=1)
    make_post(
        blog, by=alice, title="Rain", content="An umbrella.", status="scheduled", publish_at=due
    )

    assert [found(one) for one in ("umbrella", "rain", "umbr", "tag:wet", "author:alice")] == [
        []
    ] * 5
    with time_machine.travel(due - timedelta(seconds=1)):
        assert found("umbrella") == []
    with time_machine.travel(due, tick=False):
        assert found("umbrella") == found("umbrella", blog) == ["Rain"]
