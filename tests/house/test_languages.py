"""Who speaks to somebody says in which language, in the one place for it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from tests.support.code import ROOT, modules

PHYSICAL = re.compile(
    r"(?:margin|padding|border)-(?:left|right)[\w-]*|(?<![\w-])(?:left|right)(?=\s*:)"
    r"|(?:text-align|float|clear):\s*(?:left|right)"
)
ON_PURPOSE = {(one, "text-align: left") for one in ("prose-code.css", "appearance.css")}


def test_a_route_gets_a_blog_by_its_address_together_with_its_language() -> None:
    past_it = [one for one in modules("blogsite/routes") if "Blog.by_slug(" in one.source]

    assert past_it == [], "web.languages.blog_at"


def test_every_letter_is_written_in_its_readers_language() -> None:
    careless = [
        f"{module}, line {call.lineno}"
        for module in modules("blogsite/models", "blogsite/routes", "blogsite/cli")
        for call in _letters(module.tree)
        if not any(call in inside for inside in _spoken(module.tree))
    ]

    assert careless == [], "with mailers.speaking(…)"


def _letters(tree: ast.AST) -> Iterator[ast.Call]:
    for node in ast.walk(tree):
        named = node.keywords if isinstance(node, ast.Call) else ()
        if isinstance(node, ast.Call) and {"to", "letter_id"} <= {one.arg for one in named}:
            yield node


def _spoken(tree: ast.AST) -> Iterator[list[ast.AST]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.With) and "mailers.speaking(" in ast.unparse(node.items[0]):
            yield list(ast.walk(node))


def test_styles_know_no_left_and_right() -> None:
    """What stands at the left of English stands at the right of Arabic: see CSS logical properties.

    A caret is measured from the corner of its box, and code reads from the left in every language.
    """
    physical = [
        f"{path.name}: {found}"
        for path in sorted((ROOT / "static" / "css").glob("*.css"))
        for found in PHYSICAL.findall(path.read_text(encoding="utf-8"))
        if (path.name, found) not in ON_PURPOSE
    ]

    assert physical == []
