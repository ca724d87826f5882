"""A blog: a name, an address, its members and their posts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, ClassVar

from bson import ObjectId
from flask_babel import gettext as _
from pymongo import IndexModel

from blogsite.database import EMBEDDED, NOT_STORED, Document, atomic
from blogsite.lib import clock, slugs, text
from blogsite.models import signals
from blogsite.models.errors import Forbidden, Gone, Invalid, NotFound
from blogsite.models.listing import NEWEST, PAGE_LENGTH, Window
from blogsite.models.membership import OWNER, ROLES, Membership
from blogsite.models.post import Filters, Manuscript, Page, Post, SettingsWish, Table
from blogsite.models.post.fields import Removal
from blogsite.models.post.pages import MenuEntry, menu_now
from blogsite.models.post.pinning import Front
from blogsite.models.user import User

LONGEST_TITLE = 120
LONGEST_DESCRIPTION = 500
A_FEW = 5


@dataclass(kw_only=True, eq=False)
class Blog(Document):
    """Public from its first day; its slug is never given to another.

    Its posts keep two things here, so that no reader's page need ask for them: `menu`, see
    `models.post.pages`, and the names of its `series`, see `models.post.series`.
    """

    collection_name: ClassVar[str] = "blogs"
    indexes = (IndexModel([("slug", 1)], unique=True),)

    slug: str
    title: str
    description: str
    created_at: datetime = field(default_factory=clock.now)
    removal: Removal | None = field(default=None, metadata={EMBEDDED: Removal})
    menu: list[dict[str, Any]] = field(default_factory=list)
    series: list[dict[str, Any]] = field(default_factory=list)
    role: str | None = field(default=None, metadata=NOT_STORED)

    @classmethod
    @atomic
    def create(
        cls, *, title: str, description: str, by: User, created_at: datetime | None = None
    ) -> Blog:
        """A new blog, owned by whoever makes it.

        Arguments:
            title: one line.
            description: one line, perhaps empty.
            by: the owner.
            created_at: for a blog from elsewhere, when it began; left out, now.

        Raises:
            Invalid: it has no title.
        """
        title = text.line(title)
        if not text.visible(title):
            raise Invalid(_("Give the blog a title."), field="title")
        blog = cls(
            slug=cls._free_slug(title),
            title=title,
            description=text.line(description),
            created_at=created_at or clock.now(),
            role=OWNER,
        ).insert()
        blog.admit(by, role=OWNER)
        signals.tell(signals.blog_created, blog, by=by)
        return blog

    @classmethod
    def get(cls, blog_id: ObjectId) -> Blog:
        """The blog of that id.

        Raises:
            NotFound: there is none.
            Gone: it was deleted.
        """
        return _found(cls.find({"_id": blog_id}))

    @classmethod
    def by_slug(cls, slug: str, *, even_removed: bool = False) -> Blog:
        """The blog at that address.

        Arguments:
            slug: its name.
            even_removed: one that was deleted too: it knows which of its posts were public.

        Raises:
            NotFound: there is none.
            Gone: it was deleted.
        """
        blog = cls.find({"slug": slug})
        return blog if blog and even_removed else _found(blog)

    @classmethod
    def of(cls, user: User, *, window: Window = NEWEST, limit: int = PAGE_LENGTH) -> Blogs:
        """One page of the blogs somebody belongs to, each with the `role`, the last joined first.

        Raises:
            NotFound: the window is bounded by no key.
        """
        rows = Membership.newest_of(user, window=window, limit=limit)
        roles = {one["blog_id"]: one["role"] for one in rows.found}
        blogs = cls.by_ids(list(roles))
        for blog in blogs.values():
            blog.role = roles[blog.id]
        there = [blogs[one] for one in roles if one in blogs and not blogs[one].removed]
        return Blogs(found=there, older=rows.older, newer=rows.newer)

    @classmethod
    def by_ids(cls, blog_ids: list[Any]) -> dict[Any, Blog]:
        """Blogs by their ids, in one query."""
        found = cls.load_all(cls.collection().find({"_id": {"$in": blog_ids}}))
        return {blog.id: blog for blog in found}

    def admit(self, user: User, *, role: str) -> Membership:
        """Make somebody a member; a member's role stays as it is."""
        if role not in ROLES:
            raise ValueError(role)
        member = Membership.of(user, blog_id=self.id)
        if member is None:
            member = Membership(blog_id=self.id, user_id=user.id, role=role).insert()
            signals.tell(signals.member_admitted, member)
        return member

    def role_of(self, user: User | None) -> str | None:
        """Owner, editor, or None for everybody else."""
        member = Membership.of(user, blog_id=self.id)
        return member.role if member else None

    def editable_by(self, user: User | None) -> bool:
        """Whether somebody may write here."""
        return self.role_of(user) is not None

    @property
    def removed(self) -> bool:
        """Whether it was deleted for good, see `models.blog_removal`."""
        return self.removal is not None

    def write(
        self,
        *,
        title: str,
        content: str = "",
        tags: Sequence[str] = (),
        status: str = "draft",
        publish_at: datetime | None = None,
        visibility: str | None = None,
        settings: SettingsWish | None = None,
        by: User,
    ) -> Post:
        """A new post in this blog; see `Post.write`.

        Raises:
            Forbidden: by somebody who does not belong to it.
        """
        if not self.editable_by(by):
            raise Forbidden
        post = Post.write(
            blog_id=self.id,
            title=title,
            content=content,
            tags=list(tags),
            status=status,
            publish_at=publish_at,
            visibility=visibility,
            settings=settings,
            by=by,
        )
        post.loaded_blog = self
        return post

    def import_posts(self, manuscripts: Iterable[Manuscript]) -> Iterator[int]:
        """Take in posts from elsewhere, however many; see `Post.write_many`.

        Yields:
            How many were just stored, batch by batch.
        """
        return map(len, Post.write_many(manuscripts, blog_id=self.id))

    def post(self, slug: str, *, visible_to: User | None) -> Post:
        """The post at that address, or the one that was there before it was moved.

        Raises:
            NotFound: there is none, or the reader is not to know of it.
            Gone: it was public once.
        """
        post: Post | None = Post.at(slug, blog_id=self.id)
        if post is None:
            raise NotFound
        post.check_visible_to(visible_to)
        if self.removed:
            raise Gone
        post.loaded_blog = self
        post.look_around()
        return post

    @property
    def pages(self) -> Sequence[MenuEntry]:
        """What its menu leads to at this moment."""
        return menu_now(self.menu)

    def front(self, *, window: Window = NEWEST) -> Front:
        """One page of the stream, the newest first; above the first one what is pinned."""
        front = Post.front(self.id, window=window)
        self.attach([*front.pinned, *front.posts], {self.id: self})
        return front

    def parts_of(self, slug: str) -> tuple[str, Sequence[Post]]:
        """The title of a series and its parts in their order.

        Raises:
            NotFound: there is none that everybody can read.
            Gone: there was one.
        """
        series = next((one for one in self.series if one["slug"] == slug), None)
        if series is None:
            raise NotFound
        parts = Post.parts_of(series, blog_id=self.id)
        self.attach(parts, {self.id: self})
        return series["title"], parts

    @classmethod
    def shared_post(cls, token: str) -> Post:
        """The post that a preview link leads to, see `Post.shared`."""
        post = Post.shared(token)
        post.loaded_blog = cls.get(post.blog_id)
        post.look_around()
        return post

    def posts(self, *, visible_to: User | None, window: Window = NEWEST) -> Page:
        """One page of published posts, the newest first."""
        return self._own(Post.newest(visible_to=visible_to, blog_id=self.id, window=window))

    def feed(self) -> Sequence[Post]:
        """The newest public posts with their texts."""
        return self._own(Post.newest(visible_to=None, blog_id=self.id, whole=True)).posts

    def drafts(self, *, window: Window = NEWEST) -> Page:
        """One page of drafts, for members to see; the last changed first."""
        return self._own(Post.drafts_in(blog_ids=[self.id], window=window, counted=True))

    def scheduled(self, *, window: Window = NEWEST) -> Page:
        """One page of what is not public yet, for members to see; the next first."""
        return self._own(Post.scheduled_in(blog_ids=[self.id], window=window, counted=True))

    def table(self, filters: Filters, *, window: Window = NEWEST, counted: bool = True) -> Table:
        """One page of what members find with filters, see `Post.table`, with the authors' names."""
        table = Post.table(filters, blog_id=self.id, window=window, counted=counted)
        self.attach(table.posts, {self.id: self})
        names = Membership.names_in(self.id)
        Post.with_author_names([one for one in table.posts if one.author_id not in names])
        for post in table.posts:
            post.author_name = names.get(post.author_id, post.author_name)
        return replace(table, authors=names)

    def unpublished(self) -> tuple[Page, Page]:
        """A few of those that are scheduled, and a few drafts, to be shown beside other things."""
        scheduled = Post.scheduled_in(blog_ids=[self.id], limit=A_FEW)
        drafts = Post.drafts_in(blog_ids=[self.id], limit=A_FEW)
        return self._own(scheduled), self._own(drafts)

    def _own(self, page: Page) -> Page:
        self.attach(page.posts, {self.id: self})
        return page

    @staticmethod
    def attach(posts: Sequence[Post], blogs: Mapping[Any, Blog]) -> None:
        """Let posts know the blogs they are in."""
        for post in posts:
            post.loaded_blog = blogs[post.blog_id]

    @classmethod
    def newest_posts(cls, *, window: Window = NEWEST) -> Page:
        """One page of the newest public posts of all blogs."""
        return cls.attached(Post.newest(visible_to=None, window=window))

    @classmethod
    def attached(cls, page: Page) -> Page:
        """A page whose posts know the blogs they are in; without those of deleted blogs."""
        cls.attach(page.posts, cls.by_ids(list({post.blog_id for post in page.posts})))
        return replace(page, posts=[post for post in page.posts if not post.blog.removed])

    @classmethod
    def _free_slug(cls, title: str) -> str:
        base = slugs.slug(title, fallback="blog")
        taken = cls.collection().find({"slug": slugs.family(base)}, {"slug": 1})
        return slugs.free(base, {one["slug"] for one in taken})


@dataclass(frozen=True, kw_only=True)
class Blogs:
    """Some blogs of a list, and the keys of the pages beside them, where there are any."""

    found: Sequence[Blog]
    older: str | None
    newer: str | None


def _found(blog: Blog | None) -> Blog:
    if blog is None:
        raise NotFound
    if blog.removed:
        raise Gone
    return blog
