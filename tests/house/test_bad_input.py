"""Whatever is sent to whichever address: a page with a sentence, never a crash."""

from __future__ import annotations

import re
from urllib.parse import quote

import pytest
from bson import ObjectId
from flask import Flask
from werkzeug.routing import Rule

from blogsite.models import Blog, Post, User
from tests.support.rules import filled
from tests.support.visitor import Visitor

HOSTILE = {
    "NUL bytes": "a\0b",
    "markup": "<script>alert(1)</script>{{ 7*7 }}",
    "a bidirectional override": "\u202egnp.exe",
    "many combining marks": "Z" + "\u0301" * 1000,
    "much of one word": "x" * 100_000,
    "only blanks": " \t\u00a0\u200b ",
    "an operator": '{"$ne": null}',
    "a number too large": "9" * 400,
    "lines and a header": "a\r\nBcc: carol@example.org",
}
FIELDS = (
    *("email", "password", "confirm", "new_password", "name", "title", "description", "content"),
    *("tags", "status", "publish_at", "slug", "version", "next", "code", "credential", "handle"),
    *("bio", "label", "offer", "before", "picture", "writer", "kept"),
    *("summary", "canonical_url", "language", "direction", "author", "date", "pinned", "kind"),
    *("menu_number", "series", "part", "opened", "cover", "cover_address", "cover_caption", "twin"),
    "cover_file",
    *("action", "post", "all", "undo", "onward"),
)
RAW = {
    "lone surrogates": b"email=%ED%A0%80%40x.org&title=%ED%B0%80&content=%FF%FE&password=%ED%A0%80",
    "lists and operators": b"title[]=1&email[$ne]=x&title[$gt]=&password[]=a&status[]=published",
    "the same field often": b"title=a&" * 500 + b"email=a@x.org&email=b@x.org",
    "an unfinished escape": b"title=%&content=%zz&email=%4",
    "nothing": b"",
}


@pytest.mark.parametrize("hostile", HOSTILE.values(), ids=HOSTILE)
def test_no_form_crashes_on_hostile_words(
    app: Flask, alice_browsing: Visitor, blog: Blog, draft: Post, hostile: str
) -> None:
    fields = dict.fromkeys(FIELDS, hostile)

    crashes = [
        path
        for path in _paths(app, "POST", blog, draft)
        if alice_browsing.post(path, **fields).status_code >= 500
    ]

    assert crashes == []


@pytest.mark.parametrize("body", RAW.values(), ids=RAW)
def test_no_form_crashes_on_broken_encoding(
    app: Flask, alice_browsing: Visitor, blog: Blog, draft: Post, body: bytes
) -> None:
    signed = body + f"&csrf_token={alice_browsing.token()}".encode()

    crashes = [
        path
        for path in _paths(app, "POST", blog, draft)
        if _post_raw(alice_browsing, path, signed).status_code >= 500
    ]

    assert crashes == []


def test_no_form_takes_json(app: Flask, alice_browsing: Visitor, blog: Blog, draft: Post) -> None:
    json = "application/json"
    body = b'{"title": {"$ne": 1}, "email": [], "csrf_token": 1}'

    answers = {
        path: alice_browsing.send(path, body, content_type=json).status_code
        for path in _paths(app, "POST", blog, draft)
    }

    assert {path: code for path, code in answers.items() if not 400 <= code < 500} == {}


def test_no_form_is_taken_without_its_token(
    app: Flask, alice_browsing: Visitor, blog: Blog, draft: Post
) -> None:
    answers = {
        path: alice_browsing.send(path, {"title": "Rain"}).status_code
        for path in _paths(app, "POST", blog, draft)
    }

    assert {path: code for path, code in answers.items() if code != 400} == {}


@pytest.mark.parametrize("who", ["reader", "alice_browsing"])
def test_no_address_crashes_on_hostile_parts(
    app: Flask, who: str, request: pytest.FixtureRequest
) -> None:
    visitor: Visitor = request.getfixturevalue(who)

    crashes = [
        (rule.rule, part[:20])
        for rule in app.url_map.iter_rules()
        for part in (*HOSTILE.values(), "\ud800", "../../etc/passwd", "0" * 23, str(ObjectId()))
        if visitor.get(_with_parts(rule, part)).status_code >= 500
    ]

    assert crashes == []


@pytest.mark.parametrize("hostile", HOSTILE.values(), ids=HOSTILE)
def test_no_address_crashes_on_hostile_parameters(
    app: Flask, alice_browsing: Visitor, blog: Blog, draft: Post, hostile: str
) -> None:
    names = ("before", "after", "next", "letter", "v", "q", "a[]", "kept", "state", "tag", "author")
    asked = dict.fromkeys((*names, "done"), hostile)

    crashes = [
        path
        for path in _paths(app, "GET", blog, draft)
        if alice_browsing.get(path, query_string=asked).status_code >= 500
    ]

    assert crashes == []


def test_no_address_crashes_on_an_unknown_person(app: Flask, carol: User, reader: Visitor) -> None:
    odd = {"Cookie": "session=.eJx; sid=\udcff; blogsite=%00", "Accept-Language": "x" * 9000}

    assert reader.get("/", headers=odd).status_code == 200


def _paths(app: Flask, method: str, blog: Blog, post: Post) -> list[str]:
    """Every address that answers to a method, about nouns that are there."""
    known = {"blog_id": blog.id, "post_id": post.id, "thing_id": post.id, "user_id": blog.id}
    known |= {"blog_slug": blog.slug, "post_slug": "rain"}
    return [
        filled(rule, known)
        for rule in app.url_map.iter_rules()
        if method in (rule.methods or ()) and rule.endpoint != "static"
    ]


def _with_parts(rule: Rule, part: str) -> str:
    quoted = quote(part, safe="", errors="surrogatepass")[:8000]
    return re.sub(r"<[^>]+>", lambda _: quoted, rule.rule)


def _post_raw(visitor: Visitor, path: str, body: bytes):  # type: ignore[no-untyped-def]
    return visitor.send(path, body, content_type="application/x-www-form-urlencoded")
