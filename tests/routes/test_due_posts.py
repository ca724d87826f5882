"""A scheduled post is there in its second, and not before: nobody has to wake it."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta

import time_machine
from flask import Flask

from blogsite import create_app, urls
from blogsite.database import Connection
from blogsite.lib import clock
from blogsite.models import Blog, Post, User
from config import Settings
from tests.support.factories import make_post
from tests.support.visitor import Visitor

NOON = datetime(2027, 6, 1, 12, 0, 7, tzinfo=UTC)
MOMENT_BEFORE = NOON - timedelta(milliseconds=1)


def scheduled(blog: Blog, by: User, at: datetime, **given: str) -> Post:
    given = {"title": "Noon", "content": "Twelve.", "status": "scheduled", **given}
    return make_post(blog, by=by, publish_at=at, **given)


def statuses(person: Visitor, post: Post, blog: Blog) -> list[bool]:
    """Whether somebody finds it: on its page, in the blog, in the feed, on the front page."""
    shown = person.get(urls.post(post)).status_code == 200
    lists = (urls.blog(blog), urls.feed(blog), urls.home())
    return [shown, *(post.title in person.get(path).text for path in lists)]


def test_it_is_everywhere_from_its_very_second_on(reader: Visitor, blog: Blog, alice: User) -> None:
    with time_machine.travel(NOON - timedelta(days=1), tick=False) as traveller:
        post = scheduled(blog, alice, NOON)
        traveller.move_to(MOMENT_BEFORE)
        assert statuses(reader, post, blog) == [False] * 4

        traveller.move_to(NOON)

        assert statuses(reader, post, blog) == [True] * 4


def test_unlisted_it_is_on_its_page_only(reader: Visitor, blog: Blog, alice: User) -> None:
    with time_machine.travel(NOON - timedelta(days=1), tick=False) as traveller:
        post = scheduled(blog, alice, NOON, visibility="unlisted")
        traveller.move_to(MOMENT_BEFORE)
        assert statuses(reader, post, blog) == [False] * 4

        traveller.move_to(NOON)

        assert statuses(reader, post, blog) == [True, False, False, False]


def test_a_second_process_that_was_never_told_shows_it_too(
    blog: Blog, alice: User, reader: Visitor, settings: Settings, connection: Connection
) -> None:
    elsewhere = Visitor(create_app(settings, connection=connection))
    with time_machine.travel(NOON - timedelta(days=1), tick=False) as traveller:
        post = scheduled(blog, alice, NOON)
        for at, there in ((MOMENT_BEFORE, False), (NOON, True)):
            traveller.move_to(at)
            for person in (elsewhere, reader):
                assert statuses(person, post, blog) == [there] * 4


def test_no_worker_has_to_run(blog: Blog, alice: User, reader: Visitor, app: Flask) -> None:
    """By the clock on the wall; whichever side of its second an answer fell on, it is right."""
    at = clock.now() + timedelta(seconds=1)
    post = scheduled(blog, alice, at)

    seen = []
    while not seen or seen[-1][0] < at:
        began = clock.now()
        status = reader.get(urls.post(post)).status_code
        seen.append((began, status, clock.now()))
        time.sleep(0.05)

    assert all(status == 404 for _, status, ended in seen if ended < at)
    assert all(status == 200 for began, status, _ in seen if began >= at)
