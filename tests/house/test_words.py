"""Sentences for people go through gettext in Python as they do in templates."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.support.code import ROOT, Module, modules

# As CONTRIBUTING.md says.
EXTRACT = (
    "extract -F babel.cfg --no-location --omit-header --sort-output -k _l -k lazy_gettext".split()
)

# Calls whose first argument a person reads.
SAID = {"flash", "Text", "Address", "StringField", "PasswordField", "TextAreaField", "SelectField"}
# Arguments that a person reads, whatever the call.
NAMED = {"message", "label", "description", "subject"}


def test_what_people_read_goes_through_gettext() -> None:
    speaking = modules("blogsite/forms", "blogsite/routes", "blogsite/mailers")

    assert [said for module in speaking for said in _untranslated(module)] == []


def _untranslated(module: Module) -> Iterator[str]:
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Call):
            name = ast.unparse(node.func).rpartition(".")[2]
            read = node.args[:1] if name in SAID else []
            read += [keyword.value for keyword in node.keywords if keyword.arg in NAMED]
            yield from (f"{module}, line {one.lineno}" for one in read if _is_words(one))


def _is_words(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value != ""


def test_translators_get_every_sentence(tmp_path: Path) -> None:
    template = tmp_path / "messages.pot"

    extract = [sys.executable, "-m", "babel.messages.frontend", *EXTRACT, "-o", str(template)]
    subprocess.run([*extract, "blogsite", "templates"], cwd=ROOT, check=True, capture_output=True)

    kept = (ROOT / "translations" / "messages.pot").read_text(encoding="utf-8")
    assert template.read_text(encoding="utf-8") == kept, "CONTRIBUTING.md, Words: extract them anew"
