"""Whatever dies while a picture is made small: it is made in the end, or is said not to be."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

from blogsite.database import files
from blogsite.jobs import MOST_ATTEMPTS, Job, run_due
from blogsite.lib import clock, scratch
from blogsite.models import Blog, User, workshop
from config import Settings
from tests.models.test_picture import let_time_pass, stored, taken

DIES_BEFORE = """
import os, signal, sys
from importlib import import_module
from blogsite import create_app, jobs
from config import Settings

module, name, spared = sys.argv[1:]
owner = import_module(module)
*inside, name = name.split(".")
for one in inside:
    owner = getattr(owner, one)
real, left = getattr(owner, name), int(spared)

def dying(*told, **facts):
    global left
    if not left:
        os.kill(os.getpid(), signal.SIGKILL)
    left -= 1
    return real(*told, **facts)

setattr(owner, name, dying)
with create_app(Settings.load(os.environ)).app_context():
    jobs.run_due()
"""


def work_and_die(settings: Settings, folder: Path, *before: str) -> None:
    """A worker of its own, killed before it calls a function of a module for the nth time."""
    own = {
        "DATA_DIR": str(settings.data_dir),
        "MONGO_URI": str(settings.mongo_uri),
        "SECRET_KEY": "a secret that only tests know",
        "TMPDIR": str(folder),
    }
    command = [sys.executable, "-c", DIES_BEFORE, *before]
    died = subprocess.run(command, env={**os.environ, **own}, check=False, timeout=60)
    assert died.returncode == -signal.SIGKILL


@pytest.mark.parametrize(
    "before",
    [
        ("blogsite.database.files", "keep", "2"),
        ("blogsite.database.files", "_chunks", "1"),
        ("blogsite.models.picture.rendering", "Renderable._settle", "0"),
    ],
    ids=["with two kept", "in the middle of one", "with all kept"],
)
def test_what_a_killed_worker_began_is_done_by_the_next(
    blog: Blog, alice: User, settings: Settings, tmp_path: Path, before: tuple[str, str, str]
) -> None:
    one = taken(blog, alice)
    work_and_die(settings, tmp_path, *before)
    assert one.refresh()
    assert one.waiting

    let_time_pass()
    run_due()
    let_time_pass()
    long_ago = clock.now() - timedelta(days=1)
    files.collection(files.FILES).update_many({}, {"$set": {"uploadDate": long_ago}})
    run_due()

    assert one.refresh()
    assert one.ready
    assert stored() == len(one.file_ids)
    chunks = files.collection(files.CHUNKS).distinct("files_id")
    assert set(chunks) == set(one.file_ids)


def test_the_folder_of_a_killed_process_is_removed_by_another(
    blog: Blog, alice: User, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken(blog, alice)
    work_and_die(settings, tmp_path, "blogsite.database.files", "keep", "1")
    (left,) = tmp_path.glob("blogsite-scratch-*")
    assert (left / "480.webp").exists()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))

    with scratch.folder():
        assert left.exists()
    long_ago = left.stat().st_mtime - scratch.LONGEST_LIFE - 1
    os.utime(left, (long_ago, long_ago))
    with scratch.folder():
        assert not left.exists()


def test_a_picture_whose_job_is_given_up_waits_no_longer(
    blog: Blog, alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError

    one = taken(blog, alice)
    with monkeypatch.context() as patch:
        patch.setattr(workshop, "render", broken)
        for _ in range(MOST_ATTEMPTS):
            assert one.refresh()
            assert one.waiting
            let_time_pass()
            run_due()

    assert one.refresh()
    assert one.refused
    (dead,) = Job.every(state="dead")
    assert dead.retry()
    run_due()
    assert one.refresh()
    assert one.ready


def test_a_picture_that_kills_every_worker_is_given_up(blog: Blog, alice: User) -> None:
    one = taken(blog, alice)
    died = {"attempts": MOST_ATTEMPTS, "run_at": clock.now() - timedelta(days=1)}
    Job.collection().update_one({"kind": "picture-rendering"}, {"$set": died})

    run_due()

    assert one.refresh()
    assert one.refused


def test_a_picture_whose_job_is_dropped_waits_no_longer(blog: Blog, alice: User) -> None:
    one = taken(blog, alice)
    dropped = next(job for job in Job.every() if job.kind == "picture-rendering")

    assert dropped.drop()

    assert one.refresh()
    assert one.refused
    assert not dropped.drop()


def test_a_job_that_is_dropped_late_takes_nothing_back(blog: Blog, alice: User) -> None:
    one = taken(blog, alice)
    run_due()
    late = Job(kind="picture-rendering", arguments={"picture_id": one.id}).insert()

    assert late.drop()

    assert one.refresh()
    assert one.ready


def test_a_picture_removed_while_it_waits_leaves_nothing(
    blog: Blog, alice: User, app: Flask
) -> None:
    one = taken(blog, alice)
    one.erase()

    let_time_pass()
    run_due()

    assert files.collection(files.FILES).count_documents({}) == 0
    assert files.collection(files.CHUNKS).count_documents({}) == 0
