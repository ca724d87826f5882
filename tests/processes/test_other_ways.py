"""`gunicorn app:app`, `flask run` and the command line share the database with whoever is there."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable

import pytest

from tests.processes.running import RunningSite

pytestmark = pytest.mark.processes

Prepare = Callable[..., RunningSite]
CREATE = ("user", "create", "alice@example.com", "--password", "correct horse battery staple")
GUNICORN = (sys.executable, "-m", "gunicorn", "app:app")


def test_a_command_alone_starts_the_database_and_stops_it(prepare: Prepare) -> None:
    site = prepare()

    done = site.flask(*CREATE)

    assert (done.returncode, done.stderr) == (0, "")
    assert site.processes() == []


def test_a_command_beside_the_site_shares_its_database(site: RunningSite) -> None:
    mongod = site.mongod

    done = site.flask(*CREATE)

    assert done.returncode == 0
    assert site.mongod == mongod
    assert site.answers()


def test_a_command_that_needs_no_data_starts_nothing(prepare: Prepare) -> None:
    site = prepare()

    assert site.flask("routes").returncode == 0

    assert not (site.data_dir / "mongo").exists()


@pytest.mark.parametrize(
    "settings", [{"THREADS": "many"}, {"MONGOD": "/nowhere"}], ids=["setting", "database"]
)
def test_a_command_that_is_refused_says_one_sentence(
    prepare: Prepare, settings: dict[str, str]
) -> None:
    done = prepare(**settings).flask(*CREATE)

    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1


def test_gunicorn_alone_starts_the_database_and_stops_it(prepare: Prepare) -> None:
    site = prepare()
    site.start(*GUNICORN)
    site.wait_until(site.answers)

    assert site.stop() == 0

    assert site.processes() == []


def test_gunicorn_alone_starts_a_database_that_died_again(prepare: Prepare) -> None:
    site = prepare()
    site.start(*GUNICORN)
    site.wait_until(site.answers)

    killed = site.killed("mongod")

    site.wait_for_another("mongod", killed)


def test_gunicorn_killed_leaves_nothing_running(prepare: Prepare) -> None:
    site = prepare()
    site.start(*GUNICORN)
    site.wait_until(site.answers)

    os.kill(site.pid, signal.SIGKILL)
    site.wait()

    site.forget()
    site.wait_until(lambda: site.processes() == [])


def test_gunicorn_refuses_in_one_sentence(prepare: Prepare) -> None:
    site = prepare(MONGOD="/nowhere")
    site.start(*GUNICORN, "--log-level", "warning")

    assert site.wait() == 1
    assert len(site.said.splitlines()) == 1


def test_flask_run_starts_the_database_and_stops_it(prepare: Prepare) -> None:
    site = prepare()
    site.start(sys.executable, "-m", "flask", "--app", "app", "run", "--port", str(site.port))
    site.wait_until(site.answers)

    site.stop()

    assert site.processes() == []
