"""Markdown as it is read here, and how its parts are written as HTML."""

from __future__ import annotations

import time
from collections.abc import Sequence
from html import escape
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.common.utils import unescapeAll
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.dollarmath import dollarmath_plugin
from mdit_py_plugins.footnote import footnote_plugin

from .cleaning import PREFIX
from .formulas import mathml
from .highlighting import highlighted, named

MOST_SECONDS = 0.4
"""Of processor time for the colours of one text, some 100 KB of honest code."""
MOST_FORMULAS = 20_000
"""Characters of formulas in one text that are typeset; the rest is shown as it was written."""


def make_parser(*, extended: bool = True) -> MarkdownIt:
    """A parser on the preset `commonmark`.

    Arguments:
        extended: with all that is read here beyond CommonMark. Without, it is CommonMark 0.31
            and nothing else, written as the specification writes it.
    """
    parser = MarkdownIt("commonmark")
    if extended:
        _extend(parser)
    return parser


def _extend(parser: MarkdownIt) -> None:
    parser.enable(["table", "strikethrough", "linkify"])
    parser.options.update(linkify=True, alerts=True, strikethrough_single_tilde=True)
    # A word with a dot in it is not an address: only what is written as one is linked.
    if parser.linkify is not None:
        parser.linkify.set({"fuzzy_link": False, "fuzzy_email": False, "fuzzy_ip": False})
    parser.use(deflist_plugin).use(footnote_plugin)
    parser.use(
        dollarmath_plugin,
        allow_labels=False,
        allow_space=False,  # two prices in a line are no formula
        allow_digits=False,
        allow_blank_lines=False,
        double_inline=True,
    )
    parser.add_render_rule("fence", _fence)
    parser.add_render_rule("math_inline", _formula)
    parser.add_render_rule("math_inline_double", _formula)
    parser.add_render_rule("math_block", _formula)
    parser.add_render_rule("footnote_anchor_name", _note_name)
    parser.add_render_rule("footnote_ref", _note_reference)
    parser.add_render_rule("footnote_open", _note)
    parser.add_render_rule("footnote_anchor", _note_return)


def _fence(
    renderer: RendererHTML, tokens: Sequence[Token], at: int, _options: Any, env: Any
) -> str:
    token = tokens[at]
    language = named("".join(unescapeAll(token.info).split(maxsplit=1)[:1]))
    left = env.setdefault("seconds", MOST_SECONDS)
    began_at = time.thread_time()
    code = highlighted(token.content, language=language, seconds=left)
    env["seconds"] = left - (time.thread_time() - began_at)
    said = f' class="language-{language}"' if language else ""
    marks = renderer.renderAttrs(token)
    return f"<pre{marks}><code{said}>{code}</code></pre>\n"


def _formula(
    renderer: RendererHTML, tokens: Sequence[Token], at: int, _options: Any, env: Any
) -> str:
    token = tokens[at]
    block, source = token.type != "math_inline", token.content.strip()
    env["formulas"] = env.get("formulas", 0) + len(source) + 10
    written = mathml(source, block=block) if env["formulas"] <= MOST_FORMULAS else None
    if written is None:
        said = escape(env["words"]["formula"])
        written = f'<code class="unset" title="{said}">{escape(source)}</code>'
    if token.type != "math_block":
        return written
    return f"<p{renderer.renderAttrs(token)}>{written}</p>\n"


def _note_name(_: RendererHTML, tokens: Sequence[Token], at: int, *_unused: Any) -> str:
    meta = tokens[at].meta
    again = meta.get("subId", -1)
    return f"{meta['id'] + 1}" + (f":{again}" if again > 0 else "")


def _note_reference(renderer: RendererHTML, tokens: Sequence[Token], at: int, *unused: Any) -> str:
    number, name = tokens[at].meta["id"] + 1, _note_name(renderer, tokens, at)
    return (
        f'<sup class="footnote-ref"><a href="#{PREFIX}fn{number}" id="{PREFIX}fnref{name}">'
        f"[{number}]</a></sup>"
    )


def _note(_: RendererHTML, tokens: Sequence[Token], at: int, *_unused: Any) -> str:
    return f'<li id="{PREFIX}fn{tokens[at].meta["id"] + 1}" class="footnote-item">'


def _note_return(renderer: RendererHTML, tokens: Sequence[Token], at: int, *_unused: Any) -> str:
    name = _note_name(renderer, tokens, at)
    return f' <a href="#{PREFIX}fnref{name}" class="footnote-backref">\u21a9\ufe0e</a>'
