"""The picture at the head of a post, as the post itself knows it: no page asks for more."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Self

from blogsite import urls
from blogsite.database import Embedded
from blogsite.lib import images
from blogsite.models.picture.fields import PictureFields

IN_THE_MIDDLE = 960  # pixels

_ID = re.compile(r"[0-9a-f]{24}")
_ADDRESS = re.compile(r"/media/([0-9a-f]{24})(?![0-9A-Za-z])")


@dataclass(kw_only=True)
class Cover(Embedded):
    """A picture of its blog: the size that it has, what it shows, what stands there before it.

    `length` is that of its largest file in bytes, 0 where nobody has said.
    """

    id: Any
    alt: str
    width: int
    height: int
    placeholder: str = ""
    animated: bool = False
    edition: int = 1
    length: int = 0

    @classmethod
    def of(cls, picture: PictureFields) -> Self:
        """The picture, as a post is to know it."""
        return cls(
            id=picture.id,
            alt=picture.alt,
            width=picture.width,
            height=picture.height,
            # Through a clear one it would be seen for ever.
            placeholder="" if picture.clear else picture.placeholder,
            animated=picture.animated,
            edition=picture.edition,
            length=picture.renditions.get(picture.largest, {}).get("length", 0),
        )

    @property
    def sizes(self) -> dict[str, images.Size]:
        """Width and height of each size that there is of it, the smallest first."""
        return images.planned((self.width, self.height), animated=self.animated)

    @property
    def sources(self) -> str:
        """All of them, as `srcset` names them."""
        named = self.sizes.items()
        return ", ".join(f"{urls.picture(self, name)} {size[0]}w" for name, size in named)

    @property
    def usual(self) -> str:
        """For what does not read `srcset`."""
        named = self.sizes.items()
        enough = (name for name, size in named if size[0] >= IN_THE_MIDDLE)
        return urls.picture(self, next(enough, list(self.sizes)[-1]))

    @property
    def smallest(self) -> str:
        return urls.picture(self, next(iter(self.sizes)))

    @property
    def largest(self) -> str:
        return urls.picture(self, list(self.sizes)[-1])

    @property
    def largest_size(self) -> images.Size:
        return list(self.sizes.values())[-1]


def together(cover: Cover | None, pictures: Sequence[Any]) -> list[Any]:
    """All that a post uses: its cover, then what its text shows, be it the same once more."""
    return [cover.id, *pictures] if cover else list(pictures)


def named(words: str) -> str | None:
    """The id of a picture that is named by it, by its address, or by what shows it in a text.

    Returns:
        24 hex digits, nothing for no words, None for what names no picture.
    """
    words = words.strip()
    if not words or _ID.fullmatch(words):
        return words
    found = _ADDRESS.search(words)
    return found[1] if found else None
