"""What axe says of the pages that most people meet; `make audit` asks it about all of them."""

from __future__ import annotations

from blogsite import urls
from tests.journeys.steps import come_in
from tests.support import axe
from tests.support.browser import Meet, Person
from tests.support.factories import make_blog, make_post, make_user

_TEXT = "Rain on *three* hills.\n\n## Wind\n\nIt `turned`.\n\n| a | b |\n|---|---|\n| 1 | 2 |\n"


def violations(person: Person, *paths: str) -> dict[str, list[str]]:
    found = {}
    for path in paths:
        person.open(path)
        found[path] = axe.violations(person.page)
    return {path: said for path, said in found.items() if said}


def test_a_reader_meets_no_barrier(meet: Meet) -> None:
    alice = make_user("Alice")
    blog = make_blog(by=alice, description="Weather, mostly.")
    post = make_post(blog, by=alice, content=_TEXT, tags=["rain"], status="published")
    reader = meet()

    assert violations(reader, "/", urls.blog(blog), urls.post(post), "/login") == {}


def test_a_writer_meets_no_barrier_where_something_is_refused(meet: Meet) -> None:
    alice = meet()
    come_in(alice, name="Alice")
    alice.open("/blogs/new")
    alice.fill(title=" ")
    alice.press("Create blog")

    assert alice.status == 422
    assert axe.violations(alice.page) == []


def test_axe_finds_what_is_wrong(meet: Meet) -> None:
    page = meet().page
    page.set_content("<title>Grey</title><p style='color: #999'>Hard to read</p>")

    assert any("color-contrast" in one for one in axe.violations(page))
