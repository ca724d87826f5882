"""The rules that watch the whole run do see what they are there for."""

from __future__ import annotations

import sys
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask_mailman import EmailMultiAlternatives
from pymongo import MongoClient

from tests.processes.running import RunningSite
from tests.support import letters, logs, markup, queries, requests

PAGE = "<!doctype html><html lang=en><head><title>Rain</title></head><body>{}</body></html>"


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ("<input name=q>", "the field 'q' has no label"),
        ("<label for=p>Q</label><input id=q name=q>", "the field 'q' has no label"),
        ("<textarea name=q></textarea>", "the field 'q' has no label"),
        ("<p onclick='x()'>", "<p> has the inline handler onclick"),
        ("<p style='color:red'>", "<p> has an inline style"),
        ("<a href=' JavaScript:x()'>", "<a> has a script in href"),
        ("<script>x()</script>", "there is an inline script"),
        ("<title>Again</title>", "the page needs one title, it has ['Rain', 'Again']"),
    ],
)
def test_a_faulty_page_is_seen(body: str, fault: str) -> None:
    assert markup.faults(PAGE.format(body)) == [fault]


@pytest.mark.parametrize(
    "body",
    [
        "<label for=q>Q</label><input id=q name=q>",
        "<label>Q <input name=q></label>",
        "<input type=hidden name=q><button name=q>Go</button>",
        "<svg><title>A leaf</title></svg>",
        "<script src=/x.js></script><script type=application/ld+json>{{}}</script>",
    ],
)
def test_a_sound_page_is_let_alone(body: str) -> None:
    assert markup.faults(PAGE.format(body)) == []


@pytest.mark.parametrize(
    ("subject", "text", "html", "problem"),
    [
        ("", "Hello", "<title>Hi</title>", "it has no subject"),
        ("Hi", " ", "<title>Hi</title>", "it has no text"),
        ("Hi", "Hello", "", "it has no HTML"),
        ("Hi", "Hello", "<p>Hello</p>", "its HTML has no title"),
        ("Hi", "Tom &amp; Ann", "<title>Hi</title>", "its text shows HTML"),
        ("Hi", "Hello", "<title>Hi</title>http://a.b/c", "its text lacks the link http://a.b/c"),
    ],
)
def test_a_poor_letter_is_seen(
    app: Flask, subject: str, text: str, html: str, problem: str
) -> None:
    letter = EmailMultiAlternatives(subject, text, to=["alice@example.org"])
    letter.attach_alternative(html, "text/html")

    assert list(letters.check(letter)) == [problem]


@pytest.mark.parametrize(
    ("asked", "whole"), [({"_id": 1}, False), ({"indexed": 1}, False), ({"title": "Rain"}, True)]
)
def test_a_query_without_an_index_is_seen(
    mongo_client: MongoClient[dict[str, Any]], asked: dict[str, Any], whole: bool
) -> None:
    database = mongo_client.get_default_database()
    database["watched"].create_index("indexed")

    plan = database.command("explain", {"find": "watched", "filter": asked})
    database.drop_collection("watched")

    assert bool(list(queries.full_scans(plan))) is whole


def test_queries_of_one_kind_are_told_by_their_fields_and_not_by_their_values() -> None:
    def kind(asked: dict[str, Any]) -> tuple[str, str, str]:
        return queries.kind_of("find", {"find": "posts", "filter": asked})

    assert kind({"slug": "rain"}) == kind({"slug": "snow"})
    assert kind({"slug": "rain"}) != kind({"title": "rain"})
    assert kind({"slug": {"$in": ["a", "b"]}}) == kind({"slug": {"$in": ["c"]}})
    assert kind({"slug": {"$in": ["a"]}}) != kind({"slug": {"$gt": "a"}})


def test_only_named_collections_may_be_written_on_a_get() -> None:
    assert requests.excepted("blogs.index", "sessions")
    assert not requests.excepted("blogs.index", "posts")


def test_a_secret_in_a_line_is_found() -> None:
    lines = {"POST /auth/login 200": "a", "signed in with hunter2-hunter2": "b"}

    assert logs.secrets_in(lines, {"another secret"}) == []
    assert logs.secrets_in(lines, {"hunter2-hunter2", "another"}) == [
        "a secret stands in 'signed in with hunter2-hunter2', logged in b"
    ]


TEXT = """Hello,

Somebody, most likely you, asked for an account.

http://localhost:5454/users/activate/ImEtdG9rZW4i.aBcD.12345

--
Blogsite, http://localhost:5454/
"""
HTML = """<title>Activate your account</title><p>If the button does nothing, copy this
address: <a href="http://localhost:5454/users/activate/ImFub3RoZXIi.aBcD.67890">it</a></p>
<p>If it wasn&#39;t you, do nothing: no account is made.</p>"""


@pytest.mark.parametrize(
    "leak",
    [
        "job failed: no way to send 'Somebody, most likely you, asked for an account.'",
        "GET /users/activate/ImEtdG9rZW4i.aBcD.12345 200",
        "rendered ImFub3RoZXIi.aBcD.67890",
        "<p>If it wasn't you, do nothing: no account is made.</p>",
        f"sent {TEXT!r}",
    ],
)
def test_a_letter_is_found_by_its_parts(leak: str) -> None:
    assert len(logs.secrets_in({leak: "a"}, logs.parts_of(TEXT, HTML))) == 1


@pytest.mark.parametrize(
    "line", ["Hello,", "Activate your account", "Blogsite is at http://localhost:5454/", ""]
)
def test_what_stands_in_every_letter_is_no_secret(line: str) -> None:
    assert logs.secrets_in({line: "a"}, logs.parts_of(TEXT, HTML)) == []


def test_what_a_process_says_is_held_against_what_it_keeps(tmp_path: Path) -> None:
    letter = EmailMessage()
    letter.set_content(TEXT)
    letter.add_alternative(HTML, subtype="html")
    (tmp_path / "mail").mkdir()
    (tmp_path / "mail" / "1.eml").write_bytes(letter.as_bytes())
    (tmp_path / "secret_key").write_text("the-key-of-this-site\n")
    said = "fine\nsigned with the-key-of-this-site\nGET /x/ImFub3RoZXIi.aBcD.67890 404\n"
    lines, secrets = logs.Lines(), logs.Secrets()

    logs.overhear(said, tmp_path, lines=lines, secrets=secrets)

    found = logs.secrets_in(lines.kept, secrets.kept)
    assert [one.partition(", logged in")[0] for one in found] == [
        "a secret stands in 'signed with the-key-of-this-site'",
        "a secret stands in 'GET /x/ImFub3RoZXIi.aBcD.67890 404'",
    ]


def test_a_running_site_is_overheard(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lines, secrets = logs.Lines(), logs.Secrets()
    monkeypatch.setattr(logs, "_lines", lines)
    monkeypatch.setattr(logs, "_secrets", secrets)
    site = RunningSite(tmp_path)
    site.data_dir.mkdir()
    (site.data_dir / "secret_key").write_text("the-key-of-this-site\n")

    site.start(sys.executable, "-c", "print('I sign with the-key-of-this-site')")
    site.wait()
    site.tidy_up()

    assert len(logs.secrets_in(lines.kept, secrets.kept)) == 1
