"""Whatever is renamed, withdrawn, thrown away or deleted: no address that was given out is lost."""

from __future__ import annotations

from random import Random

import pytest
from bson import ObjectId

from blogsite import urls
from blogsite.models import Blog, Post, User
from blogsite.models.blog.fields import BlogFields
from blogsite.models.errors import Gone, NotFound
from blogsite.models.forwarding import forward
from blogsite.models.permalink import permalink
from tests.support.addresses import PAGES, SERIES, Life, broken

STEPS = 60


def ask(address: str) -> tuple[int, str | None]:
    """What a reader is answered, as the pages and `web.forwarding` do it, without them."""
    try:
        return _shown(address)
    except Gone:
        return 410, None
    except NotFound:
        pass
    try:
        return 301, forward(address, visible_to=None).address
    except Gone:
        return 410, None
    except NotFound:
        return 404, None


def _shown(address: str) -> tuple[int, str | None]:
    if address.startswith("/posts/"):
        return 301, permalink(ObjectId(address.removeprefix("/posts/")), visible_to=None)
    if urls.endpoint(address) is None:
        raise NotFound
    name, _slash, rest = address.removeprefix("/@").partition("/")
    blog = Blog.by_slug(name, even_removed=True)
    if rest == SERIES:
        blog.parts_of(rest.partition("/")[2])
        return 200, None
    if rest in PAGES:
        return 200, None
    slug = rest.removesuffix(".md")
    post = blog.post(slug, visible_to=None)
    to = urls.post(post) if slug == rest else urls.source(post)
    return (200, None) if post.slug == slug else (301, to)


def lived(alice: User, *, seed: int, steps: int = STEPS) -> Life:
    life = Life(random=Random(seed), owner=alice)
    life.begin()
    for _n in range(steps):
        life.step()
    return life


@pytest.mark.parametrize("seed", range(3))
def test_no_address_is_ever_lost(alice: User, seed: int) -> None:
    life = Life(random=Random(seed), owner=alice)
    life.begin()
    for n in range(STEPS):
        life.step()
        some = life.random.sample(list(life.given), min(3, len(life.given)))
        assert broken(life, ask, some) == [], (seed, n, life.lived)

    assert broken(life, ask) == []
    answers = {ask(one)[0] for one in life.given}
    assert answers == {200, 301, 410}


def test_a_name_that_is_forgotten_is_found_out(
    alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep = BlogFields.update

    def forget(self: BlogFields, changes: dict[str, object], *, expecting: object) -> None:
        keep(self, {**changes, "old_slugs": []}, expecting={})

    monkeypatch.setattr(BlogFields, "update", forget)

    assert broken(lived(alice, seed=0), ask)


def test_an_address_that_a_post_forgets_is_found_out(
    alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep = Post.update

    def forget(self: Post, changes: dict[str, object], *, expecting: dict[str, object]) -> None:
        keep(
            self,
            {**changes, **({"old_slugs": []} if "slug" in changes else {})},
            expecting=expecting,
        )

    monkeypatch.setattr(Post, "update", forget)

    assert broken(lived(alice, seed=0), ask)
