"""What all our forms do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any

from flask import request
from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import (
    BooleanField,
    Field,
    HiddenField,
    PasswordField,
    StringField,
    TextAreaField,
    ValidationError,
)

from blogsite.lib import addresses, text
from blogsite.models.errors import Refusal

AN_ADDRESS = {"dir": "ltr", "class": "address"}
"""Attributes of a field for what is written from left to right in every language."""


class Form(FlaskForm):  # type: ignore[misc] # Flask-WTF has no types
    """Reads fields only: a file or JSON sent in a field's place counts as nothing sent."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]
        def wrap_formdata(self, _form: FlaskForm, data: object) -> MultiDict[str, str] | None:
            # None is said where the form stands beside the one that was sent.
            return request.form if request.method == "POST" and data is not None else None

    def validate(self, extra_validators: Any = None) -> bool:
        """Whether the shape is right; text that no database can keep is refused in any field."""
        broken = [field for field in self._texts() if text.unkeepable(field.data)]
        self.tidy()
        fine = bool(super().validate(extra_validators))
        for field in broken:
            field.errors = [gettext("This holds a character that cannot be kept.")]
        return fine and not broken

    def tidy(self) -> None:
        """Take out of the texts what no page can show; passwords stay as they were typed."""
        for field in self._texts():
            if not isinstance(field, PasswordField):
                fold = text.tidy if isinstance(field, TextAreaField) else text.line
                field.data = fold(text.without_unkeepable(field.data))

    def _texts(self) -> list[StringField]:
        return [field for field in self if isinstance(field, StringField) and field.data]

    def sent(self, name: str) -> bool:
        """Whether a field came with the request, even if empty."""
        return name in request.form

    def put_in(self, written: Mapping[str, Sequence[str]]) -> None:
        """Fill it in as if that had been typed; fields that it does not have are left out."""
        for name, values in written.items():
            if (field := self._fields.get(name)) is not None:
                field.raw_data = list(values)
                # What is no number or date yet stands in its field all the same.
                with suppress(ValueError):
                    field.process_formdata(list(values))

    def holds(self, written: Mapping[str, Sequence[str]]) -> bool:
        """Whether it says the same, in those of the fields that it shows."""
        return all(
            _said(self._fields[name]) == _words(values)
            for name, values in written.items()
            if name in self._fields and not isinstance(self._fields[name], HiddenField)
        )

    def refuse(self, refusal: Refusal) -> None:
        """Put a model's refusal where a reader looks for it: beside its field, or on top."""
        field = self._fields.get(refusal.field or "")
        if field is None:
            self.form_errors.append(str(refusal.sentence))
        else:
            field.errors = [*field.errors, str(refusal.sentence)]


def _said(field: Field) -> list[str]:
    if isinstance(field, BooleanField):
        return _words(["y" if field.data else ""])
    if isinstance(field.data, list | tuple) and not hasattr(field, "_value"):
        return _words([str(one) for one in field.data])
    return _words([str(field._value() if hasattr(field, "_value") else field.data or "")])  # noqa: SLF001 (what stands in its input)


def _words(values: Sequence[str]) -> list[str]:
    return [text.tidy(one).strip() for one in values if one.strip()]


class Text:
    """No longer than so many characters.

    Said after sending, not held back by `maxlength`: a browser would cut what is pasted.
    """

    def __init__(self, longest: int) -> None:
        self._longest = longest

    def __call__(self, _form: Form, field: Field) -> None:
        if field.data and len(field.data) > self._longest:
            raise ValidationError(
                ngettext(
                    "Use %(num)d character at the most.",
                    "Use %(num)d characters at the most.",
                    self._longest,
                )
            )


class Address:
    """Something that can be an e-mail address."""

    def __call__(self, _form: Form, field: Field) -> None:
        try:
            addresses.written(field.data or "")
        except addresses.AddressRefused as error:
            raise ValidationError(
                _("This is not an e-mail address: it needs a name, an @ and a domain.")
            ) from error
