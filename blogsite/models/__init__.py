"""The nouns of the site, their rules and their verbs."""

from blogsite.models.blog import Blog
from blogsite.models.desk import Desk
from blogsite.models.kept_letter import KeptLetter
from blogsite.models.membership import Membership
from blogsite.models.post import Post, Publication, Trashing
from blogsite.models.registration import Registration
from blogsite.models.session import Session
from blogsite.models.user import Suspension, User

__all__ = [
    "Blog",
    "Desk",
    "KeptLetter",
    "Membership",
    "Post",
    "Publication",
    "Registration",
    "Session",
    "Suspension",
    "Trashing",
    "User",
]
