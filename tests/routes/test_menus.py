"""The page on which members arrange the menu and the foot of a blog."""

from __future__ import annotations

from flask import Flask

from blogsite import urls
from blogsite.models import Blog, Post, SettingsWish, User
from tests.support.factories import make_post
from tests.support.kept import keep, ready
from tests.support.visitor import Visitor


def make_page(blog: Blog, by: User) -> Post:
    wish = SettingsWish(values={"kind": "page"})
    return make_post(blog, by=by, title="About", status="published", settings=wish)


def test_what_is_arranged_is_seen_by_the_next_reader(
    app: Flask, reader: Visitor, alice_browsing: Visitor, blog: Blog, published: Post, alice: User
) -> None:
    page = make_page(blog, alice)
    ready(app)
    assert urls.post(page) in keep(app, reader, urls.post(published)).text

    answer = alice_browsing.post(
        urls.menu(blog),
        **{f"shown_{page.id}": "no", f"place_{page.id}": "", "foot": "Since *2004*"},
        label_0="Bees",
        address_0="https://bees.example/x",
    )

    shown = reader.get(urls.post(published)).text
    assert answer.status_code == 302
    assert urls.post(page) not in shown
    assert '<a href="https://bees.example/x" dir="auto">Bees</a>' in shown
    assert '<p class="foot-line" dir="auto">Since <em>2004</em></p>' in shown
    assert reader.get(urls.post(page)).status_code == 200


def test_what_is_not_sent_stays(alice_browsing: Visitor, blog: Blog, alice: User) -> None:
    make_page(blog, alice)
    alice_browsing.post(urls.menu(blog), label_0="Bees", address_0="archive", foot="Hello")

    alice_browsing.post(urls.menu(blog))

    again = Blog.get(blog.id)
    assert ([one.title for one in again.pages], again.foot) == (["About", "Bees"], "Hello")


def test_a_refused_menu_keeps_what_was_typed(alice_browsing: Visitor, blog: Blog) -> None:
    answer = alice_browsing.post(
        urls.menu(blog), label_0="Bees", address_0="nowhere", place_0="x", foot="Hello"
    )
    again = alice_browsing.post(urls.menu(blog), label_0="Bees", address_0="nowhere", foot="Hello")

    assert (answer.status_code, again.status_code) == (422, 422)
    assert "Use a whole number from 1 to 9999." in answer.text
    assert "There is no post or page at that address." in again.text
    assert 'id="address_0-error"' in again.text
    for typed in ('value="Bees"', 'value="nowhere"', 'value="Hello"'):
        assert typed in answer.text
        assert typed in again.text


def test_who_comes_second_is_asked(
    alice_browsing: Visitor, bob_browsing: Visitor, blog: Blog
) -> None:
    seen = alice_browsing.get(urls.menu(blog)).text.split('name="seen"')[1].split('value="')[1]
    seen = seen.partition('"')[0]
    bob_browsing.post(urls.menu(blog), foot="Bob's", seen=seen)

    answer = alice_browsing.post(urls.menu(blog), foot="Alice's", seen=seen)

    assert (answer.status_code, Blog.get(blog.id).foot) == (409, "Bob's")
    assert "Somebody else has changed this meanwhile." in answer.text
    assert 'value="Alice&#39;s"' in answer.text
    assert f'value="{seen}"' not in answer.text


def test_links_that_somebody_else_took_out_meanwhile_stay_typed(
    alice_browsing: Visitor, bob_browsing: Visitor, blog: Blog
) -> None:
    four = {f"label_{n}": f"Bees {n}" for n in range(4)}
    four |= {f"address_{n}": "archive" for n in range(4)}
    alice_browsing.post(urls.menu(blog), **four)
    seen = alice_browsing.get(urls.menu(blog)).text.split('name="seen"')[1].split('value="')[1]
    bob_browsing.post(urls.menu(blog), label_0="", address_0="")

    last = {"label_6": "Wasps", "address_6": "tags/wasps", "address_99": "no row"}
    answer = alice_browsing.post(urls.menu(blog), **four, **last, seen=seen.partition('"')[0])

    assert answer.status_code == 409
    assert 'value="Wasps"' in answer.text
    assert 'value="tags/wasps"' in answer.text
    assert "no row" not in answer.text


def test_an_empty_page_says_how_to_begin(alice_browsing: Visitor, blog: Blog) -> None:
    assert f'href="{urls.new_post(blog)}"' in alice_browsing.get(urls.menu(blog)).text
    assert f'href="{urls.menu(blog)}"' in alice_browsing.get(urls.blog_settings(blog)).text
