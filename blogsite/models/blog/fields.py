"""What is stored of a blog, who belongs to it, and how it is found."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar, Self

from bson import ObjectId
from pymongo import IndexModel

from blogsite.database import EMBEDDED, NOT_STORED, Document, atomic
from blogsite.lib import clock
from blogsite.models import signals
from blogsite.models.blog.appearance import Appearance
from blogsite.models.errors import Gone, NotFound
from blogsite.models.membership import ROLES, Membership
from blogsite.models.post.fields import Removal
from blogsite.models.user import User
from blogsite.presenters.looks import PLAIN, Look


@dataclass(kw_only=True, eq=False)
class BlogFields(Document):
    """The stored blog.

    `language` is what it is written in, by its tag, or empty where nobody has said; its pages
    speak it, and show times on the clock of `time_zone`, None being UTC.
    `old_slugs` are the names it had before, see `models.blog.moving`, and
    `picture` is the digest of the one that shows it, see `models.blog_picture`. `links` stand in
    its menu beside pages, `foot` at the end of each of its pages, see `models.menu`.

    Its posts keep three things here, so that no reader's page need ask for them: `menu`, see
    `models.post.pages`, the names of its `series`, see `models.post.series`, and how many posts its
    `years` have, see `models.post.yearly`; None of a blog that nobody has counted yet.
    """

    collection_name: ClassVar[str] = "blogs"
    indexes = (IndexModel([("slug", 1)], unique=True), IndexModel([("old_slugs", 1)]))

    slug: str
    title: str
    description: str
    language: str = ""
    time_zone: str | None = None
    picture: str | None = None
    created_at: datetime = field(default_factory=clock.now)
    removal: Removal | None = field(default=None, metadata={EMBEDDED: Removal})
    links: list[dict[str, Any]] = field(default_factory=list)
    foot: str = ""
    foot_html: str = ""
    menu: list[dict[str, Any]] = field(default_factory=list)
    series: list[dict[str, Any]] = field(default_factory=list)
    years: dict[str, int] | None = None
    old_slugs: list[str] = field(default_factory=list)
    appearance: Appearance | None = field(default=None, metadata={EMBEDDED: Appearance})
    role: str | None = field(default=None, metadata=NOT_STORED)
    opened: dict[str, Any] = field(default_factory=dict, repr=False, metadata=NOT_STORED)

    @classmethod
    def get(cls, blog_id: ObjectId) -> Self:
        """The blog of that id.

        Raises:
            NotFound: there is none.
            Gone: it was deleted.
        """
        return cls._found(cls.find({"_id": blog_id}))

    @classmethod
    def by_slug(cls, slug: str, *, even_removed: bool = False) -> Self:
        """The blog at that address.

        Arguments:
            slug: its name.
            even_removed: one that was deleted too: it knows which of its posts were public.

        Raises:
            NotFound: there is none.
            Gone: it was deleted.
        """
        blog = cls.find({"slug": slug})
        return blog if blog and even_removed else cls._found(blog)

    @classmethod
    def by_ids(cls, blog_ids: list[Any]) -> dict[Any, Self]:
        """Blogs by their ids, in one query."""
        found = cls.load_all(cls.collection().find({"_id": {"$in": blog_ids}}))
        return {blog.id: blog for blog in found}

    @atomic
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
    def look(self) -> Look:
        """Its theme, and what was changed about it."""
        return self.appearance.look if self.appearance else PLAIN

    @property
    def style(self) -> str | None:
        """The digest of its own CSS, see `models.blog_style`; None where it has none."""
        return self.appearance.style if self.appearance else None

    @property
    def removed(self) -> bool:
        """Whether it was deleted for good, see `models.blog_removal`."""
        return self.removal is not None

    @classmethod
    def _found(cls, blog: Self | None) -> Self:
        if blog is None:
            raise NotFound
        if blog.removed:
            raise Gone
        return blog
