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
SHARE = "share"
"""Under this key of its `meta` a picture of a gallery knows which part of its row it takes."""

_PLACE = re.compile(r'<span class="picture-([0-9]{1,4})"></span>')
_COLUMN = "(min-width: 40rem) {:.3g}rem, {:.3g}vw"
_WIDE, _NARROW = 36, 90
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
    share: float


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

    def ratio(self, token: Token) -> float:
        """Width to height of a picture that it knows."""
        picture = self._pictures[str(token.attrs["src"])]
        return picture["width"] / picture["height"]

    def place(self, token: Token, *, linked: bool) -> Token:
        """What stands for it until the text is clean."""
        picture = self._pictures[str(token.attrs["src"])]
        said = plain(token).strip() or picture["alt"]
        number = len(self._places)
        share = float(token.meta.get(SHARE, 1))
        self._places.append(_Place(picture=picture, said=said, linked=linked, share=share))
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
    yield f'sizes="{_COLUMN.format(_WIDE * place.share, _NARROW * place.share)}"'
    yield f'width="{int(picture["width"])}" height="{int(picture["height"])}"'
    yield f'alt="{escape(place.said)}"'
    # The first one is mostly seen at once, and must not wait.
    yield 'fetchpriority="high"' if first else 'loading="lazy"'
    yield 'decoding="async"'
