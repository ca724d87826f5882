"""What our pages promise beyond valid HTML: a title, labelled fields, nothing inline that runs."""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser

_NOT_TYPED_INTO = {"hidden", "submit", "button", "image", "reset"}
_VOID = {
    "area",
    "base",
    "br",
    "col",
    "embed",
    "hr",
    "img",
    "input",
    "link",
    "meta",
    "source",
    "wbr",
}

Attributes = dict[str, str]


def faults(html: str) -> list[str]:
    """What is wrong with a page, in sentences."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return [*reader.faults, *reader.at_the_end()]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.faults: list[str] = []
        self._open: list[str] = []
        self._titles: list[str] = []
        self._fields: list[tuple[str, str]] = []
        self._labelled: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        self.faults.extend(_inline(tag, attributes))
        self._note_field(tag, attributes)
        if tag == "title" and "svg" not in self._open:
            self._titles.append("")
        if tag not in _VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in self._open:
            while self._open.pop() != tag:
                continue

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1] == "title" and "svg" not in self._open:
            self._titles[-1] += data

    def at_the_end(self) -> Iterator[str]:
        if len(self._titles) != 1 or not self._titles[0].strip():
            yield f"the page needs one title, it has {self._titles}"
        for field_id, name in self._fields:
            if field_id not in self._labelled:
                yield f"the field {name!r} has no label"

    def _note_field(self, tag: str, attributes: Attributes) -> None:
        if tag == "label" and "for" in attributes:
            self._labelled.add(attributes["for"])
        if tag not in ("input", "select", "textarea") or "label" in self._open:
            return
        if attributes.get("type") not in _NOT_TYPED_INTO:
            self._fields.append((attributes.get("id", ""), attributes.get("name", "?")))


def _inline(tag: str, attributes: Attributes) -> Iterator[str]:
    if tag == "script" and "src" not in attributes and not _is_data(attributes):
        yield "there is an inline script"
    for name, value in attributes.items():
        if name.startswith("on"):
            yield f"<{tag}> has the inline handler {name}"
        if name == "style":
            yield f"<{tag}> has an inline style"
        if value.strip().lower().startswith("javascript:"):
            yield f"<{tag}> has a script in {name}"


def _is_data(attributes: Attributes) -> bool:
    return attributes.get("type", "") in ("application/json", "application/ld+json")
