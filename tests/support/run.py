"""One folder for the whole run, shared by the controller and its xdist workers."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import Any

import pytest

_FOLDER = pytest.StashKey[Path]()


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
        config.stash[_FOLDER] = Path(tempfile.mkdtemp(prefix="blogsite-tests-"))


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    node.workerinput["run_folder"] = str(run_folder(node.config))


@pytest.hookimpl(trylast=True)
def pytest_unconfigure(config: pytest.Config) -> None:
    if not is_worker(config):
        shutil.rmtree(run_folder(config), ignore_errors=True)
