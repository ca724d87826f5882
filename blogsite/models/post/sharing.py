"""Showing a post that is not public to whoever has its link."""

from __future__ import annotations

from typing import Any, Self

from flask_babel import gettext as _

from blogsite.database import atomic
from blogsite.models.errors import Gone, Invalid, NotFound
from blogsite.models.post.fields import PostFields
from blogsite.models.preview_link import PreviewLink
from blogsite.models.user import User


class Shareable(PostFields):
    """A post that is not public can be shared; its link then leads to the public address."""

    @property
    def shareable(self) -> bool:
        """Whether a link of its own is of use: who may read it is not everybody."""
        return not self.published and not self.trashed

    @classmethod
    def shared(cls, token: str) -> Self:
        """The post that a preview link leads to, public or not, without its blog.

        Raises:
            NotFound: the link was never made, or is revoked, or the post is in the trash.
            Gone: so it is, and it was public once.
        """
        link = PreviewLink.by_token(token)
        if link is None:
            raise NotFound
        post = cls.get(link.post_id)
        if post.trashed:
            raise Gone if post.once_public else NotFound
        return post

    @classmethod
    def sharing_picture(cls, token: str, picture_id: Any) -> Self:
        """The post whose preview link shows a picture to whoever has that word for it.

        Raises:
            NotFound: the link is revoked, or the post is in the trash or does not use it any more.
        """
        link = PreviewLink.by_picture_token(token, picture_id)
        post = cls.get(link.post_id) if link else None
        if post is None or post.trashed or picture_id not in post.pictures:
            raise NotFound
        return post

    def picture_tokens(self) -> dict[str, str]:
        """By the ids of its pictures, the words that show them through its preview link."""
        link = PreviewLink.of(self) if self.pictures else None
        return {str(one): link.picture_token(one) for one in self.pictures} if link else {}

    @atomic
    def share(self, *, by: User) -> PreviewLink:
        """The link that shows it; the same one until it is revoked.

        Raises:
            Forbidden: by somebody who may not change it.
            Invalid: it is public, or in the trash.
            NotFound: the post is gone.
        """
        self._begin_change(by)
        if self.published:
            raise Invalid(_("Everybody can read this post already: share its address."))
        return PreviewLink.make(self, by=by)

    @atomic
    def unshare(self, *, by: User) -> None:
        """Let its link lead nowhere; harmless when there is none.

        Raises:
            Forbidden: by somebody who may not change it.
            NotFound: the post is gone.
        """
        self._begin_change(by, in_trash=True)
        PreviewLink.forget(post_id=self.id)

    @property
    def preview_link(self) -> PreviewLink | None:
        """The link that it is shared by, where it may be shared."""
        return PreviewLink.of(self) if self.shareable else None
