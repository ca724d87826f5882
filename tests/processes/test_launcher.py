"""`python app.py`, and so `make run`: one command up, and down again without a trace."""

from __future__ import annotations

import signal
import socket
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.processes.running import RunningSite

pytestmark = pytest.mark.processes

Prepare = Callable[..., RunningSite]


def test_it_tells_the_address_and_where_letters_are_kept(site: RunningSite) -> None:
    assert f"Blogsite is at http://localhost:{site.port}" in site.said
    assert f"Letters are kept in {site.data_dir / 'mail'}" in site.said
    assert (site.get("/healthz"), site.get("/readyz")) == (200, 200)


def test_it_starts_again_within_five_seconds(site: RunningSite) -> None:
    seconds = []

    while len(seconds) < 3 and min(seconds, default=9) > 5:  # others may be busy here as well
        site.stop()
        started_at = time.monotonic()
        site.run()
        seconds.append(time.monotonic() - started_at)

    assert min(seconds) < 5


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_to_its_group_stops_all(site: RunningSite, number: signal.Signals) -> None:
    assert site.stop(number) == 0

    assert site.processes() == []
    socket.create_server(("127.0.0.1", site.port)).close()


def test_the_whole_group_may_be_told_and_make_waits_for_the_end(prepare: Prepare) -> None:
    site = prepare()
    site.start("make", "run")
    site.wait_until(lambda: "Ctrl-C" in site.said)

    site.stop()

    assert site.processes() == []


def test_told_to_stop_while_it_starts_it_leaves_nothing(prepare: Prepare) -> None:
    site = prepare()
    site.start()
    site.wait_until((site.data_dir / "mongo" / "mongod.log").exists)

    assert site.stop() == 0

    assert site.processes() == []


def test_told_to_stop_at_the_moment_its_database_starts_it_just_stops(
    prepare: Prepare, tmp_path: Path
) -> None:
    told_too = tmp_path / "mongod"
    told_too.write_text("#!/bin/sh\nkill -TERM $PPID\nkill -TERM $$\n")
    told_too.chmod(0o755)
    site = prepare(MONGOD=str(told_too))
    site.start()

    assert site.wait() == 0

    assert site.processes() == []


def test_a_second_one_says_where_the_first_runs_and_harms_nothing(
    site: RunningSite, prepare: Prepare
) -> None:
    second = prepare()
    second.start()

    assert second.wait() == 1
    sentence = f"Blogsite already runs at http://localhost:{site.port} (process {site.pid})."
    assert second.said.strip() == sentence
    assert site.answers()


def test_a_port_taken_by_a_stranger_is_said_before_anything_starts(prepare: Prepare) -> None:
    site = prepare()
    with socket.create_server(("127.0.0.1", site.port)):
        site.start()

        assert site.wait() == 1

    assert f"PORT {site.port} is taken by another program. Choose another" in site.said
    assert not (site.data_dir / "mongo").exists()


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({"THREADS": "many"}, "THREADS is 'many': give a whole number from 1 to 128."),
        ({"MONGOD": "/nowhere"}, "MONGOD is '/nowhere': there is no such program."),
        ({"HOST": "192.0.2.1"}, "HOST is '192.0.2.1', which is no address of this machine"),
        ({"SERVER": "granian"}, "pip install 'granian"),
        ({"MONGO_URI": "mongodb://u:geheim@127.0.0.1:9/"}, "No MongoDB answers at 127.0.0.1:9."),
    ],
)
def test_nonsense_is_refused_in_one_sentence(
    prepare: Prepare, settings: dict[str, str], sentence: str
) -> None:
    site = prepare(**settings)
    site.start()

    assert site.wait() == 1
    assert sentence in site.said
    assert len(site.said.splitlines()) == 1
    assert "geheim" not in site.said
    assert site.processes() == []


def test_a_deployment_of_ones_own_needs_no_private_one(prepare: Prepare, mongo_uri: str) -> None:
    site = prepare(MONGO_URI=mongo_uri)

    site.run()

    assert site.answers()
    assert not (site.data_dir / "mongo").exists()
    assert site.stop() == 0
    assert site.processes() == []


def test_a_web_server_that_never_starts_ends_the_site(prepare: Prepare) -> None:
    site = prepare(GUNICORN_CMD_ARGS="--nonsense")
    site.start()

    assert site.wait() == 1
    assert "The web server ended 5 times at once" in site.said
    assert site.processes() == []


def test_a_moved_folder_still_starts(site: RunningSite, prepare: Prepare, tmp_path: Path) -> None:
    site.stop()
    site.data_dir.rename(tmp_path / "Moved site")
    moved = prepare()
    moved.data_dir = tmp_path / "Moved site"

    moved.run()

    assert moved.answers()


def test_on_a_public_address_it_tells_how_to_become_the_administrator(prepare: Prepare) -> None:
    site = prepare(BASE_URL="https://blogs.example")
    site.run()

    assert "https://blogs.example/voucher/redeem/" in site.said
