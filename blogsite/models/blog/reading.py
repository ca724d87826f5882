"""A blog's posts, for its readers and for its members."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Self

from markupsafe import Markup

from blogsite.models.blog.fields import BlogFields
from blogsite.models.errors import Gone, NotFound
from blogsite.models.listing import NEWEST, Window
from blogsite.models.membership import Membership
from blogsite.models.post import Filters, Page, Post, Table
from blogsite.models.post.browsing import YearPage
from blogsite.models.post.pages import MenuEntry, menu_now
from blogsite.models.post.pinning import Front
from blogsite.models.post.yearly import years_of
from blogsite.models.user import User

A_FEW = 5


class Readable(BlogFields):
    """A blog hands out its posts, each of which knows the blog."""

    @classmethod
    def opened_at(cls, blog_slug: str, slug: str) -> Self:
        """The blog of that name, a deleted one too, which knows already what is at an address.

        That saves a question on the way to `post`; the post is without its source.

        Raises:
            NotFound: there is no such blog.
        """
        steps = [{"$match": {"slug": blog_slug}}, Post.beside_its_blog(slug)]
        found = next(iter(cls.collection().aggregate(steps)), None)
        if found is None:
            raise NotFound
        blog = cls.load(found)
        blog.opened[slug] = Post.answering(found["posts"], slug)
        return blog

    def post(self, slug: str, *, visible_to: User | None) -> Post:
        """The post at that address, or the one that was there before it was moved.

        Raises:
            NotFound: there is none, or the reader is not to know of it.
            Gone: it was public once.
        """
        post = self._there(slug, visible_to)
        if post.slug == slug:
            post.look_around()  # elsewhere nothing is shown but the way there
        return post

    def open(self, slug: str, *, visible_to: User | None) -> Post:
        """The same with what its page leads to besides: what stands beside it."""
        post = self._there(slug, visible_to)
        if post.slug == slug:
            post.look_further()
        return post

    def _there(self, slug: str, visible_to: User | None) -> Post:
        known = slug in self.opened
        post: Post | None = self.opened[slug] if known else Post.at(slug, blog_id=self.id)
        if post is None:
            raise NotFound
        post.check_visible_to(visible_to)
        if self.removed:
            raise Gone
        return self._with(post)

    def source(self, slug: str, *, visible_to: User | None) -> Post:
        """The post at that address, see `post`, if its Markdown may be had.

        Raises:
            NotFound: as `post` does, or its author keeps the Markdown to herself.
            Gone: either of these, of what was public once.
        """
        post = self.post(slug, visible_to=visible_to)
        if post.twin:
            raise Gone if post.once_public else NotFound
        return post

    @property
    def pages(self) -> Sequence[MenuEntry]:
        """What its menu leads to at this moment."""
        return menu_now(self.menu)

    @property
    def has_pages(self) -> bool:
        """Whether its menu leads to pages of its own, not to links alone."""
        return any(one.slug for one in self.pages)

    @property
    def foot_line(self) -> Markup:
        """What stands at the end of its pages."""
        return Markup(self.foot_html)  # noqa: S704 (sanitised when it was saved)

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
        post.look_around()
        return cls.get(post.blog_id)._with(post)  # noqa: SLF001 (another of the same kind)

    def posts(self, *, visible_to: User | None, window: Window = NEWEST) -> Page:
        """One page of published posts, the newest first."""
        return self._own(Post.newest(visible_to=visible_to, blog_id=self.id, window=window))

    def feed(self, *, tag: str = "", window: Window = NEWEST) -> Page:
        """One page of public posts with their texts, or of those with a tag, see `Post.feed`."""
        return self._own(Post.feed(blog_id=self.id, tag=tag, window=window))

    def browse(self, *, tag: str = "", author: User | None = None, window: Window = NEWEST) -> Page:
        """One page of its public posts: those with a tag, or of one person."""
        return self._own(Post.browsed(blog_id=self.id, tag=tag, author=author, window=window))

    def counted_years(self) -> Mapping[int, int]:
        """How many public posts each year has, the last year first; see `models.post.yearly`."""
        return years_of(self.id, self.years)

    def of_year(self, year: int, *, window: Window = NEWEST) -> YearPage:
        """One page of what was published in a year, see `Post.of_year`."""
        page = self._own(Post.of_year(year, blog_id=self.id, window=window))
        years = self.counted_years()
        return YearPage(
            posts=page.posts,
            older=page.older,
            newer=page.newer,
            count=years.get(year, 0),
            before=max((one for one in years if one < year), default=None),
            after=min((one for one in years if one > year), default=None),
        )

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

    def _with(self, post: Post) -> Post:
        self.attach([post], {self.id: self})
        return post

    def _own(self, page: Page) -> Page:
        self.attach(page.posts, {self.id: self})
        return page

    @staticmethod
    def attach(posts: Sequence[Post], blogs: Mapping[Any, Any]) -> None:
        """Let posts know the blogs they are in."""
        for post in posts:
            post.loaded_blog = blogs[post.blog_id]

    @classmethod
    def newest_posts(cls, *, window: Window = NEWEST) -> Page:
        """One page of the newest public posts of all blogs."""
        return cls.attached(Post.newest(visible_to=None, window=window))

    @classmethod
    def feed_of_all(
        cls, *, tag: str = "", author: User | None = None, window: Window = NEWEST
    ) -> Page:
        """The same with texts, or of what has a tag, or of what one person wrote."""
        return cls.attached(Post.feed(tag=tag, author=author, window=window))

    @classmethod
    def browse_all(
        cls, *, tag: str = "", author: User | None = None, window: Window = NEWEST
    ) -> Page:
        """One page of public posts of all blogs: those with a tag, or of one person."""
        return cls.attached(Post.browsed(tag=tag, author=author, window=window))

    @classmethod
    def attached(cls, page: Page) -> Page:
        """A page whose posts know the blogs they are in; without those of deleted blogs."""
        cls.attach(page.posts, cls.by_ids(list({post.blog_id for post in page.posts})))
        return replace(page, posts=[post for post in page.posts if not post.blog.removed])
