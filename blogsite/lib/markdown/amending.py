"""What is changed in a parsed text before it is written as HTML."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import TypedDict

from markdown_it.token import Token

from .cleaning import PREFIX
from .depicting import Drawing
from .wording import plain, shortened

MOST_CONTENTS = 200
_CHECKBOX = re.compile(r"\[([ xX])\] ")


class Heading(TypedDict):
    """An entry of the table of contents: its level below the title, its words, its anchor."""

    level: int
    text: str
    id: str


def lower_headings(tokens: Sequence[Token]) -> None:
    """Make the highest heading an `h2`, below the title of the page."""
    headings = [token for token in tokens if token.type in ("heading_open", "heading_close")]
    highest = min((int(token.tag[1]) for token in headings), default=1)
    level = 1
    for token in headings:
        if token.type == "heading_open":
            # Never more than one step down: who moves by headings must not fall through a gap.
            level = min(6, level + 1, int(token.tag[1]) - highest + 2)
        token.tag = f"h{level}"


def set_anchors(tokens: Sequence[Token]) -> list[Heading]:
    """Give each heading an id made of its words; the table of contents, of two levels."""
    contents: list[Heading] = []
    taken: dict[str, int] = {}
    for opening, inline in pairwise(tokens):
        if opening.type != "heading_open":
            continue
        words = " ".join(plain(inline).split())
        name = _free(re.sub(r"[\W_]+", "-", words.casefold())[:60].strip("-") or "part", taken)
        opening.attrSet("id", PREFIX + name)
        level = int(opening.tag[1]) - 1
        if words and level <= 2 and opening.level == 0 and len(contents) < MOST_CONTENTS:
            contents.append(Heading(level=level, text=shortened(words, 200), id=PREFIX + name))
    return contents


def _free(name: str, taken: dict[str, int]) -> str:
    free = name
    while free in taken:
        taken[name] += 1
        free = f"{name}-{taken[name]}"
    taken[free] = 1
    return free


def align_by_class(tokens: Sequence[Token]) -> None:
    """Say how columns are aligned without styles, which a strict policy forbids."""
    for token in tokens:
        style = token.attrs.pop("style", "")
        if style:
            token.attrJoin("class", f"align-{str(style).removeprefix('text-align:')}")


def draw_checkboxes(tokens: Sequence[Token]) -> None:
    """Turn `[ ]` and `[x]` at the start of an item into signs: there is nothing to click."""
    for item, paragraph, inline in zip(tokens, tokens[1:], tokens[2:], strict=False):
        if item.type != "list_item_open" or paragraph.type != "paragraph_open":
            continue
        first = inline.children[0] if inline.children else None
        box = _CHECKBOX.match(first.content) if first and first.type == "text" else None
        if first and box:
            item.attrJoin("class", "task")
            first.content = ("☐ " if box[1] == " " else "☑ ") + first.content[box.end() :]


def name_callouts(tokens: Sequence[Token], words: Mapping[str, str]) -> None:
    """Give callouts their element, and a title in the words of the post's page."""
    kind = ""
    following = [*tokens[1:], Token("end", "", 0)]
    for token, after in zip(tokens, following, strict=False):
        if token.type in ("alert_open", "alert_close"):
            token.tag = "aside"
            kind = str(token.meta.get("kind", "")).lower()
            token.attrs = {"class": f"callout callout-{kind}"} if token.nesting > 0 else {}
        elif token.type == "alert_title_open":
            # Its own direction, or it would decide for the whole text: see `dir=auto` in HTML.
            token.attrs = {"class": "callout-title", "dir": "auto"}
            after.children = [Token("text", "", 0, content=words[kind])]


def frame_pictures(tokens: Sequence[Token]) -> None:
    """Make a figure of a picture that stands alone and has a title, its caption."""
    for opening, inline, closing in zip(tokens, tokens[1:], tokens[2:], strict=False):
        if opening.type != "paragraph_open" or len(inline.children or []) != 1 or opening.hidden:
            continue
        picture = (inline.children or [])[0]
        caption = str(picture.attrs.pop("title", "")) if picture.type == "image" else ""
        if caption:
            opening.tag = closing.tag = "figure"
            inline.children = [
                picture,
                Token("caption_open", "figcaption", 1),
                Token("text", "", 0, content=caption),
                Token("caption_close", "figcaption", -1),
            ]


def set_pictures(tokens: Sequence[Token], drawing: Drawing) -> None:
    """Make room for pictures of our own; put a link in the place of each other one.

    So reading tells no third party of the reader.
    """
    for token in tokens:
        depth = 0
        children: list[Token] = []
        for child in token.children or ():
            depth += child.nesting if child.type.startswith("link_") else 0
            if drawing.knows(child):
                children.append(drawing.place(child, linked=depth > 0))
            else:
                children += _linked(child, inside=depth > 0)
        token.children = children if token.children else token.children


def mark_for_writer(tokens: Sequence[Token]) -> None:
    """Say on which line of the source each block begins; let links open in another window."""
    for token in tokens:
        if token.map and token.nesting >= 0 and token.type != "inline":
            token.attrSet("data-line", str(token.map[0]))
        for child in token.children or ():
            if child.type == "link_open" and not str(child.attrGet("href")).startswith("#"):
                child.attrSet("target", "_blank")


def _linked(token: Token, *, inside: bool) -> Iterator[Token]:
    if token.type != "image":
        yield token
        return
    address = token.attrs.get("src", "")
    words = Token("text", "", 0, content=plain(token) or str(address))
    if inside:
        yield words
    else:
        yield Token("link_open", "a", 1, attrs={"href": address})
        yield words
        yield Token("link_close", "a", -1)
