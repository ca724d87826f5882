"""A post: what is written, and its life from draft to publication to the trash."""

from blogsite.models.post.comparing import Compared
from blogsite.models.post.fields import MOST_TAGS, Publication, Trashing
from blogsite.models.post.importing import Imported, Manuscript
from blogsite.models.post.lists import MOST_COUNTED, Listed, Page
from blogsite.models.post.purging import Purgeable
from blogsite.models.post.states import Stated
from blogsite.models.post.table import Filters, Table, Tabled
from blogsite.models.post.tagging import Taggable
from blogsite.models.post.trashing import Trashable
from blogsite.models.post.unlisting import PUBLIC, UNLISTED
from blogsite.models.post.writing import (
    LONGEST_CONTENT,
    LONGEST_TAG,
    LONGEST_TITLE,
)


class Post(Imported, Taggable, Trashable, Purgeable, Listed, Tabled, Compared, Stated):
    """Something written in a blog: a draft until it is published, now or at a moment to come."""


__all__ = [
    "LONGEST_CONTENT",
    "LONGEST_TAG",
    "LONGEST_TITLE",
    "MOST_COUNTED",
    "MOST_TAGS",
    "PUBLIC",
    "UNLISTED",
    "Filters",
    "Manuscript",
    "Page",
    "Post",
    "Publication",
    "Table",
    "Trashing",
]
