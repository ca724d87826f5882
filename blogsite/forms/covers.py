"""The fields by which a post gets its cover."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _
from werkzeug.datastructures import FileStorage
from wtforms import Field, FileField, RadioField, StringField, ValidationError
from wtforms.fields.choices import SelectChoice

from blogsite.forms.form import Form, Text
from blogsite.models.errors import Invalid
from blogsite.models.post.settings import LONGEST_CAPTION, tidied


class NamesPicture:
    """Words that name a picture, as `models.post.cover` reads them."""

    def __call__(self, _form: Form, field: Field) -> None:
        try:
            tidied("cover", field.data or "")
        except Invalid as refusal:
            raise ValidationError(str(refusal.sentence)) from refusal


class CoverFileField(FileField):  # type: ignore[misc] # WTForms has no types
    """A file that has a button of its own: by the others its form arrives without it."""

    left_behind = False

    def process_formdata(self, valuelist: list[object]) -> None:
        files = [one for one in valuelist if isinstance(one, FileStorage) and one.filename]
        self.data = files[0] if files else None
        self.left_behind = any(isinstance(one, str) and one.strip() for one in valuelist)

    def pre_validate(self, _form: Form) -> None:
        if self.left_behind:
            raise ValidationError(
                _("This file was not sent. Choose it once more and press “Send this picture”.")
            )


class CoverFields(Form):
    """One of the blog's newest pictures, another one by its address, or one that is sent now."""

    cover = RadioField(
        _("Cover picture"), [NamesPicture()], choices=[], default="", validate_choice=False
    )
    cover_address = StringField(_("Another picture of this blog"), [NamesPicture()])
    cover_caption = StringField(_("Caption"), [Text(LONGEST_CAPTION)])
    cover_file = CoverFileField(_("A new picture"))

    @property
    def chosen_cover(self) -> str:
        """The id of what is chosen in it; nothing, where that is none or names none."""
        try:
            return str(tidied("cover", self.cover_address.data or self.cover.data or ""))
        except Invalid:
            return ""

    @property
    def refused_cover(self) -> bool:
        """Whether something about it stands wrong in the form."""
        return bool(self.cover_address.errors or self.cover_file.errors)

    def show_covers(self, picture_ids: list[Any]) -> None:
        """Let one of these be chosen."""
        none = SelectChoice("", str(_("None")))
        self.cover.choices = [none, *(SelectChoice(str(one), str(one)) for one in picture_ids)]
