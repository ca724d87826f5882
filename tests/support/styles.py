"""Which rules of ours a page has with it, and which it lacks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser

from tests.support.code import ROOT

FOLDER = ROOT / "static" / "css"

SHAPED_ELSEWHERE = {
    "field-title": "names a field of any form; only the editor gives that one another shape",
    "editor-status": "is hidden on the pages of drafts, where it only does its work",
}
"""Classes that a page may have without any style for them."""

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_DECLARATIONS = re.compile(r"\{[^{}]*\}")
_CLASS = re.compile(r"\.([a-z][\w-]*)", re.IGNORECASE)
_SHEET = re.compile(r'<link rel="stylesheet" href="[^"]*/static/css/([\w-]+)\.css')
_STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)


def unstyled(html: str) -> Iterator[str]:
    """Classes of a page that some piece of our style speaks of, and none that the page has."""
    sheets = _SHEET.findall(html)
    there = {*_classes("".join(_STYLE.findall(html))), *(of for one in sheets for of in _of(one))}
    reader = _Reader()
    reader.feed(html)
    reader.close()
    for name in sorted((reader.classes & everywhere()) - there - SHAPED_ELSEWHERE.keys()):
        yield f"the page has no piece of style with .{name}, one of {', '.join(_pieces(name))} has"


@cache
def everywhere() -> frozenset[str]:
    """All classes that our style speaks of."""
    return frozenset(name for path in FOLDER.glob("*.css") for name in _of(path.stem))


@cache
def _of(piece: str) -> frozenset[str]:
    return _classes((FOLDER / f"{piece}.css").read_text(encoding="utf-8"))


def _pieces(name: str) -> list[str]:
    return sorted(path.stem for path in FOLDER.glob("*.css") if name in _of(path.stem))


def _classes(css: str) -> frozenset[str]:
    return frozenset(_CLASS.findall(_DECLARATIONS.sub("{}", _COMMENT.sub("", css))))


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.classes: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag != "body":  # there stands the room, not a shape
            self.classes.update((dict(attrs).get("class") or "").split())
