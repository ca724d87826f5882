"""Posts of an older renderer, typeset again."""

from __future__ import annotations

from typing import Any

import pytest

from blogsite import jobs
from blogsite.jobs import Job
from blogsite.lib import markdown
from blogsite.models import Blog, Post, User
from blogsite.models.errors import Invalid
from blogsite.models.post import refreshing
from tests.support.factories import make_post


def test_an_old_post_is_typeset_again(blog: Blog, alice: User) -> None:
    post = aged(make_post(blog, by=alice, content="# A\n\n# B\n\n# C"))

    refreshing.refresh_later()
    jobs.run_due()

    fresh = Post.get(post.id)
    assert fresh.render_version == markdown.RENDER_VERSION
    assert fresh.html.startswith('<h2 id="p-a">')
    assert [one["text"] for one in fresh.contents] == ["A", "B", "C"]
    assert (fresh.version, fresh.updated_at) == (post.version, post.updated_at)


def test_many_are_done_a_batch_at_a_time(
    blog: Blog, alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(refreshing, "BATCH", 2)
    posts = [aged(make_post(blog, by=alice)) for _ in range(5)]

    refreshing.refresh_later()

    assert jobs.run_due() == 3
    assert all(Post.get(post.id).html != "old" for post in posts)


def test_it_stops_in_time_and_goes_on_later(
    blog: Blog, alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(refreshing, "LONGEST", -1.0)
    aged(make_post(blog, by=alice))

    refreshing.refresh()

    assert Job.count("waiting") == 1


def test_nothing_is_asked_for_when_nothing_is_old(blog: Blog, alice: User) -> None:
    make_post(blog, by=alice)

    refreshing.refresh_later()

    assert Job.count("waiting") == 0


def test_it_is_asked_for_once(blog: Blog, alice: User) -> None:
    aged(make_post(blog, by=alice))

    refreshing.refresh_later()
    refreshing.refresh_later()

    assert Job.count("waiting") == 1


def test_what_became_too_slow_stays_as_it_was(
    blog: Blog, alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_source: str, **_: object) -> dict[str, Any]:
        raise Invalid("too slow", field="content")

    monkeypatch.setattr(refreshing, "typeset", refuse)
    post = aged(make_post(blog, by=alice))

    refreshing.refresh()

    assert Post.get(post.id).html == "old"
    assert Job.count("waiting") == 0


def aged(post: Post) -> Post:
    post.update({"html": "old", "render_version": markdown.RENDER_VERSION - 1}, expecting={})
    return post
