"""What we serve of others is what their packages hold; no module imports from elsewhere."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import pytest

from tests.support.code import ROOT

STATIC = ROOT / "static"
VENDOR = STATIC / "vendor"
TOLD = re.findall(
    r"^\| `([\w-]+)` \| `([\w@/-]+)` \| ([\d.]+) \| (\w+) \|",
    (VENDOR / "README.txt").read_text(encoding="utf-8"),
    re.MULTILINE,
)
SCRIPTS = sorted(STATIC.glob("**/*.js"))


def test_the_readme_tells_of_each_library_and_package_json_pins_it() -> None:
    pinned = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))["devDependencies"]

    assert {folder for folder, *_ in TOLD} == {one.name for one in VENDOR.iterdir() if one.is_dir()}
    assert {package: pinned.get(package) for _, package, *_ in TOLD} == {
        package: version for _, package, version, _ in TOLD
    }


@pytest.mark.parametrize(("folder", "package", "version", "licence"), TOLD)
def test_a_library_is_the_one_of_its_package(
    folder: str, package: str, version: str, licence: str
) -> None:
    original = ROOT / "node_modules" / package
    about = json.loads((original / "package.json").read_text(encoding="utf-8"))
    files = {one.name.removesuffix(".txt"): one.read_bytes() for one in (VENDOR / folder).iterdir()}
    theirs = {one.name: one.read_bytes() for one in original.glob("**/*") if one.name in files}

    assert (about["version"], about["license"]) == (version, licence)
    assert files == {name: theirs.get(name) for name in files}
    assert "LICENSE" in files


def test_bin_vendor_copies_just_these_files() -> None:
    script = (ROOT / "bin" / "vendor").read_text(encoding="utf-8")
    copied = re.findall(r"^vendor (\S+) (\S+) (\S+)$", script, re.MULTILINE)

    assert {(package, folder) for package, folder, _ in copied} == {
        (package, folder) for folder, package, *_ in TOLD
    }
    assert {f"{folder}/{Path(file).name}" for _, folder, file in copied} == {
        str(one.relative_to(VENDOR)) for one in VENDOR.glob("*/*.js")
    }


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda one: str(one.relative_to(STATIC)))
def test_a_module_imports_files_that_are_there(script: Path) -> None:
    named = re.findall(
        r"""^(?:import|export)\s(?:[^"';]*\sfrom\s)?["']([^"']+)["']""",
        script.read_text(encoding="utf-8"),
        re.MULTILINE,
    )

    assert [name for name in named if not name.startswith(("./", "../"))] == []
    assert [name for name in named if not (script.parent / name).is_file()] == []


def test_the_vendoring_script_is_sound() -> None:
    subprocess.run(["bash", "-n", str(ROOT / "bin" / "vendor")], check=True)
