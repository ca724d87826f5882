"""The forms of my data."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from wtforms import StringField, TextAreaField
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
