"""Every address says who may ask, exactly once."""

from __future__ import annotations

import ast

from blogsite import create_app
from blogsite.web import scopes
from config import Settings
from tests.support.code import modules

SCOPES = {
    name
    for name, value in vars(scopes).items()
    if callable(value) and getattr(value, "__module__", "") == scopes.__name__ and name[0] != "_"
}
VERBS = {"get", "post", "put", "patch", "delete", "route"}
QUERIES = {"find_one", "aggregate", "count_documents", "insert_one", "update_one", "delete_one"}
ROUTES = modules("blogsite/routes")
# Flask's own, for files that anybody may read.
NOT_OURS = {"static"}


def test_every_view_says_who_may_ask() -> None:
    app = create_app(Settings.load({"SECRET_KEY": "a key for looking only"}))

    unsaid = [
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if getattr(app.view_functions[rule.endpoint], "scope", None) not in SCOPES
    ]

    assert set(unsaid) <= NOT_OURS


def test_no_view_says_it_twice() -> None:
    wrong = [
        f"{module}: {function.name}"
        for module in ROUTES
        for function in module.functions()
        if VERBS & _decorators(function) and len(SCOPES & _decorators(function)) != 1
    ]

    assert wrong == []


def test_a_view_neither_asks_the_database_nor_reads_a_raw_form() -> None:
    raw = [
        f"{module}: {node.attr}, line {node.lineno}"
        for module in ROUTES
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Attribute)
        if node.attr in QUERIES or ast.unparse(node) == "request.form"
    ]

    assert raw == []


def _decorators(function: ast.FunctionDef) -> set[str]:
    """The last words of its decorators: `get` of `@posts.get("/…")`, `shown` of `@shown`."""
    bare = (node.func if isinstance(node, ast.Call) else node for node in function.decorator_list)
    return {ast.unparse(node).rpartition(".")[2] for node in bare}
