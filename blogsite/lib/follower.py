"""What a program does that must not outlive the one that started it.

`python -m blogsite.lib.follower MODULE …` runs any module as such a program.
"""

from __future__ import annotations

import os
import runpy
import signal
import sys
import threading
from types import FrameType

LIFELINE = "LIFELINE_FD"


def follow_parent() -> bool:
    """Tell this process to stop (SIGTERM) as soon as the one that started it is gone.

    However that ended, kill -9 included: a pipe that only it could write to breaks then.

    Returns:
        Whether there is somebody to follow.
    """
    descriptor = os.environ.pop(LIFELINE, "")
    if not descriptor:
        return False
    threading.Thread(target=_follow, args=(int(descriptor),), name="lifeline", daemon=True).start()
    return True


def exit_on_signals() -> None:
    """Let SIGTERM and SIGHUP end this process as `sys.exit` does, so that it tidies up.

    Only from the main thread, and not where they are ignored, as under nohup.
    """
    if threading.current_thread() is not threading.main_thread():
        return
    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, _exit)


def main() -> None:
    """Run the module named on the command line as a follower."""
    follow_parent()
    exit_on_signals()
    del sys.argv[0]
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)


def _follow(descriptor: int) -> None:
    while os.read(descriptor, 1):
        pass
    os.kill(os.getpid(), signal.SIGTERM)


def _exit(number: int, _frame: FrameType | None) -> None:
    sys.exit(128 + number)


if __name__ == "__main__":
    main()
