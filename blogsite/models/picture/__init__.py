"""A picture of a blog: taken in, made small, shown with the posts that use it."""

from blogsite.models.picture.fields import ORIGINAL, READY, REFUSED, WAITING
from blogsite.models.picture.finishing import Captioned, Finishable, Finished
from blogsite.models.picture.keeping import Kept
from blogsite.models.picture.listing import LONGEST_ALT, Listed
from blogsite.models.picture.rendering import Renderable
from blogsite.models.picture.taking import LONGEST_FILE, Taken


class Picture(Taken, Finishable, Renderable, Listed, Kept):
    """One of a blog, there once however often it is sent."""


__all__ = [
    "LONGEST_ALT",
    "LONGEST_FILE",
    "ORIGINAL",
    "READY",
    "REFUSED",
    "WAITING",
    "Captioned",
    "Finished",
    "Picture",
]
