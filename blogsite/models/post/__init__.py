"""A post: what is written, and its life from draft to publication to the trash."""

from blogsite.models.post.browsing import Browsed
from blogsite.models.post.comparing import Compared
from blogsite.models.post.feeding import Fed
from blogsite.models.post.fields import MOST_TAGS, Publication, Trashing
from blogsite.models.post.importing import Imported, Manuscript
from blogsite.models.post.lists import MOST_COUNTED, Page
from blogsite.models.post.neighbours import Neighboured
from blogsite.models.post.pinning import Fronted
from blogsite.models.post.purging import Purgeable
from blogsite.models.post.searching import Searchable
from blogsite.models.post.series import LONGEST_SERIES
from blogsite.models.post.settings import LONGEST_SUMMARY, SettingsWish
from blogsite.models.post.settings import NAMES as SETTINGS
from blogsite.models.post.sharing import Shareable
from blogsite.models.post.spelling import LONGEST_TAG
from blogsite.models.post.states import Stated
from blogsite.models.post.table import Filters, Table, Tabled
from blogsite.models.post.tagging import Taggable
from blogsite.models.post.trashing import Trashable
from blogsite.models.post.unlisting import PUBLIC, UNLISTED
from blogsite.models.post.writing import (
    LONGEST_CONTENT,
    LONGEST_TITLE,
)
from blogsite.models.post.yearly import Yearly


class Post(
    Searchable,
    Yearly,
    Imported,
    Taggable,
    Trashable,
    Purgeable,
    Fronted,
    Fed,
    Browsed,
    Neighboured,
    Tabled,
    Compared,
    Stated,
    Shareable,
):
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
    "Filters",
    "Manuscript",
    "Page",
    "Post",
    "Publication",
    "SettingsWish",
    "Table",
    "Trashing",
]
