"""What a blog says of itself: its title, what it is about, its language and its clock."""

from __future__ import annotations

from flask_babel import gettext as _

from blogsite.database import atomic
from blogsite.lib import languages, text, zones
from blogsite.models import signals
from blogsite.models.blog.fields import BlogFields
from blogsite.models.errors import Forbidden, Invalid, NotFound
from blogsite.models.membership import OWNER
from blogsite.models.user import User


class Describable(BlogFields):
    """Its owner says what it is; the address stays what it was."""

    @atomic
    def describe(
        self, *, title: str, description: str, language: str, time_zone: str, by: User
    ) -> None:
        """Say all of it anew, or nothing when one thing will not do.

        Arguments:
            title: one line.
            description: one line, perhaps empty.
            language: the tag of what it is written in; empty where that is not said.
            time_zone: as the time zone database has it, such as `Europe/Berlin`; or `UTC`.
            by: who says it.

        Raises:
            Forbidden: by somebody who does not own it.
            Invalid: it has no title, or that is no language or no zone.
            NotFound: the blog is gone.
        """
        if not self.refresh() or self.removed:
            raise NotFound
        if self.role_of(by) != OWNER:
            raise Forbidden
        if time_zone not in zones.names():
            raise Invalid(_("Choose a time zone from the list."), field="time_zone")
        changes = {
            "title": titled(title),
            "description": text.line(description),
            "language": known_language(language),
            "time_zone": None if time_zone == zones.UNIVERSAL else time_zone,
        }
        self.update(changes, expecting={})
        signals.tell(signals.blog_described, self, by=by)


def titled(title: str) -> str:
    """The title that a blog can bear.

    Raises:
        Invalid: nothing of it can be seen.
    """
    title = text.line(title)
    if not text.visible(title):
        raise Invalid(_("Give the blog a title."), field="title")
    return title


def known_language(tag: str) -> str:
    """A language's tag, written by the book; empty for none.

    Raises:
        Invalid: it is the tag of no language.
    """
    try:
        return languages.tag(tag) if tag.strip() else ""
    except languages.LanguageRefused as error:
        raise Invalid(_("Choose a language from the list."), field="language") from error
