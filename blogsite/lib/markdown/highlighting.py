"""The colours of code: few classes, put in when the text is saved."""

from __future__ import annotations

import re
import time
from collections.abc import Iterable, Iterator
from functools import cache
from html import escape
from itertools import groupby

from pygments.lexers import get_lexer_by_name
from pygments.token import Token, _TokenType

LONGEST_BLOCK = 50_000
"""Characters; a longer one stays plain."""

# Each has been tried with text made to take long; among the hundreds of others some never end.
LANGUAGES = frozenset(
    "apache awk bash batch c c# c++ clojure cmake cpp csharp css dart diff docker"
    " dockerfile elixir elm erlang fish fortran go golang graphql groovy haskell hcl"
    " html http java javascript jinja js json jsx julia kotlin latex lisp lua make makefile"
    " markdown md nginx nix objective-c pascal perl php postgresql powershell proto"
    " python py r rb rs ruby rust sass scala scheme scss sh shell sql swift systemd"
    " tcl terraform tex toml ts tsx typescript vim xml yaml yml zig".split()
)

_CLASSES = (
    (Token.Comment, "c"),
    (Token.Keyword, "k"),
    (Token.Operator.Word, "k"),
    (Token.Literal.String, "s"),
    (Token.Literal.Number, "m"),
    (Token.Literal.Date, "m"),
    (Token.Name.Function, "f"),
    (Token.Name.Class, "f"),
    (Token.Name.Decorator, "f"),
    (Token.Name.Tag, "k"),
    (Token.Name.Attribute, "f"),
    (Token.Name.Builtin, "n"),
    (Token.Name.Constant, "n"),
    (Token.Name.Exception, "n"),
    (Token.Name.Variable, "n"),
    (Token.Generic.Deleted, "gd"),
    (Token.Generic.Inserted, "gi"),
    (Token.Generic.Heading, "k"),
    (Token.Generic.Subheading, "k"),
    (Token.Generic.Prompt, "c"),
    (Token.Generic.Output, "c"),
)

_Part = tuple[_TokenType, str]
_NAME = re.compile(r"[\w+#.-]{1,30}")


def named(language: str) -> str:
    """The language if that is a name at all, or ""."""
    return language if _NAME.fullmatch(language) else ""


def highlighted(code: str, *, language: str, seconds: float) -> str:
    """Code as HTML, with a class at whatever has a colour.

    Arguments:
        code: as it was written.
        language: what it was said to be; it is never guessed. Unknown: no colours.
        seconds: of processor time, after which there are no colours: for most languages there
            is text that takes time with its square.
    """
    language = language.lower()
    if language not in LANGUAGES or len(code) > LONGEST_BLOCK:
        return escape(code)
    inside = "<?" not in code  # for PHP, which otherwise begins outside of itself
    lexer = get_lexer_by_name(language, stripnl=False, ensurenl=False, startinline=inside)
    try:
        return "".join(_marked(_timed(lexer.get_tokens(code), seconds)))
    except TimeoutError:
        return escape(code)


def _timed(tokens: Iterable[_Part], seconds: float) -> Iterator[_Part]:
    ends_at = time.thread_time() + seconds
    for token in tokens:
        if time.thread_time() > ends_at:
            raise TimeoutError
        yield token


def _marked(tokens: Iterator[_Part]) -> Iterator[str]:
    classed = ((_class(kind), part) for kind, part in tokens)
    for name, run in groupby(classed, key=lambda one: one[0]):
        text = escape("".join(part for _name, part in run))
        yield f'<span class="hl-{name}">{text}</span>' if name and not text.isspace() else text


@cache
def _class(kind: _TokenType) -> str:
    return next((name for family, name in _CLASSES if kind in family), "")
