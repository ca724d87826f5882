"""The forms of a blog's pictures."""

from __future__ import annotations

from typing import Any, Self

from bson import ObjectId
from flask import request
from flask_babel import lazy_gettext as _
from werkzeug.datastructures import FileStorage, MultiDict
from wtforms import BooleanField, MultipleFileField, TextAreaField, ValidationError

from blogsite.forms.form import Form
from blogsite.lib import text
from blogsite.models import Picture
from blogsite.models.picture import Description

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


class ReplacementForm(PicturesForm):
    """One picture that takes the place of another."""

    def validate_picture(self, field: UploadsField) -> None:
        if len(field.data) > 1:
            raise ValidationError(_("One picture takes the place of one: choose a single file."))


class AltForm(Form):
    """What a picture shows, in words, or that there is nothing to say of it."""

    alt = TextAreaField(_("What it shows"))
    decorative = BooleanField(_("For decoration only"))

    @classmethod
    def of(cls, picture: Picture) -> Self:
        """As a page opens it."""
        return cls(None, alt=picture.alt, decorative=picture.decorative)


class DescriptionsForm(Form):
    """For each of some pictures `alt-<id>`, and `decorative-<id>` if there is nothing to say."""

    @property
    def said(self) -> dict[ObjectId, Description]:
        """What was sent of each, by the ids; what belongs to no id is left out."""
        ids = [name.removeprefix("alt-") for name in request.form if name.startswith("alt-")]
        return {
            ObjectId(one): Description(
                alt=text.tidy(text.without_unkeepable(request.form[f"alt-{one}"])),
                decorative=bool(request.form.get(f"decorative-{one}")),
            )
            for one in ids[:MOST_FILES]
            if ObjectId.is_valid(one)
        }
