"""Who gets a picture: for each state of post, picture and blog, cells written by hand.

Never public is 404, public is 200, public once is 410. Of a public post's picture everybody gets
the sizes that its page names; what was sent, sizes that there are not, and what stands there
before the picture are nobody's but those who edit.
"""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from bson import ObjectId
from flask import Flask
from werkzeug.test import TestResponse

from blogsite import urls
from blogsite.database import files
from blogsite.models import Blog, Membership, Post, User, kept_form
from blogsite.models.picture.exposing import OncePublic
from tests.support.factories import make_blog, make_post
from tests.support.picture_stories import STORIES, Scene
from tests.support.stored_pictures import content, stored_picture
from tests.support.visitor import Visitor

SIZES = ("480", "960", "1600", "original", "481", "placeholder")
STRANGERS = ("signed out", "with an account", "of another blog", "with another preview")

TABLE = """
a draft                                              404 404 404 404 404 404
a draft, trashed                                     404 404 404 404 404 404
a draft, trashed and restored                        404 404 404 404 404 404
a draft, purged                                      404 404 404 404 404 404
a draft that names it no more                        404 404 404 404 404 404
scheduled                                            404 404 404 404 404 404
scheduled, a second before                           404 404 404 404 404 404
scheduled, at that second                            200 200 200 404 404 404
scheduled, withdrawn before                          404 404 404 404 404 404
scheduled, trashed before, at that second            404 404 404 404 404 404
scheduled, withdrawn after                           410 410 410 404 404 404
published                                            200 200 200 404 404 404
published, unlisted                                  200 200 200 404 404 404
published as a page                                  200 200 200 404 404 404
published under a date in the past                   200 200 200 404 404 404
withdrawn                                            410 410 410 404 404 404
withdrawn and published again                        200 200 200 404 404 404
withdrawn, then used for the first time              404 404 404 404 404 404
withdrawn, then scheduled                            410 410 410 404 404 404
published, trashed                                   410 410 410 404 404 404
published, trashed and restored                      200 200 200 404 404 404
published, trashed and purged                        410 410 410 404 404 404
published, then without it                           410 410 410 404 404 404
published, then without it, then brought back        200 200 200 404 404 404
published, then without it, then deleted             410 410 410 404 404 404
never used, deleted                                  404 404 404 404 404 404
in two posts, one withdrawn                          200 200 200 404 404 404
in two posts, both withdrawn                         410 410 410 404 404 404
published, its blog deleted                          410 410 410 404 404 404
published, its blog deleted and purged               410 410 410 404 404 404
withdrawn, its blog deleted and purged               410 410 410 404 404 404
a draft, its blog deleted                            404 404 404 404 404 404
a draft, its blog deleted and purged                 404 404 404 404 404 404
scheduled, its blog deleted, at that second          404 404 404 404 404 404
named in code of a published post                    404 404 404 404 404 404
linked from a published post                         404 404 404 404 404 404
named in a published post of another blog            404 404 404 404 404 404
the cover of a draft                                 404 404 404 404 404 404
the cover of a published post                        200 200 200 404 404 404
the cover, withdrawn                                 410 410 410 404 404 404
the cover, taken off                                 410 410 410 404 404 404
waiting, in a draft                                  404 404 404 404 404 404
waiting, published                                   200 200 200 404 404 404
waiting, withdrawn                                   410 410 410 404 404 404
refused, in a draft                                  404 404 404 404 404 404
refused, published                                   410 410 410 404 404 404
refused, published, typeset anew                     410 410 410 404 404 404
"""
ROWS = [line.rsplit(maxsplit=len(SIZES)) for line in TABLE.strip().splitlines()]
EXPECTED = {name.strip(): dict(zip(SIZES, cells, strict=True)) for name, *cells in ROWS}


@pytest.fixture
def scene(blog: Blog, alice: User) -> Scene:
    return Scene(blog, alice)


@pytest.fixture
def strangers(app: Flask, carol: User, bob: User, blog: Blog) -> dict[str, Visitor]:
    """Those who have nothing to do with Alice's blog, each in a way of their own."""
    another = make_blog(by=bob, title="Bob's notes")
    shared = make_post(another, by=bob, content="Mine.")
    guest = Visitor(app)
    assert guest.get(urls.shared_draft(str(shared.share(by=bob).token))).status_code == 200
    visitors = (Visitor(app), Visitor(app, carol), Visitor(app, bob), guest)
    return dict(zip(STRANGERS, visitors, strict=True))


def asked(visitor: Visitor, picture_id: object) -> dict[str, str]:
    """What each size answers."""
    addresses = {size: f"/media/{picture_id}/{size}" for size in SIZES}
    return {size: str(visitor.get(one).status_code) for size, one in addresses.items()}


def asked_otherwise(visitor: Visitor, picture_id: object) -> dict[str, str]:
    """What is told of each size without its content, or with a part of it."""
    told = {}
    for size in SIZES:
        address = f"/media/{picture_id}/{size}"
        head = visitor.client.head(address)
        part = visitor.get(address, headers={"Range": "bytes=0-3"})
        assert head.data == b""
        # What stands there before the picture is there has no parts.
        same = part.status_code == head.status_code
        assert same or (part.status_code, part.content_length) == (206, 4)
        told[size] = str(head.status_code)
    return told


def test_every_story_has_a_row_and_every_row_a_story() -> None:
    assert list(STORIES) == list(EXPECTED)


@pytest.mark.parametrize("name", EXPECTED)
def test_a_stranger_sees_of_a_picture(
    name: str, scene: Scene, strangers: dict[str, Visitor]
) -> None:
    STORIES[name](scene)

    with scene.later(scene.moment):
        seen = {who: asked(one, scene.picture.id) for who, one in strangers.items()}
        told = asked_otherwise(strangers["signed out"], scene.picture.id)

    assert told == EXPECTED[name]
    assert seen == dict.fromkeys(STRANGERS, EXPECTED[name])


def test_what_was_read_once_opens_nothing_afterwards(scene: Scene, reader: Visitor) -> None:
    post = scene.published()
    address = f"/media/{scene.picture.id}/480"
    headers = reader.get(address).headers
    known = {"If-None-Match": headers["ETag"], "If-Modified-Since": headers["Last-Modified"]}
    assert reader.get(address, headers=known).status_code == 304

    post.withdraw(by=scene.alice)

    for name, value in known.items():
        answer = reader.get(address, headers={name: value})
        assert (answer.status_code, answer.headers.get("ETag")) == (410, None)
    part = {"Range": "bytes=0-9", "If-Range": headers["ETag"]}
    assert reader.get(address, headers=part).status_code == 410


def test_a_known_tag_tells_nothing_of_what_was_never_public(scene: Scene, reader: Visitor) -> None:
    scene.draft()
    tag = scene.picture.renditions["480"]["file_id"]
    address = f"/media/{scene.picture.id}/480"

    for value in (f'"{tag}"', f'W/"{tag}"', "*"):
        assert reader.get(address, headers={"If-None-Match": value}).status_code == 404


def test_unknown_foreign_and_private_cannot_be_told_apart(
    scene: Scene, strangers: dict[str, Visitor]
) -> None:
    scene.draft()
    foreign = stored_picture(make_blog(by=scene.alice, title="Elsewhere"), by=scene.alice)
    ids = (scene.picture.id, foreign.id, ObjectId())

    for stranger in strangers.values():
        stranger.get(urls.home())  # their cookie is settled from here on
        for size in SIZES:
            answers = [stranger.get(f"/media/{one}/{size}") for one in ids]
            told = {(one.status_code, _words(one), _comparable(one.headers)) for one in answers}
            assert len(told) == 1


def _words(answer: TestResponse) -> str:
    # Whoever is signed in gets a button to sign out, with a token that is another one each time.
    return re.sub(r'name="csrf_token"[^>]*>', "", answer.text)


def _comparable(headers: object) -> tuple[tuple[str, str], ...]:
    return tuple(sorted((n, v) for n, v in headers if n != "X-Request-Id"))  # type: ignore[attr-defined]


def test_autosaves_and_previews_make_nothing_public(
    scene: Scene, alice_browsing: Visitor, reader: Visitor
) -> None:
    post = scene.published("No bridge.")
    words = {"title": "Rain", "content": scene.content}
    page = {
        "writer": kept_form.writers_mark(scene.alice),
        "autosave": "the-key-of-a-page",
        "sequence": "1",
    }

    answers = [
        alice_browsing.post(urls.live_preview(scene.blog), **words),
        alice_browsing.post(urls.preview(post=post, blog=scene.blog), **words),
        alice_browsing.post(urls.autosaving(scene.blog, post), **page, **words),
    ]

    assert [one.status_code for one in answers] == [200, 200, 200]
    assert all(f"/media/{scene.picture.id}/480 480w" in one.text for one in answers[:2])
    assert answers[2].json["state"] == "kept"
    assert set(asked(reader, scene.picture.id).values()) == {"404"}


def test_the_members_see_what_they_may_and_nobody_may_keep_it(
    scene: Scene, alice_browsing: Visitor, bob_browsing: Visitor
) -> None:
    scene.draft()

    for member in (alice_browsing, bob_browsing):
        answers = {size: member.get(f"/media/{scene.picture.id}/{size}") for size in SIZES}
        statuses = [one.status_code for one in answers.values()]
        assert statuses == [200, 200, 200, 200, 404, 404]
        for size in SIZES[:4]:
            assert answers[size].headers["Cache-Control"] == "private, no-store"
            assert not {"ETag", "Last-Modified"} & set(answers[size].headers.keys())


def test_who_has_left_a_blog_sees_no_more_of_it(
    scene: Scene, bob_browsing: Visitor, bob: User
) -> None:
    scene.draft()
    address = f"/media/{scene.picture.id}/480"
    assert bob_browsing.get(address).status_code == 200

    Membership.collection().delete_one({"user_id": bob.id})

    assert bob_browsing.get(address).status_code == 404


def test_the_picture_of_somebody_else_does_not_become_mine(
    scene: Scene, bob: User, reader: Visitor, bob_browsing: Visitor
) -> None:
    """Who knows an address and writes it into a post of their own shows nothing by that."""
    mine = make_blog(by=bob, title="Bob's notes")
    made = make_post(mine, by=bob, content=scene.content, status="published")

    assert made.pictures == []
    assert set(asked(reader, scene.picture.id).values()) == {"404"}


def test_what_is_shown_is_what_was_kept(scene: Scene, reader: Visitor) -> None:
    scene.published()

    for size in ("480", "960", "1600"):
        assert reader.get(f"/media/{scene.picture.id}/{size}").data == content(size)


def test_a_picture_that_lost_its_file_is_missing_and_no_fault(
    scene: Scene, reader: Visitor
) -> None:
    scene.published()
    files.forget(scene.picture.renditions["480"]["file_id"])

    answer = reader.get(f"/media/{scene.picture.id}/480")

    assert (answer.status_code, answer.headers["Cache-Control"]) == (404, "no-cache")


def test_ten_who_publish_and_withdraw_at_once_leave_no_picture_behind(
    scene: Scene, app: Flask, reader: Visitor
) -> None:
    """Each has a post of their own with the same picture; withdrawn is withdrawn when it is said.

    Who asks meanwhile gets it or hears that it is gone, and nothing else, once it was public.
    """
    scene.withdrawn()
    posts = [scene.draft() for _ in range(10)]
    address = f"/media/{scene.picture.id}/480"

    def there_and_back(post: Post) -> int:
        with app.app_context():
            post.publish(by=scene.alice)
            seen = Visitor(app).get(address).status_code
            post.withdraw(by=scene.alice)
        return seen

    with ThreadPoolExecutor(len(posts)) as threads:
        seen = list(threads.map(there_and_back, posts))

    assert seen == [200] * len(posts)
    assert reader.get(address).status_code == 410
    assert OncePublic.collection().count_documents({}) == 1
