"""Whatever happens to a blog, what is kept of its pages is what would be made anew."""

from __future__ import annotations

import os
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from flask import Flask

from blogsite import create_app, urls
from blogsite.cli.demo.plan import Plan
from blogsite.cli.demo.seeding import Seeding
from blogsite.database import Connection
from blogsite.lib import clock
from blogsite.models import Avatar, Blog, BlogStyle, SettingsWish, User, blog_removal, profile
from blogsite.models.blog_style import Style
from blogsite.models.membership import EDITOR
from blogsite.models.menu import Arrangement, Link, Menu, Place
from blogsite.presenters.looks import Look
from blogsite.web.page_cache.declaring import parameters_of
from config import Settings
from tests.support.app import settings_for_tests
from tests.support.factories import make_blog, make_post
from tests.support.kept import ready, said
from tests.support.portraits import picture
from tests.support.visitor import Visitor
from tests.support.walks import PROGRAMS, sitemaps, walked

Verb = Callable[["Scene"], object]


class Scene:
    """A blog with a bit of everything, and a reader of all its pages."""

    def __init__(self, blog: Blog, alice: User, bob: User) -> None:
        self.blog, self.alice, self.bob = blog, alice, bob
        series = SettingsWish(values={"series": "Weather", "part": 1})
        about = SettingsWish(values={"kind": "page"})
        tags = ["weather"]
        self.rain = make_post(blog, by=alice, status="published", settings=series, tags=tags)
        self.snow = make_post(blog, by=bob, title="Snow", status="published", settings=series)
        self.about = make_post(blog, by=alice, title="About", status="published", settings=about)
        self.fog = make_post(blog, by=bob, title="Fog", status="published", tags=tags)
        self.draft = make_post(blog, by=alice, title="Draft", tags=tags)

    @property
    def pages(self) -> list[str]:
        posts = [urls.post(one) for one in (self.rain, self.snow, self.fog, self.about, self.draft)]
        people = [urls.blogs_of(one) for one in (self.alice, self.bob)]
        lists = [urls.blog(self.blog), urls.feed(self.blog), urls.home()]
        lists += [urls.tag("weather"), urls.tag("weather", self.blog), urls.archive(self.blog)]
        lists += [urls.year(self.blog, clock.now().year), urls.written_by(self.bob)]
        lists += [urls.written_by(self.bob, self.blog), urls.site_feed(tag="weather")]
        return [*posts, *people, *lists, f"{urls.blog(self.blog)}series/weather"]


@pytest.fixture
def scene(edited_blog: Blog, alice: User, bob: User) -> Scene:
    return Scene(edited_blog, alice, bob)


@pytest.fixture
def fresh(settings: Settings, connection: Connection) -> Visitor:
    """A reader of the same site without a cache."""
    own = settings_for_tests(settings.data_dir, mongo_uri=settings.mongo_uri, CACHE="off")
    return Visitor(create_app(own, connection=connection))


def wish(**values: Any) -> SettingsWish:
    return SettingsWish(values=values)


VERBS: dict[str, Verb] = {
    "revise": lambda it: it.rain.revise(title="Hail", content="Hard.", by=it.alice),
    "retag": lambda it: it.rain.revise(tags=["wet"], by=it.alice),
    "rename": lambda it: it.rain.revise(slug="hail", by=it.alice),
    "withdraw": lambda it: it.rain.withdraw(by=it.alice),
    "publish": lambda it: it.draft.publish(by=it.alice),
    "trash": lambda it: it.snow.trash(by=it.alice),
    "unlist": lambda it: it.snow.unlist(by=it.alice),
    "pin": lambda it: it.rain.revise(settings=wish(pinned=True), by=it.alice),
    "retitle a page": lambda it: it.about.revise(title="Who", by=it.alice),
    "trash a page": lambda it: it.about.trash(by=it.alice),
    "leave a series": lambda it: it.snow.revise(settings=wish(series=""), by=it.alice),
    "summarise": lambda it: it.rain.revise(settings=wish(summary="In short."), by=it.alice),
    "another language": lambda it: it.rain.revise(settings=wish(language="de"), by=it.alice),
    "another author": lambda it: it.rain.revise(settings=wish(author=it.bob.id), by=it.alice),
    "restyle": lambda it: BlogStyle.restyle(it.blog, Style(look=Look(theme="novel")), by=it.alice),
    "rename a person": lambda it: profile.change(it.bob, name="Robert", handle="", bio=""),
    "a person's words": lambda it: profile.change(it.bob, name="Bob", handle="", bio="Reads."),
    "a portrait": lambda it: Avatar.choose(BytesIO(picture()), by=it.bob),
    "a handle": lambda it: profile.change(it.bob, name="Bob", handle="robert", bio=""),
    "a new blog": lambda it: make_blog(by=it.bob, title="Another"),
    "admit": lambda it: make_blog(by=it.alice, title="Other").admit(it.bob, role=EDITOR),
    "arrange the menu": lambda it: Menu(it.blog).arrange(
        Arrangement(
            places={it.about.id: Place(hidden=True)},
            links=[Link(label="All", address="archive")],
            foot="Since *2004*",
        ),
        by=it.alice,
    ),
    "delete the blog": lambda it: blog_removal.remove(it.blog, by=it.alice),
    "delete a person": lambda it: it.bob.delete(),
}


@pytest.mark.parametrize("name", VERBS)
def test_kept_pages_change_with_what_they_show(
    app: Flask, reader: Visitor, fresh: Visitor, scene: Scene, name: str
) -> None:
    ready(app)
    before = {path: reader.get(path) for path in scene.pages}
    for path in before:
        reader.get(path)

    VERBS[name](scene)

    after = {path: (reader.get(path), fresh.get(path)) for path in {*before, *scene.pages}}
    assert {
        path
        for path, (kept, made) in after.items()
        if (kept.status_code, kept.data) != (made.status_code, made.data)
    } == set()
    assert [path for path, page in before.items() if page.data != after[path][1].data]


LANGUAGES = ("en", "ar", "de")
ENCODINGS = ("br", "gzip")
SAMPLE = 15
"""Of so many addresses one is also asked for packed."""


@pytest.fixture
def demo(app: Flask) -> list[Blog]:
    """A blog with more posts than a list shows, a page and a series."""
    plan = Plan(blogs=1, posts=28, seed=5)
    blogs = Seeding(plan, password=os.urandom(9).hex()).run(lambda _count: None)
    for post in blogs[0].front().posts[:2]:
        post.revise(settings=wish(series="Walks"), by=User.get(post.author_id))
    return [Blog.get(blog.id) for blog in blogs]


def addresses(visitor: Visitor, blogs: list[Blog]) -> list[str]:
    """Whatever a person or a program is led to, and is the same for every reader."""
    llms = [urls.llms(), *map(urls.llms, blogs)]
    known = [urls.sitemap_index(), *sitemaps(visitor), *llms, urls.site_feed()]
    found = walked(visitor, *known, follow=PROGRAMS)
    assert {path for path, page in found.items() if page.status_code != 200} == set()
    return [path for path, page in found.items() if page.headers["Cache-Control"] != "no-store"]


def kept_kinds(app: Flask) -> set[str]:
    """The endpoints whose pages may be kept."""
    return {one for one in app.view_functions if parameters_of(app, one) is not None}


def check_the_same(reader: Visitor, fresh: Visitor, path: str, **asked: str) -> bool:
    """Whether it came from memory when it was asked for again, the same byte for byte."""
    headers = {name.replace("_", "-"): value for name, value in asked.items()}
    answers = [reader.get(path, headers=headers) for _ in range(2)]
    made = fresh.get(path, headers=headers)
    assert [one.data for one in answers] == [made.data] * 2, (path, asked)
    assert answers[1].headers.get("ETag") == made.headers.get("ETag")
    assert "Cache-Status" not in made.headers
    return said(answers[1]) == "hit"


def test_the_bytes_are_the_same_without_a_cache(
    app: Flask, reader: Visitor, fresh: Visitor, demo: list[Blog]
) -> None:
    ready(app)
    # Whoever has been asked for a token is not answered from memory any more.
    paths = addresses(Visitor(app), demo)
    site = [path for path in paths if not path.startswith("/@")]

    hits = [path for path in paths if check_the_same(reader, fresh, path)]
    for encoding in ENCODINGS:
        for path in paths[::SAMPLE]:
            check_the_same(reader, fresh, path, Accept_Encoding=encoding)
    for language in LANGUAGES:
        for path in site[::3]:
            check_the_same(reader, fresh, path, Accept_Language=language)

    assert kept_kinds(app) <= {urls.endpoint(path.partition("?")[0]) for path in paths}
    assert len(paths) > 150
    assert len(hits) > len(paths) / 2
    assert any(path.startswith(f"{urls.blog(demo[0])}?before=") for path in paths)
    assert any(path.startswith("/?before=") for path in paths)
