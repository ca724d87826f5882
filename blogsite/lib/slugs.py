"""Readable names for addresses, from any script."""

from __future__ import annotations

import re
from collections.abc import Collection
from itertools import count

from slugify import slugify

LONGEST = 80


def slug(text: str, *, fallback: str) -> str:
    """A name of small Latin letters, digits and hyphens, cut at a word's end.

    Arguments:
        text: what to name, in any script.
        fallback: the name when nothing of the text can be spelled out (emoji alone).
    """
    spelled = slugify(text, max_length=LONGEST, word_boundary=True, save_order=True)
    return spelled or fallback


def free(base: str, taken: Collection[str]) -> str:
    """The first of `base`, `base-2`, `base-3`, … that is not taken."""
    if base not in taken:
        return base
    return next(name for n in count(2) if (name := f"{base}-{n}") not in taken)


def family(base: str) -> re.Pattern[str]:
    """Matches `base` and its numbered relatives: an anchored pattern that an index serves."""
    return re.compile(rf"^{re.escape(base)}(-[0-9]+)?$")
