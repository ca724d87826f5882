"""CSS on its way to a browser."""

from __future__ import annotations

import re

_COMMENT_OR_STRING = re.compile(r"""/\*.*?\*/|("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')""", re.DOTALL)
_KEPT = re.compile("\0([0-9]+)\1")
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
    strings: list[str] = []

    def put_aside(found: re.Match[str]) -> str:
        if found[1] is None:
            return ""
        strings.append(found[1])
        return f"\0{len(strings) - 1}\1"

    single = _SPACE.sub(" ", _COMMENT_OR_STRING.sub(put_aside, css))
    small = _AFTER_COLON.sub(":", _AROUND.sub(r"\1", single)).replace(";}", "}")
    return _KEPT.sub(lambda found: strings[int(found[1])], small).strip()
