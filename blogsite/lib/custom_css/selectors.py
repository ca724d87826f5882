"""Selectors that are about nothing but what is inside one element."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import tinycss2

from blogsite.lib.custom_css.objections import Objections, Why

_ROOTS = ("html", "body", ":root")
"""What people write for the whole page: here it is the element itself."""

_FUNCTIONS = {
    *("is", "not", "where", "has", "lang", "dir", "nth-child", "nth-last-child", "nth-of-type"),
    *("nth-last-of-type", "highlight"),
}
_SIGNS = {".", ":", "*", ">", "+", "~", ",", "-"}
_IN_BRACKETS = {"=", "~=", "|=", "^=", "$=", "*=", "-"}
_SIBLINGS = ("+", "~")
_DEEPEST = 8


def confined(prelude: Sequence[Any], within: str, objections: Objections) -> str:
    """The selectors of a rule, each with the element before it."""
    written = []
    for tokens in _divided(prelude):
        if not tokens:
            objections.note(prelude[0] if prelude else 1, Why.SELECTOR)
        elif _fit(tokens, objections):
            written.append(_placed(tokens, within, objections))
    return ",".join(written)


def _divided(prelude: Sequence[Any]) -> Iterator[list[Any]]:
    """Between the commas, without blanks around them."""
    part: list[Any] = []
    for one in prelude:
        if one == ",":
            yield _stripped(part)
            part = []
        else:
            part.append(one)
    yield _stripped(part)


def _stripped(tokens: list[Any]) -> list[Any]:
    first = next((n for n, one in enumerate(tokens) if one.type != "whitespace"), len(tokens))
    last = next((n for n, one in enumerate(reversed(tokens)) if one.type != "whitespace"), 0)
    return tokens[first : len(tokens) - last]


def _fit(tokens: Sequence[Any], objections: Objections, depth: int = 0) -> bool:
    """Whether nothing but what selectors are made of stands in it."""
    if depth > _DEEPEST:
        objections.note(tokens[0] if tokens else 1, Why.DEEP)
        return False
    return all(_token_fit(one, objections, depth) for one in tokens)


def _token_fit(token: Any, objections: Objections, depth: int) -> bool:
    if token.type == "function" and token.lower_name in _FUNCTIONS:
        return _fit(token.arguments, objections, depth + 1)
    if token.type == "[] block":
        fine = all(
            one.type in ("ident", "string", "whitespace")
            or (one.type == "literal" and one.value in _IN_BRACKETS)
            for one in token.content
        )
    elif token.type == "literal":
        fine = token.value in _SIGNS
    else:
        numbers = ("number", "dimension", "string") if depth else ()
        fine = token.type in ("ident", "hash", "whitespace", *numbers)
    if not fine:
        objections.note(token, Why.SELECTOR, token.serialize()[:40] if depth < 1 else "")
    return fine


def _placed(tokens: list[Any], within: str, objections: Objections) -> str:
    start, rest = tokens[0], tokens
    at_root = False
    for _ in _ROOTS:
        if rest and (length := _root(rest)):
            rest, at_root = _stripped(rest[length:]), True
    if not rest:
        return within
    if rest[0] in _SIBLINGS or (rest[0] == ">" and not at_root) or rest[0] == "-":
        objections.note(start, Why.SELECTOR, rest[0].value)
    for one in rest:
        if one.type == "whitespace":
            one.value = " "
    return f"{within} {tinycss2.serialize(rest)}"


def _root(tokens: Sequence[Any]) -> int:
    """How many tokens at the beginning stand for the whole page, if they stand by themselves."""
    for name in _ROOTS:
        length = 2 if name[0] == ":" else 1
        said = "".join(
            one.lower_value if one.type == "ident" else one.value
            for one in tokens[:length]
            if one.type in ("ident", "literal")
        )
        after = tokens[length] if len(tokens) > length else None
        alone = after is None or after.type == "whitespace" or after == ">" or after in _SIBLINGS
        if said == name and alone:
            return length
    return 0
