"""Whatever is sent, the answer is a page with a sentence: never a 500, never a stack trace."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from blogsite import urls
from blogsite.models import Blog, Post
from tests.support.visitor import Visitor

FORMS = ("/auth/register", "/auth/login", "/blogs/new", "new post", "edit")


@pytest.fixture
def forms(blog: Blog, draft: Post) -> dict[str, str]:
    return {"new post": urls.new_post(blog), "edit": urls.edit(draft)}


def is_kind(answer: TestResponse) -> bool:
    return (
        400 <= answer.status_code < 500
        and answer.mimetype == "text/html"
        and "Traceback" not in answer.text
        and "<h1" in answer.text
    )


BODIES: dict[str, Any] = {
    "lists": {"email[]": "1", "title[]": "1"},
    "operators": {"email[$ne]": "x", "password[$ne]": "x", "title[$gt]": ""},
    "NUL": {
        "email": "a\x00@b.org",
        "password": "x" * 9 + "\x00",
        "title": "a\x00b",
        "name": "\x00",
    },
    "lone surrogates": dict.fromkeys(("title", "email", "password"), b"\xed\xa0\x80aaaaaaaa"),
    "no UTF-8": "title=%e9&email=%zz&password=%e9&version=%",
    "lone surrogates in percents": "title=%ED%A0%80&content=%ED%A0%80&email=%ED%A0%80%40x.org",
    "files": {'title"; filename="x.txt': "x", 'email"; filename="y.txt': "x"},
    "long words": {"title": "x" * 100_000, "email": "y" * 100_000},
    "strange values": {"title": "T\x00", "content": "c", "status": "a\x00", "version": "-1"},
}


MARK = "-----mark"


def multipart(fields: dict[str, str | bytes]) -> bytes:
    """A form as browsers send it, with whatever bytes."""
    parts = [
        f'--{MARK}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n'.encode()
        + (value if isinstance(value, bytes) else value.encode())
        for name, value in fields.items()
    ]
    return b"\r\n".join([*parts, f"--{MARK}--\r\n".encode()])


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("body", BODIES)
def test_a_form_of_nonsense_is_refused_kindly(
    alice_browsing: Visitor, forms: dict[str, str], form: str, body: str
) -> None:
    data, token = BODIES[body], alice_browsing.token()
    if isinstance(data, str):
        kind, sent = "application/x-www-form-urlencoded", f"{data}&csrf_token={token}".encode()
    else:
        kind, sent = (
            f"multipart/form-data; boundary={MARK}",
            multipart({"csrf_token": token, **data}),
        )

    answer = alice_browsing.send(forms.get(form, form), sent, content_type=kind)

    assert is_kind(answer)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("json", [{"email": {"$ne": 1}}, [1, 2], "x", None])
def test_json_is_no_form(
    alice_browsing: Visitor, forms: dict[str, str], form: str, json: Any
) -> None:
    assert is_kind(alice_browsing.send(forms.get(form, form), json=json))


@pytest.mark.parametrize("form", FORMS)
def test_json_with_a_token_in_its_header_is_no_form_either(
    app: Flask, alice_browsing: Visitor, forms: dict[str, str], form: str
) -> None:
    answer = alice_browsing.client.post(
        forms.get(form, form),
        json=[{"title": 1}],
        headers={"X-CSRFToken": alice_browsing.token()},
    )

    assert answer.status_code == 415
    assert is_kind(answer)


@pytest.mark.parametrize("token", [None, "", "forged", "a.b.c", "\x00"])
@pytest.mark.parametrize("form", [*FORMS, "/auth/logout"])
def test_a_form_without_its_token_changes_nothing(
    alice_browsing: Visitor, forms: dict[str, str], form: str, token: str | None
) -> None:
    fields = {"title": "Forged", "content": "x"} | ({} if token is None else {"csrf_token": token})

    answer = alice_browsing.send(forms.get(form, form), fields)

    assert answer.status_code == 400
    assert is_kind(answer)
    assert alice_browsing.get("/profile").status_code == 200
    assert Post.collection().count_documents({"title": "Forged"}) == 0


def test_half_a_character_is_refused_beside_its_field(alice_browsing: Visitor, blog: Blog) -> None:
    answer = alice_browsing.post(urls.new_post(blog), title="a\x00b", content="My words")

    assert answer.status_code == 422
    assert "This holds a character that cannot be kept." in answer.text
    assert 'value="ab"' in answer.text
    assert "My words" in answer.text


PATHS = [
    "/@%00/",
    "/@%ED%A0%80/x",
    "/@a/%00",
    "/@../../etc/passwd",
    "/posts/%00",
    "/static/../app.py",
    "/static/..%2fapp.py",
    "/blogs/" + "a" * 5000,
    "/login?next=%00",
    "/?before=%00",
    "/?before=1-" + "f" * 24 + "%00",
    "/?before=99999999999999-" + "f" * 24,
    "/dev/mail?letter=../../secret_key",
    "//evil.example/",
]


@pytest.mark.parametrize("path", PATHS)
def test_a_strange_address_is_answered_kindly(reader: Visitor, path: str) -> None:
    answer = reader.get(path)

    assert answer.status_code < 500
    assert "Traceback" not in answer.text


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_other_verbs_are_answered_with_a_page(reader: Visitor, method: str) -> None:
    answer = getattr(reader.client, method)("/login")

    assert answer.status_code in (400, 405)
    assert "<h1" in answer.text


def test_an_address_that_takes_no_posts_names_what_it_takes(app: Flask, reader: Visitor) -> None:
    answer = reader.post("/login", email="x")

    assert answer.status_code == 405
    assert "GET" in answer.headers["Allow"]


def test_too_large_a_form_is_refused(alice_browsing: Visitor, blog: Blog) -> None:
    answer = alice_browsing.post(urls.new_post(blog), title="T", content="x" * (4 * 1024 * 1024))

    assert answer.status_code == 413
    assert "4 MiB" in answer.text


def test_a_page_that_breaks_is_our_mistake_and_written_down(
    app: Flask, reader: Visitor, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(app, "testing", False)
    monkeypatch.setattr(Blog, "newest_posts", lambda **_: 1 / 0)

    answer = reader.get("/")

    assert answer.status_code == 500
    assert "Something went wrong here" in answer.text
    assert "ZeroDivisionError" not in answer.text
    assert "ZeroDivisionError" in caplog.text


@pytest.fixture(autouse=True)
def _nothing_broke(
    caplog: pytest.LogCaptureFixture, request: pytest.FixtureRequest
) -> Iterator[None]:
    yield
    if "our_mistake" not in request.node.name:
        assert "Traceback" not in caplog.text


def test_a_form_that_says_nothing_is_no_edit(alice_browsing: Visitor, draft: Post) -> None:
    answer = alice_browsing.post(urls.edit(draft), **{"title[]": "1", "status[]": "published"})

    assert answer.status_code == 422
    assert "Nothing arrived" in answer.text


def test_who_was_signed_out_can_copy_the_text(reader: Visitor, blog: Blog) -> None:
    answer = reader.send(urls.new_post(blog), {"content": "Two hours of <work>", "csrf_token": "x"})

    assert answer.status_code == 400
    assert "Two hours of &lt;work&gt;" in answer.text


def test_a_redirect_never_follows_the_host_header(reader: Visitor, blog: Blog) -> None:
    answer = reader.client.get("/@field-notes?q=b", headers={"Host": "evil.example"})

    assert (answer.status_code, answer.headers["Location"]) == (301, "/@field-notes/?q=b")
