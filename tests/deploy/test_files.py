"""Each file of `deploy/` before the tool that reads it."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from config import VARIABLES
from tests.support import markup
from tests.support.code import ROOT
from tests.support.styles import unstyled

pytestmark = pytest.mark.processes

DEPLOY = ROOT / "deploy"
UNITS = sorted(path.name for path in (DEPLOY / "systemd").iterdir())
SERVICES = [name for name in UNITS if name.endswith(".service")]
PROGRAMS = Path(sys.prefix) / "bin"


@pytest.fixture
def units(tmp_path: Path) -> Path:
    """The units as they would be installed, for a checkout that lies here."""
    for name in UNITS:
        text = (DEPLOY / "systemd" / name).read_text(encoding="utf-8")
        here = text.replace("/opt/blogsite/.venv", sys.prefix).replace("/opt/blogsite", str(ROOT))
        (tmp_path / name).write_text(here)
    return tmp_path


def test_systemd_understands_every_unit(units: Path) -> None:
    verified = _run("systemd-analyze", "verify", "--system", "--man=no", *UNITS, folder=units)

    assert (verified.returncode, verified.stdout + verified.stderr) == (0, "")


def test_systemd_would_notice_a_mistake(units: Path) -> None:
    with (units / SERVICES[0]).open("a") as unit:
        unit.write("[Service]\nProtectEverything=yes\n")

    verified = _run("systemd-analyze", "verify", "--system", "--man=no", *UNITS, folder=units)

    assert "ProtectEverything" in verified.stderr


@pytest.mark.parametrize("service", SERVICES)
def test_systemd_finds_a_service_well_locked_in(units: Path, service: str) -> None:
    """2.0 of 10, where an ordinary service has 9.6."""
    strict = ("--offline=true", "--threshold=20", "--no-pager")

    judged = _run("systemd-analyze", "security", *strict, f"./{service}", folder=units)

    assert judged.returncode == 0, judged.stdout


def test_the_compose_file_follows_composes_schema() -> None:
    check = (str(PROGRAMS / "check-jsonschema"), "--builtin-schema", "vendor.compose-spec")

    checked = _run(*check, str(DEPLOY / "compose.yaml"))

    assert checked.returncode == 0, checked.stdout


def test_composes_schema_would_notice_a_mistake(tmp_path: Path) -> None:
    wrong = tmp_path / "compose.yaml"
    wrong.write_text((DEPLOY / "compose.yaml").read_text().replace("read_only:", "readonly:"))
    check = (str(PROGRAMS / "check-jsonschema"), "--builtin-schema", "vendor.compose-spec")

    assert _run(*check, str(wrong)).returncode == 1


def test_the_database_in_compose_is_reached_by_the_site_alone() -> None:
    composed = _composed()
    mongo = composed["services"]["mongo"]

    assert "ports" not in mongo
    assert mongo["networks"] == ["database"]
    assert composed["networks"]["database"] == {"internal": True}


def test_compose_sets_only_what_the_site_knows() -> None:
    services = _composed()["services"]

    assert set(services["web"]["environment"]) <= {*VARIABLES, "TMPDIR"}
    assert services["web"]["environment"] == services["worker"]["environment"]


def test_in_a_container_pictures_lie_on_disk_for_a_moment() -> None:
    for name in ("web", "worker"):
        service = _composed()["services"][name]
        folders = [one.partition(":")[2] for one in service["volumes"]]

        assert service["environment"]["TMPDIR"] in folders
        assert service["environment"]["TMPDIR"] not in service["tmpfs"]


def test_composes_nginx_asks_the_web_container() -> None:
    shell = _composed()["services"]["nginx"]["command"][2]
    edit = shell.partition(" /etc/nginx/blogsite.conf")[0]

    edited = _run("sh", "-c", f"{edit} {DEPLOY / 'nginx' / 'blogsite.conf'}").stdout

    assert "server web:5454;" in edited
    assert "127.0.0.1" not in edited


def test_what_compose_mounts_from_the_checkout_is_there() -> None:
    volumes = _composed()["services"]["nginx"]["volumes"]
    ours = [one.split(":")[0] for one in volumes if one.startswith(".")]

    assert ours
    assert [one for one in ours if not (DEPLOY / one).exists()] == []


def test_the_dockerfile_is_free_of_what_hadolint_knows() -> None:
    linted = _run(str(PROGRAMS / "hadolint"), str(DEPLOY / "Dockerfile"))

    assert (linted.returncode, linted.stdout) == (0, "")


def test_what_the_dockerfile_copies_is_there_and_let_through() -> None:
    lines = (DEPLOY / "Dockerfile").read_text(encoding="utf-8").splitlines()
    copied = {
        name
        for line in lines
        if line.startswith("COPY ") and "--from" not in line
        for name in line.split()[1:-1]
    }
    ignore = (DEPLOY / "Dockerfile.dockerignore").read_text(encoding="utf-8").splitlines()

    assert copied == {line[1:] for line in ignore if line.startswith("!")}
    assert [name for name in copied if not (ROOT / name).exists()] == []


@pytest.mark.parametrize("name", ["away.html", "too-large.html"])
def test_nginxs_own_pages_are_sound_and_in_the_sites_dress(name: str) -> None:
    page = (DEPLOY / "nginx" / "pages" / name).read_text(encoding="utf-8")
    dress = re.findall(r'"/(static/[^"]+)"', page)

    assert markup.faults(page) == []
    assert list(unstyled(page)) == []
    assert dress
    assert [path for path in dress if not (ROOT / path).exists()] == []


def _composed() -> Any:
    return YAML(typ="safe").load(DEPLOY / "compose.yaml")


def _run(*command: str, folder: Path = ROOT) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command, cwd=folder, capture_output=True, text=True, timeout=60, check=False
    )
