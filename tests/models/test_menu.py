"""The menu of a blog, of pages and links, and the line at its foot."""

from __future__ import annotations

from typing import Any

import pytest

from blogsite import urls
from blogsite.models import Blog, Post, SettingsWish, User
from blogsite.models.errors import Conflict, Forbidden, Invalid
from blogsite.models.menu import MOST_LINKS, Arrangement, Link, Menu, Place
from tests.support.factories import make_blog, make_post


def make_page(blog: Blog, title: str, *, by: User, number: int | None = None) -> Post:
    wish = SettingsWish(values={"kind": "page", "menu_number": number})
    return make_post(blog, by=by, title=title, status="published", settings=wish)


def shown(blog: Blog) -> dict[str, str]:
    found = Blog.get(blog.id)
    return {one.title: urls.menu_entry(found, one) for one in found.pages}


def arrange(blog: Blog, *links: Link, by: User, **more: Any) -> None:
    Menu(Blog.get(blog.id)).arrange(Arrangement(**{"places": {}, "links": links, **more}), by=by)


def test_pages_and_links_stand_in_one_order(blog: Blog, alice: User) -> None:
    make_page(blog, "About", by=alice)
    make_page(blog, "Contact", by=alice, number=2)
    links = (
        Link(label="Bees", address="https://bees.example"),
        Link(label="Rain", address="tags/Rain", number=1),
        Link(label="All", address=f"/@{blog.slug}/archive", number=3),
    )

    arrange(blog, *links, by=alice)

    assert list(shown(blog)) == ["Rain", "Contact", "All", "About", "Bees"]
    assert shown(blog)["Rain"] == urls.tag("Rain", blog)
    assert shown(blog)["All"] == urls.archive(blog)
    assert Menu(Blog.get(blog.id)).links[1] == Link(label="Rain", address="tags/Rain", number=1)


def test_links_below_the_blog_move_with_it(blog: Blog, published: Post, alice: User) -> None:
    arrange(blog, *(Link(label=one, address=one) for one in ("archive", "rain", "/")), by=alice)

    Blog.get(blog.id).move("elsewhere", by=alice)

    assert list(shown(blog).values()) == ["/@elsewhere/", "/@elsewhere/archive", "/@elsewhere/rain"]


def test_a_hidden_page_is_a_page_all_the_same(blog: Blog, alice: User) -> None:
    about, contact = (make_page(blog, one, by=alice) for one in ("About", "Contact"))

    arrange(blog, by=alice, places={about.id: Place(hidden=True), contact.id: Place(number=4)})

    again = Post.get(about.id)
    assert (list(shown(blog)), again.is_page, again.listed) == (["Contact"], True, True)
    again.revise(title="Who", by=alice)
    assert list(shown(blog)) == ["Contact"]
    arrange(blog, by=alice, places={about.id: Place(number=1)})
    assert list(shown(blog)) == ["Who", "Contact"]


def test_what_changes_a_page_keeps_the_links(blog: Blog, alice: User) -> None:
    arrange(blog, Link(label="Bees", address="https://bees.example"), by=alice)
    page = make_page(blog, "About", by=alice)
    page.withdraw(by=alice)

    assert list(shown(blog)) == ["Bees"]


@pytest.mark.parametrize(
    ("link", "field"),
    [
        (Link(label="x", address=""), "address_0"),
        (Link(label="", address="https://a.example"), "label_0"),
        (Link(label="x" * 61, address="https://a.example"), "label_0"),
        (Link(label="x", address="javascript:alert(1)"), "address_0"),
        (Link(label="x", address="//evil.example"), "address_0"),
        (Link(label="x", address="https://"), "address_0"),
        (Link(label="x", address="nowhere"), "address_0"),
        (Link(label="x", address="secret"), "address_0"),
        (Link(label="x", address="archive", number=10000), "place_0"),
    ],
)
def test_a_link_that_cannot_be_is_refused_beside_its_field(
    blog: Blog, alice: User, link: Link, field: str
) -> None:
    make_post(blog, by=alice, title="Secret")

    with pytest.raises(Invalid) as refusal:
        arrange(blog, link, by=alice)

    assert (refusal.value.field, shown(blog)) == (field, {})


def test_there_is_room_for_so_many(blog: Blog, alice: User) -> None:
    with pytest.raises(Invalid):
        arrange(blog, *[Link(label="x", address="archive")] * (MOST_LINKS + 1), by=alice)


def test_nobody_overwrites_what_he_has_not_seen(edited_blog: Blog, alice: User, bob: User) -> None:
    seen = Menu(edited_blog).mark
    arrange(edited_blog, Link(label="Bees", address="archive"), by=bob)

    with pytest.raises(Conflict):
        arrange(edited_blog, by=alice, seen=seen)

    assert list(shown(edited_blog)) == ["Bees"]


def test_a_stranger_arranges_nothing(blog: Blog, carol: User) -> None:
    with pytest.raises(Forbidden):
        arrange(blog, by=carol)


def test_pages_of_another_blog_stay_where_they_are(blog: Blog, alice: User) -> None:
    other = make_blog(by=alice, title="Other")
    page = make_page(other, "About", by=alice)

    arrange(blog, by=alice, places={page.id: Place(hidden=True)})

    assert list(shown(other)) == ["About"]


def test_the_foot_is_a_line_that_does_no_harm(blog: Blog, alice: User) -> None:
    arrange(blog, by=alice, foot="*Ada*, [here](https://a.example) <script> [x](javascript:1)\n# y")

    foot = Blog.get(blog.id).foot_html
    assert foot.startswith('<em>Ada</em>, <a href="https://a.example" rel="noopener">here</a> &lt;')
    assert "javascript:1)" in foot
    assert foot.count("<a ") == 1
