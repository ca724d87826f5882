"""The ladder: who may import whom, as docs/decisions/0001 draws it."""

from __future__ import annotations

import ast
import sys

from tests.support.code import modules, room_of

# From the top of the house to its ground floor; a room imports only from floors below its own.
LADDER = (
    {"site"},
    {"routes", "cli"},
    {"errors"},
    {"web"},
    {"forms"},
    {"models"},
    {"mailers", "presenters"},
    {"urls"},
    {"jobs"},
    {"database"},
    {"lib"},
)

MAY_IMPORT = {
    "site": {"web", "urls", "database"},
    "routes": {"errors", "forms", "models", "presenters", "web", "urls"},
    "cli": {"forms", "models", "presenters", "web", "urls", "jobs", "database", "lib"},
    "errors": {"forms", "models", "database"},
    "web": {"models", "urls", "lib"},
    "forms": {"models", "lib"},
    "models": {"database", "lib", "jobs", "mailers", "presenters", "urls"},
    "mailers": {"lib", "urls"},
    "presenters": {"lib", "urls"},
    "urls": {"lib"},
    "jobs": {"database", "lib"},
    "database": {"lib"},
    "lib": set(),
}

# One module that needs more than its room, and what for.
EXCEPTIONS = {
    ("blogsite.routes.health", "database"): "whether the database answers is what it tells",
    ("blogsite.errors", "web"): "a form that came too late is kept; a path is written down safely",
    ("blogsite.web.request_log", "database"): "how often it is asked is what it tells",
    ("blogsite.web.page_cache.middleware", "database"): "generations are kept there, and told",
    ("blogsite.web.languages", "database"): "that it is away has to be said in some language",
    ("blogsite.web.current", "database"): "that it is away is found out once",
    ("blogsite.web.application", "database"): "the key that signs cookies is kept there",
}

NOT_IN_LIB = ("flask", "pymongo", "bson", "gridfs", "mongomock", "config", "blogsite")
OUR_NOUNS = {"blog", "post", "user", "membership", "registration", "session", "site"}

HOUSE = modules("blogsite")


def test_a_room_imports_only_what_the_table_allows() -> None:
    strange = [
        f"{module}: {name}"
        for module in HOUSE
        for name in module.imports()
        if module.room and name.startswith("blogsite.")
        if room_of(name) not in {module.room, *MAY_IMPORT.get(module.room, set())}
        if (module.name, room_of(name)) not in EXCEPTIONS
    ]

    assert strange == []


def test_the_table_never_leads_up_the_ladder() -> None:
    floor = {room: number for number, rooms in enumerate(LADDER) for room in rooms}

    climbs = [
        (room, to) for room, below in MAY_IMPORT.items() for to in below if floor[to] <= floor[room]
    ]

    assert climbs == []


def test_every_room_stands_in_the_table() -> None:
    assert {module.room for module in HOUSE} - {""} <= set(MAY_IMPORT)


def test_no_exception_outlives_its_reason() -> None:
    used = {(module.name, room_of(name)) for module in HOUSE for name in module.imports()}

    assert set(EXCEPTIONS) <= used


def test_a_craft_knows_neither_flask_nor_mongo_nor_our_nouns() -> None:
    strange = [
        f"{module}: {name}"
        for module in modules("blogsite/lib")
        for name in module.imports()
        if name.split(".")[0] in NOT_IN_LIB or name.split(".")[-1].lower() in OUR_NOUNS
        if not name.startswith("blogsite.lib.")
    ]

    assert strange == []


def test_a_model_sees_no_request_no_session_and_no_template() -> None:
    unseen = {"flask.request", "flask.session", "flask.render_template", "flask.g", "flask.flash"}

    seen = [module for module in modules("blogsite/models") if unseen & set(module.imports())]

    assert seen == []


def test_no_function_imports() -> None:
    inside = [
        f"{module}: {function.name}, line {node.lineno}"
        for module in modules("blogsite", "app.py", "config.py", "gunicorn.conf.py")
        for function in module.functions()
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]

    assert inside == []


def test_the_app_module_only_builds_the_app() -> None:
    (app,) = modules("app.py")
    roots = {name.split(".")[0] for name in app.imports()} - {"__future__"}

    assert roots - set(sys.stdlib_module_names) <= {"blogsite", "config", "flask"}
