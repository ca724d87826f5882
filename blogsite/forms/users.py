"""The forms of the way in."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from flask_babel import ngettext
from wtforms import EmailField, Field, HiddenField, PasswordField, StringField, ValidationError
from wtforms.validators import InputRequired, Optional

from blogsite.forms.form import Address, Form, Text
from blogsite.lib.passwords import LONGEST, SHORTEST
from blogsite.models.user import LONGEST_NAME

_LONGEST_ADDRESS = 254


class NewPassword:
    """Long enough to be worth having; what it is made of is its owner's affair."""

    def __call__(self, _form: Form, field: Field) -> None:
        if len(field.data or "") < SHORTEST:
            raise ValidationError(
                ngettext(
                    "Use %(num)d character or more.", "Use %(num)d characters or more.", SHORTEST
                )
            )
        Text(LONGEST)(_form, field)


class Same:
    """The same as another field."""

    def __init__(self, other: str) -> None:
        self._other = other

    def __call__(self, form: Form, field: Field) -> None:
        if field.data != form[self._other].data:
            raise ValidationError(_("The two are not the same. Type both again."))


def _address() -> EmailField:
    needed = InputRequired(_("Enter your e-mail address."))
    return EmailField(_("E-mail"), [needed, Text(_LONGEST_ADDRESS), Address()])


class RegistrationForm(Form):
    """Asks for an account."""

    email = _address()
    password = PasswordField(_("Password"), [InputRequired(_("Choose a password.")), NewPassword()])
    name = StringField(_("Name"), [Optional(), Text(LONGEST_NAME)])


class InvitedForm(Form):
    """Asks for an account by an invitation that says for which address."""

    password = PasswordField(_("Password"), [InputRequired(_("Choose a password.")), NewPassword()])
    name = StringField(_("Name"), [Optional(), Text(LONGEST_NAME)])


class LetterForm(Form):
    """Asks for the letter once more."""

    email = _address()


class LoginForm(Form):
    """Signs in; nothing is said about the shape of a password, only whether it fits."""

    email = EmailField(
        _("E-mail"), [InputRequired(_("Enter your e-mail address.")), Text(_LONGEST_ADDRESS)]
    )
    password = PasswordField(
        # Decomposed letters take several characters each.
        _("Password"),
        [InputRequired(_("Enter your password.")), Text(4 * LONGEST)],
    )
    next = HiddenField(validators=[Optional()])


class ActivationForm(Form):
    """Confirms a link from a letter; both fields are empty in the browser that registered."""

    password = PasswordField(_("Password"), [Optional(), Text(LONGEST)])
    new_password = PasswordField(_("New password"), [Optional(), NewPassword()])


class NewPasswordForm(Form):
    """Chooses a password, typed twice."""

    password = PasswordField(
        _("New password"), [InputRequired(_("Choose a password.")), NewPassword()]
    )
    confirm = PasswordField(
        _("The same again"),
        [InputRequired(_("Type the password once more.")), Same("password")],
    )


class ConfirmationForm(Form):
    """Proves once more who is there."""

    password = PasswordField(
        _("Password"), [InputRequired(_("Enter your password.")), Text(4 * LONGEST)]
    )
    next = HiddenField(validators=[Optional()])


class ButtonForm(Form):
    """Agrees to what its page says; there is nothing to fill in."""


class SetupForm(RegistrationForm):
    """Makes the first administrator."""
