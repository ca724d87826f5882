"""Writers have their own clocks; readers all see the same."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from html import unescape

import pytest
import time_machine
from werkzeug.test import TestResponse

from blogsite import urls
from blogsite.lib import clock
from blogsite.models import Blog, Post, User, time_zone
from blogsite.models.errors import Invalid
from blogsite.models.post.fields import Publication
from tests.support.factories import make_post
from tests.support.visitor import Visitor

NOW = datetime(2027, 1, 10, 12, 0, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _on_a_day_in_january() -> object:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def berlin(alice: User) -> User:
    time_zone.choose(alice, "Europe/Berlin")
    return alice


def schedule(person: Visitor, blog: Blog, at: str, **fields: str) -> TestResponse:
    return person.post(
        urls.new_post(blog),
        **{"title": "Later", "content": "x", "status": "scheduled", "publish_at": at, **fields},
    )


def moment_of(blog: Blog, title: str = "Later") -> datetime:
    post = Post.find({"blog_id": blog.id, "title": title})
    assert post is not None
    assert post.publication is not None
    return post.publication.at


def test_a_zone_is_chosen_and_shown_again(alice_browsing: Visitor, alice: User) -> None:
    answer = alice_browsing.post(urls.time_zone(), time_zone="America/Argentina/Buenos_Aires")

    page = alice_browsing.get(answer.location).text
    assert "Times are shown on your clock now" in page
    chosen = '<option selected value="America/Argentina/Buenos_Aires">Buenos Aires, Argentina'
    assert chosen in page
    assert User.get(alice.id).time_zone == "America/Argentina/Buenos_Aires"
    alice_browsing.post(urls.time_zone(), time_zone="UTC")
    assert User.get(alice.id).time_zone is None


@pytest.mark.parametrize("name", ["", "Europe/Atlantis", "../../etc/passwd", "\x00", "localtime"])
def test_a_zone_that_there_is_not_is_refused(
    alice_browsing: Visitor, alice: User, name: str
) -> None:
    answer = alice_browsing.post(urls.time_zone(), time_zone=name)

    assert answer.status_code == 422
    assert "Choose a time zone from the list." in answer.text
    assert User.get(alice.id).time_zone is None
    with pytest.raises(Invalid):
        time_zone.choose(alice, name)


def test_without_a_zone_a_time_is_in_utc(alice_browsing: Visitor, blog: Blog) -> None:
    schedule(alice_browsing, blog, "2027-01-31T08:30")

    assert moment_of(blog) == datetime(2027, 1, 31, 8, 30, tzinfo=UTC)


def test_a_time_is_that_of_whoever_sends_it(
    berlin: User, alice_browsing: Visitor, bob_browsing: Visitor, blog: Blog
) -> None:
    schedule(alice_browsing, blog, "2027-07-31T08:30", title="Alice's")
    schedule(bob_browsing, blog, "2027-07-31T08:30", title="Bob's")

    assert moment_of(blog, "Alice's") == datetime(2027, 7, 31, 6, 30, tzinfo=UTC)
    assert moment_of(blog, "Bob's") == datetime(2027, 7, 31, 8, 30, tzinfo=UTC)


@pytest.mark.parametrize("written", ["2027-01-31T08:30:15Z", "2027-01-31T10:30:15+02:00"])
def test_a_time_with_an_offset_is_taken_as_it_is(
    berlin: User, alice_browsing: Visitor, blog: Blog, written: str
) -> None:
    schedule(alice_browsing, blog, written)

    assert moment_of(blog) == datetime(2027, 1, 31, 8, 30, 15, tzinfo=UTC)


def test_a_time_comes_back_as_it_was_written(
    berlin: User, alice_browsing: Visitor, blog: Blog
) -> None:
    saved = schedule(alice_browsing, blog, "2027-01-31T08:30:15")

    editor = alice_browsing.get(saved.location).text
    assert "by itself on 31 January 2027, 08:30:15 CET" in editor
    assert 'value="2027-01-31T08:30:15"' in editor
    assert "The time is in Berlin." in editor
    for page in (urls.posts(), urls.scheduled(), urls.blog(blog)):
        assert "Later" in alice_browsing.get(page).text
    assert "31 January 2027, 08:30:15 CET" in alice_browsing.get(urls.scheduled()).text


def test_a_later_zone_moves_nothing_that_is_scheduled(
    berlin: User, alice_browsing: Visitor, blog: Blog
) -> None:
    saved = schedule(alice_browsing, blog, "2027-01-31T08:30")
    time_zone.choose(berlin, "Asia/Tokyo")

    editor = alice_browsing.get(saved.location).text

    assert moment_of(blog) == datetime(2027, 1, 31, 7, 30, tzinfo=UTC)
    assert 'value="2027-01-31T16:30"' in editor


def test_a_form_is_read_in_the_zone_that_its_page_said(
    berlin: User, alice_browsing: Visitor, blog: Blog
) -> None:
    page = alice_browsing.get(urls.new_post(blog)).text
    assert 'name="publish_zone" type="hidden" value="Europe/Berlin"' in page
    time_zone.choose(berlin, "Asia/Tokyo")

    schedule(alice_browsing, blog, "2027-01-31T08:30", publish_zone="Europe/Berlin")

    assert moment_of(blog) == datetime(2027, 1, 31, 7, 30, tzinfo=UTC)


def test_a_time_that_clocks_jump_over_is_refused_with_the_nearest(
    berlin: User, alice_browsing: Visitor, blog: Blog
) -> None:
    refused = schedule(alice_browsing, blog, "2027-03-28T02:30", content="Two hours of work")

    page = unescape(refused.text)
    assert refused.status_code == 422
    assert "There is no such time on that day: clocks in Berlin go forward over it." in page
    assert "The nearest are 28 March 2027, 01:59 and 28 March 2027, 03:00." in page
    assert "Two hours of work" in page
    assert 'value="2027-03-28T02:30"' in page


def test_of_a_time_that_comes_twice_the_page_says_which_is_meant(
    berlin: User, alice_browsing: Visitor, blog: Blog
) -> None:
    saved = schedule(alice_browsing, blog, "2027-10-31T02:30")

    editor = alice_browsing.get(saved.location).text
    assert moment_of(blog) == datetime(2027, 10, 31, 0, 30, tzinfo=UTC)
    assert "31 October 2027, 02:30 CEST" in editor
    assert "The first is meant (CEST)" in editor
    assert "for the second (CET) write 2027-10-31T02:30+01:00." in unescape(editor)
    assert 'value="2027-10-31T02:30+02:00"' in editor


def test_an_offset_chooses_the_second(berlin: User, alice_browsing: Visitor, blog: Blog) -> None:
    saved = schedule(alice_browsing, blog, "2027-10-31T02:30+01:00")

    editor = alice_browsing.get(saved.location).text
    assert moment_of(blog) == datetime(2027, 10, 31, 1, 30, tzinfo=UTC)
    assert "31 October 2027, 02:30 CET" in editor
    assert "The first is meant" not in editor
    assert 'value="2027-10-31T02:30+01:00"' in editor


def test_a_zone_that_a_form_made_up_is_refused(
    berlin: User, alice_browsing: Visitor, blog: Blog
) -> None:
    refused = schedule(alice_browsing, blog, "2027-01-31T08:30", publish_zone="Mars/Olympus")

    assert refused.status_code == 422
    assert "This form is damaged." in refused.text


def test_writers_read_times_on_their_own_clock(
    berlin: User, alice_browsing: Visitor, draft: Post
) -> None:
    draft.revise(content="It snowed.", by=berlin)

    assert "10 January 2027, 13:00 CET" in alice_browsing.get(urls.revisions(draft)).text
    assert "10 January 2027, 13:00 CET" in alice_browsing.get(urls.security()).text


def test_a_day_on_a_members_page_is_that_of_their_clock(
    alice: User, alice_browsing: Visitor, blog: Blog
) -> None:
    time_zone.choose(alice, "Pacific/Kiritimati")
    make_post(blog, by=alice, title="Draft")

    assert "11 January 2027" in alice_browsing.get(urls.drafts()).text


def test_readers_all_see_the_day_by_the_clock_of_the_blog(
    berlin: User,
    alice_browsing: Visitor,
    carol: User,
    carol_browsing: Visitor,
    reader: Visitor,
    published: Post,
    blog: Blog,
) -> None:
    at = NOW.replace(hour=23, minute=30) - timedelta(days=1)
    published.update({"publication": Publication(at=at, by=berlin.id)}, expecting={})
    time_zone.choose(carol, "Pacific/Kiritimati")

    for path in (urls.post(published), urls.blog(blog), urls.home()):
        for person in (reader, carol_browsing, alice_browsing):
            page = person.get(path).text
            assert "10 January 2027" in page
            assert "9 January 2027" not in page


def test_programs_say_nothing_of_zones_and_mean_utc(alice_browsing: Visitor, blog: Blog) -> None:
    at = (clock.now() + timedelta(days=2)).replace(second=0, microsecond=0)

    schedule(alice_browsing, blog, at.strftime("%Y-%m-%dT%H:%M"))

    assert moment_of(blog) == at
