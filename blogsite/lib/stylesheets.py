"""CSS on its way to a browser."""

from __future__ import annotations

import re

_COMMENT_OR_STRING = re.compile(r"""/\*.*?\*/|("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')""", re.DOTALL)
_STRING = re.compile(r"""("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')""", re.DOTALL)
_SPACE = re.compile(r"\s+")
_AROUND = re.compile(r" ?([{};,>]) ?")
# The colon of a declaration, not one of a selector: no brace opens before its end.
_AFTER_COLON = re.compile(r": (?=[^{}]*[;})])")


def minify(css: str) -> str:
    """The same rules in fewer bytes: without comments, and without space that means nothing.

    Strings stay as they are, and so does space where it may mean something: between the parts of a
    selector, before a colon, and around the signs of a calculation.

    Arguments:
        css: rules as we write them; not what strangers send, which may be no CSS at all.
    """
    bare = _COMMENT_OR_STRING.sub(lambda found: found[1] or "", css)
    # Every second piece is a string.
    pieces = _STRING.split(bare)
    pieces[::2] = [_squeezed(piece) for piece in pieces[::2]]
    return "".join(pieces).strip()


def _squeezed(piece: str) -> str:
    single = _SPACE.sub(" ", piece)
    return _AFTER_COLON.sub(":", _AROUND.sub(r"\1", single)).replace(";}", "}")
