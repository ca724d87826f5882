"""`make audit`: a site with demo content under gunicorn, judged by tools that nobody here wrote.

A further judge is one more line in `JUDGES`: it is given the addresses of the pages and answers
with a table and what failed.
"""

from __future__ import annotations

import argparse
import signal
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

from tests.audit import lighthouse
from tests.audit.content import filled
from tests.audit.judging import Judged
from tests.processes.running import RunningSite

JUDGES: Mapping[str, Callable[..., Judged]] = {"Lighthouse": lighthouse.judge}


def main() -> int:
    wanted = argparse.ArgumentParser(prog="make audit", description=__doc__)
    wanted.add_argument("--runs", type=int, default=5, help="of each page; the median counts")
    chosen = wanted.parse_args()
    # What was started is ended, also when this is told to stop.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with tempfile.TemporaryDirectory(prefix="blogsite-audit-") as name:
        site = RunningSite(Path(name), THROTTLES="off")
        base = f"http://localhost:{site.port}"
        try:
            paths = filled(site.environment)
            site.run()
            pages = {name: f"{base}{path}" for name, path in paths.items()}
            judged = [_told(name, judge(pages, runs=chosen.runs)) for name, judge in JUDGES.items()]
        finally:
            site.tidy_up()
    return 1 if any(one.failures for one in judged) else 0


def _told(name: str, judged: Judged) -> Judged:
    print(f"\n{name}\n{judged}", flush=True)
    return judged


if __name__ == "__main__":
    sys.exit(main())
