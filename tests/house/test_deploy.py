"""What `deploy/` says about settings is what `config.py` knows."""

from __future__ import annotations

import re

from dotenv import dotenv_values

from config import VARIABLES, Settings
from tests.support.code import ROOT

SAMPLE = ROOT / "deploy" / "env.sample"
TEXT = SAMPLE.read_text(encoding="utf-8")
# A variable as it stands there, in force or only shown.
LINE = re.compile(r"^#?([A-Z][A-Z_]*)=(.*)$", re.MULTILINE)


def test_the_sample_tells_every_setting_once_and_no_other() -> None:
    told = [name for name, _ in LINE.findall(TEXT) if not re.match(r"OAUTH_\w+_", name)]

    assert sorted(told) == sorted(VARIABLES)


def test_the_sample_explains_what_it_shows() -> None:
    paragraphs = TEXT.split("\n\n")

    silent = [one for one in paragraphs if LINE.search(one) and not one.startswith("# ")]

    assert silent == []


def test_the_sample_is_accepted_as_it_stands() -> None:
    settings = Settings.load({name: value or "" for name, value in dotenv_values(SAMPLE).items()})

    assert (settings.base_url, settings.trusted_proxies) == ("https://blogs.example", 1)


def test_what_the_sample_only_shows_is_accepted_as_well() -> None:
    settings = Settings.load(dict(LINE.findall(TEXT)))

    assert [provider.label for provider in settings.oauth_providers] == ["GitHub", "Corp"]


def test_all_that_read_the_sample_understand_the_same() -> None:
    """systemd takes what follows the = as it stands; dotenv and compose have rules of their own."""
    plain = dict(line.split("=", 1) for line in TEXT.splitlines() if line and line[0] != "#")

    assert dict(dotenv_values(SAMPLE)) == plain
    assert [value for _, value in LINE.findall(TEXT) if re.search(r"[\"'$\\]| #", value)] == []
