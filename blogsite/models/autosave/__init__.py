"""What somebody is writing and has not saved."""

from blogsite.models.autosave.marks import Mark, Place
from blogsite.models.autosave.noun import FIRST, LIFETIME, MOST, Autosave
from blogsite.models.autosave.words import LARGEST

__all__ = ["FIRST", "LARGEST", "LIFETIME", "MOST", "Autosave", "Mark", "Place"]
