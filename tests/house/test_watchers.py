"""The rules that watch the whole run do see what they are there for."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from flask_mailman import EmailMultiAlternatives
from pymongo import MongoClient

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
