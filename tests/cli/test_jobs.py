"""`flask jobs`: what waits, what was given up, and what becomes of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from bson import ObjectId
from flask import Flask

from blogsite import jobs
from blogsite.jobs import Job
from blogsite.lib import clock
from tests.support.commands import objects, run

DONE: list[int] = []


def _count(number: int) -> None:
    DONE.append(number)


@pytest.fixture(autouse=True)
def _counting(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setitem(jobs._handlers, "count", _count)
    yield
    DONE.clear()


def make_job(**given: Any) -> Job:
    values: dict[str, Any] = {"kind": "count", "arguments": {"number": 1}}
    return Job(**values | given).insert()


def make_dead_job() -> Job:
    return make_job(state="dead", attempts=10, last_error="451 try again later")


def make_leased_job() -> Job:
    return make_job(lease=ObjectId(), run_at=clock.now() + timedelta(minutes=1))


def test_jobs_are_listed_with_what_went_wrong(app: Flask) -> None:
    make_job()
    make_dead_job()
    make_leased_job()

    listed = objects(run(app, "jobs", "list", "--json"))

    assert [one["state"] for one in listed] == ["waiting", "dead", "being done"]
    assert listed[1]["last_error"] == "451 try again later"
    assert "451 try again later" in run(app, "jobs", "list", "--state", "dead").output


def test_no_jobs_is_no_failure(app: Flask) -> None:
    done = run(app, "jobs", "list")

    assert (done.exit_code, done.output) == (0, "No jobs wait.\n")


def test_dead_jobs_are_retried_and_done(app: Flask) -> None:
    make_dead_job()
    make_dead_job()

    retried = run(app, "jobs", "retry", "--dead", "--json")
    worked = run(app, "jobs", "work", "--once", "--json")

    assert objects(retried) == [{"retried": 2, "left": []}]
    assert objects(worked) == [{"done": 2}]
    assert DONE == [1, 1]


def test_one_job_is_done_now_instead_of_later(app: Flask) -> None:
    job = make_job(run_at=clock.now() + timedelta(hours=1))

    assert run(app, "jobs", "retry", str(job.id)).stdout == "Retried: 1\n"

    assert jobs.run_due() == 1


def test_a_job_that_is_being_done_is_left_alone(app: Flask) -> None:
    job = make_leased_job()

    retried = run(app, "jobs", "retry", str(job.id))
    dropped = run(app, "jobs", "drop", str(job.id))

    assert (retried.exit_code, dropped.exit_code) == (1, 1)
    assert f"Gone, or being done just now: {job.id}" in dropped.output
    assert job.refresh()


def test_a_dropped_job_is_never_done(app: Flask) -> None:
    job = make_job()

    assert run(app, "jobs", "drop", str(job.id)).exit_code == 0

    assert jobs.run_due() == 0


def test_who_drops_all_dead_jobs_is_asked_first(app: Flask) -> None:
    make_dead_job()

    refused = run(app, "jobs", "drop", "--dead", typed="n\n")
    assert (refused.exit_code, Job.count("dead")) == (1, 1)

    assert run(app, "jobs", "drop", "--dead", "--yes").exit_code == 0
    assert Job.count("dead") == 0


def test_a_job_that_is_gone_is_said(app: Flask) -> None:
    done = run(app, "jobs", "retry", str(ObjectId()))

    assert done.exit_code == 1
    assert "Gone, or being done just now" in done.output


@pytest.mark.parametrize(
    "words", [(), ("nonsense",), ("--dead", str(ObjectId()))], ids=["none", "no id", "both"]
)
def test_which_jobs_has_to_be_said(app: Flask, words: tuple[str, ...]) -> None:
    assert run(app, "jobs", "retry", *words).exit_code == 2
