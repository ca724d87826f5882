"""Choosing the picture at the head of a post."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bson import ObjectId
from flask_babel import gettext as _

from blogsite.database import atomic
from blogsite.lib import clock
from blogsite.models.errors import Invalid
from blogsite.models.picture.fields import PictureFields
from blogsite.models.post.cover import Cover, together
from blogsite.models.post.picturing import Pictured


class Covered(Pictured):
    """A post uses its cover as it uses the pictures of its text: it is seen by the same people."""

    @property
    def text_pictures(self) -> Sequence[Any]:
        """Those that its text shows."""
        return self.pictures[1:] if self.cover else self.pictures

    def _with_cover(self, written: Mapping[str, Any]) -> dict[str, Any]:
        """What is to be stored of a text, when the cover stays."""
        if "pictures" not in written:
            return dict(written)
        return {**written, "pictures": together(self.cover, written["pictures"])}

    def _covered(self, picture_id: str) -> dict[str, Any]:
        """What is stored of a choice; whoever removes that picture at this moment begins again.

        Raises:
            Invalid: the blog has no such picture.
        """
        cover = self._chosen_cover(ObjectId(picture_id)) if picture_id else None
        return {"cover": cover, "pictures": together(cover, self.text_pictures)}

    def _chosen_cover(self, picture_id: ObjectId) -> Cover:
        one = {"_id": picture_id, "blog_id": self.blog_id}
        picture = PictureFields.find(one)
        if picture is None or picture.refused:
            raise Invalid(_("Choose a picture of this blog."), field="cover")
        PictureFields.collection().update_one(one, {"$set": {"used_at": clock.now()}})
        return Cover.of(picture)

    @classmethod
    @atomic
    def redraw_covers(cls, picture: PictureFields) -> None:
        """Let posts know what has changed of a picture that is their cover."""
        cover = dict(Cover.of(picture).__dict__)
        cls.collection().update_many(
            {"blog_id": picture.blog_id, "pictures": picture.id, "cover.id": picture.id},
            {"$set": {"cover": cover}},
        )
