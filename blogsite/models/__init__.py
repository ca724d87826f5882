"""The nouns of the site, their rules and their verbs."""

from blogsite.models import readers
from blogsite.models.authenticator import Authenticator
from blogsite.models.autosave import Autosave
from blogsite.models.avatar import Avatar
from blogsite.models.blog import Blog
from blogsite.models.blog_picture import BlogPicture
from blogsite.models.blog_style import BlogStyle
from blogsite.models.bulk_action import BulkAction
from blogsite.models.desk import Desk
from blogsite.models.device import Device
from blogsite.models.handle import Handle
from blogsite.models.identity import Identity
from blogsite.models.kept_form import KeptForm
from blogsite.models.kept_letter import KeptLetter
from blogsite.models.membership import Membership
from blogsite.models.passkey import Passkey
from blogsite.models.picture import Picture
from blogsite.models.post import Post, Publication, SettingsWish, Trashing
from blogsite.models.preview_link import PreviewLink
from blogsite.models.redirect import Redirect
from blogsite.models.registration import Registration
from blogsite.models.revision import Revision
from blogsite.models.security_event import SecurityEvent
from blogsite.models.session import Session
from blogsite.models.suggestions import Suggestions
from blogsite.models.ticket import Ticket
from blogsite.models.tombstone import Tombstone
from blogsite.models.user import Deletion, Suspension, User

__all__ = [
    "Authenticator",
    "Autosave",
    "Avatar",
    "Blog",
    "BlogPicture",
    "BlogStyle",
    "BulkAction",
    "Deletion",
    "Desk",
    "Device",
    "Handle",
    "Identity",
    "KeptForm",
    "KeptLetter",
    "Membership",
    "Passkey",
    "Picture",
    "Post",
    "PreviewLink",
    "Publication",
    "Redirect",
    "Registration",
    "Revision",
    "SecurityEvent",
    "Session",
    "SettingsWish",
    "Suggestions",
    "Suspension",
    "Ticket",
    "Tombstone",
    "Trashing",
    "User",
    "readers",
]
