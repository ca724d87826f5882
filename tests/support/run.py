"""One folder for the whole run, shared by the controller and its xdist workers."""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

_FOLDER = pytest.StashKey[Path]()
_NAME = "blogsite-tests-"
_SETTLED = 60


def run_folder(config: pytest.Config) -> Path:
    """The folder that every process of this run sees; gone when the run ends."""
    return config.stash[_FOLDER]


def is_worker(config: pytest.Config) -> bool:
    """Whether this process is an xdist worker and not the one that ends the run."""
    return hasattr(config, "workerinput")


def worker_name(config: pytest.Config) -> str:
    """The name of this process within the run: `gw0`, `gw1`, or `main` without xdist."""
    return config.workerinput["workerid"] if is_worker(config) else "main"  # type: ignore[attr-defined]


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    if is_worker(config):
        config.stash[_FOLDER] = Path(config.workerinput["run_folder"])  # type: ignore[attr-defined]
    else:
        _clear_away_killed_runs()
        config.stash[_FOLDER] = folder = Path(tempfile.mkdtemp(prefix=_NAME))
        # Held until this process ends, however it ends.
        fcntl.flock(os.open(folder, os.O_RDONLY), fcntl.LOCK_EX)


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    node.workerinput["run_folder"] = str(run_folder(node.config))


@pytest.hookimpl(trylast=True)
def pytest_unconfigure(config: pytest.Config) -> None:
    if not is_worker(config):
        shutil.rmtree(run_folder(config), ignore_errors=True)


def _clear_away_killed_runs() -> None:
    """A run that was killed leaves a database of 300 MB behind, and a lock that nobody holds."""
    for folder in Path(tempfile.gettempdir()).glob(f"{_NAME}*"):
        with suppress(OSError):
            if time.time() - folder.stat().st_mtime > _SETTLED and not _held(folder):
                shutil.rmtree(folder, ignore_errors=True)


def _held(folder: Path) -> bool:
    opened = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(opened)
    return False
