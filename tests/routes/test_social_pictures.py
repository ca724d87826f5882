"""The picture that stands for a post or a blog elsewhere: drawn once, seen as its page is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from threading import BoundedSemaphore
from time import monotonic

import pytest
from PIL import Image

from blogsite import jobs, urls
from blogsite.lib import bounded, clock
from blogsite.models import Blog, Post, User, blog_removal, social_drawing
from blogsite.models.errors import Gone
from blogsite.models.social_drawing import Showing
from blogsite.models.social_picture import SocialPicture
from blogsite.models.throttle import Rate
from blogsite.presenters.looks import THEMES
from blogsite.urls.media import social_picture
from tests.support import heads
from tests.support.factories import make_post
from tests.support.visitor import Visitor

SITE = "http://localhost:5454"
Drawn = list[str]


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> Drawn:
    """The titles that were drawn, quickly."""
    titles: Drawn = []

    def draw(poster: social_drawing.Poster) -> bytes:
        titles.append(poster.title)
        return b"PNG " + poster.title.encode()

    monkeypatch.setattr(social_drawing, "_drawn", draw)
    return titles


@pytest.fixture
def post(blog: Blog, alice: User) -> Post:
    return make_post(blog, by=alice, title="Rain & sun", status="published")


def address(visitor: Visitor, path: str) -> str:
    """Where a page says that its picture is."""
    return str(heads.read(visitor.get(path).text).meta("og:image")).removeprefix(SITE)


def test_a_post_without_a_cover_shows_its_title(reader: Visitor, blog: Blog, post: Post) -> None:
    head = heads.read(reader.get(urls.post(post)).text)
    answer = reader.get(address(reader, urls.post(post)))

    assert head.meta("og:image:alt") == "Rain & sun · Field Notes"
    assert (head.meta("og:image:width"), head.meta("og:image:height")) == ("1200", "630")
    assert head.meta("twitter:card") == "summary_large_image"
    assert (answer.status_code, answer.mimetype) == (200, "image/png")
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert Image.open(BytesIO(answer.data)).size == (1200, 630)


def test_it_is_drawn_once(reader: Visitor, blog: Blog, post: Post, drawn: Drawn) -> None:
    path = address(reader, urls.post(post))

    first, second = reader.get(path), reader.get(path)

    assert first.data == second.data == b"PNG Rain & sun"
    assert drawn == ["Rain & sun"]


def test_a_blog_has_one_too(reader: Visitor, blog: Blog, post: Post, drawn: Drawn) -> None:
    assert reader.get(address(reader, urls.blog(blog))).data == b"PNG Field Notes"


def test_another_title_is_another_picture(
    reader: Visitor, blog: Blog, post: Post, alice: User, drawn: Drawn
) -> None:
    before = address(reader, urls.post(post))
    reader.get(before)
    post.revise(title="Snow", by=alice)
    after = address(reader, urls.post(post))

    led = reader.get(before)

    assert (led.status_code, led.location) == (302, after)
    assert led.headers["Cache-Control"] == "public, no-cache"
    assert reader.get(after).data == b"PNG Snow"
    assert SocialPicture.collection().count_documents({}) == 1


def _scheduled(blog: Blog, alice: User) -> Post:
    at = clock.now() + timedelta(days=1)
    return make_post(blog, by=alice, status="scheduled", publish_at=at)


def _withdrawn(blog: Blog, alice: User) -> Post:
    post = make_post(blog, by=alice, status="published")
    post.withdraw(by=alice)
    return post


def _trashed(blog: Blog, alice: User) -> Post:
    post = make_post(blog, by=alice, status="published")
    post.trash(by=alice)
    return post


def _unlisted(blog: Blog, alice: User) -> Post:
    post = make_post(blog, by=alice, status="published")
    post.unlist(by=alice)
    return post


@pytest.mark.parametrize(
    ("make", "status"),
    [
        (lambda blog, alice: make_post(blog, by=alice), 404),
        (_scheduled, 404),
        (_withdrawn, 410),
        (_trashed, 410),
        (_unlisted, 200),
    ],
    ids=["draft", "scheduled", "withdrawn", "trashed", "unlisted"],
)
def test_it_is_seen_as_its_post_is(
    reader: Visitor,
    alice_browsing: Visitor,
    blog: Blog,
    alice: User,
    drawn: Drawn,
    make: Callable[[Blog, User], Post],
    status: int,
) -> None:
    hidden = make(blog, alice)
    hidden.loaded_blog = blog
    path = social_picture(hidden.id, social_drawing.presented.of_post(hidden).digest)

    assert [one.get(path).status_code for one in (reader, alice_browsing)] == [status] * 2
    assert len(drawn) == (status == 200)


def test_it_goes_with_its_post_and_with_its_blog(
    reader: Visitor, blog: Blog, post: Post, alice: User, drawn: Drawn
) -> None:
    path, front = address(reader, urls.post(post)), address(reader, urls.blog(blog))
    reader.get(path), reader.get(front)
    post.trash(by=alice)
    post.remove(by=alice)
    left = [one["_id"] for one in SocialPicture.collection().find()]
    blog_removal.remove(blog, by=alice)
    jobs.run_due()

    assert left == [blog.id]
    assert SocialPicture.collection().count_documents({}) == 0
    assert [reader.get(one).status_code for one in (path, front)] == [410, 410]


def test_what_is_taken_away_while_it_is_drawn_leaves_nothing(
    post: Post, alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def draw(_poster: social_drawing.Poster) -> bytes:
        post.trash(by=alice)
        return b"PNG"

    monkeypatch.setattr(social_drawing, "_drawn", draw)

    with pytest.raises(Gone):
        _ = Showing.of(post.id).picture
    assert SocialPicture.collection().count_documents({}) == 0


def test_nobody_makes_the_site_draw_for_ever(
    reader: Visitor, blog: Blog, alice: User, drawn: Drawn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(social_drawing, "DRAWINGS", Rate("drawings", 1, timedelta(hours=1)))
    posts = [make_post(blog, by=alice, title=f"Day {n}", status="published") for n in (1, 2)]
    first, second = (reader.get(address(reader, urls.post(one))) for one in posts)

    assert (first.status_code, second.status_code) == (200, 429)
    assert int(second.headers["Retry-After"]) > 3000
    assert drawn == ["Day 1"]


def test_while_another_is_drawn_nobody_waits_long_and_nothing_is_counted(
    reader: Visitor, blog: Blog, post: Post, drawn: Drawn, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, turn = address(reader, urls.post(post)), BoundedSemaphore(1)
    monkeypatch.setattr(social_drawing, "_turn", turn)
    monkeypatch.setattr(social_drawing, "DRAWINGS_OF_ONE", Rate("one", 1, timedelta(hours=1)))
    turn.acquire()
    began = monotonic()
    refused = reader.get(path)
    waited = monotonic() - began
    turn.release()

    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "5")
    assert waited < 5
    assert reader.get(path).status_code == 200
    assert drawn == ["Rain & sun"]


def test_what_takes_too_long_is_given_up_and_not_tried_on_and_on(
    reader: Visitor, blog: Blog, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []

    def call(*_: object, **__: object) -> None:
        asked.append(1)
        raise bounded.TooMuch("it took longer")

    path = address(reader, urls.post(post))
    monkeypatch.setattr(bounded, "call", call)
    monkeypatch.setattr(social_drawing, "DRAWINGS_OF_ONE", Rate("one", 2, timedelta(hours=1)))

    assert [reader.get(path).status_code for _ in range(4)] == [429] * 4
    assert len(asked) == 2


def test_it_follows_what_its_blog_is_called(blog: Blog, post: Post) -> None:
    before = Showing.of(post.id).poster.digest
    Blog.collection().update_one({"_id": blog.id}, {"$set": {"title": "Other Notes"}})

    assert Showing.of(post.id).poster.digest != before


def test_it_has_the_colours_of_its_blog(blog: Blog, post: Post) -> None:
    plain = Showing.of(post.id).poster
    Blog.collection().update_one(
        {"_id": blog.id}, {"$set": {"appearance": {"theme": "novel", "accent": "#8a1538"}}}
    )

    dressed = Showing.of(post.id).poster

    assert dressed.colours.ground == THEMES["novel"].day["ground"] != plain.colours.ground
    assert dressed.colours.accent == "#8a1538"
    assert dressed.digest != plain.digest
