"""The forms of my data."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import IO, Any

from bson import ObjectId
from flask import request
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from werkzeug.datastructures import FileStorage, MultiDict
from wtforms import (
    EmailField,
    FileField,
    RadioField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import DataRequired, InputRequired, Optional

from blogsite.forms.form import AN_ADDRESS, Form, Text
from blogsite.forms.moments import zone_choices
from blogsite.lib import languages, locales, zones
from blogsite.models.deletion import Estate
from blogsite.models.profile import LONGEST_BIO
from blogsite.models.user import LONGEST_NAME, User

_LONGEST_WISH = 100


class ProfileForm(Form):
    """What others see of a person."""

    name = StringField(_("Name"), [DataRequired(_("Enter a name.")), Text(LONGEST_NAME)])
    handle = StringField(_("Handle"), [Optional(), Text(_LONGEST_WISH)], render_kw=AN_ADDRESS)
    bio = TextAreaField(_("About you"), [Optional(), Text(LONGEST_BIO)])


class UploadField(FileField):  # type: ignore[misc] # WTForms has no types
    """One file. Words sent in its place, and a form that chose none, are nothing sent."""

    def process_formdata(self, valuelist: list[object]) -> None:
        files = [one for one in valuelist if isinstance(one, FileStorage) and one.filename]
        self.data = files[0] if files else None

    @property
    def file(self) -> IO[bytes]:
        """What was sent, to be read from its beginning."""
        return self.data.stream if self.data else io.BytesIO()

    def pre_validate(self, _form: Form) -> None:
        if self.data is None:
            raise ValidationError(_("Choose a picture first."))


class PictureForm(Form):
    """A picture of a person or a blog: one file."""

    picture = UploadField(_("Picture"))

    class Meta(Form.Meta):
        def wrap_formdata(self, _form: Form, data: object) -> MultiDict[str, Any] | None:
            if request.method != "POST" or data is None:
                return None
            return MultiDict([("picture", one) for one in request.files.getlist("picture")])


class TimeZoneForm(Form):
    """Where somebody's clock hangs."""

    time_zone = SelectField(_("Time zone"), validate_choice=False)

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.time_zone.choices = zone_choices()


class LanguageForm(Form):
    """In which language the site speaks to somebody."""

    language = SelectField(_("Language"), validate_choice=False)

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        own = [
            SelectChoice(tag, languages.COMMON[tag], render_kw={"lang": tag})
            for tag in locales.OFFERED
        ]
        self.language.choices = [SelectChoice("", gettext("As my browser asks")), *own]


def account_forms(user: User, **sent: Form) -> dict[str, Any]:
    """The forms of one's own account's page, by what the page calls them.

    Arguments:
        user: whose account it is; what was not sent is as it is stored.
        sent: those that the page shows again.
    """
    return {
        "profile": sent.get("profile") or ProfileForm(formdata=None, obj=user),
        "picture": sent.get("picture") or PictureForm(formdata=None),
        "zone": sent.get("zone")
        or TimeZoneForm(formdata=None, time_zone=zones.zone(user.time_zone).key),
        "tongue": sent.get("tongue") or LanguageForm(formdata=None, language=user.language or ""),
        "user": user,
    }


class DeletionForm(Form):
    """Ends an account; for each blog a field says what becomes of it."""

    email = EmailField(_("E-mail"), [InputRequired(_("Type the address of your account."))])

    @property
    def choices(self) -> list[RadioField]:
        """The fields of the blogs."""
        return [field for field in self if isinstance(field, RadioField)]

    @property
    def fates(self) -> dict[str, ObjectId | None]:
        """Who gets which blog; None: it is deleted."""
        return {
            field.name.removeprefix(_BLOG): None if field.data == _DELETE else ObjectId(field.data)
            for field in self.choices
        }


def deletion_form(estates: Sequence[Estate]) -> DeletionForm:
    """The form for somebody who owns these blogs."""
    fields = {f"{_BLOG}{estate.blog.id}": _fate(estate) for estate in estates}
    form: DeletionForm = type("FilledDeletionForm", (DeletionForm,), fields)()
    return form


_BLOG = "blog_"
_DELETE = "delete"


def _fate(estate: Estate) -> RadioField:
    heirs = [
        SelectChoice(str(heir.id), gettext("%(name)s keeps it", name=heir.name))
        for heir in estate.heirs
    ]
    choices = [*heirs, SelectChoice(_DELETE, gettext("Delete it with all its posts"))]
    needed = InputRequired(_("Say what becomes of this blog."))
    return RadioField(estate.blog.title, [needed], choices=choices, default=choices[0].value)
