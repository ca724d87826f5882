"""How our code reads: short modules, short functions, no blanket catches."""

from __future__ import annotations

import ast

from tests.support.code import modules

LONGEST_MODULE = 300
LONGEST_FUNCTION = 40

# Who may catch whatever comes, and why.
CATCH_ALL = {
    ("blogsite.jobs", "run"): "the worker outlives whatever its jobs do",
    ("blogsite.database.transactions", "_remembering"): "puts documents back, then passes it on",
    ("blogsite.database.private", "_attached_now"): "lets go of the database, then passes it on",
}

HOUSE = modules("blogsite", "app.py", "config.py")


def test_a_module_can_be_read_in_one_sitting() -> None:
    assert [one for one in HOUSE if len(one.source.splitlines()) > LONGEST_MODULE] == []


def test_a_function_has_one_thought() -> None:
    long = [
        f"{module}: {function.name} has {_length(function)} lines"
        for module in HOUSE
        for function in module.functions()
        if _length(function) > LONGEST_FUNCTION
    ]

    assert long == []


def test_nobody_catches_everything() -> None:
    catchers = {
        (module.name, function.name)
        for module in HOUSE
        for function in module.functions()
        for node in ast.walk(function)
        if isinstance(node, ast.ExceptHandler) and _catches_all(node)
    }

    assert catchers <= set(CATCH_ALL)


def test_a_module_says_what_it_is_for() -> None:
    silent = [one for one in HOUSE if one.source.strip() and not ast.get_docstring(one.tree)]

    assert silent == []


def _length(function: ast.FunctionDef) -> int:
    return (function.end_lineno or function.lineno) - function.lineno + 1


def _catches_all(handler: ast.ExceptHandler) -> bool:
    if handler.type is None:
        return True
    names = {ast.unparse(node) for node in ast.walk(handler.type) if isinstance(node, ast.Name)}
    return bool(names & {"Exception", "BaseException"})
