"""LaTeX into MathML, by a way on which nothing of the writer's becomes markup."""

from __future__ import annotations

import html
import re
from functools import lru_cache
from xml.etree import ElementTree as ET

from latex2mathml import exceptions
from latex2mathml.converter import convert_to_element

LONGEST = 2000
"""Characters of one formula; time and page grow with it."""
DEEPEST = 30
"""Groups inside groups."""

_DROPPED = {"href", "style", "class", "id", "xmlns", "mathcolor", "mathbackground", "mathsize"}

_GROUP = re.compile(r"(\{|\\left\b|\\begin\b)|\}|\\right\b|\\end\b")

# Whatever it meets in what is no LaTeX at all.
_REFUSALS: tuple[type[Exception], ...] = (
    *(one for one in vars(exceptions).values() if isinstance(one, type)),
    *(LookupError, TypeError, ValueError, AttributeError, RuntimeError, ArithmeticError),
    *(AssertionError, StopIteration),
)


@lru_cache(maxsize=256)
def mathml(source: str, *, block: bool) -> str | None:
    """A formula, typeset.

    Arguments:
        source: LaTeX without the dollars.
        block: whether it stands by itself.

    Returns:
        MathML, to be cleaned with the rest of the page; None when it is not understood, is
        longer than `LONGEST` or deeper than `DEEPEST`.
    """
    if len(source) > LONGEST or _depth(source) > DEEPEST:
        return None
    try:
        math = convert_to_element(source, display="block" if block else "inline")
        # It puts entities into texts, which would be escaped a second time.
        for element in math.iter():
            element.text = html.unescape(element.text or "")
            element.tail = html.unescape(element.tail or "")
            for name in _DROPPED & element.attrib.keys():
                del element.attrib[name]
        return ET.tostring(math, encoding="unicode")
    except _REFUSALS:
        return None


def _depth(source: str) -> int:
    deepest = depth = 0
    for mark in _GROUP.finditer(source):
        depth += 1 if mark[1] else -1
        deepest = max(deepest, depth)
    return deepest
