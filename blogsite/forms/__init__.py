"""Shape of what people send: required, length, format; no saving, no rules."""

from blogsite.forms.accounts import DeletionForm, PictureForm, ProfileForm, deletion_form
from blogsite.forms.blogs import BlogForm
from blogsite.forms.posts import PostForm
from blogsite.forms.users import (
    ActivationForm,
    ConfirmationForm,
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
    "DeletionForm",
    "LetterForm",
    "LoginForm",
    "NewPasswordForm",
    "PictureForm",
    "PostForm",
    "ProfileForm",
    "RegistrationForm",
    "SetupForm",
    "deletion_form",
]
