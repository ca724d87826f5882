"""The private mongod: whoever needs it starts it, the last one out stops it."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from pymongo import MongoClient

from blogsite.database.errors import DatabaseRefused
from blogsite.database.private import PrivateMongo, may_start, replica
from blogsite.lib import locks

ROOT = Path(__file__).resolve().parents[2]
Share = Callable[..., PrivateMongo]


@pytest.fixture
def share() -> Iterator[Share]:
    """Makes shares in a private database and gives all of them back."""
    made: list[PrivateMongo] = []

    def make(folder: Path, mongod: str | None = None) -> PrivateMongo:
        made.append(PrivateMongo(folder, mongod=mongod))
        return made[-1]

    yield make
    for one in made:
        _end_at_once(one)
        one.release()


def mongod_of(folder: Path) -> int | None:
    """The pid of the mongod that has the data of a `DATA_DIR` open."""
    return locks.holder(folder / "mongo" / "data" / "WiredTiger.lock")


def _end_at_once(mongo: PrivateMongo) -> None:
    """Nobody needs the data of a test that is over: a second less than stopping in peace."""
    if mongo.attached and (process := mongod_of(mongo.log.parent.parent)):
        os.kill(process, signal.SIGKILL)


def write(uri: str, number: int) -> None:
    with MongoClient(uri) as client:
        client.test.marks.insert_one({"_id": number})


def marks(uri: str) -> list[int]:
    with MongoClient(uri) as client:
        return [mark["_id"] for mark in client.test.marks.find().sort("_id")]


def run(script: str, folder: Path, *arguments: str) -> subprocess.Popen[str]:
    """Another process, with `mongo` as its share in the private database of `folder`."""
    prelude = (
        "import os, sys, time; from pathlib import Path; from pymongo import MongoClient\n"
        "from blogsite.database.private import PrivateMongo\n"
        "mongo = PrivateMongo(Path(sys.argv[1]))\n"
    )
    return subprocess.Popen(
        [sys.executable, "-c", prelude + script, str(folder), *arguments],
        cwd=ROOT,
        text=True,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )


def test_the_first_starts_it_and_the_last_one_out_stops_it(tmp_path: Path, share: Share) -> None:
    first, second = share(tmp_path), share(tmp_path)

    first.attach()
    process = mongod_of(tmp_path)
    second.attach()
    first.release()

    assert mongod_of(tmp_path) == process
    second.release()
    assert mongod_of(tmp_path) is None


def test_it_listens_nowhere_but_on_a_socket_in_a_private_folder(
    tmp_path: Path, share: Share
) -> None:
    uri = share(tmp_path).attach()

    folder = tmp_path / "mongo" / "run"
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    with MongoClient(uri) as client:
        options = client.admin.command("getCmdLineOpts")["parsed"]["net"]
    assert (options["port"], options["bindIp"]) == (0, "./m.sock")


def test_releasing_and_attaching_again_are_harmless(tmp_path: Path, share: Share) -> None:
    mongo = share(tmp_path)
    mongo.release()

    mongo.attach()
    assert mongo.attach() == mongo.uri()
    mongo.release()
    mongo.release()

    assert not mongo.attached


def test_ten_at_once_share_one_and_leave_none(tmp_path: Path, share: Share) -> None:
    def visit(number: int) -> int | None:
        mongo = share(tmp_path)
        write(mongo.attach(), number)
        process = mongod_of(tmp_path)
        mongo.release()
        return process

    keeper = share(tmp_path)
    keeper.attach()
    with ThreadPoolExecutor(10) as threads:
        processes = set(threads.map(visit, range(10)))

    assert len(processes) == 1
    assert marks(keeper.uri()) == list(range(10))
    keeper.release()
    assert mongod_of(tmp_path) is None


def test_processes_that_come_and_go_lose_nothing(tmp_path: Path, share: Share) -> None:
    script = (
        "for number in range(2):\n"
        "    client = MongoClient(mongo.attach())\n"
        "    client.test.marks.insert_one({'_id': int(sys.argv[2]) * 2 + number})\n"
        "    client.close(); mongo.release()\n"
    )

    visitors = [run(script, tmp_path, str(number)) for number in range(3)]

    for visitor in visitors:
        visitor.communicate(timeout=60)
    assert [visitor.returncode for visitor in visitors] == [0, 0, 0]
    assert mongod_of(tmp_path) is None
    assert marks(share(tmp_path).attach()) == list(range(6))


def test_an_orphan_is_adopted_and_stopped_by_the_last_one_out(tmp_path: Path, share: Share) -> None:
    parent = run("mongo.attach(); print(flush=True); time.sleep(60)", tmp_path)
    with parent:
        assert parent.stdout
        parent.stdout.readline()
        parent.kill()
    orphan = mongod_of(tmp_path)

    mongo = share(tmp_path)
    mongo.attach()

    assert orphan is not None
    assert mongod_of(tmp_path) == orphan
    mongo.release()
    with pytest.raises(ProcessLookupError):
        os.kill(orphan, 0)


def test_one_that_died_is_started_again_with_its_data(tmp_path: Path, share: Share) -> None:
    mongo = share(tmp_path)
    write(mongo.attach(), 1)
    died = mongod_of(tmp_path)
    assert died
    assert not mongo.keep_alive()

    os.kill(died, signal.SIGKILL)
    while not mongo.keep_alive():
        time.sleep(0.01)

    assert mongod_of(tmp_path) not in (None, died)
    assert marks(mongo.attach()) == [1]


def test_who_may_not_start_it_waits_for_somebody_else(tmp_path: Path, share: Share) -> None:
    waiting, starting = share(tmp_path), share(tmp_path)

    with ThreadPoolExecutor(1) as thread:
        answer = thread.submit(waiting.attach, may_start=False)
        starting.attach()

        assert answer.result(timeout=30) == starting.uri()


def test_who_may_not_start_it_gives_up_with_a_sentence(tmp_path: Path, share: Share) -> None:
    with pytest.raises(DatabaseRefused, match="did not answer within 0 s"):
        share(tmp_path).attach(may_start=False, timeout=0.1)

    assert mongod_of(tmp_path) is None


def test_a_moved_folder_still_starts(tmp_path: Path, share: Share) -> None:
    before = share(tmp_path / "before")
    write(before.attach(), 7)
    before.release()

    (tmp_path / "before").rename(tmp_path / "after")

    assert marks(share(tmp_path / "after").attach()) == [7]


def test_an_odd_name_is_no_trouble(tmp_path: Path, share: Share) -> None:
    mongo = share(tmp_path / "My %41 Blögs?&")

    write(mongo.attach(), 1)

    assert marks(mongo.uri()) == [1]


def test_a_path_too_long_for_a_socket_gets_a_short_private_folder(
    tmp_path: Path, share: Share
) -> None:
    folder = tmp_path / ("x" * 120)
    mongo = share(folder)

    write(mongo.attach(), 1)

    short = Path((folder / "mongo" / "socket-folder").read_text())
    assert stat.S_IMODE(short.stat().st_mode) == 0o700
    assert marks(share(folder).attach(may_start=False)) == [1]


def test_the_short_folder_goes_with_the_last_one_out(tmp_path: Path, share: Share) -> None:
    mongo = share(tmp_path / ("x" * 120))
    mongo.attach()
    short = Path((tmp_path / ("x" * 120) / "mongo" / "socket-folder").read_text())

    mongo.release()

    assert not short.exists()


def test_a_short_folder_that_was_swept_away_comes_back_where_it_was(
    tmp_path: Path, share: Share
) -> None:
    folder = tmp_path / ("x" * 120)
    (folder / "mongo").mkdir(parents=True)
    swept = Path(tempfile.mkdtemp(prefix="blogsite-"))
    swept.rmdir()
    (folder / "mongo" / "socket-folder").write_text(str(swept))

    share(folder).attach()

    assert (swept / "m.sock").exists()


def test_only_a_folder_of_its_own_is_ever_believed_or_removed(tmp_path: Path, share: Share) -> None:
    folder, precious = tmp_path / ("x" * 120), tmp_path / "precious"
    (folder / "mongo").mkdir(parents=True)
    precious.mkdir(mode=0o700)
    (folder / "mongo" / "socket-folder").write_text(str(precious))
    mongo = share(folder)

    assert str(precious) not in mongo.attach()
    mongo.release()

    assert precious.exists()


def test_a_short_folder_that_others_could_write_to_is_not_used(
    tmp_path: Path, share: Share
) -> None:
    folder = tmp_path / ("x" * 120)
    (folder / "mongo").mkdir(parents=True)
    with tempfile.TemporaryDirectory() as open_to_all:
        Path(open_to_all).chmod(0o777)
        (folder / "mongo" / "socket-folder").write_text(open_to_all)

        uri = share(folder).attach()

    assert open_to_all.rpartition("/")[2] not in uri


def test_a_pid_left_behind_is_never_believed(tmp_path: Path, share: Share) -> None:
    with subprocess.Popen(["sleep", "60"]) as stranger:
        (tmp_path / "mongo" / "data").mkdir(parents=True)
        (tmp_path / "mongo" / "data" / "mongod.lock").write_text(f"{stranger.pid}\n")
        mongo = share(tmp_path)
        mongo.attach()
        mongo.release()

        assert stranger.poll() is None
        stranger.kill()


def test_a_fork_has_no_share_until_it_attaches(tmp_path: Path) -> None:
    script = (
        "mongo.attach()\n"
        "child = os.fork()\n"
        "if not child: time.sleep(30); os._exit(0)\n"
        "mongo.release(); os.kill(child, 0); os.kill(child, 9); os.waitpid(child, 0)\n"
    )

    with run(script, tmp_path) as process:
        process.communicate(timeout=60)

    assert process.returncode == 0
    assert mongod_of(tmp_path) is None


@pytest.mark.parametrize(
    ("mongod", "sentence"),
    [
        ("/nowhere/mongod", "MONGOD is '/nowhere/mongod': there is no such program.*MONGO_URI"),
        ("true", "does not run as a mongod here.*MONGO_URI"),
    ],
)
def test_a_mongod_that_is_none_is_refused(
    tmp_path: Path, share: Share, mongod: str, sentence: str
) -> None:
    mongo = share(tmp_path, mongod)

    with pytest.raises(DatabaseRefused, match=sentence):
        mongo.attach()

    assert not mongo.attached


def test_why_a_mongod_does_not_run_is_told(tmp_path: Path, share: Share) -> None:
    mongod = program(tmp_path, "echo 'libcurl.so.4: cannot open shared object file' >&2; exit 127")

    with pytest.raises(DatabaseRefused, match=r"does not run as a mongod here \(libcurl.so.4: can"):
        share(tmp_path, mongod).attach()


def test_a_mongod_that_is_too_old_is_refused(tmp_path: Path, share: Share) -> None:
    with pytest.raises(DatabaseRefused, match=r"is MongoDB 5\.0, which is too old"):
        share(tmp_path, program(tmp_path, "echo db version v5.0.14")).attach()


def test_a_mongod_that_does_not_start_names_its_log(tmp_path: Path, share: Share) -> None:
    complaint = '{"s":"E","msg":"failed","attr":{"error":"NoSpace: the disk is full."}}'
    mongod = program(
        tmp_path,
        f"[ $1 = --version ] && echo db version v6.0.5 || {{ echo '{complaint}'; exit 3; }}",
    )

    with pytest.raises(
        DatabaseRefused, match=r"status 3.*the disk is full. Its log is .*mongod.log"
    ):
        share(tmp_path, mongod).attach()


def test_data_files_of_another_version_are_named_as_the_reason(
    tmp_path: Path, share: Share
) -> None:
    mongod = program(tmp_path, "[ $1 = --version ] && echo db version v6.0.5 || exit 62")

    with pytest.raises(DatabaseRefused, match="written by another version of MongoDB"):
        share(tmp_path, mongod).attach()


def test_no_mongod_at_all_is_refused_with_the_way_out(
    tmp_path: Path, share: Share, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr("blogsite.database.private.binary.find_spec", lambda _name: None)

    with pytest.raises(DatabaseRefused, match=r"There is no mongod on this machine\. Install"):
        share(tmp_path).attach()


def test_a_folder_that_cannot_be_made_is_refused(tmp_path: Path, share: Share) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(DatabaseRefused, match="Set DATA_DIR to a folder"):
        share(tmp_path / "file" / "site").attach()


def test_windows_has_no_private_database(
    tmp_path: Path, share: Share, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", "win32")

    with pytest.raises(DatabaseRefused, match="Set MONGO_URI"):
        share(tmp_path).attach()


def test_a_log_grown_long_is_cut_and_its_older_part_kept(tmp_path: Path, share: Share) -> None:
    (tmp_path / "mongo").mkdir()
    log = tmp_path / "mongo" / "mongod.log"
    log.write_bytes(b"x" * 9_000_000)

    share(tmp_path).attach()

    assert log.stat().st_size < 9_000_000
    assert log.with_name("mongod.log.1").stat().st_size == 9_000_000


def test_one_that_never_takes_writes_is_not_waited_for_in_vain(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(replica, "_MILLISECONDS", 20)
    uri = PrivateMongo(tmp_path).uri()
    soon, later = time.monotonic() + 0.1, time.monotonic() + 60

    assert not replica.await_primary(uri, deadline=later, running=lambda: False)
    assert not replica.await_primary(uri, deadline=soon, running=lambda: True)


@pytest.mark.parametrize(("role", "may"), [("web", False), ("", True)])
def test_a_web_worker_never_is_its_parent(
    role: str, may: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BLOGSITE_ROLE", role)

    assert may_start() is may


def program(folder: Path, script: str) -> str:
    """A stand-in for mongod."""
    path = folder / "mongod"
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o700)
    return str(path)
