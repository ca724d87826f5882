"""Drawing what stands for a post or a blog where others link to it, and who may see that.

It is drawn when it is first asked for, in a process that can be stopped, and kept until what it
shows has changed. Nobody makes the site draw for ever: only what is public and not drawn yet is
drawn, one at a time, and so many a minute.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import timedelta
from threading import BoundedSemaphore
from typing import Any, Self

from bson import ObjectId

from blogsite.lib import bounded, posters, scratch
from blogsite.lib.posters import Poster
from blogsite.models.blog import Blog
from blogsite.models.errors import Gone, NotFound, TooOften
from blogsite.models.post import Post
from blogsite.models.social_picture import SocialPicture
from blogsite.models.throttle import Rate
from blogsite.presenters import posters as presented

log = logging.getLogger(__name__)

LIMITS = bounded.Limits(cpu=5, memory=512 * 1024 * 1024, wall=20)
"""The longest title in the slowest script takes 1 s and 120 MB beside the interpreter."""
DRAWINGS = Rate("social pictures of the site", 120, timedelta(minutes=1))
DRAWINGS_OF_ONE = Rate("social pictures of one post or blog", 20, timedelta(hours=1))

# Whoever waits longer keeps a thread of the site from answering others.
_PATIENCE = 0.5  # seconds
_LATER = 5  # seconds
# So that no process of the site draws more than one at a time.
_turn = BoundedSemaphore(1)


@dataclass(frozen=True, kw_only=True)
class Showing:
    """What the picture of a public post or blog shows at this moment."""

    thing_id: ObjectId
    blog_id: Any
    poster: Poster

    @classmethod
    def of(cls, thing_id: ObjectId) -> Self:
        """That of a post or a blog, as everybody sees it.

        Raises:
            NotFound: there is none, or not everybody is to know of it.
            Gone: it was public once.
        """
        post = Post.find({"_id": thing_id})
        if post is None:
            return cls._of_blog(Blog.find({"_id": thing_id}))
        post.check_visible_to(None)
        post.loaded_blog = Blog.get(post.blog_id)
        poster = presented.of_post(post)
        return cls(thing_id=post.id, blog_id=post.blog_id, poster=poster)

    @classmethod
    def _of_blog(cls, blog: Blog | None) -> Self:
        if blog is None:
            raise NotFound
        if blog.removed:
            raise Gone
        return cls(thing_id=blog.id, blog_id=blog.id, poster=presented.of_blog(blog))

    @property
    def picture(self) -> bytes:
        """The PNG; drawn if it is not kept.

        Raises:
            TooOften: there is much to draw just now, or this could not be drawn.
            Gone: it was taken away meanwhile.
        """
        kept = SocialPicture.find({"_id": self.thing_id})
        if kept and kept.digest == self.poster.digest:
            return kept.content
        with _alone():
            DRAWINGS_OF_ONE.of(self.thing_id).take()
            DRAWINGS.of("site").take()
            content = _drawn(self.poster)
        digest = self.poster.digest
        SocialPicture.keep(self.thing_id, content, blog_id=self.blog_id, digest=digest)
        self._check_still_there()
        return content

    def _check_still_there(self) -> None:
        # What was taken away while it was drawn is not to be found here afterwards.
        try:
            type(self).of(self.thing_id)
        except (Gone, NotFound):
            SocialPicture.forget([self.thing_id])
            raise


@contextmanager
def _alone() -> Iterator[None]:
    if not _turn.acquire(timeout=_PATIENCE):
        raise TooOften(_LATER)
    try:
        yield
    finally:
        _turn.release()


def _drawn(poster: Poster) -> bytes:
    try:
        with scratch.folder() as folder:
            made = folder / "made"
            bounded.call(posters.__file__, "draw", str(made), asdict(poster), limits=LIMITS)
            return made.read_bytes()
    except (bounded.TooMuch, RuntimeError) as error:
        log.warning("a social picture cannot be drawn: %s", str(error).strip()[-300:])
        raise TooOften(DRAWINGS_OF_ONE.per.total_seconds()) from error
