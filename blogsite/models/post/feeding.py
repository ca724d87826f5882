"""Posts as feeds have them: the newest first, with their texts, a page at a time."""

from __future__ import annotations

from typing import Any

from blogsite.models.listing import NEWEST, PAGE_LENGTH, Window
from blogsite.models.post.lists import Listed, Page
from blogsite.models.post.spelling import check_tag, spellings
from blogsite.models.user import User

LONGEST_WHOLE = 256 * 1024
"""Characters of HTML. Of a longer text a feed has the summary: twenty of them would be a flood."""

_IN_A_FEED = {"source": 0, "contents": 0}


class Fed(Listed):
    """What feeds show is what streams show, whoever reads."""

    @classmethod
    def feed(
        cls,
        *,
        window: Window = NEWEST,
        blog_id: Any = None,
        tag: str = "",
        author: User | None = None,
    ) -> Page:
        """One page of public posts with their texts.

        Arguments:
            window: which page.
            blog_id: only those of one blog.
            tag: of these only those with a tag, as it is written, or in small letters, capitals
                or with initials.
            author: only those of one person.

        Raises:
            NotFound: the window is bounded by no key, or no tag is that long.
        """
        page = cls._page(
            {**cls.stream_query(), **within(blog_id, tag, author)},
            by="publication.at",
            window=window,
            limit=PAGE_LENGTH,
            fields=_IN_A_FEED,
        )
        if author:
            cls.name_authors(page.posts, {author.id: {"name": author.name}})
        else:
            cls.with_author_names(page.posts)
        for post in page.posts:
            post.html = post.html if len(post.html) <= LONGEST_WHOLE else ""
        return page


def within(blog_id: Any, tag: str, author: User | None) -> dict[str, Any]:
    """What a list is bounded by, see `Fed.feed`.

    Raises:
        NotFound: there can be no such tag.
    """
    check_tag(tag)
    within: dict[str, Any] = {"blog_id": blog_id} if blog_id else {}
    if tag:
        within["tags"] = {"$in": spellings(tag)}
    if author:
        within["author_id"] = author.id
    return within
