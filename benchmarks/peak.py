"""By how much a process grows with one picture. Run in one of its own, see `lib.bounded`."""

from __future__ import annotations

import importlib.util
import sys
import time
from pathlib import Path
from typing import Any


def grown(package: str, function: str, *paths: str) -> dict[str, Any]:
    """Call a function of a package of ours that knows pictures.

    Returns:
        `answer`, what that returned; `megabytes`, by which the largest size that this process ever
        had exceeds the one before; and `seconds` of processor time.
    """
    called = getattr(_loaded(package), function)
    before, began_at = _kilobytes("VmRSS"), time.process_time()
    answer = called(*paths)
    return {
        "answer": answer,
        "megabytes": (_kilobytes("VmHWM") - before) / 1024,
        "seconds": time.process_time() - began_at,
    }


def _loaded(package: str) -> Any:
    spec = importlib.util.spec_from_file_location("measured", package)
    if spec is None or spec.loader is None:
        raise ImportError(package)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def _kilobytes(name: str) -> int:
    told = Path("/proc/self/status").read_text(encoding="utf-8").splitlines()
    return next(int(line.split()[1]) for line in told if line.startswith(name))
