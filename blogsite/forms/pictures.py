"""The forms of a blog's pictures."""

from __future__ import annotations

from typing import Any

from flask import request
from flask_babel import lazy_gettext as _
from werkzeug.datastructures import FileStorage, MultiDict
from wtforms import MultipleFileField, TextAreaField, ValidationError

from blogsite.forms.form import Form
from blogsite.lib import text

MOST_FILES = 50
_LONGEST_NAME = 80


class UploadsField(MultipleFileField):  # type: ignore[misc] # WTForms has no types
    """Some files. Words sent in their place, and a form that chose none, are nothing sent."""

    def process_formdata(self, valuelist: list[object]) -> None:
        self.data = [one for one in valuelist if isinstance(one, FileStorage) and one.filename]
        for one in self.data:
            one.filename = text.name(str(one.filename), most=_LONGEST_NAME) or "?"

    def pre_validate(self, _form: Form) -> None:
        if not self.data:
            raise ValidationError(_("Choose a picture first."))
        if len(self.data) > MOST_FILES:
            raise ValidationError(_("Send 50 pictures at once at the most."))


class PicturesForm(Form):
    """Pictures for a blog, one or several."""

    picture = UploadsField(_("Pictures"))

    class Meta(Form.Meta):
        def wrap_formdata(self, _form: Form, data: object) -> MultiDict[str, Any] | None:
            if request.method != "POST" or data is None:
                return None
            return MultiDict([("picture", one) for one in request.files.getlist("picture")])


class AltForm(Form):
    """What a picture shows, in words."""

    alt = TextAreaField(_("What it shows"))
