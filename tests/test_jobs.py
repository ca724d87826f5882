"""Work for later."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from flask import Flask
from pymongo.errors import AutoReconnect

from blogsite import jobs
from blogsite.database import transaction
from blogsite.jobs import LEASE, MOST_ATTEMPTS, Job
from blogsite.lib import clock

done: list[object] = []


def note(what: object) -> None:
    done.append(what)


@pytest.fixture(autouse=True)
def _kinds(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    done.clear()
    handlers = {"note": note, "break": lambda: 1 / 0}
    monkeypatch.setattr(jobs, "_handlers", handlers)
    return


def the_job() -> Job:
    found = Job.find({"state": {"$in": ["waiting", "dead"]}})
    assert found is not None
    return found


def make_due(job: Job) -> None:
    job.update({"run_at": clock.now() - timedelta(seconds=1)}, expecting={})


def test_what_is_asked_for_is_done_once(app: Flask) -> None:
    jobs.later("note", what="rain")

    assert jobs.run_due() == 1
    assert jobs.run_due() == 0
    assert done == ["rain"]
    assert Job.collection().count_documents({}) == 0


def test_nobody_is_asked_for_what_nobody_does(app: Flask) -> None:
    with pytest.raises(LookupError):
        jobs.later("dance")


def test_what_is_asked_for_in_a_failed_transaction_is_not_done(app: Flask) -> None:
    with pytest.raises(ZeroDivisionError), transaction():
        jobs.later("note", what="rain")
        _ = 1 / 0

    assert jobs.run_due() == 0


def test_what_waits_longest_is_done_first(app: Flask) -> None:
    for what in ("one", "two", "three"):
        jobs.later("note", what=what)

    jobs.run_due()

    assert done == ["one", "two", "three"]


def test_a_failure_is_kept_and_tried_again_later(app: Flask) -> None:
    jobs.later("break")

    jobs.run_due()

    job = the_job()
    assert (job.state, job.attempts, job.lease) == ("waiting", 1, None)
    assert "ZeroDivisionError" in str(job.last_error)
    assert timedelta(seconds=3) < job.run_at - clock.now() < timedelta(seconds=7)


def test_waiting_grows_up_to_an_hour() -> None:
    delays = [jobs.delay(attempts).total_seconds() for attempts in range(1, 20)]

    assert 3.75 <= delays[0] <= 6.25
    assert 7.5 <= delays[1] <= 12.5
    assert max(delays) <= 3600 * 1.25
    assert min(delays[12:]) >= 3600 * 0.75


def test_a_job_that_always_fails_dies_and_is_kept(app: Flask) -> None:
    jobs.later("break")
    for _ in range(MOST_ATTEMPTS):
        make_due(the_job())
        jobs.run_due()

    make_due(the_job())

    assert the_job().state == "dead"
    assert jobs.run_due() == 0


def test_an_unknown_kind_waits_for_a_worker_that_knows_it(app: Flask) -> None:
    Job(kind="from the future").insert()

    jobs.run_due()

    assert "KeyError" in str(the_job().last_error)


def test_a_claimed_job_is_nobody_elses(app: Flask) -> None:
    jobs.later("note", what="rain")

    assert Job.claim()
    assert Job.claim() is None


def test_the_job_of_a_worker_that_died_is_claimed_again(app: Flask) -> None:
    jobs.later("note", what="rain")
    first = Job.claim()
    assert first is not None
    assert first.run_at - clock.now() > LEASE - timedelta(seconds=5)

    make_due(first)
    second = Job.claim()

    assert second is not None
    assert second.attempts == 2
    assert second.lease != first.lease


def test_who_lost_the_lease_does_not_say_how_it_ended(app: Flask) -> None:
    jobs.later("note", what="rain")
    slow = Job.claim()
    assert slow is not None
    make_due(slow)
    second = Job.claim()

    slow.run()

    assert the_job().lease == second.lease  # type: ignore[union-attr]


def test_a_job_that_kills_its_workers_dies(app: Flask) -> None:
    jobs.later("note", what="rain")
    for _ in range(MOST_ATTEMPTS):
        make_due(the_job())
        assert Job.claim()

    make_due(the_job())
    jobs.run_due()

    assert the_job().state == "dead"
    assert done == []


def test_five_workers_do_fifty_jobs_once_each(app: Flask) -> None:
    for n in range(50):
        jobs.later("note", what=n)

    def work(_n: int) -> None:
        with app.app_context():
            jobs.run_due()

    with ThreadPoolExecutor(5) as threads:
        list(threads.map(work, range(5)))

    assert sorted(done) == list(range(50))  # type: ignore[type-var]


def test_a_worker_outlives_a_database_that_is_away(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    jobs.later("note", what="rain")
    away = iter([AutoReconnect("gone"), AutoReconnect("gone")])
    real = jobs.run_one

    def flaky() -> bool:
        if error := next(away, None):
            raise error
        return real()

    monkeypatch.setattr(jobs, "run_one", flaky)
    pauses: list[float] = []

    jobs.work(until=lambda pause: bool(pauses.append(pause) or len(pauses) > 4), poll=0.1)

    assert pauses == [0, 0.2, 0.2, 0, 0.1]
    assert done == ["rain"]


def test_a_worker_that_is_told_to_stop_leaves_the_rest_waiting(app: Flask) -> None:
    for n in range(3):
        jobs.later("note", what=n)
    turns = iter([False, True])

    jobs.work(until=lambda _pause: next(turns))

    assert done == [0]
    assert Job.collection().count_documents({"state": "waiting"}) == 2
