"""The forms of my data."""

from __future__ import annotations

from typing import Any

from flask import request
from flask_babel import lazy_gettext as _
from werkzeug.datastructures import FileStorage, MultiDict
from wtforms import FileField, StringField, TextAreaField, ValidationError
from wtforms.validators import DataRequired, Optional

from blogsite.forms.form import Form, Text
from blogsite.models.profile import LONGEST_BIO
from blogsite.models.user import LONGEST_NAME

_LONGEST_WISH = 100


class ProfileForm(Form):
    """What others see of a person."""

    name = StringField(_("Name"), [DataRequired(_("Enter a name.")), Text(LONGEST_NAME)])
    handle = StringField(_("Handle"), [Optional(), Text(_LONGEST_WISH)])
    bio = TextAreaField(_("About you"), [Optional(), Text(LONGEST_BIO)])


class UploadField(FileField):  # type: ignore[misc] # WTForms has no types
    """One file. Words sent in its place, and a form that chose none, are nothing sent."""

    def process_formdata(self, valuelist: list[object]) -> None:
        files = [one for one in valuelist if isinstance(one, FileStorage) and one.filename]
        self.data = files[0] if files else None

    @property
    def content(self) -> bytes:
        return bytes(self.data.read()) if self.data else b""

    def pre_validate(self, _form: Form) -> None:
        if self.data is None:
            raise ValidationError(_("Choose a picture first."))


class PictureForm(Form):
    """A picture of a person: the one form that takes a file."""

    picture = UploadField(_("Picture"))

    class Meta(Form.Meta):
        def wrap_formdata(self, _form: Form, _data: object) -> MultiDict[str, Any] | None:
            if request.method != "POST":
                return None
            return MultiDict([("picture", one) for one in request.files.getlist("picture")])
