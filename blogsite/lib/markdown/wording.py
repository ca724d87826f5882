"""What a text says without its marks: for excerpts, counts and the names of its parts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from markdown_it.token import Token

EXCERPT_LENGTH = 280
LONGEST_CHOSEN = 1000
"""Characters of an excerpt that the writer ended."""

_HIDDEN = re.compile(r"<(/?)(?:script|style|template|iframe|noscript)\b", re.IGNORECASE)
_MORE = re.compile(r"\s*<!--\s*more\s*-->\s*", re.IGNORECASE)

_TEXTS: dict[str, Callable[[Token], str]] = {
    "text": lambda token: token.content,
    "code_inline": lambda token: token.content,
    "math_inline": lambda token: token.content,
    "math_inline_double": lambda token: token.content,
    "softbreak": lambda _token: " ",
    "hardbreak": lambda _token: " ",
}


def excerpt(tokens: Sequence[Token]) -> str:
    """The beginning in plain words: up to the mark `<!--more-->`, or some lines of it."""
    ended = next((n for n, token in enumerate(tokens) if _ends(token)), None)
    before = "" if ended is None else _words_of(tokens[: ended + 1])
    if before:
        return shortened(before, LONGEST_CHOSEN)
    return shortened(_words_of(tokens), EXCERPT_LENGTH)


def prose(tokens: Sequence[Token]) -> Iterator[str]:
    """The words of each line of text, headings and cells of tables included."""
    for token in tokens:
        if token.type == "inline":
            yield plain(token)


def plain(inline: Token) -> str:
    """The words of one paragraph, heading or cell."""
    said, hidden = "", False
    for child in inline.children or []:
        if child.type == "html_inline" and (tag := _HIDDEN.match(child.content)):
            hidden = not tag[1]
        elif child.type in _TEXTS and not hidden:
            said += _TEXTS[child.type](child)
    return said


def shortened(text: str, length: int) -> str:
    """A text of so many characters at the most, cut after a word."""
    text = " ".join(text.split())
    if len(text) <= length:
        return text
    cut = text[:length]
    return cut[: cut.rfind(" ") if " " in cut else None].rstrip(" ,;:.–—") + " …"


def _words_of(tokens: Sequence[Token]) -> str:
    paragraphs = (plain(_until_more(inline)) for one, inline in pairwise(tokens) if _is_text(one))
    return " ".join(paragraphs).strip() or " ".join(prose(tokens))


def _is_text(opening: Token) -> bool:
    """Whether a paragraph begins here that is neither a card nor the caption of a picture."""
    plainly = opening.tag == "p" and not opening.attrGet("class")
    return opening.type == "paragraph_open" and opening.level == 0 and plainly


def _ends(token: Token) -> bool:
    if token.type == "html_block":
        return bool(_MORE.fullmatch(token.content))
    return any(_is_more(child) for child in token.children or ())


def _is_more(token: Token) -> bool:
    return token.type == "html_inline" and bool(_MORE.fullmatch(token.content))


def _until_more(inline: Token) -> Token:
    children = inline.children or []
    end = next((n for n, child in enumerate(children) if _is_more(child)), None)
    return inline if end is None else Token("inline", "", 0, children=children[:end])
