"""axe-core in the browser that tests drive: what it finds wrong with a page, in sentences."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any, Literal

from playwright.sync_api import Page

from tests.support.code import ROOT

SCRIPT = ROOT / "node_modules" / "axe-core" / "axe.min.js"
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")

# Nothing is fetched for it; what it needs to know of the style sheets the browser knows.
_ASKED = """async () => {
  const found = await axe.run(document, {preload: false, resultTypes: ["violations"]});
  return found.violations.map(({id, help, nodes}) => ({
    id, help, nodes: nodes.map((one) => [one.target.join(" "), one.failureSummary]),
  }));
}"""


def violations(page: Page) -> list[str]:
    """What axe says against the page as it stands there, by day and by night; once each."""
    return list(dict.fromkeys(_all(page)))


def _all(page: Page) -> Iterator[str]:
    for scheme in SCHEMES:
        # Without motion no colour is on its way to another one.
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        if not page.evaluate("typeof axe === 'object'"):
            page.evaluate(_source())
        for one in page.evaluate(_ASKED):
            yield from (f"{scheme}: {sentence}" for sentence in _sentences(one))


def _sentences(found: dict[str, Any]) -> Iterator[str]:
    for place, why in found["nodes"]:
        reasons = " ".join(line.strip() for line in why.splitlines()[1:])
        yield f"{found['id']} ({found['help']}) at {place}: {reasons}"


@cache
def _source() -> str:
    if not SCRIPT.exists():
        raise FileNotFoundError("axe-core is not there: run bin/setup-test-tools.")
    return SCRIPT.read_text(encoding="utf-8")
