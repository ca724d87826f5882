"""Removing pictures, and files that belong to none."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from blogsite.database import files
from blogsite.jobs import job, later
from blogsite.lib import clock
from blogsite.models.picture.fields import PictureFields

LEFTOVERS = "picture-leftovers"
SETTLED = timedelta(hours=1)
"""By then whoever was storing a file has said what it belongs to, or has died."""


class Kept(PictureFields):
    """A picture goes with its files, soon after."""

    def erase(self) -> None:
        """Remove it; whether it may go is for others to know."""
        if self.delete():
            later(LEFTOVERS, picture_id=self.id)

    @classmethod
    def purge(cls, blog_id: Any) -> None:
        """Erase all pictures of a blog that was deleted."""
        cls.collection().delete_many({"blog_id": blog_id})
        for one in list(files.every({"blog_id": blog_id})):
            files.forget(one["_id"])


@job(LEFTOVERS)
def leftovers(picture_id: Any) -> None:
    """Remove the files of a picture that it does not know, or that it left."""
    picture = PictureFields.find({"_id": picture_id})
    known = set(picture.file_ids) if picture else set()
    # A job that has waited for long may run beside one that is storing files at this moment.
    settled = clock.now() - SETTLED / 2
    for one in list(files.every({"picture_id": picture_id})):
        fresh = picture is not None and one["uploadDate"] > settled
        if one["_id"] not in known and not fresh:
            files.forget(one["_id"])
