"""Shape of what people send: required, length, format; no saving, no rules."""

from blogsite.forms.blogs import BlogForm
from blogsite.forms.emails import EmailForm
from blogsite.forms.posts import PostForm
from blogsite.forms.users import (
    ActivationForm,
    ConfirmationForm,
    InvitedForm,
    LetterForm,
    LoginForm,
    NewPasswordForm,
    RegistrationForm,
    SetupForm,
)

__all__ = [
    "ActivationForm",
    "BlogForm",
    "ConfirmationForm",
    "EmailForm",
    "InvitedForm",
    "LetterForm",
    "LoginForm",
    "NewPasswordForm",
    "PostForm",
    "RegistrationForm",
    "SetupForm",
]
