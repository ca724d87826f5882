"""The database does not answer for a while: everybody hears so soon, and it is all back at once."""

from __future__ import annotations

import os
import signal
import time
from concurrent.futures import ThreadPoolExecutor
from itertools import count

import pytest

from tests.processes.outage import SOON, assert_back, assert_told, stopped
from tests.processes.people import Visitor
from tests.processes.running import RunningSite

pytestmark = [pytest.mark.processes, pytest.mark.xdist_group("silence")]

SETTINGS = {"CACHE": "off"}
"""Pages that are kept would be answered all the same."""

NUMBERS = count(1)


@pytest.fixture
def site(unhurt_site: RunningSite) -> RunningSite:
    return unhurt_site


@pytest.fixture
def reader(site: RunningSite) -> Visitor:
    return Visitor(site)


@pytest.fixture
def alice(site: RunningSite) -> Visitor:
    """Another one of that name for each test."""
    alice = Visitor(site)
    alice.sign_in(f"alice-{next(NUMBERS)}@example.org")
    return alice


def test_a_reader_hears_soon_and_is_back_at_once(site: RunningSite, reader: Visitor) -> None:
    with stopped(site):
        answer = reader.get("/")

    assert_told(answer)
    assert "Try again" in answer.page
    assert_back(reader, "/")


def test_a_member_hears_soon_and_is_still_signed_in(site: RunningSite, alice: Visitor) -> None:
    with stopped(site):
        answers = [alice.get(path) for path in ("/blogs", "/", "/profile", "/blogs/new")]

    for answer in answers:
        assert_told(answer)
        assert "Sign in" not in answer.page
    assert_back(alice, "/blogs")


def test_a_mistyped_address_is_still_said_to_be_one(site: RunningSite, alice: Visitor) -> None:
    with stopped(site):
        answer = alice.get("/nowhere")

    assert answer.status == 404
    assert answer.seconds < SOON
    assert "Nothing here" in answer.page


def test_many_hear_as_soon_as_one(site: RunningSite, reader: Visitor, alice: Visitor) -> None:
    with stopped(site), ThreadPoolExecutor(40) as crowd:
        asked = [
            crowd.submit((reader, alice)[n % 2].get, ("/", "/blogs")[n % 2]) for n in range(36)
        ]
        time.sleep(0.2)
        alive = reader.get("/healthz")
        answers = [one.result() for one in asked]

    for answer in answers:
        assert_told(answer)
    assert alive.status == 200
    assert alive.seconds < SOON
    assert_back(reader, "/")


def test_once_it_is_known_nobody_waits(site: RunningSite, reader: Visitor) -> None:
    with stopped(site):
        for _ in range(8):  # each of the two web workers finds out for itself
            reader.get("/")
        answers = [reader.get("/") for _ in range(10)]

    assert max(answer.seconds for answer in answers) < 0.5


def test_what_was_written_is_offered_again(site: RunningSite, alice: Visitor) -> None:
    new = alice.make_blog("Field Notes")
    token = alice.get(new).field("csrf_token")
    words = 'Rain, "all" day:\n\n    <b>&amp;</b>\n'

    with stopped(site):
        answer = alice.post(new, csrf_token=token, title="Rain & wind", content=words, tags="a, b")
    assert_back(alice, "/blogs")
    fields = {name: answer.field(name) for name in ("csrf_token", "title", "content", "tags")}
    sent_again = alice.post(new, **fields)

    assert_told(answer)
    assert fields["content"] == words
    assert sent_again.status == 302
    assert "Rain &amp; wind" in alice.get("/blogs").page


def test_no_password_is_put_into_a_page(site: RunningSite, reader: Visitor) -> None:
    token = reader.get("/login").field("csrf_token")

    with stopped(site):
        answer = reader.post(
            "/auth/login", csrf_token=token, email="alice@example.org", password="my secret word"
        )

    assert_told(answer)
    assert "my secret word" not in answer.page


def test_a_web_worker_born_meanwhile_is_no_worse(site: RunningSite, reader: Visitor) -> None:
    with stopped(site):
        for worker in [one.pid for one in site.processes() if one.parent == site.web_server]:
            os.kill(worker, signal.SIGKILL)
        site.wait_until(lambda: site.answers("/healthz"))
        with ThreadPoolExecutor(12) as crowd:
            answers = list(crowd.map(lambda _: reader.get("/"), range(12)))

    for answer in answers:
        assert_told(answer)
    assert_back(reader, "/")
