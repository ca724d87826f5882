"""The forms of passkeys and codes."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from wtforms import HiddenField, StringField
from wtforms.validators import InputRequired, Optional

from blogsite.forms.form import Form, Text
from blogsite.models.passkey import LONGEST_NAME

_LONGEST_CODE = 100


class RecoveryCodesForm(Form):
    """Asks for new recovery codes; `before` tells which ones it is about to replace."""

    before = HiddenField(validators=[Optional()])


class PasskeyForm(Form):
    """What a browser has to say of a passkey; put there by a script."""

    credential = HiddenField(validators=[Optional()])
    next = HiddenField(validators=[Optional()])


class PasskeyNameForm(Form):
    """Gives a passkey a name."""

    name = StringField(_("Name"), [Optional(), Text(LONGEST_NAME)])


class NewPasskeyForm(PasskeyNameForm):
    """Adds a passkey."""

    credential = HiddenField(validators=[Optional()])


class CodeForm(Form):
    """A code of the authenticator app."""

    code = StringField(
        _("Code"),
        [InputRequired(_("Enter the code.")), Text(_LONGEST_CODE)],
        render_kw={"inputmode": "numeric"},
    )
    next = HiddenField(validators=[Optional()])


class RecoveryCodeForm(CodeForm):
    """A code from paper."""

    code = StringField(
        _("Recovery code"),
        [InputRequired(_("Enter the code.")), Text(_LONGEST_CODE)],
        render_kw={"autocapitalize": "characters", "spellcheck": "false"},
    )


class AuthenticatorForm(Form):
    """Takes an app into use; `offer` is the signed word of what the page showed."""

    code = StringField(
        _("Code from the app"),
        [InputRequired(_("Enter the code that the app shows.")), Text(_LONGEST_CODE)],
        render_kw={"inputmode": "numeric"},
    )
    offer = HiddenField(validators=[Optional()])
