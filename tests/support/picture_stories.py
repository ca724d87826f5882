"""What may happen to a picture and the posts that use it, told as short stories."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

import time_machine

from blogsite import jobs
from blogsite.lib import clock
from blogsite.models import Blog, Post, Revision, SettingsWish, User, blog_removal, media
from blogsite.models.picture import REFUSED, WAITING
from blogsite.models.post.refreshing import refresh
from blogsite.models.post.trashing import KEPT_FOR
from blogsite.models.trash import expire
from tests.support.factories import make_blog, make_post
from tests.support.stored_pictures import stored_picture

AT = timedelta(hours=1)
"""When the scheduled ones are due."""


class Scene:
    """Alice, her blog, a picture in it, and what she does with them."""

    def __init__(self, blog: Blog, alice: User) -> None:
        self.blog, self.alice = blog, alice
        self.began_at = clock.now()
        self.picture = stored_picture(blog, by=alice)
        self.moment = timedelta()

    @property
    def content(self) -> str:
        return f"![A bridge](/media/{self.picture.id}/960)"

    def take(self, state: str) -> None:
        self.picture = stored_picture(self.blog, by=self.alice, state=state)

    def draft(self, content: str | None = None) -> Post:
        return make_post(self.blog, by=self.alice, content=content or self.content)

    def published(self, content: str | None = None) -> Post:
        post = self.draft(content)
        post.publish(by=self.alice)
        return post

    def scheduled(self) -> Post:
        post = self.draft()
        post.schedule(self.began_at + AT, by=self.alice)
        return post

    def withdrawn(self) -> Post:
        post = self.published()
        post.withdraw(by=self.alice)
        return post

    def without_it(self) -> Post:
        post = self.published()
        post.revise(content="No bridge.", by=self.alice)
        return post

    def purge(self, post: Post) -> None:
        post.trash(by=self.alice)
        with self.later(KEPT_FOR + timedelta(seconds=1)):
            expire(post.id)

    def delete_blog(self, *, purged: bool) -> None:
        blog_removal.remove(self.blog, by=self.alice)
        if purged:
            jobs.run_due()

    @contextmanager
    def later(self, while_: timedelta) -> Iterator[None]:
        """So long after it began, or now, with a clock that stands."""
        with time_machine.travel(max(self.began_at + while_, clock.now()), tick=False):
            yield


def _trashed(scene: Scene, post: Post) -> Post:
    post.trash(by=scene.alice)
    return post


def _restored(scene: Scene, post: Post) -> None:
    _trashed(scene, post).restore(by=scene.alice)


def _due(scene: Scene, seconds: int = 1) -> None:
    scene.moment = AT + timedelta(seconds=seconds)


def _scheduled_then_trashed(scene: Scene) -> None:
    _trashed(scene, scene.scheduled())
    _due(scene)


def _withdrawn_after_it_came_out(scene: Scene) -> None:
    post = scene.scheduled()
    with scene.later(AT + timedelta(seconds=1)):
        post.withdraw(by=scene.alice)
    _due(scene, 2)


def _page(scene: Scene) -> None:
    scene.draft().revise(
        settings=SettingsWish(values={"kind": "page"}), status="published", by=scene.alice
    )


def _dated(scene: Scene) -> None:
    wish = SettingsWish(values={"date": clock.now() - timedelta(days=400)})
    scene.draft().revise(settings=wish, status="published", by=scene.alice)


def _used_after_withdrawal(scene: Scene) -> None:
    post = scene.published("No bridge yet.")
    post.withdraw(by=scene.alice)
    post.revise(content=scene.content, by=scene.alice)


def _withdrawn_then_scheduled(scene: Scene) -> None:
    scene.withdrawn().schedule(clock.now() + AT, by=scene.alice)


def _cover(scene: Scene, status: str) -> Post:
    wish = SettingsWish(values={"cover": str(scene.picture.id)})
    return scene.blog.write(
        title="Rain", content="No bridge.", settings=wish, status=status, by=scene.alice
    )


def _cover_taken_off(scene: Scene) -> None:
    wish = SettingsWish(values={"cover": ""})
    _cover(scene, "published").revise(settings=wish, by=scene.alice)


def _brought_back(scene: Scene) -> None:
    post = scene.without_it()
    first = Revision.as_of(post, 1)
    assert first is not None
    post.bring_back(first, by=scene.alice)


def _deleted(scene: Scene) -> None:
    scene.without_it()
    media.remove(scene.picture, by=scene.alice)
    jobs.run_due()


def _in_two(scene: Scene, *, both: bool) -> None:
    scene.withdrawn()
    other = scene.published()
    if both:
        other.withdraw(by=scene.alice)


def _with_blog_deleted(scene: Scene, begin: Callable[[], Post], *, purged: bool) -> None:
    begin()
    scene.delete_blog(purged=purged)


def _scheduled_in_a_deleted_blog(scene: Scene) -> None:
    _with_blog_deleted(scene, scene.scheduled, purged=False)
    _due(scene)


def _in_another_blog(scene: Scene) -> None:
    other = make_blog(by=scene.alice, title="Elsewhere")
    make_post(other, by=scene.alice, content=scene.content, status="published")


def _in_state(scene: Scene, state: str, begin: Callable[[], Post]) -> None:
    scene.take(state)
    begin()


def _refused_after_it_waited(scene: Scene, begin: Callable[[], Post]) -> None:
    scene.take(WAITING)
    begin()
    scene.picture.update({"state": REFUSED}, expecting={})


def _typeset_anew(scene: Scene) -> None:
    _refused_after_it_waited(scene, scene.published)
    Post.collection().update_many({}, {"$set": {"render_version": 0}})
    refresh()


STORIES: dict[str, Callable[[Scene], object]] = {
    "a draft": lambda s: s.draft(),
    "a draft, trashed": lambda s: _trashed(s, s.draft()),
    "a draft, trashed and restored": lambda s: _restored(s, s.draft()),
    "a draft, purged": lambda s: s.purge(s.draft()),
    "a draft that names it no more": lambda s: s.draft().revise(content="No.", by=s.alice),
    "scheduled": lambda s: s.scheduled(),
    "scheduled, a second before": lambda s: (s.scheduled(), _due(s, -1)),
    "scheduled, at that second": lambda s: (s.scheduled(), _due(s, 0)),
    "scheduled, withdrawn before": lambda s: s.scheduled().withdraw(by=s.alice),
    "scheduled, trashed before, at that second": _scheduled_then_trashed,
    "scheduled, withdrawn after": _withdrawn_after_it_came_out,
    "published": lambda s: s.published(),
    "published, unlisted": lambda s: s.published().unlist(by=s.alice),
    "published as a page": _page,
    "published under a date in the past": _dated,
    "withdrawn": lambda s: s.withdrawn(),
    "withdrawn and published again": lambda s: s.withdrawn().publish(by=s.alice),
    "withdrawn, then used for the first time": _used_after_withdrawal,
    "withdrawn, then scheduled": _withdrawn_then_scheduled,
    "published, trashed": lambda s: _trashed(s, s.published()),
    "published, trashed and restored": lambda s: _restored(s, s.published()),
    "published, trashed and purged": lambda s: s.purge(s.published()),
    "published, then without it": lambda s: s.without_it(),
    "published, then without it, then brought back": _brought_back,
    "published, then without it, then deleted": _deleted,
    "never used, deleted": lambda s: media.remove(s.picture, by=s.alice),
    "in two posts, one withdrawn": lambda s: _in_two(s, both=False),
    "in two posts, both withdrawn": lambda s: _in_two(s, both=True),
    "published, its blog deleted": lambda s: _with_blog_deleted(s, s.published, purged=False),
    "published, its blog deleted and purged": lambda s: _with_blog_deleted(
        s, s.published, purged=True
    ),
    "withdrawn, its blog deleted and purged": lambda s: _with_blog_deleted(
        s, s.withdrawn, purged=True
    ),
    "a draft, its blog deleted": lambda s: _with_blog_deleted(s, s.draft, purged=False),
    "a draft, its blog deleted and purged": lambda s: _with_blog_deleted(s, s.draft, purged=True),
    "scheduled, its blog deleted, at that second": _scheduled_in_a_deleted_blog,
    "named in code of a published post": lambda s: s.published(f"`{s.content}`\n\n    {s.content}"),
    "linked from a published post": lambda s: s.published(f"[Look](/media/{s.picture.id}/960)"),
    "named in a published post of another blog": _in_another_blog,
    "the cover of a draft": lambda s: _cover(s, "draft"),
    "the cover of a published post": lambda s: _cover(s, "published"),
    "the cover, withdrawn": lambda s: _cover(s, "published").withdraw(by=s.alice),
    "the cover, taken off": _cover_taken_off,
    "waiting, in a draft": lambda s: _in_state(s, WAITING, s.draft),
    "waiting, published": lambda s: _in_state(s, WAITING, s.published),
    "waiting, withdrawn": lambda s: _in_state(s, WAITING, s.withdrawn),
    "refused, in a draft": lambda s: _refused_after_it_waited(s, s.draft),
    "refused, published": lambda s: _refused_after_it_waited(s, s.published),
    "refused, published, typeset anew": _typeset_anew,
}
