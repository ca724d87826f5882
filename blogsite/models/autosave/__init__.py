"""What somebody is writing and has not saved."""

from blogsite.models.autosave.marks import Mark, Place
from blogsite.models.autosave.noun import LIFETIME, MOST, Autosave
from blogsite.models.autosave.words import LARGEST

__all__ = ["LARGEST", "LIFETIME", "MOST", "Autosave", "Mark", "Place"]
