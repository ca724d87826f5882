"""What somebody is writing and has not saved."""

from blogsite.models.autosave.marks import MOST, Mark, Place
from blogsite.models.autosave.noun import FIRST, LIFETIME, Autosave
from blogsite.models.autosave.words import LARGEST

__all__ = ["FIRST", "LARGEST", "LIFETIME", "MOST", "Autosave", "Mark", "Place"]
