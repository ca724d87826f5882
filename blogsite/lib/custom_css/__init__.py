"""CSS that somebody else wrote, made harmless: what may stay is named, and all else is refused.

What comes out is written anew from what was understood, never cut out of what was sent. Each rule
of it is about what is *inside* one element: `h1` becomes `.own h1`. So nobody's CSS reaches what
stands beside that element, and whatever is meant to lie above it is kept in by an element around
it with `contain: paint`, which no selector of theirs can be about.

Grammar: https://www.w3.org/TR/css-syntax-3/, as tinycss2 reads it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import tinycss2

from blogsite.lib.custom_css import selectors, values
from blogsite.lib.custom_css.objections import MOST, Objection, Objections, Unfit, Why, whole

__all__ = ["LONGEST", "Objection", "Unfit", "Why", "confined"]

LONGEST = 64 * 1024
"""How many bytes of it are read."""

_DEEPEST = 32
"""More than any rule needs that may stay; all that walks through one does so by recursion."""

_CONDITIONS = {"media", "supports", "container"}
_MOVES = {"keyframes", "-webkit-keyframes"}
_MOMENT = re.compile(r"(from|to|\d{1,3}(\.\d{1,4})?%)(\s*,\s*(from|to|\d{1,3}(\.\d{1,4})?%))*")
_NAME = re.compile(r"-{0,2}[a-z][a-z0-9-]*|--[\w-]{1,100}", re.IGNORECASE | re.ASCII)
_NUMBER = re.compile(r"[0-9]{60}")
_FORBIDDEN = {"behavior", "-ms-behavior", "-moz-binding"}


def confined(source: str, *, within: str, files: str) -> str:
    """The same rules, about nothing but what is inside one element.

    Arguments:
        source: CSS as somebody wrote it.
        within: the selector of that element, a class.
        files: how the addresses begin that it may fetch, such as `/media/`.

    Raises:
        Unfit: something in it may not stay, is not understood, or it is longer than `LONGEST`.
    """
    objections = Objections()
    if len(source.encode("utf-8", "replace")) > LONGEST:
        raise Unfit([Objection(line=1, why=Why.LONG)])
    if long := _NUMBER.search(source):
        raise Unfit([Objection(line=source.count("\n", 0, long.start()) + 1, why=Why.UNKNOWN)])
    nodes = tinycss2.parse_stylesheet(_closed(source), skip_comments=True)
    written = _Reader(within, files, objections).rules(nodes, depth=0)
    if objections.found:
        raise Unfit(sorted(objections.found, key=lambda one: one.line)[:MOST])
    # Neither ends the element that it may be shown in, nor begins a comment of HTML.
    return whole(written).replace("</", "<\\/").replace("<!--", "<\\!--")


def _closed(source: str) -> list[Any]:
    """The tokens of it: a brace at the end is one too many only if all before it is closed."""
    tokens: list[Any] = tinycss2.parse_component_value_list(source + "\n}", skip_comments=True)
    last = tokens.pop() if tokens else None
    if last is None or last.type != "error" or last.kind != "}":
        raise Unfit([Objection(line=last.source_line if last else 1, why=Why.OPEN)])
    if deep := _deeper_than(_DEEPEST, tokens):
        raise Unfit([Objection(line=deep[0].source_line, why=Why.DEEP)])
    return tokens


def _deeper_than(depth: int, tokens: list[Any]) -> list[Any]:
    """Those that stand inside of so many others and one."""
    for _ in range(depth):
        tokens = [inner for one in tokens for inner in _inside(one)]
    return tokens


def _inside(token: Any) -> list[Any]:
    return token.arguments if token.type == "function" else getattr(token, "content", [])


class _Reader:
    def __init__(self, within: str, files: str, objections: Objections) -> None:
        self._within = within
        self._files = files
        self._objections = objections

    def rules(self, nodes: Sequence[Any], *, depth: int) -> str:
        """Style rules, and those that hold others under a condition."""
        return "".join(self._rule(node, depth) for node in nodes if node.type != "whitespace")

    def _rule(self, node: Any, depth: int) -> str:
        if node.type == "qualified-rule":
            selector = selectors.confined(node.prelude, self._within, self._objections)
            return f"{selector}{{{self._declarations(node.content)}}}"
        if node.type == "at-rule":
            return self._at_rule(node, depth)
        self._objections.note(node, Why.UNKNOWN)
        return ""

    def _at_rule(self, node: Any, depth: int) -> str:
        name = node.lower_at_keyword
        if name not in _CONDITIONS | _MOVES or node.content is None:
            self._objections.note(node, Why.AT_RULE, f"@{name}")
            return ""
        if depth > 3:
            self._objections.note(node, Why.DEEP)
            return ""
        head = values.condition(node.prelude, self._objections)
        inside = tinycss2.parse_rule_list(node.content, skip_comments=True, skip_whitespace=True)
        if name in _MOVES:
            body = "".join(self._moment(one) for one in inside)
        else:
            body = self.rules(inside, depth=depth + 1)
        return f"@{name} {head}{{{body}}}"

    def _moment(self, node: Any) -> str:
        """A step of an animation, which is about no element."""
        if node.type != "qualified-rule":
            self._objections.note(node, Why.UNKNOWN)
            return ""
        at = "".join(one.serialize() for one in node.prelude).strip().lower()
        if not _MOMENT.fullmatch(at):
            self._objections.note(node, Why.SELECTOR, at[:40])
            return ""
        return f"{at}{{{self._declarations(node.content)}}}"

    def _declarations(self, content: Sequence[Any]) -> str:
        inside = tinycss2.parse_blocks_contents(content, skip_comments=True, skip_whitespace=True)
        return ";".join(filter(None, map(self._declaration, inside)))

    def _declaration(self, node: Any) -> str:
        if node.type in ("qualified-rule", "at-rule"):
            nested = any(one.type == "{} block" for one in getattr(node, "prelude", ()))
            self._objections.note(node, Why.UNKNOWN if nested else Why.NESTED)
            return ""
        if node.type != "declaration":
            self._objections.note(node, Why.UNKNOWN)
            return ""
        if not _NAME.fullmatch(node.name) or node.lower_name in _FORBIDDEN:
            self._objections.note(node, Why.PROPERTY, node.name[:40])
            return ""
        value = values.value(node.value, files=self._files, objections=self._objections)
        if value == "" and not node.name.startswith("--"):
            self._objections.note(node, Why.UNKNOWN, node.name)
        return f"{node.name}:{value}{'!important' if node.important else ''}"
