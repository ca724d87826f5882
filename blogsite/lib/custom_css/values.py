"""Values of properties and conditions of rules: made of known functions, and of no foreign file."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import tinycss2

from blogsite.lib.custom_css.objections import Objections, Why

_FUNCTIONS = {
    *"var env attr calc min max clamp round mod rem abs sign sin cos tan asin acos atan".split(),
    *"atan2 pow sqrt hypot log exp".split(),
    *"rgb rgba hsl hsla hwb lab lch oklab oklch color color-mix light-dark".split(),
    *"linear-gradient radial-gradient conic-gradient repeating-linear-gradient".split(),
    *"repeating-radial-gradient repeating-conic-gradient".split(),
    *"translate translatex translatey translatez translate3d rotate rotatex rotatey".split(),
    *"rotatez rotate3d scale scalex scaley scalez scale3d skew skewx skewy matrix".split(),
    *"matrix3d perspective blur brightness contrast drop-shadow grayscale".split(),
    *"hue-rotate invert opacity saturate sepia cubic-bezier steps linear".split(),
    *"minmax repeat fit-content counter counters symbols polygon circle ellipse inset".split(),
    *"path rect xywh ray view scroll".split(),
}
_IN_CONDITIONS = {"selector", "style", "not", "calc", "min", "max", "clamp", "var"}
_FETCH = {"url", "src", "image", "image-set", "-webkit-image-set", "cross-fade", "element"}
_PLAIN = {"whitespace", "ident", "hash", "string", "number", "percentage", "dimension"}
_SIGNS = {",", "/", "*", "+", "-", "="}
_SIGNS_TOO = {":", ",", "/", "<", ">", "=", "*", "+", "-", "."}
_DEEPEST = 12
_PATH = re.compile(r"[A-Za-z0-9._/-]+")


def value(tokens: Sequence[Any], *, files: str, objections: Objections) -> str | None:
    """The value of a property, written anew; None where something in it may not stay."""
    checking = _Checking(objections, _FUNCTIONS, _SIGNS, files)
    return checking.written(tokens)


def condition(tokens: Sequence[Any], objections: Objections) -> str:
    """What stands between an @-rule's name and its block, written anew."""
    return _Checking(objections, _IN_CONDITIONS, _SIGNS_TOO, None).written(tokens) or ""


class _Checking:
    def __init__(
        self, objections: Objections, functions: set[str], signs: set[str], files: str | None
    ) -> None:
        self._objections = objections
        self._functions = functions
        self._signs = signs
        self._files = files

    def written(self, tokens: Sequence[Any]) -> str | None:
        before = len(self._objections.found)
        self._check(tokens, 0)
        if len(self._objections.found) > before:
            return None
        return str(tinycss2.serialize(tokens)).strip()

    def _check(self, tokens: Sequence[Any], depth: int) -> None:
        if depth > _DEEPEST:
            self._objections.note(tokens[0] if tokens else 1, Why.DEEP)
            return
        for token in tokens:
            self._check_token(token, depth)

    def _check_token(self, token: Any, depth: int) -> None:
        if token.type == "whitespace":
            token.value = " "
        elif token.type in _PLAIN or (token.type == "literal" and token.value in self._signs):
            pass
        elif token.type in ("() block", "[] block"):
            self._check(token.content, depth + 1)
        elif token.type == "url":
            self._check_address(token, token.value)
        elif token.type == "function":
            self._check_function(token, depth)
        else:
            self._objections.note(token, Why.UNKNOWN, token.serialize()[:40])

    def _check_function(self, token: Any, depth: int) -> None:
        name = token.lower_name
        if name in self._functions:
            self._check(token.arguments, depth + 1)
        elif name == "url":
            inside = [one for one in token.arguments if one.type != "whitespace"]
            alone = len(inside) == 1 and inside[0].type == "string"
            self._check_address(token, inside[0].value if alone else "")
        elif name in _FETCH:
            self._objections.note(token, Why.ADDRESS, f"{name}()")
        else:
            self._objections.note(token, Why.FUNCTION, f"{name[:40]}()")

    def _check_address(self, token: Any, address: str) -> None:
        own = self._files is not None and address.startswith(self._files)
        if not own or not _PATH.fullmatch(address) or ".." in address or "//" in address:
            self._objections.note(token, Why.ADDRESS, address[:80])
