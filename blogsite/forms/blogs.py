"""The form of a blog."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from wtforms import StringField, TextAreaField
from wtforms.validators import DataRequired, Optional

from blogsite.forms.form import Form, Text
from blogsite.models.blog import LONGEST_DESCRIPTION, LONGEST_TITLE


class BlogForm(Form):
    """A blog's name and what it is about."""

    title = StringField(
        _("Title"), [DataRequired(_("Give the blog a title.")), Text(LONGEST_TITLE)]
    )
    description = TextAreaField(_("Description"), [Optional(), Text(LONGEST_DESCRIPTION)])


class AddressForm(Form):
    """The name in a blog's address."""

    name = StringField(
        _("Address"), [DataRequired(_("Write a name for the address.")), Text(LONGEST_TITLE)]
    )
