"""With `LOG_FORMAT=json` every line that a process logs is an object, whoever writes it."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from pymongo import MongoClient

from tests.processes.running import RunningSite

pytestmark = pytest.mark.processes

Prepare = Callable[..., RunningSite]
# What a person is told at the start, on standard output.
FOR_PEOPLE = ("Blogsite is at ", "Letters are kept in ", "Ctrl-C stops it.")
WORK = (sys.executable, "-m", "flask", "--app", "app", "jobs", "work")
GUNICORN = (sys.executable, "-m", "gunicorn", "app:app")


def lines(site: RunningSite) -> list[dict[str, Any]]:
    """All that was said, each line an object of the one shape."""
    said = [line for line in site.said.splitlines() if not line.startswith(FOR_PEOPLE)]
    objects = [json.loads(line) for line in said]
    assert all({"time", "level", "logger", "message"} <= set(one) for one in objects)
    return objects


def messages(site: RunningSite) -> str:
    return "\n".join(one["message"] for one in lines(site))


def test_a_site_whose_parts_are_killed_says_so_in_json(prepare: Prepare) -> None:
    site = prepare(LOG_FORMAT="json")
    site.run()
    for victim in ("web_server", "job_worker", "mongod"):
        site.wait_for_another(victim, site.killed(victim))
    site.killed("web_worker")
    site.wait_until(lambda: "was sent SIGKILL" in site.said)
    site.stop()

    said = messages(site)
    assert "GET /readyz 200" in said
    assert "The web server ended (status SIGKILL); it is started again." in said
    assert "mongod had ended; it was started again." in said


def test_gunicorn_alone_tells_its_life_in_json(prepare: Prepare) -> None:
    site = prepare(LOG_FORMAT="json", STATSD_HOST="127.0.0.1:9")
    site.start(*GUNICORN)
    site.wait_until(site.answers)
    site.stop()

    said = messages(site)
    for words in ("Starting gunicorn", "Booting worker", "Letters wait", "Shutting down"):
        assert words in said
    assert {"gunicorn.error", "blogsite.requests"} <= {one["logger"] for one in lines(site)}


def test_gunicorn_logs_no_address_of_its_own(prepare: Prepare) -> None:
    site = prepare(LOG_FORMAT="json")
    site.start(*GUNICORN, "--access-logfile", "-")
    site.wait_until(site.answers)
    site.answers("/users/activate/a-very-secret-token")
    site.stop()

    assert "/users/activate/" in messages(site)
    assert "a-very-secret-token" not in site.said


@pytest.fixture
def impossible(mongo_client: MongoClient[dict[str, Any]]) -> Iterator[None]:
    """A job waits that nobody knows how to do."""
    queue = mongo_client.get_default_database()["jobs"]
    past = datetime(2020, 1, 1, tzinfo=UTC)
    queue.insert_one({"kind": "no such work", "state": "waiting", "run_at": past, "attempts": 0})
    yield
    queue.delete_many({})


@pytest.mark.usefixtures("impossible")
def test_a_worker_tells_what_fails_in_json(prepare: Prepare, mongo_uri: str) -> None:
    site = prepare(LOG_FORMAT="json", MONGO_URI=mongo_uri)

    site.start(*WORK)
    site.wait_until(lambda: "failed" in site.said)
    site.stop()

    (line,) = lines(site)
    assert (line["level"], line["logger"]) == ("warning", "blogsite.jobs")
    assert "(no such work) failed: KeyError" in line["message"]


@pytest.mark.usefixtures("impossible")
def test_a_worker_says_each_thing_once_in_text(prepare: Prepare, mongo_uri: str) -> None:
    site = prepare(MONGO_URI=mongo_uri)

    site.start(*WORK)
    site.wait_until(lambda: "failed" in site.said)
    site.stop()

    assert len(site.said.splitlines()) == 1
    assert " WARNING job " in site.said


@pytest.mark.parametrize("command", [(), GUNICORN, WORK], ids=["launcher", "gunicorn", "worker"])
def test_a_refusal_is_a_line_too(prepare: Prepare, command: tuple[str, ...]) -> None:
    site = prepare(LOG_FORMAT="json", MONGOD="/nowhere")
    site.start(*command)

    assert site.wait() == 1
    (refusal,) = [one["message"] for one in lines(site) if one["logger"] == "blogsite"]
    assert refusal.startswith("MONGOD is '/nowhere': there is no such program.")
