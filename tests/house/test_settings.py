"""One typed place for settings, and a README that tells all of them."""

from __future__ import annotations

import ast
import re
from dataclasses import fields

from config import VARIABLES, Settings
from tests.support.code import ROOT, Module, modules

# Who else touches the environment, and what for; never for a setting.
MAY_TOUCH_IT = {
    "blogsite/cli/serve.py": "hands its own on to the processes it starts",
    "blogsite/cli/programs.py": "hands its own on to the processes it starts",
    "blogsite/database/private/__init__.py": "is told by gunicorn.conf.py what it is",
    "blogsite/lib/follower.py": "is told by the launcher which pipe to watch",
    "gunicorn.conf.py": "tells its workers what they are",
}


def test_the_readme_tells_every_setting_and_no_other() -> None:
    table = [
        line
        for line in (ROOT / "README.md").read_text(encoding="utf-8").splitlines()
        if line.startswith("| `")
    ]
    told = {name for line in table for name in re.findall(r"`([A-Z][A-Z_]+)`", line.split("|")[1])}

    assert told == set(VARIABLES)


def test_every_setting_has_a_field() -> None:
    assert [field.name.upper() for field in fields(Settings)] == list(VARIABLES)


def test_only_config_reads_the_environment() -> None:
    others = modules("blogsite", "app.py", "gunicorn.conf.py")

    readers = [
        module
        for module in others
        if _settings_named_in(module) or (_touches(module) and str(module) not in MAY_TOUCH_IT)
    ]

    assert readers == []


def _touches(module: Module) -> bool:
    return any(
        (isinstance(node, ast.Attribute) and ast.unparse(node) in ("os.environ", "os.getenv"))
        or (isinstance(node, ast.alias) and node.name in ("environ", "getenv"))
        for node in ast.walk(module.tree)
    )


def _settings_named_in(module: Module) -> set[str]:
    """The settings it reads from the environment by name; writing one for a child is no reading."""
    return {
        node.args[0].value
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Call)
        and ast.unparse(node.func) in ("os.environ.get", "os.getenv", "os.environ.pop")
        and isinstance(node.args[0], ast.Constant)
        and node.args[0].value in VARIABLES
    }
