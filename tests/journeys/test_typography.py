"""What style sheets promise and only a browser can tell: paper, lines and figures."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from blogsite import urls
from blogsite.models import Post, SettingsWish
from tests.journeys.steps import sign_in
from tests.support.browser import Meet, Person
from tests.support.factories import make_blog, make_post, make_user

pytestmark = pytest.mark.browser

TEXT = """\
# Morning

It rained 12 days, see [the gauge](https://gauge.example/rain).

# Evening

| Day | Millimetres |
|-----|-------------|
| 1   | 17          |
"""
MENUS = "nav:visible, footer:visible, form:visible, button:visible, .member-bar:visible"
STYLE = "(it, name) => getComputedStyle(it).getPropertyValue(name)"


def at_a_post(meet: Meet) -> tuple[Person, Post]:
    """Alice reads a post of a blog that has a menu."""
    user = make_user("Alice")
    blog = make_blog(by=user)
    page = SettingsWish(values={"kind": "page"})
    make_post(blog, by=user, title="About", status="published", settings=page)
    make_post(blog, by=user, title="Snow", status="published", tags=["weather"])
    post = make_post(blog, by=user, content=TEXT, status="published", tags=["weather"])
    alice = meet()
    sign_in(alice, name="Alice")
    alice.open(urls.post(post))
    return alice, post


def computed(person: Person, selector: str, name: str) -> set[str]:
    return set(str(person.page.locator(selector).first.evaluate(STYLE, name)).split())


def test_a_post_is_printed_without_menus(meet: Meet) -> None:
    alice, post = at_a_post(meet)
    menus = alice.page.locator(MENUS)
    assert menus.count() > 3

    alice.page.emulate_media(media="print")

    expect(menus).to_have_count(0)
    expect(alice.page.get_by_role("heading", name=post.title, exact=True)).to_be_visible()
    behind = "it => getComputedStyle(it, '::after').content"
    link = alice.page.get_by_role("link", name="the gauge")
    assert "https://gauge.example/rain" in link.evaluate(behind)


def test_lines_and_figures_are_set_as_promised(meet: Meet) -> None:
    alice, _post = at_a_post(meet)

    assert computed(alice, ".post h1", "text-wrap") == {"balance"}
    assert computed(alice, ".prose p", "text-wrap") == {"pretty"}
    assert computed(alice, ".prose p", "font-variant-numeric") == {"oldstyle-nums"}
    for aligned in (".prose td", ".post time"):
        figures = computed(alice, aligned, "font-variant-numeric")
        assert figures == {"lining-nums", "tabular-nums"}
