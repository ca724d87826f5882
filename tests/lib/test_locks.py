"""Locks on files hold among threads and processes, and go with whoever held them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from blogsite.lib import locks
from blogsite.lib.locks import FileLock


def test_one_holds_it_alone(tmp_path: Path) -> None:
    first, second = FileLock(tmp_path / "lock"), FileLock(tmp_path / "lock")

    assert first.take()
    assert not second.take(timeout=0.05)
    assert not second.held
    first.give_back()
    assert second.take()
    second.give_back()


def test_many_share_it_and_the_last_one_has_it_alone(tmp_path: Path) -> None:
    first, second = FileLock(tmp_path / "lock"), FileLock(tmp_path / "lock")

    assert first.take(shared=True)
    assert second.take(shared=True)
    assert not first.take()
    assert second.take()
    second.give_back()


def test_giving_back_nothing_is_harmless(tmp_path: Path) -> None:
    FileLock(tmp_path / "lock").give_back()


def test_a_note_is_for_those_who_find_it_taken(tmp_path: Path) -> None:
    lock = FileLock(tmp_path / "lock")
    lock.take()
    lock.write("a long note")
    lock.write("short")
    lock.give_back()

    lock.write("never written")

    assert (tmp_path / "lock").read_text() == "short"


def test_a_lock_not_held_cannot_be_inherited(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="not held"):
        FileLock(tmp_path / "lock").fileno()


def test_alone_gives_up_after_a_while(tmp_path: Path) -> None:
    with (
        locks.alone(tmp_path / "lock", timeout=0),
        pytest.raises(TimeoutError),
        locks.alone(tmp_path / "lock", timeout=0.05),
    ):
        pass

    assert not locks.locked(tmp_path / "lock")


def test_a_file_that_is_not_there_is_not_locked(tmp_path: Path) -> None:
    assert not locks.locked(tmp_path / "none")
    assert locks.holder(tmp_path / "none") is None


def test_the_kernel_knows_who_holds_a_posix_lock(tmp_path: Path) -> None:
    script = (
        "import fcntl, sys; file = open(sys.argv[1], 'w'); "
        "fcntl.lockf(file, fcntl.LOCK_EX); print(flush=True); sys.stdin.read()"
    )
    command = [sys.executable, "-c", script, str(tmp_path / "lock")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout
        other.stdout.readline()

        assert locks.holder(tmp_path / "lock") == other.pid
        assert locks.locked(tmp_path / "lock")

    assert locks.holder(tmp_path / "lock") is None
