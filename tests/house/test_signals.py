"""The page about signals tells of each one, and of no other."""

from __future__ import annotations

import ast
import re

from blinker import NamedSignal

from blogsite.models import signals
from tests.support.code import ROOT, modules

PAGE = (ROOT / "docs" / "signals.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| `([a-z-]+)` \|(.*)\|([^|]*)\|$", PAGE, re.MULTILINE)
OURS = {name: one for name, one in vars(signals).items() if isinstance(one, NamedSignal)}


def test_the_page_lists_every_signal_once_and_no_other() -> None:
    assert [name for name, *_ in ROWS] == [one.name for one in OURS.values()]


def test_a_signal_is_found_under_its_own_name() -> None:
    assert {name.replace("_", "-"): one.name for name, one in OURS.items()} == {
        one.name: one.name for one in OURS.values()
    }


def test_the_page_names_what_each_one_carries() -> None:
    told = {
        name.replace("-", "_"): set(re.findall(r"`([a-z_]+)`:", carried))
        for name, _, carried in ROWS
    }

    assert told == _sent()


def _sent() -> dict[str, set[str]]:
    """What our code sends with each signal; a signal that nobody sends is missing."""
    sent: dict[str, set[str]] = {}
    for module in modules("blogsite"):
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "signals.tell":
                names = re.findall(r"signals\.(\w+)", ast.unparse(node.args[0]))
                for name in names:
                    sent[name] = {str(one.arg) for one in node.keywords}
    return sent
