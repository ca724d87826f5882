"""`make audit`: a site with demo content under gunicorn, judged by tools that nobody here wrote."""

from __future__ import annotations

import argparse
import signal
import sys
import tempfile
from collections.abc import Callable, Mapping
from functools import cached_property
from pathlib import Path

from tests.audit import accessibility, lighthouse, markup
from tests.audit.content import Content, filled
from tests.audit.judging import Judged
from tests.audit.walking import Seen, walk
from tests.processes.running import RunningSite


class Audit:
    """What the judges are given: the addresses of some pages, and all pages as they were seen."""

    def __init__(self, site: RunningSite, content: Content, *, runs: int) -> None:
        self.runs = runs
        self._content = content
        self._base = f"http://localhost:{site.port}"

    @property
    def pages(self) -> Mapping[str, str]:
        return {name: f"{self._base}{path}" for name, path in self._content.paths.items()}

    @cached_property
    def seen(self) -> list[Seen]:
        return walk(self._base, self._content)


JUDGES: Mapping[str, Callable[[Audit], Judged]] = {
    "axe": lambda audit: accessibility.judge(audit.seen),
    "nu": lambda audit: markup.judge(audit.seen),
    "lighthouse": lambda audit: lighthouse.judge(audit.pages, runs=audit.runs),
}


def main() -> int:
    wanted = argparse.ArgumentParser(prog="make audit", description=__doc__)
    wanted.add_argument("--runs", type=int, default=5, help="of each page; the median counts")
    wanted.add_argument("--judges", nargs="*", choices=JUDGES, default=list(JUDGES))
    chosen = wanted.parse_args()
    # What was started is ended, also when this is told to stop.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with tempfile.TemporaryDirectory(prefix="blogsite-audit-") as name:
        site = RunningSite(Path(name), THROTTLES="off")
        try:
            content = filled(site.environment)
            site.run()
            audit = Audit(site, content, runs=chosen.runs)
            judged = [_told(name, JUDGES[name](audit)) for name in chosen.judges]
        finally:
            site.tidy_up()
    return 1 if any(one.failures for one in judged) else 0


def _told(name: str, judged: Judged) -> Judged:
    print(f"\n{name}\n{judged}", flush=True)
    return judged


if __name__ == "__main__":
    sys.exit(main())
