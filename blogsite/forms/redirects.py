"""The forms of redirects: one, and many at once."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from wtforms import StringField, TextAreaField
from wtforms.validators import DataRequired

from blogsite.forms.form import AN_ADDRESS, Form, Text
from blogsite.lib import web_addresses
from blogsite.models.redirect import LONGEST_LINES


class RedirectForm(Form):
    """From where, and to where."""

    source = StringField(
        _("Old address"),
        [DataRequired(_("Write the old address.")), Text(web_addresses.LONGEST)],
        render_kw=AN_ADDRESS,
    )
    target = StringField(
        _("Leads to"),
        [DataRequired(_("Write where it leads.")), Text(web_addresses.LONGEST)],
        render_kw=AN_ADDRESS,
    )


class RedirectsForm(Form):
    """A line for each."""

    lines = TextAreaField(
        _("One redirect in each line"),
        [DataRequired(_("Write at least one line.")), Text(LONGEST_LINES)],
        render_kw=AN_ADDRESS,
    )
