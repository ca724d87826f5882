"""Our templates as the house rules see them: their HTML with every expression taken out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

from jinja2 import Environment

from tests.support.code import ROOT

FOLDER = ROOT / "templates"

_jinja = Environment(extensions=["jinja2.ext.i18n"], autoescape=True)
_BEGINS = {"variable_begin", "block_begin", "comment_begin", "raw_begin", "linecomment_begin"}
_ENDS = {"variable_end", "block_end", "comment_end", "raw_end", "linecomment_end"}


@dataclass(frozen=True)
class Template:
    """One file below `templates/`."""

    path: Path

    def __str__(self) -> str:
        return self.path.relative_to(FOLDER).as_posix()

    @property
    def source(self) -> str:
        return self.path.read_text(encoding="utf-8")

    @property
    def is_letter(self) -> bool:
        return str(self).startswith("mail/")

    @property
    def bare(self) -> str:
        """What stands outside `{{ }}`, `{% %}` and `{% trans %}`."""
        return "".join(_bare(self.source))

    def elements(self) -> list[Element]:
        reader = _Reader()
        reader.feed(self.bare)
        reader.close()
        return reader.elements

    def words(self) -> list[str]:
        """Text that a reader would see and no translator."""
        if self.path.suffix == ".txt":
            return [line for line in self.bare.splitlines() if _has_letters(line)]
        reader = _Reader()
        reader.feed(self.bare)
        reader.close()
        return [text.strip() for text in reader.texts if _has_letters(text)]


@dataclass
class Element:
    """A start tag; expressions in its attributes are gone."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)


def templates() -> list[Template]:
    return [Template(path) for path in sorted(FOLDER.rglob("*")) if path.is_file()]


def _bare(source: str) -> Iterator[str]:
    outside, translated = True, False
    for _line, kind, value in _jinja.lex(source):
        if kind in _BEGINS or kind in _ENDS:
            outside = kind in _ENDS
        elif not outside and kind == "name" and value in ("trans", "endtrans"):
            translated = value == "trans"
        elif kind == "data" and not translated:
            yield value


def _has_letters(text: str) -> bool:
    return any(character.isalpha() for character in text)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.elements: list[Element] = []
        self.texts: list[str] = []
        self._silent = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(Element(tag, {name: value or "" for name, value in attrs}))
        if tag in ("style", "script"):
            self._silent = tag

    def handle_endtag(self, tag: str) -> None:
        if tag == self._silent:
            self._silent = ""

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.texts.append(data)
