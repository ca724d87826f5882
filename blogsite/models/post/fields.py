"""What is stored of a post, and the questions about its state."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar

from bson import ObjectId
from flask_babel import gettext as _
from markupsafe import Markup
from pymongo import IndexModel

from blogsite.database import EMBEDDED, NOT_STORED, Document, Embedded
from blogsite.lib import clock, markdown
from blogsite.lib.terms import Reading
from blogsite.models.errors import Forbidden, Invalid, NotFound
from blogsite.models.membership import Membership
from blogsite.models.post.cover import Cover
from blogsite.models.post.places import PAGES, PARTS, PINNED, STREAMS, MenuPlace, Part, Pinning
from blogsite.models.user import User

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Self

    from blogsite.models.blog import Blog
    from blogsite.models.post.series import Series


# What an index of its own serves: a query finds that index by saying the same.
DRAFTS: dict[str, Any] = {"trashing": None, "publication": None}
IN_TRASH: dict[str, Any] = {"trashing.at": {"$exists": True}, "removal": None}
LISTED: dict[str, Any] = {"trashing": None, "unlisting": None}

MOST_TAGS = 20

# What the table of posts is filtered by: known from the index, other posts are not even read.
_SIFTED = (("author_id", 1), ("publication.at", 1), ("public_since", 1), ("unlisting.at", 1))


@dataclass(kw_only=True)
class Publication(Embedded):
    """When a post is, or will be, public, and who made it so."""

    at: datetime
    by: ObjectId


@dataclass(kw_only=True)
class Unlisting(Embedded):
    """Since when a post is kept out of all lists, and by whom."""

    at: datetime
    by: ObjectId


@dataclass(kw_only=True)
class Withdrawal(Embedded):
    """When a post was last taken from its readers, and by whom."""

    at: datetime
    by: ObjectId


@dataclass(kw_only=True)
class Trashing(Embedded):
    """When a post was moved to the trash, by whom, and when it goes for good, if that is known."""

    at: datetime
    by: ObjectId
    until: datetime | None = None


@dataclass(kw_only=True)
class Removal(Embedded):
    """When a post was deleted for good, and by whom; nothing of its text is left."""

    at: datetime
    by: ObjectId


@dataclass(kw_only=True, eq=False)
class PostFields(Document):
    """The stored post.

    `source` is what was written, `html` what it became under `render_version`, `contents` the
    headings of a long one, `pictures` the ids of its cover and of those it shows. `public_since` is
    the first moment at which the post was, or will be, public, `amended_at` the last at which its
    readers got to read notably something else. `version` counts the changes;
    `text_version` is the one that last changed title, text or tags, None before any was kept;
    `visibility_version` the one that last changed in which lists it is.

    `summary` is the writer's own, `excerpt` made from the text. `dated_at` is the moment in the
    past that a post not yet public is to bear once it is. `twin` says whether the source may be had
    beside the page, see `models.post.settings`.
    """

    collection_name: ClassVar[str] = "posts"
    indexes = (
        IndexModel([("blog_id", 1), ("slug", 1)], unique=True),
        IndexModel([("blog_id", 1), ("old_slugs", 1)]),
        IndexModel([("blog_id", 1), ("trashing", 1), ("publication.at", -1), ("_id", -1)]),
        *STREAMS,
        IndexModel(
            [("blog_id", 1), ("pinning.at", -1), ("_id", -1)], partialFilterExpression=PINNED
        ),
        IndexModel([("blog_id", 1), ("menu_place.at", 1)], partialFilterExpression=PAGES),
        IndexModel([("blog_id", 1), ("part.series_id", 1)], partialFilterExpression=PARTS),
        IndexModel(
            [("blog_id", 1), ("trashing", 1), ("updated_at", -1), ("_id", -1), *_SIFTED],
            name="table",
        ),
        IndexModel(
            [("blog_id", 1), ("tags", 1), ("updated_at", -1), ("_id", -1), *_SIFTED],
            name="table_by_tag",
        ),
        IndexModel([("blog_id", 1), ("pictures", 1)]),
        IndexModel([("author_id", 1), ("_id", 1)]),
        IndexModel([("render_version", 1), ("_id", 1)]),
        IndexModel(
            [("blog_id", 1), ("updated_at", -1), ("_id", -1)], partialFilterExpression=DRAFTS
        ),
        IndexModel(
            [("blog_id", 1), ("trashing.at", -1), ("_id", -1)], partialFilterExpression=IN_TRASH
        ),
        IndexModel([("trashing.until", 1), ("_id", 1)], partialFilterExpression=IN_TRASH),
    )

    blog_id: Any
    author_id: Any
    slug: str
    title: str
    source: str
    tags: list[str]
    html: str
    excerpt: str
    word_count: int
    reading_minutes: int
    render_version: int
    contents: list[markdown.Heading] = field(default_factory=list)
    pictures: list[Any] = field(default_factory=list)
    publication: Publication | None = field(default=None, metadata={EMBEDDED: Publication})
    withdrawal: Withdrawal | None = field(default=None, metadata={EMBEDDED: Withdrawal})
    unlisting: Unlisting | None = field(default=None, metadata={EMBEDDED: Unlisting})
    trashing: Trashing | None = field(default=None, metadata={EMBEDDED: Trashing})
    removal: Removal | None = field(default=None, metadata={EMBEDDED: Removal})
    summary: str = ""
    canonical_url: str = ""
    cover: Cover | None = field(default=None, metadata={EMBEDDED: Cover})
    cover_caption: str = ""
    language: str = ""
    direction: str = ""
    twin: str = ""
    dated_at: datetime | None = None
    pinning: Pinning | None = field(default=None, metadata={EMBEDDED: Pinning})
    menu_place: MenuPlace | None = field(default=None, metadata={EMBEDDED: MenuPlace})
    part: Part | None = field(default=None, metadata={EMBEDDED: Part})
    public_since: datetime | None = None
    amended_at: datetime | None = None
    old_slugs: list[str] = field(default_factory=list)
    slug_chosen: bool = False
    version: int = 1
    text_version: int | None = None
    visibility_version: int = 0
    pruning_asked_at: datetime | None = None
    created_at: datetime = field(default_factory=clock.now)
    updated_at: datetime = field(default_factory=clock.now)
    loaded_blog: Blog | None = field(default=None, repr=False, metadata=NOT_STORED)
    author_name: str = field(default="", metadata=NOT_STORED)
    author_avatar: str | None = field(default=None, metadata=NOT_STORED)
    series: Series | None = field(default=None, repr=False, metadata=NOT_STORED)
    next_due_at: datetime | None = field(default=None, repr=False, metadata=NOT_STORED)
    reading: Reading | None = field(default=None, repr=False, metadata=NOT_STORED)
    overruled: Sequence[str] = field(default=(), repr=False, metadata=NOT_STORED)
    known_editors: dict[Any, bool] = field(default_factory=dict, repr=False, metadata=NOT_STORED)

    @property
    def blog(self) -> Blog:
        """The blog it is in; whoever loads a post for others to read loads that too."""
        if self.loaded_blog is None:
            raise LookupError("this post was loaded without its blog")
        return self.loaded_blog

    @property
    def written_in(self) -> str:
        """The tag of its language: its own or else the blog's; empty where nobody has said."""
        return self.language or (self.loaded_blog.language if self.loaded_blog else "")

    @property
    def body(self) -> Markup:
        """The sanitised HTML."""
        return Markup(self.html)  # noqa: S704 (sanitised when it was saved)

    @property
    def published(self) -> bool:
        """Whether it is public now."""
        return self._out and not self.trashed

    @property
    def scheduled(self) -> bool:
        """Whether it will be public at a moment to come."""
        return self.publication is not None and not self._out

    @property
    def draft(self) -> bool:
        """Whether nobody has said when it is to be public."""
        return self.publication is None

    @property
    def withdrawn(self) -> bool:
        """Whether it is a draft again that strangers could read once."""
        return self.draft and self.once_public

    @property
    def unlisted(self) -> bool:
        """Whether it is, once published, only for those who know its address."""
        return self.unlisting is not None

    @property
    def listed(self) -> bool:
        """Whether it is in lists, feeds and whatever else leads to posts; see `listed_query`."""
        return self.published and not self.unlisted

    @property
    def trashed(self) -> bool:
        return self.trashing is not None

    @property
    def is_page(self) -> bool:
        """Whether it is a page of its blog (about, contact): in the menu, not in the stream."""
        return self.menu_place is not None

    @property
    def description(self) -> str:
        """What lists, feeds and search engines say of it."""
        return self.summary or self.excerpt

    @property
    def once_public(self) -> bool:
        """Whether its address was ever handed out to strangers."""
        return self.public_since is not None and self.public_since <= clock.now()

    @property
    def once_listed(self) -> bool:
        """Whether lists ever led to it: not if it was unlisted before it was public."""
        if self.public_since is None or not self.once_public:
            return False
        return self.unlisting is None or self.unlisting.at > self.public_since

    @classmethod
    def get(cls, post_id: ObjectId) -> Self:
        """The post of that id, without its blog.

        Raises:
            NotFound: there is none, or none any more.
        """
        post = cls.find({"_id": post_id})
        if post is None or post.removal is not None:
            raise NotFound
        return post

    @property
    def _out(self) -> bool:
        return self.publication is not None and self.publication.at <= clock.now()

    def editable_by(self, user: User | None) -> bool:
        """Whether somebody may change it: the owner and the editors of its blog."""
        if user is None:
            return False
        # A page asks several times, the database need not.
        if user.id not in self.known_editors:
            self.known_editors[user.id] = Membership.of(user, blog_id=self.blog_id) is not None
        return self.known_editors[user.id]

    def _begin_change(self, by: User, *, in_trash: bool = False) -> None:
        """Look again at what is stored, and at who wants to change it."""
        if not self.refresh() or self.removal is not None:
            raise NotFound
        if not self.editable_by(by):
            raise Forbidden
        if self.trashed and not in_trash:
            raise Invalid(_("This post is in the trash. Take it out first."))

    def _comes_back(self, changes: Mapping[str, Any]) -> bool:
        """Whether these changes take it out of the trash."""
        return self.trashed and changes.get("trashing", self.trashing) is None

    def _change(self, **changes: Any) -> None:
        """Write what changed, at this moment where no other is given."""
        moved = {"updated_at": clock.now(), **changes, "version": self.version + 1}
        self.update(moved, expecting={"version": self.version})
