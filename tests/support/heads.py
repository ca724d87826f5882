"""What a page says of itself in its head, as programs read it."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any


@dataclass
class Head:
    """Meta elements by name or property, links by relation, and schema.org's things by type."""

    metas: dict[str, list[str]] = field(default_factory=dict)
    links: dict[str, list[dict[str, str]]] = field(default_factory=dict)
    things: dict[str, dict[str, Any]] = field(default_factory=dict)

    def meta(self, name: str) -> str | None:
        """The one element of that name.

        Raises:
            ValueError: there are several.
        """
        if name not in self.metas:
            return None
        (content,) = self.metas[name]
        return content

    def link(self, relation: str) -> str | None:
        """Where the one link of that relation leads.

        Raises:
            ValueError: there are several.
        """
        if relation not in self.links:
            return None
        (found,) = self.links[relation]
        return found["href"]


def read(html: str) -> Head:
    """The head of a page."""
    reader = _Reader()
    reader.feed(html)
    return reader.head


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.head = Head()
        self._data: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        if tag == "meta" and (name := told.get("property") or told.get("name")):
            self.head.metas.setdefault(name, []).append(told["content"])
        if tag == "link":
            self.head.links.setdefault(told["rel"], []).append(told)
        if tag == "script" and told.get("type") == "application/ld+json":
            self._data = ""

    def handle_data(self, data: str) -> None:
        if self._data is not None:
            self._data += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "script" and self._data is not None:
            graph = json.loads(self._data)
            assert graph["@context"] == "https://schema.org"
            self.head.things |= {one["@type"]: one for one in graph["@graph"]}
            self._data = None
