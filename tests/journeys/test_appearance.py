"""A blog gets looks of its own, and its CSS stays inside of it, whatever it says."""

from __future__ import annotations

import pytest

from blogsite import urls
from blogsite.models import Blog, BlogStyle
from blogsite.models.blog_style import Style
from tests.journeys.steps import sign_in
from tests.support.browser import Meet
from tests.support.factories import make_blog, make_user

pytestmark = pytest.mark.browser

OVERLAY = """
:root { position: fixed !important; inset: -500px !important; z-index: 2147483647 !important }
body { margin-top: -300px; transform: translateY(-200px) scale(3) }
h1 { position: fixed; inset: 0; z-index: 2147483647; background: red; pointer-events: auto }
h1::before { content: ""; position: fixed; top: -100vh; left: -100vw; width: 300vw; height: 300vh }
* { color: transparent !important }
nav, .member-bar, .skip { display: none !important }
"""
UNDER_THE_POINTER = """link => {
    const box = link.getBoundingClientRect();
    const found = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
    return link.contains(found);
}"""


def test_its_own_css_does_not_reach_the_bar_of_the_site(meet: Meet) -> None:
    owner = make_user("Alice")
    blog = make_blog(by=owner)
    style = Style.of(theme="orchard", width="normal", css=OVERLAY)
    BlogStyle.restyle(blog, style, by=owner)
    alice = meet()
    sign_in(alice, name="Alice")

    alice.open(urls.blog(blog))

    bar = alice.page.locator(".member-bar")
    link = bar.get_by_role("link").first
    assert link.evaluate(UNDER_THE_POINTER)
    assert link.evaluate("link => getComputedStyle(link).color") != "rgba(0, 0, 0, 0)"
    assert bar.bounding_box()["y"] == 0
    inside = alice.page.locator(".own h1")
    assert inside.evaluate("title => getComputedStyle(title).position") == "fixed"


def test_looks_are_tried_out_and_saved(meet: Meet, kind: str) -> None:
    owner = make_user("Alice")
    blog = make_blog(by=owner)
    alice = meet()
    sign_in(alice, name="Alice")

    alice.open(urls.appearance(blog))
    alice.page.get_by_text("Cream pages").click()
    alice.fill(accent="#ffd400")
    if kind == "without-javascript":
        alice.press("Preview")
    alice.sees("By day it is darkened to #796300")
    sample = alice.page.locator("[data-sample]")
    assert "look-novel" in str(sample.get_attribute("class"))
    assert sample.evaluate("it => getComputedStyle(it).backgroundColor") == "rgb(248, 242, 230)"
    assert Blog.get(blog.id).appearance is None
    alice.press("Save")

    alice.open(urls.blog(blog))
    ground = "getComputedStyle(document.body).backgroundColor"
    assert alice.page.evaluate(ground) == "rgb(248, 242, 230)"
