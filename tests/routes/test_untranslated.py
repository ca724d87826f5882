"""No sentence of ours is missing from the catalogues: every page in a language that marks them.

The site is Greek for the time of a walk: what people wrote in it is Greek, dates are, and each of
our sentences stands between brackets. What is Latin outside of these was never handed to a
translator. The rows of `test_access` lead to every address that there is.
"""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from blogsite import jobs, urls
from blogsite.models import Blog, Device, Post, User, own_language
from blogsite.models.kept_letter import kept_letters
from blogsite.models.security_event import TOLD_BY_LETTER, SecurityEvent
from tests.routes.test_access import ROWS, _address
from tests.support.factories import PASSWORD, make_user
from tests.support.tongues import CLOSE, OPEN, unmarked, unmarked_text
from tests.support.visitor import Visitor

pytestmark = pytest.mark.usefixtures("marked")

GREEK = {"Accept-Language": "el"}
WORDS = "## Βροχή\n\nΌλη μέρα έβρεχε.\n\n## Ήλιος\n\n[Εδώ](https://example.org/)"
NOT_OURS = {
    "Markdown": "the name of a language",
    "RSS": "the name of a format",
    "JSON Feed": "the name of a format",
    "input placeholder: rain": "an address",
    "textarea placeholder: rain": "an address",
    "meta content: localhost": "where the site is, beneath a picture",
    "Blogsite": "the sender of a letter",
}
"""What stands on pages as it is in every language."""

ENDING = ("/auth/logout", "/revocation", "/account/deletion", "/removal", "/account/language")
"""What would end the walk: who walks on is signed out, or something else than Greek."""


@pytest.fixture
def eleni(app: Flask, dan: User) -> User:
    """Who owns a blog in Greek and has left nothing empty."""
    user = make_user("Ελένη", email="eleni@example.org")
    own_language.choose(user, "el")
    return user


@pytest.fixture
def notes(eleni: User) -> Blog:
    return Blog.create(title="Σημειώσεις", description="Λίγα.", language="el", by=eleni)


@pytest.fixture
def rain(notes: Blog, eleni: User) -> Post:
    notes.write(title="Πρόχειρο", content=WORDS, by=eleni)
    tags = ["βροχή"]
    return notes.write(title="Βροχή", content=WORDS, tags=tags, status="published", by=eleni)


def test_every_page_says_only_what_can_be_translated(
    app: Flask, eleni: User, notes: Blog, rain: Post
) -> None:
    people = Visitor(app), Visitor(app, eleni)

    walked = [one for row in _rows() for one in _walk(app, people, row, notes, rain)]

    assert len(walked) > 200
    assert {place: said for place, said in walked if said} == {}


def test_every_page_of_a_busy_blog_does(app: Flask, eleni: User, notes: Blog, rain: Post) -> None:
    """What is only there once something has happened."""
    browsing = Visitor(app, eleni)
    refused = browsing.post(urls.new_post(notes), title="Ξανά", status="scheduled", publish_at="x")
    browsing.post(urls.edit(rain), title="Άλλη", content="Άλλα.", tags="βροχή", status="published")
    pages = {
        "a refused post": refused,
        "its revisions": browsing.get(urls.revisions(rain)),
        "a post": browsing.get(urls.blog(notes)),
        "what is found": browsing.get(urls.search(notes, q="έβρεχε")),
        "what is not": browsing.get(urls.search(notes, q="χιόνι")),
        "a preview": browsing.post(f"/posts/new/{notes.id}/preview", content=WORDS),
        "a picture that is none": _sent(browsing, urls.media(notes)),
        "a password that is too easy": browsing.send(
            "/auth/register",
            {"email": "x", "password": "a", "csrf_token": browsing.token()},
        ),
        "wrong credentials": browsing.post(
            "/auth/login", email=eleni.email, password="no kettle at all"
        ),
        "wrong redirects": browsing.post(urls.redirects_import(notes), lines="x"),
        "a wrong name": browsing.post(urls.account(), name="", handle="!"),
    }

    assert {name: _said(page) for name, page in pages.items() if _said(page)} == {}


def test_every_letter_does(app: Flask, eleni: User) -> None:
    reader = Visitor(app)
    for path, form in (
        ("/auth/register", {"email": "new@example.org", "password": PASSWORD}),
        ("/auth/register", {"email": eleni.email, "password": PASSWORD}),
        ("/auth/password-reset", {"email": eleni.email}),
    ):
        reader.send(path, {**form, "csrf_token": reader.token()}, headers=GREEK)
    Visitor(app, eleni).post("/account/password", password=f"{PASSWORD} 2", confirm="x")
    _security_letters(eleni)

    jobs.run_due()

    letters = kept_letters().letters()
    assert len(letters) >= 4
    for letter in letters:
        said = [*unmarked_text(str(letter.subject)), *unmarked_text(letter.text)]
        html = letter.message.get_payload()[1].get_payload(decode=True).decode()  # type: ignore[union-attr]
        assert [one for one in (*said, *unmarked(html)) if one not in NOT_OURS] == []


def _security_letters(user: User) -> None:
    for kind in sorted(TOLD_BY_LETTER):
        SecurityEvent.record(kind, user, device=Device(agent="x"))


def _rows() -> list[tuple[str, str]]:
    """Where to go, first what only shows something."""
    rows = [row for row in ROWS if row[0] == "GET" or not row[1].endswith(ENDING)]
    return sorted(rows)


def _walk(
    app: Flask,
    people: tuple[Visitor, Visitor],
    row: tuple[str, str],
    blog: Blog,
    post: Post,
) -> Iterator[tuple[str, list[str]]]:
    method, rule = row
    address = _address(app, rule, blog, post)
    for who, person in zip(("a reader", "the owner"), people, strict=True):
        if method == "GET":
            page = person.get(address, headers=GREEK)
        else:
            page = person.send(address, {"csrf_token": person.token()}, headers=GREEK)
        yield f"{method} {rule}, {who}", _said(page)


def _said(page: TestResponse) -> list[str]:
    if page.mimetype == "application/json" and OPEN not in page.text:
        return []
    if page.mimetype != "text/html" or page.status_code in (301, 302, 304):
        return []
    return [one for one in unmarked(page.text) if one not in NOT_OURS]


def _sent(browsing: Visitor, path: str) -> TestResponse:
    files = {"picture": (BytesIO(b"no picture"), "x.png"), "csrf_token": browsing.token()}
    return browsing.send(path, files)


def test_a_sentence_that_nobody_was_handed_is_found() -> None:
    page = f"<p>{OPEN}Known{CLOSE} Άλλο <b>forgotten</b> {OPEN}with <i>an{CLOSE}</i></p>"

    assert unmarked(page) == ["forgotten"]
    assert unmarked('<img alt="forgotten too">') == ["img alt: forgotten too"]
    assert unmarked('<p data-said="not said">⟦x⟧</p>') == ["p data-said: not said"]
    assert unmarked("<code>quiet</code> a@example.org https://example.org/x /@notes/") == []
