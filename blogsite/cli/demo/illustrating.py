"""Pictures for the texts of a demo site, chosen before any of them is drawn."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from blogsite.cli.demo import pictures
from blogsite.cli.demo.grammar import Voice, sections

OF_A_BLOG = 8
"""Pictures of each."""

REFERENCE = re.compile(r"\(picture:([0-9]+)")
"""What stands in a planned text for the address of a picture of its blog."""

_COVERED, _FIGURED, _GALLERIES, _CAPTIONED = 0.4, 0.25, 0.1, 0.6
_HEADING = "\n\n## "


@dataclass(frozen=True)
class PicturePlan:
    """One of the pictures that are drawn, and what it shows in the language of its blog."""

    number: int
    alt: str


def shelf(random: Random, language: str) -> list[PicturePlan]:
    """The pictures of a blog."""
    said = sections(language)["picture"]
    chosen = random.sample(range(pictures.COUNT), k=OF_A_BLOG)
    return [PicturePlan(number, said[pictures.motif(number)]) for number in chosen]


class Illustrator:
    """Whoever puts pictures to one text.

    Arguments:
        shelf: the pictures of the blog.
        language: of captions.
        random: where choices come from.
    """

    def __init__(self, shelf: Sequence[PicturePlan], language: str, random: Random) -> None:
        self._shelf, self._random = shelf, random
        self._voice = Voice(language, random)
        self._left = list(range(len(shelf)))
        random.shuffle(self._left)

    def cover(self) -> tuple[int | None, str]:
        """Which picture stands at the head, if any, and its caption."""
        if self._random.random() >= _COVERED:
            return None, ""
        return self._left.pop(), self._caption()

    def illustrated(self, content: str) -> str:
        """A text with pictures in it: one behind its first paragraphs, or several further down."""
        if self._random.random() < _FIGURED:
            content = _put_in(content, self._shown(self._left.pop()))
        if self._random.random() < _GALLERIES:
            count = min(self._random.choice((2, 3, 3, 4, 5)), len(self._left))
            row = "\n".join(self._shown(self._left.pop()) for _ in range(count))
            content = _put_in(content, row, further_down=True)
        return content

    def _shown(self, number: int) -> str:
        caption = self._caption()
        title = f' "{caption}"' if caption else ""
        return f"![{self._shelf[number].alt}](picture:{number}{title})"

    def _caption(self) -> str:
        return self._voice.say("caption") if self._random.random() < _CAPTIONED else ""


def _put_in(content: str, block: str, *, further_down: bool = False) -> str:
    # Where a section begins or the first paragraphs end is never in the middle of code or a list.
    if further_down and _HEADING in content:
        before, _heading, after = content.rpartition(_HEADING)
        return f"{before}\n\n{block}{_HEADING}{after}"
    opening, paragraph, *rest = content.split("\n\n", 2)
    return "\n\n".join([opening, paragraph.rstrip("\n"), block, *rest])
