"""A post: what is written, and its life from draft to publication to the trash."""

from blogsite.models.post.comparing import Compared
from blogsite.models.post.fields import Publication, Trashing
from blogsite.models.post.importing import Imported, Manuscript
from blogsite.models.post.lists import MOST_COUNTED, Page
from blogsite.models.post.pinning import Fronted
from blogsite.models.post.previewing import Previewable
from blogsite.models.post.purging import Purgeable
from blogsite.models.post.series import LONGEST_SERIES, InSeries
from blogsite.models.post.settings import LONGEST_SUMMARY, SettingsWish
from blogsite.models.post.settings import NAMES as SETTINGS
from blogsite.models.post.trashing import Trashable
from blogsite.models.post.unlisting import PUBLIC, UNLISTED
from blogsite.models.post.writing import (
    LONGEST_CONTENT,
    LONGEST_TAG,
    LONGEST_TITLE,
    MOST_TAGS,
)


class Post(Imported, Trashable, Purgeable, Fronted, InSeries, Compared, Previewable):
    """Something written in a blog: a draft until it is published, now or at a moment to come."""


__all__ = [
    "LONGEST_CONTENT",
    "LONGEST_SERIES",
    "LONGEST_SUMMARY",
    "LONGEST_TAG",
    "LONGEST_TITLE",
    "MOST_COUNTED",
    "MOST_TAGS",
    "PUBLIC",
    "SETTINGS",
    "UNLISTED",
    "Manuscript",
    "Page",
    "Post",
    "Publication",
    "SettingsWish",
    "Trashing",
]
