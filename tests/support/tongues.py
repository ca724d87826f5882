"""Two languages in which no sentence of ours can hide: each stands between brackets.

Greek and Hebrew letters differ from those that our sentences are written in, and so do the dates of
both: what is Latin on such a page and not between brackets was never handed to a translator.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from babel.support import NullTranslations

from blogsite.lib import locales
from blogsite.web import languages

OPEN, CLOSE = "⟦", "⟧"
MARKED = {"el": "el", "he": "he"}
"""From left to right, and from right to left."""

_ADDRESS = re.compile(r"[\w.+-]+@[\w.-]+|https?://\S+|\S*[@/][\w./@-]+|\bUTC\b")
_LATIN = re.compile(r"[A-Za-z][A-Za-z' -]*[A-Za-z]")
_READ = ("alt", "aria-label", "aria-description", "placeholder", "title", "content", "label")
_NOT_WORDS = {"script", "style", "code", "kbd", "pre"}
_NAMES = {
    *("viewport", "color-scheme", "theme-color", "robots"),
    *("twitter:card", "og:type", "og:locale"),
}
_VOID = {"input", "meta", "link", "img", "br", "hr", "source", "wbr"}


class Marked(NullTranslations):
    """Every sentence, between brackets."""

    def gettext(self, message: str) -> str:
        return f"{OPEN}{message}{CLOSE}"

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return f"{OPEN}{msgid1 if n == 1 else msgid2}{CLOSE}"

    ugettext = gettext
    ungettext = ngettext


@pytest.fixture
def marked(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The site speaks English, Greek and Hebrew."""
    for tag, rules in MARKED.items():
        monkeypatch.setitem(locales.OFFERED, tag, rules)
    monkeypatch.setattr(languages, "catalogue", _catalogue)
    languages._wanted.cache_clear()
    yield
    languages._wanted.cache_clear()


def _catalogue(path: Path) -> NullTranslations:
    return Marked() if path.parent.parent.name in MARKED else NullTranslations()


def unmarked(html: str) -> list[str]:
    """What a page says that no translator was asked for."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.found


def unmarked_text(text: str) -> list[str]:
    """The same of words without elements."""
    bare = _ADDRESS.sub(" ", _outside(text, 0)[0])
    return [one for one in _LATIN.findall(bare) if one != "DOCTYPE"]


def _outside(text: str, depth: int) -> tuple[str, int]:
    kept = []
    for one in text:
        depth += (one == OPEN) - (one == CLOSE)
        kept.append(one if depth == 0 else " ")
    return "".join(kept), depth


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._depth = 0
        self._open: list[tuple[str, bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        # Places that the CLDR has no word for bear the name of their zone.
        silent = tag in _NOT_WORDS or tag == "optgroup" or given.get("translate") == "no"
        # What is in another language than the page is not ours: the autonyms of languages.
        silent = silent or bool(self._open and given.get("lang", "el")[:2] not in MARKED)
        if tag not in _VOID:
            self._open.append((tag, silent))
        if silent or any(quiet for _tag, quiet in self._open):
            return
        if tag == "meta" and _NAMES & {given.get("name", ""), given.get("property", "")}:
            return
        for name, value in given.items():
            if name in _READ or (name.startswith("data-") and " " in value and "{" not in value):
                self.found += [f"{tag} {name}: {one}" for one in unmarked_text(value)]

    def handle_endtag(self, tag: str) -> None:
        while self._open and any(one == tag for one, _quiet in self._open):
            if self._open.pop()[0] == tag:
                break

    def handle_data(self, data: str) -> None:
        said, self._depth = _outside(data, self._depth)
        if not any(quiet for _tag, quiet in self._open):
            self.found += unmarked_text(said)
