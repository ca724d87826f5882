"""Our style: in the page itself for a reader, in files for who works here.

A reader's page and its style come in one flight. The policy of the page allows just what it holds,
by its hash. Who is signed in goes from page to page, and each of those is sent anew: there the
same pieces are files, which the browser keeps.
"""

from __future__ import annotations

import hashlib
from base64 import b64encode
from functools import cache, lru_cache
from pathlib import Path

from flask import Flask, current_app
from markupsafe import Markup

from blogsite import urls
from blogsite.lib.stylesheets import minify
from blogsite.web import policy
from blogsite.web.current import current

PROSE = {
    "prose-code": ("<pre",),
    "prose-tables": ("<table",),
    "prose-notes": ('class="footnote',),
    "prose-pictures": ('class="photo', 'class="gallery'),
    "prose-boxes": ('class="callout', "<details", 'class="embed', "<kbd", "<mark", 'class="task'),
    "prose-formulas": ("<math", 'class="unset'),
}
"""Pieces for what only some texts have in them, and how their HTML shows that it has."""

_LINK = Markup('<link rel="stylesheet" href="%s">')


def init_app(app: Flask) -> None:
    """Let templates name pieces of our style."""
    app.context_processor(_known)


def _known() -> dict[str, object]:
    # Made anew for each page: one that fails is followed by another one, which has nothing yet.
    written = Written()
    return {
        "styles": written.styles,
        "inline_style": inline_style,
        "prose_pieces": prose_pieces,
    }


class Written:
    """What a page that is being made holds of our style."""

    def __init__(self) -> None:
        self._names: set[str] = set()

    def styles(self, *names: str) -> Markup:
        """Pieces of our style, for the head of the page; each of them once.

        Arguments:
            names: of files in `static/css` without their ending, in the order in which they count.
        """
        new = tuple(name for name in dict.fromkeys(names) if name not in self._names)
        self._names.update(new)
        if current.brings_session:
            return Markup().join(_LINK % urls.static(f"css/{name}.css") for name in new)
        return inline_style(_pieces(str(current_app.static_folder), new))


def inline_style(css: str) -> Markup:
    """A `<style>` element for the head of the page that is being made; empty for no rules.

    Arguments:
        css: rules of our own making, such as the custom properties of a theme. What a person has
            typed is to be made harmless before; here it only cannot end the element.
    """
    if not css:
        return Markup()
    element, allowed = _element(css)
    policy.allow("style-src", allowed)
    return element


def prose_pieces(text: str | None = None) -> list[str]:
    """The pieces that a text needs.

    Arguments:
        text: its HTML; left out, all pieces, for a text that is still being written.
    """
    return [
        "prose",
        *(
            piece
            for piece, marks in PROSE.items()
            if text is None or any(mark in text for mark in marks)
        ),
    ]


@cache
def _pieces(folder: str, names: tuple[str, ...]) -> str:
    paths = [Path(folder) / "css" / f"{name}.css" for name in names]
    return "".join(minify(path.read_text(encoding="utf-8")) for path in paths)


@lru_cache(maxsize=256)
def _element(css: str) -> tuple[Markup, str]:
    """The element, and the source that allows it."""
    inside = css.replace("</", r"<\/")
    digest = b64encode(hashlib.sha256(inside.encode()).digest()).decode()
    element = Markup("<style>%s</style>") % Markup(inside)  # noqa: S704 (nothing in it ends it)
    return element, f"'sha256-{digest}'"
