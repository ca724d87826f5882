"""The form of a blog's looks."""

from __future__ import annotations

from typing import Self

from flask_babel import lazy_gettext as _
from wtforms import HiddenField, RadioField, SelectChoice, StringField, TextAreaField
from wtforms.validators import Optional

from blogsite.forms.form import Form, Text
from blogsite.models.blog_style import Style

LONGEST_COLOUR = 60

THEMES = (
    SelectChoice(value="paper", label=_("Paper")),
    SelectChoice(value="novel", label=_("Novel")),
    SelectChoice(value="studio", label=_("Studio")),
    SelectChoice(value="orchard", label=_("Orchard")),
)
FONTS = (
    SelectChoice(value="", label=_("As the theme has it")),
    SelectChoice(value="journal", label=_("Journal")),
    SelectChoice(value="book", label=_("Book")),
    SelectChoice(value="review", label=_("Review")),
    SelectChoice(value="magazine", label=_("Magazine")),
    SelectChoice(value="modern", label=_("Modern")),
    SelectChoice(value="friendly", label=_("Friendly")),
    SelectChoice(value="typescript", label=_("Typescript")),
)
WIDTHS = (
    SelectChoice(value="narrow", label=_("Narrow")),
    SelectChoice(value="normal", label=_("Normal")),
    SelectChoice(value="wide", label=_("Wide")),
)


class AppearanceForm(Form):
    """A theme, and what is changed about it; the model says what there is to choose from."""

    theme = RadioField(_("Theme"), choices=THEMES, validate_choice=False)
    accent = StringField(_("Accent colour"), [Optional(), Text(LONGEST_COLOUR)])
    fonts = RadioField(_("Fonts"), choices=FONTS, validate_choice=False)
    width = RadioField(_("Width of the text"), choices=WIDTHS, validate_choice=False)
    css = TextAreaField(_("CSS of your own"), [Optional()])
    version = HiddenField()

    @classmethod
    def of(cls, style: Style) -> Self:
        """The form as it stands on the page, with the present looks where nothing was sent."""
        return cls(
            theme=style.look.theme,
            accent=style.look.accent or "",
            fonts=style.look.fonts or "",
            width=style.look.width,
            css=style.source,
            version=style.version,
        )

    @property
    def wish(self) -> Style:
        """What it asks for.

        Raises:
            Invalid: a rule for one of the fields is not kept.
        """
        return Style.of(
            theme=self.theme.data or "",
            accent=self.accent.data or "",
            fonts=self.fonts.data or "",
            width=self.width.data or "",
            css=self.css.data or "",
        )
