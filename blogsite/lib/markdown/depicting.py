"""Pictures of our own in a text: known by their addresses, drawn for every screen.

What the sanitiser sees of one is an empty place, which is filled afterwards: an `img` of a writer's
never gets through.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import TypedDict

from markdown_it.token import Token

from .wording import plain

GALLERY = "gallery"

_PLACE = re.compile(r'<span class="picture-([0-9]{1,4})"></span>')
_ALONE = "(min-width: 40rem) 36rem, 94vw"
_BESIDE_OTHERS = "(min-width: 40rem) 18rem, 47vw"
_MIDDLE = 960  # pixels: for what does not read `srcset`


class Depicted(TypedDict):
    """What is known of a picture: its size, its addresses with the widths of what is there.

    `name` is told back of what was drawn, `alt` said where the writer says nothing, `placeholder`
    a WebP of a few pixels in Base64, or "".
    """

    name: str
    alt: str
    width: int
    height: int
    placeholder: str
    sources: Sequence[tuple[str, int]]


@dataclass(frozen=True, kw_only=True)
class _Place:
    picture: Depicted
    said: str
    linked: bool
    beside_others: bool


class Drawing:
    """The pictures of one text.

    Arguments:
        pictures: those that may be shown, by their addresses.
        whole: what a link says that shows one alone, where nothing is said of it.
    """

    def __init__(self, pictures: Mapping[str, Depicted], *, whole: str) -> None:
        self._pictures, self._whole = pictures, whole
        self._places: list[_Place] = []

    @property
    def names(self) -> list[str]:
        """Which ones were drawn, each once."""
        return list(dict.fromkeys(one.picture["name"] for one in self._places))

    def knows(self, token: Token) -> bool:
        return token.type == "image" and str(token.attrs.get("src", "")) in self._pictures

    def place(self, token: Token, *, linked: bool, beside_others: bool) -> Token:
        """What stands for it until the text is clean."""
        picture = self._pictures[str(token.attrs["src"])]
        said = plain(token).strip() or picture["alt"]
        number = len(self._places)
        self._places.append(
            _Place(picture=picture, said=said, linked=linked, beside_others=beside_others)
        )
        return Token("html_inline", "", 0, content=f'<span class="picture-{number}"></span>')

    def filled(self, html: str) -> str:
        """Clean HTML with its pictures in it."""
        drawn = [self._html(one, first=number == 0) for number, one in enumerate(self._places)]

        def picture(place: re.Match[str]) -> str:
            number = int(place[1])
            return drawn[number] if number < len(drawn) else ""

        return _PLACE.sub(picture, html)

    def _html(self, place: _Place, *, first: bool) -> str:
        picture = place.picture
        before = _before(picture["placeholder"])
        image = f"<img {' '.join(_attributes(place, first=first))}>"
        if place.linked:
            return f'<span class="photo">{before}{image}</span>'
        name = "" if place.said else f' aria-label="{escape(self._whole)}"'
        address = escape(picture["sources"][-1][0])
        return f'<a class="photo" href="{address}"{name}>{before}{image}</a>'


def gather_galleries(tokens: Sequence[Token], drawing: Drawing) -> None:
    """Make a row of what stands together: several pictures and nothing else in a paragraph."""
    for opening, inline, closing in zip(tokens, tokens[1:], tokens[2:], strict=False):
        if opening.type != "paragraph_open" or opening.hidden:
            continue
        children = [one for one in inline.children or [] if one.type != "softbreak"]
        if len(children) > 1 and all(drawing.knows(one) for one in children):
            opening.tag = closing.tag = "figure"
            opening.attrSet("class", GALLERY)
            inline.children = children


def _before(placeholder: str) -> str:
    if not placeholder:
        return ""
    content = f"data:image/webp;base64,{escape(placeholder)}"
    return f'<img class="photo-before" src="{content}" alt="">'


def _attributes(place: _Place, *, first: bool) -> Iterator[str]:
    picture, sources = place.picture, place.picture["sources"]
    usual = next((address for address, width in sources if width >= _MIDDLE), sources[-1][0])
    every = ", ".join(f"{address} {width}w" for address, width in sources)
    yield f'src="{escape(usual)}" srcset="{escape(every)}"'
    yield f'sizes="{_BESIDE_OTHERS if place.beside_others else _ALONE}"'
    yield f'width="{int(picture["width"])}" height="{int(picture["height"])}"'
    yield f'alt="{escape(place.said)}"'
    # The first one is mostly seen at once, and must not wait.
    yield 'decoding="async"' if first else 'loading="lazy" decoding="async"'
