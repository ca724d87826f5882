"""The settings of a post, as the editor's panel and programs send them."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from bson import ObjectId
from bson.errors import InvalidId
from flask_babel import lazy_gettext as _
from wtforms import (
    Field,
    HiddenField,
    SelectField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import AnyOf, Optional

from blogsite.forms.covers import CoverFields
from blogsite.forms.form import AN_ADDRESS, Form, Text
from blogsite.forms.moments import MomentField
from blogsite.lib import languages, zones
from blogsite.models.errors import Invalid
from blogsite.models.post import LONGEST_SERIES, SETTINGS, Post, SettingsWish
from blogsite.models.post.settings import DIRECTIONS, tidied

_NUMBER = re.compile(r"[0-9]{1,4}")
_FROM_THE_LIST = _("Choose from the list.")
_NO_MEMBER = _("Choose somebody who belongs to this blog.")
_KINDS = {
    "summary": str,
    "canonical_url": str,
    "language": str,
    "direction": str,
    "author": ObjectId,
    "date": datetime | None,
    "pinned": bool,
    "kind": str,
    "menu_number": int | None,
    "series": str,
    "part": int | None,
    "cover": str,
    "cover_caption": str,
    "twin": str,
}
"""What each setting is, when it has been read."""


class NumberField(StringField):  # type: ignore[misc] # WTForms has no types
    """A whole number, or nothing."""

    @property
    def number(self) -> int | None:
        return int(self.data) if self.data else None

    def pre_validate(self, _form: Form) -> None:
        if self.data and not _NUMBER.fullmatch(self.data):
            raise ValidationError(_("Use a whole number from 1 to 9999."))


class OpenedField(HiddenField):  # type: ignore[misc]
    """The settings as the page showed them, so that what nobody touched can be told."""

    @property
    def settings(self) -> dict[str, Any]:
        """What the page showed; nothing, where the form was made by no page of ours.

        Raises:
            ValueError: it is damaged.
        """
        return read(self.data) if self.data else {}

    def pre_validate(self, _form: Form) -> None:
        try:
            _settings = self.settings
        except ValueError as error:
            # Sent once more, the form is taken, and says what it shows.
            self.data = self.object_data
            raise ValidationError(
                _(
                    "The settings arrived damaged. They stand below as you sent them, and nothing "
                    "is saved yet: look at them once more, then save."
                )
            ) from error


class Rule:
    """The model's own rule for a setting, so that all that is wrong is said at once."""

    def __call__(self, _form: Form, field: Field) -> None:
        try:
            moment = isinstance(field, MomentField)
            tidied(field.short_name, field.moment if moment else field.data or "")
        except Invalid as refusal:
            raise ValidationError(str(refusal.sentence)) from refusal


class Member:
    """The id of somebody."""

    def __call__(self, _form: Form, field: Field) -> None:
        try:
            ObjectId(field.data)
        except (InvalidId, TypeError) as error:
            raise ValidationError(_NO_MEMBER) from error


class PostSettings(CoverFields):
    """All that is said about a post besides its words; a field that was not sent says nothing."""

    date = MomentField(_("Date"), [Rule()])
    summary = TextAreaField(_("Summary"), [Rule()])
    author = SelectField(_("Author"), [Optional(), Member()], choices=[], validate_choice=False)
    kind = SelectField(
        _("Kind"),
        [Optional(), AnyOf(("post", "page"), _FROM_THE_LIST)],
        choices=[
            SelectChoice("post", _("Post")),
            SelectChoice("page", _("Page")),
        ],
        default="post",
        validate_choice=False,
    )
    menu_number = NumberField(_("Place in the menu"), render_kw={"inputmode": "numeric"})
    pinned = SelectField(
        _("Pinned"),
        [Optional(), AnyOf(("no", "yes"), _FROM_THE_LIST)],
        choices=[SelectChoice("no", _("No")), SelectChoice("yes", _("Yes"))],
        default="no",
        validate_choice=False,
    )
    series = StringField(_("Series"), [Text(LONGEST_SERIES)], render_kw={"list": "series-names"})
    part = NumberField(_("Part"), render_kw={"inputmode": "numeric"})
    language = StringField(_("Language"), [Rule()], render_kw={"list": "language-tags"})
    direction = SelectField(
        _("Direction"),
        [Rule()],
        choices=[
            SelectChoice("", _("As its letters say")),
            SelectChoice("ltr", _("Left to right")),
            SelectChoice("rtl", _("Right to left")),
        ],
        default="",
        validate_choice=False,
    )
    canonical_url = StringField(
        _("First published at"), [Rule()], render_kw={"inputmode": "url", **AN_ADDRESS}
    )
    twin = SelectField(
        _("Markdown for programs"),
        [Rule()],
        choices=[SelectChoice("", _("Yes")), SelectChoice("no", _("No"))],
        default="",
        validate_choice=False,
    )
    opened = OpenedField()

    @property
    def settings(self) -> SettingsWish | None:
        """What was sent of them; None: nothing."""
        values = {name: self._meant(name) for name in SETTINGS if self.sent(name)}
        if self.cover_address.data:
            values["cover"] = self.chosen_cover
        return SettingsWish(values=values, opened=self.opened.settings) if values else None

    @property
    def refused_settings(self) -> Sequence[str]:
        """Those that stand wrong in the form."""
        return [name for name in SETTINGS if self[name].errors]

    @property
    def common_languages(self) -> Mapping[str, str]:
        """Tags to choose from, though others may be written; and their names."""
        return languages.COMMON

    @property
    def tongue(self) -> dict[str, str]:
        """The attributes of what is in the language of the post, as it stands in the form."""
        try:
            lang = {"lang": languages.tag(self.language.data or "")}
        except languages.LanguageRefused:
            lang = {}
        said = self.direction.data if self.direction.data in DIRECTIONS else ""
        return {**lang, "dir": said or "auto"}

    def choose_author(self, members: Sequence[tuple[Any, str]], *, default: Any) -> None:
        """Let one of the blog's members be chosen."""
        self.author.choices = [SelectChoice(str(user_id), name) for user_id, name in members]
        self.author.data = self.author.data or str(default)

    def _meant(self, name: str) -> Any:
        field = self[name]
        if name == "author":
            return ObjectId(field.data) if field.data else None
        if name == "date":
            return field.moment
        if name == "cover":
            return self.chosen_cover
        if name == "pinned":
            return field.data == "yes"
        return field.number if isinstance(field, NumberField) else field.data or ""


def shown(post: Post, *, zone: ZoneInfo) -> dict[str, str]:
    """The fields as a post's editor opens them, for somebody in a time zone."""
    settings = post.settings
    said = {name: str(one) for name, one in settings.items() if one is not None}
    said |= {"pinned": "yes" if post.pinned else "no", "opened": _written(settings)}
    return said | {"date": zones.written(post.date, zone) if post.date else ""}


def read(opened: str) -> dict[str, Any]:
    """The settings that a page showed.

    Raises:
        ValueError: this is no page's word.
    """
    try:
        told = json.loads(opened)
    except RecursionError as error:
        raise ValueError from error
    if not isinstance(told, dict) or not told.keys() <= _KINDS.keys():
        raise ValueError(opened)
    settings = {name: _read(name, one) for name, one in told.items()}
    if not all(isinstance(one, _KINDS[name]) for name, one in settings.items()):
        raise ValueError(opened)
    return settings


def _read(name: str, told: Any) -> Any:
    if name == "author" and isinstance(told, str):
        try:
            return ObjectId(told)
        except InvalidId as error:
            raise ValueError(told) from error
    return datetime.fromisoformat(told) if name == "date" and isinstance(told, str) else told


def _written(settings: Mapping[str, Any]) -> str:
    return json.dumps(settings, default=lambda one: getattr(one, "isoformat", one.__str__)())
