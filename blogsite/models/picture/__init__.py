"""A picture of a blog: taken in, made small, shown with the posts that use it."""

from blogsite.models.picture.describing import LONGEST_ALT, Description
from blogsite.models.picture.describing import problems as problems_of
from blogsite.models.picture.fields import ORIGINAL, READY, REFUSED, WAITING
from blogsite.models.picture.finishing import Captioned, Finishable, Finished
from blogsite.models.picture.keeping import Kept
from blogsite.models.picture.listing import FILTERS, MOST_COUNTED, Listed
from blogsite.models.picture.replacing import Replaceable
from blogsite.models.picture.sparing import Sparing
from blogsite.models.picture.taking import LONGEST_FILE


class Picture(Replaceable, Finishable, Sparing, Listed, Kept):
    """One of a blog, there once however often it is sent."""


__all__ = [
    "FILTERS",
    "LONGEST_ALT",
    "LONGEST_FILE",
    "MOST_COUNTED",
    "ORIGINAL",
    "READY",
    "REFUSED",
    "WAITING",
    "Captioned",
    "Description",
    "Finished",
    "Picture",
    "problems_of",
]
