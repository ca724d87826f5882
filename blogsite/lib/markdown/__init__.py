"""Markdown into safe HTML: parsed as CommonMark with the usual additions, sanitised last.

This package is also loaded by its path, in a process that has nothing else of ours: what it
needs of itself it imports from beside it.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from markdown_it.token import Token

from . import amending
from .amending import Heading
from .cleaning import PREFIX, cleaned
from .depicting import Depicted, Drawing
from .embedding import draw_cards
from .galleries import gather_galleries
from .parsing import make_parser
from .wording import EXCERPT_LENGTH, excerpt, prose

RENDER_VERSION = 7
"""Goes up when the same source would come out, or be found, otherwise; stored beside the HTML."""

LONGEST_HTML = 8 * 1024 * 1024
"""Characters. An honest text grows to twice or three times its length."""
FEWEST_CONTENTS = 3
"""Headings that make a table of contents worth its place."""
WORDS_A_MINUTE = 230
IDEOGRAPHS_A_MINUTE = 400

WORDS: Mapping[str, str] = {
    "note": "Note",
    "tip": "Tip",
    "important": "Important",
    "warning": "Warning",
    "caution": "Caution",
    "video": "Video on {place}",
    "audio": "Listen on {place}",
    "formula": "This formula could not be typeset.",
    "picture": "Picture, full size",
}
"""What the renderer itself says; whoever calls it may say it in another language."""


NO_PICTURES: Mapping[str, Depicted] = {}


class Swollen(OverflowError):
    """A short source that becomes a huge page, as by naming one long address thousands of times."""


@dataclass(frozen=True, kw_only=True)
class Rendered:
    """What a source becomes, and what is known of it without its markup.

    `prose` is the text in plain words, which a preview does without. `contents` is empty unless
    there are headings enough for a table of contents; `pictures` are the names of those shown.
    """

    html: str
    excerpt: str
    word_count: int
    reading_minutes: int
    prose: str = ""
    contents: list[Heading] = field(default_factory=list)
    pictures: list[str] = field(default_factory=list)


def render(
    source: str,
    words: Mapping[str, str] = WORDS,
    pictures: Mapping[str, Depicted] = NO_PICTURES,
) -> Rendered:
    """Render Markdown.

    Arguments:
        source: CommonMark 0.31 with tables, strikethrough, autolinks, task lists, footnotes,
            definition lists, callouts, formulas and `<!--more-->`, the end of the excerpt. Raw
            HTML is let through as far as it is harmless.
        words: what it says itself, under the keys of `WORDS`.
        pictures: those that may be shown, by their addresses as they stand in the source.

    Returns:
        HTML without scripts, styles, forms, frames or foreign pictures: a picture from elsewhere
        becomes a link to it, so that reading a page never tells a third party about the reader,
        and one in raw HTML is left out. One of `pictures` is drawn, several in a row as a gallery.
        The highest heading is an `h2`, below the title of the page; each id begins with `PREFIX`.

    Raises:
        Swollen: the HTML would be longer than `LONGEST_HTML`.
    """
    return _rendered(source, words, pictures, preview=False)


def preview(
    source: str,
    words: Mapping[str, str] = WORDS,
    pictures: Mapping[str, Depicted] = NO_PICTURES,
) -> Rendered:
    """Render Markdown for its writer, who still works on it: the same HTML, and in it

    - `data-line` on each block, the line of the source where it begins, counted from 0;
    - links that open in another window, so that none leads away from what is not saved.
    """
    return _rendered(source, words, pictures, preview=True)


def _rendered(
    source: str, words: Mapping[str, str], pictures: Mapping[str, Depicted], *, preview: bool
) -> Rendered:
    environment: dict[str, Any] = {"words": words}
    tokens = _parser.parse(source, environment)
    _check_length(sum(_length_of_attributes(tokens)))
    said = " ".join(prose(tokens))
    drawing = Drawing(pictures, whole=words["picture"])
    contents = _amend(tokens, words, drawing)
    if preview:
        amending.mark_for_writer(tokens)
    html = _parser.renderer.render(tokens, _parser.options, environment)
    _check_length(len(html))
    number, ideographs = len(_WORD.findall(said)), len(_IDEOGRAPH.findall(said))
    return Rendered(
        html=drawing.filled(cleaned(html, preview=preview)),
        excerpt=excerpt(tokens),
        word_count=number + ideographs,
        reading_minutes=math.ceil(number / WORDS_A_MINUTE + ideographs / IDEOGRAPHS_A_MINUTE),
        prose="" if preview else said,
        contents=contents if len(contents) >= FEWEST_CONTENTS else [],
        pictures=drawing.names,
    )


def _amend(tokens: Sequence[Token], words: Mapping[str, str], drawing: Drawing) -> list[Heading]:
    amending.lower_headings(tokens)
    contents = amending.set_anchors(tokens)
    amending.align_by_class(tokens)
    amending.draw_checkboxes(tokens)
    amending.name_callouts(tokens, words)
    draw_cards(tokens, words)
    amending.frame_pictures(tokens)
    gather_galleries(tokens, drawing)
    amending.set_pictures(tokens, drawing)
    return contents


def _check_length(length: int) -> None:
    if length > LONGEST_HTML:
        raise Swollen


def _length_of_attributes(tokens: Sequence[Token]) -> Iterator[int]:
    for token in tokens:
        for child in token.children or ():
            # Escaped, a character is up to five.
            yield 5 * sum(len(str(value)) for value in child.attrs.values())


_IDEOGRAPH = re.compile("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
_WORD = re.compile(r"(?:(?![\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff])[\w’'-])+")

_parser = make_parser()

__all__ = [
    "EXCERPT_LENGTH",
    "PREFIX",
    "RENDER_VERSION",
    "WORDS",
    "Depicted",
    "Heading",
    "Rendered",
    "Swollen",
    "preview",
    "render",
]
