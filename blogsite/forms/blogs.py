"""The form of a blog."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import SelectChoice, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Optional

from blogsite.forms.form import AN_ADDRESS, Form, Text
from blogsite.forms.moments import zone_choices
from blogsite.lib import languages, zones
from blogsite.models.blog import LONGEST_DESCRIPTION, LONGEST_TITLE


class BlogForm(Form):
    """A blog's name and what it is about."""

    title = StringField(
        _("Title"), [DataRequired(_("Give the blog a title.")), Text(LONGEST_TITLE)]
    )
    description = TextAreaField(_("Description"), [Optional(), Text(LONGEST_DESCRIPTION)])
    language = SelectField(_("Language"), validate_choice=False)

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        chosen = self.language.data or ""
        self.language.choices = [
            SelectChoice("", gettext("Not said")),
            *language_choices(chosen),
        ]


class BlogSettingsForm(BlogForm):
    """What a blog says of itself, and on which clock."""

    time_zone = SelectField(_("Time zone"), validate_choice=False)

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.time_zone.choices = zone_choices()
        self.time_zone.data = self.time_zone.data or zones.UNIVERSAL


class AddressForm(Form):
    """The name in a blog's address."""

    name = StringField(
        _("Address"),
        [DataRequired(_("Write a name for the address.")), Text(LONGEST_TITLE)],
        render_kw=AN_ADDRESS,
    )


def language_choices(chosen: str) -> list[SelectChoice]:
    """Languages to choose from, by what they call themselves; also the one chosen already."""
    named = {**({chosen: chosen} if chosen else {}), **languages.COMMON}
    choices = sorted(named.items(), key=lambda one: one[1].casefold())
    own = {tag: {"lang": tag} for tag in languages.COMMON}
    return [SelectChoice(tag, name, render_kw=own.get(tag)) for tag, name in choices]
