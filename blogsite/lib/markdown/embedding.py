"""A bare link to a film or a piece of music becomes a card; nobody is asked until it is clicked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from markdown_it.token import Token

# What is there, who has it, and how its addresses look.
_PLACES = (
    ("video", "YouTube", r"(www\.|m\.)?youtube\.com/(watch\?v=|shorts/|live/)[\w-]{6,}\S*"),
    ("video", "YouTube", r"youtu\.be/[\w-]{6,}\S*"),
    ("video", "Vimeo", r"(www\.)?vimeo\.com/(\w+/)*\d+\S*"),
    ("audio", "SoundCloud", r"(www\.|m\.)?soundcloud\.com/[\w-]+/[\w/-]+\S*"),
    ("audio", "Bandcamp", r"[\w-]+\.bandcamp\.com/(track|album)/[\w-]+\S*"),
    (
        "audio",
        "Spotify",
        r"open\.spotify\.com/([\w-]+/)?(track|album|episode|show)/\w+\S*",
    ),
)
_KNOWN = [(kind, name, re.compile(rf"https://{form}")) for kind, name, form in _PLACES]
_LONGEST = 300


def draw_cards(tokens: Sequence[Token], words: Mapping[str, str]) -> None:
    """Turn each paragraph that is nothing but such a link into a card.

    Arguments:
        tokens: the parsed text.
        words: under `video` and `audio`, a sentence with `{place}` in it.
    """
    for paragraph, inline in pairwise(tokens):
        if paragraph.type == "paragraph_open" and paragraph.level == 0:
            said = _said(address := _bare_link(inline), words)
            if said:
                paragraph.attrSet("class", "embed")
                inline.children = list(_card(address, said))


def _bare_link(inline: Token) -> str:
    children = inline.children or []
    kinds = [child.type for child in children]
    if kinds != ["link_open", "text", "link_close"]:
        return ""
    if children[0].markup not in ("linkify", "autolink"):
        return ""
    return str(children[0].attrs.get("href", ""))


def _said(address: str, words: Mapping[str, str]) -> str:
    for kind, place, form in _KNOWN:
        if len(address) <= _LONGEST and form.fullmatch(address):
            return words[kind].replace("{place}", place)
    return ""


def _card(address: str, said: str) -> Iterator[Token]:
    yield Token("link_open", "a", 1, attrs={"href": address})
    # A direction of their own, or they would decide for the whole text.
    yield Token("span_open", "span", 1, attrs={"dir": "auto"})
    yield Token("text", "", 0, content=said)
    yield Token("span_close", "span", -1)
    yield Token("span_open", "span", 1, attrs={"class": "embed-place", "dir": "ltr"})
    yield Token("text", "", 0, content=address.removeprefix("https://").removeprefix("www."))
    yield Token("span_close", "span", -1)
    yield Token("link_close", "a", -1)
