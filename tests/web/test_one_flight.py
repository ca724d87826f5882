"""A reader's page comes in one flight: HTML and CSS in what a server may send at once."""

from __future__ import annotations

import re
from random import Random
from string import ascii_lowercase
from typing import Any

import brotli
import pytest
from flask import Flask
from werkzeug.test import TestResponse

from blogsite import urls
from blogsite.models import Blog, SettingsWish, User
from blogsite.web.page_cache.entry import BROTLI_QUALITY
from tests.support.commands import run
from tests.support.factories import make_post
from tests.support.visitor import Visitor
from tests.support.walks import walked

MOST = 14 * 1024
"""Bytes: ten packets, which a server may send before it has heard anything back."""
LEAST_PAGES = 30
SEED = ("demo", "seed", "--json", "--password", "seven kettles under a bridge")
FETCHED = re.compile(r"<(?:script|iframe|embed|object|link|img|source|video|audio)\b[^>]*>")
HARMLESS = re.compile(
    r'<link rel="(?:icon|canonical|alternate|next|prev|author|me|license|search|manifest)"'
    r"|<script type=\"application/ld\+json\">"
)
PICTURE = re.compile(r'<(?:img|source)\b[^>]*\bsrc(?:set)?="(?:/media/|data:image/)')


@pytest.fixture
def seeded(app: Flask) -> Visitor:
    """A blog with more posts than one list shows and with a series, and six shorter ones."""
    run(app, *SEED, "--blogs", "7", "--posts", "110")
    for post in longest().front().posts[:3]:
        owner = User.get(post.author_id)
        post.revise(settings=SettingsWish(values={"series": "Walks"}), by=owner)
    return Visitor(app)


def longest() -> Blog:
    """The blog with the most posts, which is the first."""
    return Blog.load_all(Blog.collection().find().sort("_id", 1))[0]


def weight(page: TestResponse) -> int:
    """Bytes of a page as they are sent."""
    return len(brotli.compress(page.data, quality=BROTLI_QUALITY))


def asked_for(page: TestResponse) -> list[str]:
    """What a browser fetches for a page beside pictures of ours."""
    tags = FETCHED.findall(page.text)
    return [tag for tag in tags if not HARMLESS.match(tag) and not PICTURE.match(tag)]


def test_every_page_of_the_demo_site_is_one_flight(seeded: Visitor, record_property: Any) -> None:
    blog = longest()
    word = blog.front().posts[0].title.split()[-1]
    searches = (urls.search(q=word), urls.search(blog, q=word))
    walk = walked(seeded, *searches)
    pages = {path: page for path, page in walk.items() if page.mimetype == "text/html"}

    weights = sorted(((weight(page), path) for path, page in pages.items()), reverse=True)
    record_property("the five that weigh most", weights[:5])
    assert len(pages) > LEAST_PAGES
    # What weighs most is met: full lists, their older pages, what was found, a series.
    assert {path for path in pages if path.startswith(f"{urls.blog(blog)}?before=")}
    assert {path for path in pages if path.startswith("/?before=")}
    assert urls.series(blog, "walks") in pages
    assert all("<mark>" in pages[path].text for path in searches)
    assert [one for one in weights if one[0] > MOST] == []
    # Passkeys need a script; who only reads does not come there.
    assert [path for path, page in pages.items() if asked_for(page)] == ["/login"]
    # There a form with a token is filled in.
    assert [path for path, page in pages.items() if "Set-Cookie" in page.headers] == ["/register"]


def test_so_is_a_post_of_600_words_that_nobody_could_guess(
    reader: Visitor, blog: Blog, alice: User
) -> None:
    random = Random(1)
    words = ["".join(random.choices(ascii_lowercase, k=random.randint(2, 9))) for _ in range(600)]
    text = "\n\n".join(" ".join(words[at : at + 60]) for at in range(0, 600, 60))
    post = make_post(blog, by=alice, title="Rain", content=text, status="published")

    page = reader.get(urls.post(post))

    assert words[-1] in page.text
    assert "<style>" in page.text
    assert weight(page) <= MOST
