"""Pictures as a reader has them in a real browser: nothing jumps, each is to be had whole."""

from __future__ import annotations

import io

import pytest

from blogsite import jobs, urls
from blogsite.models import Blog, Picture, SettingsWish, User
from tests.support.browser import Meet
from tests.support.factories import make_blog, make_post, make_user
from tests.support.photographs import picture

pytestmark = pytest.mark.browser

SIZES = ((1200, 800), (600, 900), (1600, 700), (800, 800), (1000, 400), (700, 500), (500, 700))
SHIFTS = """new Promise((told) => {
  let sum = 0;
  new PerformanceObserver((list) => list.getEntries().forEach((one) => { sum += one.value; }))
    .observe({ type: "layout-shift", buffered: true });
  setTimeout(() => told(sum), 400);
})"""
HEIGHTS = """[...document.querySelectorAll(".gallery-row")].map((row) => {
  const shown = [...row.querySelectorAll("img:last-child")].map((one) => one.clientHeight);
  return Math.max(...shown) - Math.min(...shown);
})"""


def pictures(blog: Blog, user: User) -> list[Picture]:
    sent = (io.BytesIO(picture("JPEG", size)) for size in SIZES)
    made = [Picture.take(one, label="p.jpg", blog_id=blog.id, by=user, alt="A") for one in sent]
    jobs.run_due()
    return made


def test_nothing_jumps_and_who_looks_at_one_comes_back_to_it(meet: Meet) -> None:
    user = make_user("Alice")
    blog = make_blog(by=user)
    shown = pictures(blog, user)
    row = "\n".join(f"![P](/media/{one.id}/480)" for one in shown)
    text = "It rained.\n\n" * 12 + f'![P](/media/{shown[0].id}/480 "At noon")\n\n{row}\n\nDry.\n'
    post = make_post(blog, by=user, content=text, status="published")
    post.revise(settings=SettingsWish(values={"cover": str(shown[2].id)}), by=user)
    reader = meet()
    page = reader.page
    reader.open(urls.post(post))
    page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
    gallery = page.locator(".gallery img:last-child")
    gallery.last.evaluate("(one) => one.decode()")

    assert page.evaluate(SHIFTS) == 0
    assert gallery.count() == len(SIZES)
    assert max(page.evaluate(HEIGHTS)) <= 2
    reader.looks()

    before = page.evaluate("window.scrollY")
    gallery.last.click()
    page.wait_for_url(f"**/media/{shown[-1].id}/*")
    page.go_back()
    gallery.last.evaluate("(one) => one.decode()")
    # The browser goes back there once the page is as long as it was.
    page.wait_for_function("before => Math.abs(window.scrollY - before) < 50", arg=before)

    # Two are there twice, maybe in the same size; what stood before each would be as many again.
    printed = page.pdf().count(b"/Subtype /Image")
    assert len(SIZES) <= printed <= len(SIZES) + 2
