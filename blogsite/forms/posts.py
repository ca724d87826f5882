"""The form of a post, in the editor and from programs."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _
from wtforms import (
    HiddenField,
    RadioField,
    SelectChoice,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import DataRequired, Optional, Regexp

from blogsite.forms.form import AN_ADDRESS, Form, Text
from blogsite.forms.moments import MomentField
from blogsite.forms.post_settings import PostSettings, shown
from blogsite.lib import zones
from blogsite.lib.slugs import LONGEST as LONGEST_SLUG
from blogsite.models.errors import Overtaken
from blogsite.models.post import (
    LONGEST_TAG,
    LONGEST_TITLE,
    MOST_TAGS,
    PUBLIC,
    SETTINGS,
    UNLISTED,
    Post,
)
from blogsite.models.revision import LONGEST_NAME

_WRITTEN = ("title", "content", "tags", "slug", "status", "publish_at", "visibility", *SETTINGS)

# Arabic and Chinese keyboards have commas of their own.
_COMMA = re.compile("[,\u060c\u3001\uff0c]")


class TagsField(StringField):  # type: ignore[misc]
    """Words or phrases between commas."""

    @property
    def tags(self) -> list[str]:
        return [tag.strip() for tag in _COMMA.split(self.data or "") if tag.strip()]

    def pre_validate(self, _form: Form) -> None:
        if len(self.tags) > MOST_TAGS:
            raise ValidationError(
                ngettext("Use %(num)d tag at the most.", "Use %(num)d tags at the most.", MOST_TAGS)
            )
        if any(len(tag) > LONGEST_TAG for tag in self.tags):
            raise ValidationError(
                ngettext(
                    "Keep each tag to %(num)d character.",
                    "Keep each tag to %(num)d characters.",
                    LONGEST_TAG,
                )
            )


class PostForm(PostSettings):
    """What is written, and what is to become of it; an edited post keeps what was not sent."""

    title = StringField(
        _("Title"),
        [DataRequired(_("Give the post a title.")), Text(LONGEST_TITLE)],
        render_kw={"spellcheck": "true"},
    )
    content = TextAreaField(_("Text"), render_kw={"spellcheck": "true"})
    tags = TagsField(_("Tags"))
    slug = StringField(_("Address"), [Optional(), Text(LONGEST_SLUG)], render_kw=AN_ADDRESS)
    publish_at = MomentField(_("Publish at"))
    publish_zone = HiddenField()
    status = StringField(_("Status"))
    visibility = RadioField(
        _("Who finds it"),
        [Optional()],
        choices=[
            SelectChoice(PUBLIC, _("Public: lists and feeds lead to it")),
            SelectChoice(UNLISTED, _("Unlisted: only its address leads to it")),
        ],
        default=PUBLIC,
        validate_choice=False,
    )
    version = HiddenField(
        validators=[Optional(), Regexp(r"[0-9]{1,9}$", message=_("This form is damaged."))]
    )
    writer = HiddenField()
    kept = HiddenField()

    @classmethod
    def of(cls, post: Post, *, zone: ZoneInfo) -> PostForm:
        """The form as a post's editor opens it, for somebody in a time zone."""
        scheduled = post.publication.at if post.scheduled and post.publication else None
        return cls(
            title=post.title,
            content=post.source,
            tags=", ".join(post.tags),
            slug=post.slug,
            publish_at=zones.written(scheduled, zone) if scheduled else "",
            publish_zone=zone.key,
            visibility=post.visibility,
            version=str(post.version),
            **shown(post, zone=zone),
        )

    @property
    def zone(self) -> ZoneInfo:
        """The time zone that its page said, however its writer has changed it since."""
        return zones.zone(self.publish_zone.data)

    def validate(self, extra_validators: Any = None) -> bool:
        """Whether the shape is right; a form of none of our fields is nobody's edit."""
        fine = super().validate(extra_validators)
        if not any(self.sent(name) for name in _WRITTEN):
            self.form_errors.append(gettext("Nothing arrived that could be saved."))
            return False
        return fine

    def prepare(self, *, writer: str, kept_id: str, put_in: Mapping[str, str]) -> None:
        """Let it know what it needs in order to be kept, should it come too late one day.

        Arguments:
            writer: the mark of who has it open.
            kept_id: of the kept form that is put into it, or nothing.
            put_in: the fields of that; one that had not been sent stays as it is stored.
        """
        self.writer.data, self.kept.data = writer, kept_id
        for name, words in put_in.items():
            self[name].data = words
        for field in (self.title, self.content, self.summary):
            field.render_kw = {**(field.render_kw or {}), **self.tongue}

    def overtake(self, refusal: Overtaken) -> None:
        """Go on from what could be put together; sent once more, the form saves that."""
        self.refuse(refusal)
        met = refusal.reconciliation
        self.version.data = str(met.version)
        self.content.data = met.proposal
        self.tags.data = ", ".join(met.tags)
        if met.slug is None:
            self.slug.data = None
        if not self.title.data or met.title is not None:
            self.title.data = met.title or met.their_title

    @property
    def new(self) -> dict[str, Any]:
        """What makes a new post. Without a status it is published, as the first form did."""
        return {
            "title": self.title.data,
            "content": self.content.data or "",
            "tags": self.tags.tags,
            "status": self.status.data or "published",
            "publish_at": self.publish_at.moment,
            "visibility": self.visibility.data or None,
            "settings": self.settings,
        }

    @property
    def changes(self) -> dict[str, Any]:
        """What was sent; a field that was not keeps its value."""
        sent: dict[str, Any] = {
            "title": self.title.data,
            "content": self.content.data or "",
            "tags": self.tags.tags,
            "slug": self.slug.data or None,
            "status": self.status.data or None,
            "visibility": self.visibility.data or None,
        }
        changes = {name: value for name, value in sent.items() if self.sent(name)}
        if self.version.data:
            changes["version"] = int(self.version.data)
        return {**changes, "publish_at": self.publish_at.moment, "settings": self.settings}


class RevisionNameForm(Form):
    """What a version of a post is called; nothing takes the name away."""

    name = StringField(_("Name of this version"), [Text(LONGEST_NAME)])
