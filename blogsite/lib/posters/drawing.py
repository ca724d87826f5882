"""Drawing a poster: a mark and a name, large words, a band below."""

from __future__ import annotations

from typing import Any

from PIL import Image, ImageDraw

from . import ordering
from .poster import SIZE, Poster
from .setting import Block, Setter

_WIDTH, _HEIGHT = SIZE
_MARGIN = 88
_MEASURE = _WIDTH - 2 * _MARGIN
_BAND = 18

_NAME_LINE = 128
"""Where the name stands: its line, from above."""
_NAME_SIZES = (34, 30, 26)
_MARK, _LARGE_MARK = 46, 184
_GAP = 16

_TITLE_SIZES = (124, 110, 96, 88, 80, 72, 66, 60, 54, 48, 44)
_TITLE_FOOT = _HEIGHT - 92
"""Nothing of the words reaches below that."""
_TITLE_HEAD = 176
_NOTE_SIZES = (32, 28)
_NOTE_HEIGHT = 110
_NOTE_GAP = 34

_SMOOTH = 4
_PILCROW = 24.0
"""The mark is drawn on a square of so many units."""


def drawn(poster: Poster) -> Any:
    """The picture of a poster."""
    image = Image.new("RGB", SIZE, poster.colours.ground)
    _Drawing(image, poster).draw()
    return image


class _Drawing:
    def __init__(self, image: Any, poster: Poster) -> None:
        self._image, self._pen, self._poster = image, ImageDraw.Draw(image), poster
        self._direction = poster.direction or ordering.direction_of(poster.title)
        self._rtl = self._direction == ordering.RTL

    def draw(self) -> None:
        poster = self._poster
        self._pen.rectangle((0, _HEIGHT - _BAND, _WIDTH, _HEIGHT), poster.colours.accent)
        title, name, note = map(self._setter, (poster.title, poster.name, poster.note))
        if not title.text:
            # Words that cannot be drawn are left out; what can be stands large.
            title, name, note = name, self._setter(""), self._setter("")
        self._mark(_MARK if title.text else _LARGE_MARK)
        self._name(name)
        self._words(title, note)

    def _setter(self, text: str) -> Setter:
        return Setter(text, language=self._poster.language, direction=self._direction)

    def _name(self, name: Setter) -> None:
        if name.text:
            indent = _MARK + _GAP
            room = {"width": _MEASURE - indent, "height": _NAME_LINE}
            block = name.block(sizes=_NAME_SIZES, most=1, **room)
            self._block(
                name, block, foot=_NAME_LINE, colour=self._poster.colours.soft, indent=indent
            )

    def _words(self, title: Setter, note: Setter) -> None:
        colours, foot = self._poster.colours, _TITLE_FOOT
        if note.text:
            block = note.block(sizes=_NOTE_SIZES, width=_MEASURE, height=_NOTE_HEIGHT)
            self._block(note, block, foot=foot, colour=colours.soft)
            foot -= block.height + _NOTE_GAP
        if title.text:
            block = title.block(sizes=_TITLE_SIZES, width=_MEASURE, height=foot - _TITLE_HEAD)
            self._block(title, block, foot=foot, colour=colours.ink)

    def _block(
        self, setter: Setter, block: Block, *, foot: int, colour: str, indent: int = 0
    ) -> None:
        """Lines whose last one stands at `foot`."""
        start = _MARGIN + indent
        for above, line in enumerate(reversed(block.lines)):
            left = _WIDTH - start - line.width if self._rtl else float(start)
            for run in line.runs:
                place, font = (left, foot - above * block.leading), run.face.at(block.size)
                manner = setter.manner(run)
                self._pen.text(place, run.text, colour, font, anchor="ls", **manner)
                left += setter.measured(run, block.size)

    def _mark(self, side: int) -> None:
        """The sign of a paragraph, as the site has it beside its name."""
        shape = _pilcrow(side)
        left = _WIDTH - _MARGIN - side if self._rtl else _MARGIN
        place = (left - (0 if self._rtl else side // 8), _NAME_LINE - round(side * 0.84))
        self._image.paste(self._poster.colours.accent, place, shape)


def _pilcrow(side: int) -> Any:
    scale = side * _SMOOTH / _PILCROW
    large = Image.new("L", (side * _SMOOTH, side * _SMOOTH), 0)
    pen = ImageDraw.Draw(large)

    def box(left: float, top: float, right: float, bottom: float) -> tuple[float, ...]:
        return tuple(round(one * scale) for one in (left, top, right, bottom))

    pen.rectangle(box(9.5, 3, 20, 5), 255)
    pen.rectangle(box(16, 3, 18, 21), 255)
    pen.rectangle(box(11, 3, 13, 21), 255)
    pen.rectangle(box(9.5, 3, 13, 14), 255)
    pen.ellipse(box(4, 3, 15, 14), 255)
    pen.rectangle(box(13, 5, 16, 21), 0)
    return large.resize((side, side), Image.Resampling.LANCZOS)
