"""Redirects: addresses below a blog that its posts had elsewhere, and where they lead now."""

from blogsite.models.redirect.importing import Reason, Redirects, Refused
from blogsite.models.redirect.noun import LONGEST_PATH, MOST, Redirect
from blogsite.models.redirect.wishes import LONGEST_LINES

__all__ = ["LONGEST_LINES", "LONGEST_PATH", "MOST", "Reason", "Redirect", "Redirects", "Refused"]
