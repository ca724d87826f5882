"""Lighthouse on each page, as a phone and at a desk: the median of some runs, and the least."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from statistics import median
from typing import Any

from tests.audit.judging import Judged, Pages
from tests.support.chromium import find_browser
from tests.support.code import ROOT
from tests.support.providers import node

LEAST = {"performance": 99, "accessibility": 100, "best-practices": 100, "seo": 100}
"""Of 100, the median of the runs."""
DEVICES: Mapping[str, tuple[str, ...]] = {"mobile": (), "desktop": ("--preset=desktop",)}

_PROGRAM = ROOT / "node_modules" / "lighthouse" / "cli" / "index.js"
_CHROME = "--headless=new --no-sandbox --disable-dev-shm-usage --no-proxy-server"
_ASKED = (
    *("--quiet", "--output=json", "--output-path=stdout"),
    *("--no-enable-error-reporting", f"--chrome-flags={_CHROME}"),
    f"--only-categories={','.join(LEAST)}",
)
_PATIENCE = 180  # seconds of one run
_TRIES = 3
"""On a busy machine the browser sometimes records nothing at all, which judges nobody."""
_MEASURED = {
    "LCP": ("largest-contentful-paint", "{:.0f} ms", 1),
    "CLS": ("cumulative-layout-shift", "{:.3f}", 1),
    "TBT": ("total-blocking-time", "{:.0f} ms", 1),
    "weight": ("total-byte-weight", "{:.1f} KB", 1000),
}


@dataclass(frozen=True)
class Run:
    """One report of Lighthouse."""

    report: Mapping[str, Any]

    def score(self, category: str) -> float:
        return 100 * float(self.report["categories"][category]["score"] or 0)

    def measure(self, audit: str) -> float:
        return float(self.report["audits"][audit]["numericValue"])

    def failed(self, category: str) -> Iterator[str]:
        """What cost points, in its words."""
        for part in self.report["categories"][category]["auditRefs"]:
            audit = self.report["audits"][part["id"]]
            if part["weight"] and audit["score"] is not None and audit["score"] < 1:
                yield f"{audit['title']} {audit.get('displayValue', '')}".strip()


def judge(pages: Pages, *, runs: int) -> Judged:
    """Every page on every device.

    Arguments:
        runs: how often each is measured; the median counts.
    """
    judged = Judged(("page", "device", *LEAST, *_MEASURED))
    for name, address in pages.items():
        for device, options in DEVICES.items():
            _add(judged, name, device, [_run(address, options) for _ in range(runs)])
    return judged


def _add(judged: Judged, page: str, device: str, runs: list[Run]) -> None:
    scores = {one: median(run.score(one) for run in runs) for one in LEAST}
    measures = [
        form.format(median(run.measure(audit) for run in runs) / unit)
        for audit, form, unit in _MEASURED.values()
    ]
    judged.row(page, device, *(f"{score:.0f}" for score in scores.values()), *measures)
    for category, score in scores.items():
        if round(score) < LEAST[category]:
            reasons = dict.fromkeys(reason for run in runs for reason in run.failed(category))
            said = f"{category} {score:.0f}, least {LEAST[category]}: {'; '.join(reasons)}"
            judged.fail(f"{page}, {device}: {said}")


def _run(address: str, options: tuple[str, ...]) -> Run:
    for _again in range(_TRIES):
        done = subprocess.run(
            [node(), str(_PROGRAM), address, *_ASKED, *options],
            env={**os.environ, "CHROME_PATH": str(find_browser(whole=True))},
            capture_output=True,
            timeout=_PATIENCE,
            check=False,
        )
        if not done.returncode:
            return Run(json.loads(done.stdout))
    raise SystemExit(f"Lighthouse failed at {address}:\n{done.stderr.decode()[-2000:]}")
