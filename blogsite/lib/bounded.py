"""A function run in a process of its own, which may take so much time and memory and no more.

This file is also the program that such a process runs. It is loaded by its path, without the
package around it: the child starts with what the function needs and nothing else. It is a new
program and no fork, which in a process of many threads could hang on a lock that another holds.
"""

from __future__ import annotations

import dataclasses
import gc
import importlib.util
import json
import math
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

if sys.platform != "win32":
    import resource

_TOO_MUCH = 77
_NICENESS = 10
"""Whoever waits for a page goes first."""
_NO_DESCRIPTOR = -1
_ASKED_TO_STOP = (signal.SIGTERM, signal.SIGINT)
"""What all processes get when a service or a terminal is stopped: who asked for work decides."""


class TooMuch(Exception):
    """It was not done within its limits, and was stopped."""


@dataclasses.dataclass(frozen=True, kw_only=True)
class Limits:
    """What a function may take.

    Arguments:
        cpu: seconds of processor time. The kernel counts whole seconds of the process's life:
            it stops up to one second later. Not known on Windows.
        memory: bytes of address space, the interpreter's own included. Not known on Windows.
        wall: seconds from start to end, however busy the machine is.
    """

    cpu: int
    memory: int
    wall: float


def call(module: str | Path, function: str, *arguments: Any, limits: Limits) -> Any:
    """Call a function in a process of its own; safe from any thread.

    The process ends with the one that asked for it, however that ends.

    Arguments:
        module: the file of the module, or the `__init__.py` of a package whose modules import
            each other as neighbours. It may import third parties.
        function: the name of the function in it.
        arguments: what JSON can hold.
        limits: what it may take.

    Returns:
        What the function returns, as JSON holds it: a dataclass has become a dictionary.

    Raises:
        TooMuch: it was stopped at a limit, or gave up by itself with an `OverflowError`, a
            `RecursionError` or a `MemoryError`.
        RuntimeError: it failed for another reason; the text is its stack trace.
    """
    with _lifeline() as descriptor:
        command = [
            *(sys.executable, "-P", __file__, str(module), function),
            *(str(limits.cpu), str(limits.memory), str(descriptor)),
        ]
        process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            pass_fds=() if descriptor == _NO_DESCRIPTOR else (descriptor,),
        )
        answer, complaint = _conversed(process, json.dumps(arguments).encode(), limits.wall)
    if -process.returncode in _ASKED_TO_STOP:
        raise RuntimeError(f"{function} was told to stop")
    if process.returncode < 0 or process.returncode == _TOO_MUCH:
        raise TooMuch(f"{function} ended with status {process.returncode}")
    if process.returncode:
        raise RuntimeError(complaint.decode(errors="replace"))
    return json.loads(answer)


def _conversed(process: subprocess.Popen[bytes], said: bytes, wall: float) -> tuple[bytes, bytes]:
    with process:
        try:
            return process.communicate(said, timeout=wall)
        except subprocess.TimeoutExpired as error:
            raise TooMuch(f"it took longer than {wall} s") from error
        finally:
            process.kill()


@contextmanager
def _lifeline() -> Iterator[int]:
    """The end of a pipe for the child to read; the other end breaks when this process does."""
    if sys.platform == "win32":
        yield _NO_DESCRIPTOR
        return
    reader, writer = os.pipe()
    try:
        yield reader
    finally:
        os.close(reader)
        os.close(writer)


def _main(path: str, name: str, cpu: str, memory: str, descriptor: str) -> int:
    """What the child does."""
    for number in _ASKED_TO_STOP:
        signal.signal(number, signal.SIG_IGN)
    if sys.platform != "win32":
        threading.Thread(target=_follow, args=(int(descriptor),), daemon=True).start()
        os.nice(_NICENESS)
    gc.disable()  # a tenth of its time, and it ends soon
    function = _load(path, name)
    arguments = json.load(sys.stdin.buffer)
    if sys.platform != "win32":
        _limit(cpu=int(cpu), memory=int(memory))
    try:
        answer = json.dumps(function(*arguments), default=dataclasses.asdict)
    except (MemoryError, OverflowError, RecursionError):
        return _TOO_MUCH
    sys.stdout.write(answer)
    return 0


def _load(path: str, name: str) -> Callable[..., Any]:
    spec = importlib.util.spec_from_file_location(f"bounded_{Path(path).stem}", path)
    if spec is None or spec.loader is None:
        raise ImportError(path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # where dataclasses look for it
    spec.loader.exec_module(module)
    function: Callable[..., Any] = getattr(module, name)
    return function


def _limit(*, cpu: int, memory: int) -> None:
    seconds = math.ceil(time.process_time()) + cpu
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _follow(descriptor: int) -> None:
    os.read(descriptor, 1)
    os._exit(_TOO_MUCH)


if __name__ == "__main__":
    sys.exit(_main(*sys.argv[1:]))
