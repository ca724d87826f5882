"""Style in the page for readers, in files for who works here."""

from __future__ import annotations

import hashlib
import re
from base64 import b64encode

import pytest
from flask import Flask, render_template_string

from blogsite import urls
from blogsite.models import Post
from blogsite.web import policy
from blogsite.web.styles import PROSE, inline_style, prose_pieces
from tests.support.visitor import Visitor

STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)
SHEET = re.compile(r'<link rel="stylesheet" href="/static/css/([\w-]+)\.css\?v=')


def source(css: str) -> str:
    """What a policy calls a `<style>` element with that inside."""
    return f"'sha256-{b64encode(hashlib.sha256(css.encode()).digest()).decode()}'"


def inside(app: Flask, template: str) -> list[str]:
    """What the `<style>` elements of a page hold."""
    with app.test_request_context("/"):
        return STYLE.findall(render_template_string(template))


def test_a_piece_is_written_into_the_page_without_its_comments(app: Flask) -> None:
    (piece,) = inside(app, "{{ styles('prose') }}")

    assert ".prose" in piece
    assert "/*" not in piece


def test_several_pieces_are_one_element_in_their_order(app: Flask) -> None:
    (first, second) = inside(app, "{{ styles('feeds') }}{{ styles('prose') }}")

    assert inside(app, "{{ styles('feeds', 'prose') }}") == [first + second]


def test_a_piece_stands_in_a_page_once(app: Flask) -> None:
    twice = "{{ styles('feeds', 'feeds') }}{{ styles('feeds') }}"

    assert inside(app, twice) == inside(app, "{{ styles('feeds') }}")


def test_a_page_that_follows_one_that_failed_has_all_of_its_style(app: Flask) -> None:
    with app.test_request_context("/"):
        first = render_template_string("{{ styles('feeds') }}")

        assert render_template_string("{{ styles('feeds') }}") == first


def test_the_policy_of_a_readers_page_names_each_element_and_no_other(
    reader: Visitor, published: Post
) -> None:
    for path in ("/", "/login", "/nothing", urls.post(published)):
        page = reader.get(path)

        written = [source(css) for css in STYLE.findall(page.text)]
        allowed = re.search("style-src ([^;]*);", page.headers["Content-Security-Policy"])
        assert allowed is not None
        assert allowed[1].split() == ["'self'", *written]
        assert len(written) >= 2
        assert SHEET.findall(page.text) == []


def test_who_is_signed_in_has_the_same_pieces_as_files(
    alice_browsing: Visitor, published: Post
) -> None:
    page = alice_browsing.get(urls.post(published))

    assert {"base", "reading", "post", "prose"} < set(SHEET.findall(page.text))
    assert STYLE.findall(page.text) == []
    assert "style-src 'self';" in page.headers["Content-Security-Policy"]


def test_what_is_computed_cannot_end_its_element(app: Flask) -> None:
    with app.test_request_context("/"):
        written = inline_style(':root{--font:"</style><script>"}')

        (css,) = STYLE.findall(written)
        assert written.count("</") == 1
        assert source(css) in policy.of_this_page()


def test_no_rules_are_no_element(app: Flask) -> None:
    with app.test_request_context("/"):
        assert inline_style("") == ""
        assert "sha256" not in policy.of_this_page()


def test_a_piece_that_is_not_there_is_a_mistake_of_ours(app: Flask) -> None:
    with pytest.raises(FileNotFoundError):
        inside(app, "{{ styles('no-such-piece') }}")


def test_a_text_names_the_pieces_that_it_needs() -> None:
    assert prose_pieces("<p>Rain.</p>") == ["prose"]
    assert prose_pieces("<pre><code>1</code></pre>") == ["prose", "prose-code"]
    assert prose_pieces() == ["prose", *PROSE]
