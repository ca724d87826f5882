"""Markdown into safe HTML: parsed as CommonMark with the usual additions, sanitised last."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin

RENDER_VERSION = 2
"""Goes up when the same source would come out otherwise; stored beside what was rendered."""

EXCERPT_LENGTH = 280
LONGEST_HTML = 8 * 1024 * 1024
"""Characters. An honest text grows to twice or three times its length."""
WORDS_A_MINUTE = 230
IDEOGRAPHS_A_MINUTE = 400


class Swollen(OverflowError):
    """A short source that becomes a huge page, as by naming one long address thousands of times."""


@dataclass(frozen=True, kw_only=True)
class Rendered:
    """What a source becomes, and what is known of it without its markup."""

    html: str
    excerpt: str
    word_count: int
    reading_minutes: int


def render(source: str) -> Rendered:
    """Render Markdown.

    Arguments:
        source: CommonMark 0.31 with tables, strikethrough, autolinks, footnotes, definition
            lists and task lists. Raw HTML is let through as far as it is harmless.

    Returns:
        HTML without scripts, styles, forms, frames or foreign pictures: a picture from elsewhere
        becomes a link to it, so that reading a page never tells a third party about the reader,
        and one in raw HTML is left out.
        The highest heading is an `h2`, below the title of the page.

    Raises:
        Swollen: the HTML would be longer than `LONGEST_HTML`.
    """
    tokens = _parser.parse(source)
    _check_length(sum(_length_of_attributes(tokens)))
    for amend in (_lower_headings, _align_by_class, _draw_checkboxes, _link_pictures):
        amend(tokens)
    prose = " ".join(_prose(tokens))
    words, ideographs = len(_WORD.findall(prose)), len(_IDEOGRAPH.findall(prose))
    html = _parser.renderer.render(tokens, _parser.options, {})
    _check_length(len(html))
    return Rendered(
        html=_sanitised(html),
        excerpt=_shortened(" ".join(_paragraphs(tokens)) or prose),
        word_count=words + ideographs,
        reading_minutes=math.ceil(words / WORDS_A_MINUTE + ideographs / IDEOGRAPHS_A_MINUTE),
    )


_IDEOGRAPH = re.compile("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
_WORD = re.compile(r"(?:(?![\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff])[\w’'-])+")
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_HIDDEN = re.compile(r"<(/?)(?:script|style|template|iframe|noscript)\b", re.IGNORECASE)
_CHECKBOX = re.compile(r"\[([ xX])\] ")
_KEPT_CITE = re.compile(r"https?://", re.IGNORECASE)
_KEPT_ID = re.compile(r"fn(ref)?[0-9]+(:[0-9]+)?")
_KEPT_CLASS = re.compile(
    r"language-[\w+#.-]{1,30}|align-(left|center|right)|footnotes(-sep|-list)?"
    r"|footnote-(item|ref|backref)|task"
)

_TAGS = {
    *"a abbr b blockquote br caption cite code dd del details dfn div dl dt em".split(),
    *"h2 h3 h4 h5 h6 hr i ins kbd li mark ol p pre q rp rt ruby s samp section small".split(),
    *"span strong sub summary sup table tbody td tfoot th thead time tr u ul var".split(),
}
_ATTRIBUTES = {
    "*": {"class", "id", "dir", "lang", "title"},
    "a": {"href"},
    "blockquote": {"cite"},
    "details": {"open"},
    "li": {"value"},
    "ol": {"start", "reversed"},
    "q": {"cite"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "time": {"datetime"},
}


def _check_length(length: int) -> None:
    if length > LONGEST_HTML:
        raise Swollen


def _length_of_attributes(tokens: Sequence[Token]) -> Iterator[int]:
    for token in tokens:
        for child in token.children or ():
            # Escaped, a character is up to five.
            yield 5 * sum(len(str(value)) for value in child.attrs.values())


def _kept_attribute(_tag: str, name: str, value: str) -> str | None:
    if name == "id":
        return value if _KEPT_ID.fullmatch(value) else None
    if name == "class":
        kept = [one for one in value.split() if _KEPT_CLASS.fullmatch(one)]
        return " ".join(kept) or None
    if name == "cite":  # an address that nh3 does not look at
        return value if _KEPT_CITE.match(value) else None
    return value


def _sanitised(html: str) -> str:
    clean = nh3.clean(
        html,
        tags=_TAGS,
        clean_content_tags={"script", "style", "template", "iframe", "noscript"},
        attributes=_ATTRIBUTES,
        attribute_filter=_kept_attribute,
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel="noopener",
        # Long lines scroll, and who has no mouse must be able to reach them.
        set_tag_attribute_values={"pre": {"tabindex": "0"}},
    )
    # An entity may have hidden a control character, which no feed may hold.
    return _NOT_XML.sub("", clean)


def _make_parser() -> MarkdownIt:
    parser = MarkdownIt("gfm-like", {"html": True}).use(deflist_plugin).use(footnote_plugin)
    # A word with a dot in it is not an address: only what is written as one is linked.
    if parser.linkify is not None:
        parser.linkify.set({"fuzzy_link": False, "fuzzy_email": False, "fuzzy_ip": False})
    return parser


def _lower_headings(tokens: Sequence[Token]) -> None:
    headings = [token for token in tokens if token.type in ("heading_open", "heading_close")]
    highest = min((int(token.tag[1]) for token in headings), default=1)
    level = 1
    for token in headings:
        if token.type == "heading_open":
            # Never more than one step down: who moves by headings must not fall through a gap.
            level = min(6, level + 1, int(token.tag[1]) - highest + 2)
        token.tag = f"h{level}"


def _align_by_class(tokens: Sequence[Token]) -> None:
    # Inline styles are what a strict content security policy forbids.
    for token in tokens:
        style = token.attrs.pop("style", "")
        if style:
            token.attrJoin("class", f"align-{str(style).removeprefix('text-align:')}")


def _draw_checkboxes(tokens: Sequence[Token]) -> None:
    for item, paragraph, inline in zip(tokens, tokens[1:], tokens[2:], strict=False):
        if item.type != "list_item_open" or paragraph.type != "paragraph_open":
            continue
        first = inline.children[0] if inline.children else None
        box = _CHECKBOX.match(first.content) if first and first.type == "text" else None
        if first and box:
            item.attrJoin("class", "task")
            first.content = ("☐ " if box[1] == " " else "☑ ") + first.content[box.end() :]


def _link_pictures(tokens: Sequence[Token]) -> None:
    for token in tokens:
        depth, children = 0, []
        for child in token.children or ():
            depth += child.nesting if child.type.startswith("link_") else 0
            children += _linked(child, inside=depth > 0)
        token.children = children if token.children else token.children


def _linked(token: Token, *, inside: bool) -> list[Token]:
    if token.type != "image":
        return [token]
    opening = Token("link_open", "a", 1, attrs={"href": token.attrs.get("src", "")})
    words = Token("text", "", 0, content=_plain(token) or str(token.attrs.get("src", "")))
    return [words] if inside else [opening, words, Token("link_close", "a", -1)]


def _prose(tokens: Sequence[Token]) -> Iterator[str]:
    for token in tokens:
        if token.type == "inline":
            yield _plain(token)


def _paragraphs(tokens: Sequence[Token]) -> Iterator[str]:
    for opening, inline in pairwise(tokens):
        if opening.type == "paragraph_open" and opening.level == 0:
            yield _plain(inline)


def _plain(inline: Token) -> str:
    texts: dict[str, Callable[[Token], str]] = {
        "text": lambda token: token.content,
        "code_inline": lambda token: token.content,
        "softbreak": lambda _token: " ",
        "hardbreak": lambda _token: " ",
    }
    said, hidden = "", False
    for child in inline.children or []:
        if child.type == "html_inline" and (tag := _HIDDEN.match(child.content)):
            hidden = not tag[1]
        elif child.type in texts and not hidden:
            said += texts[child.type](child)
    return said


def _shortened(text: str) -> str:
    text = " ".join(text.split())
    if len(text) <= EXCERPT_LENGTH:
        return text
    cut = text[:EXCERPT_LENGTH]
    return cut[: cut.rfind(" ") if " " in cut else None].rstrip(" ,;:.–—") + " …"


_parser = _make_parser()
