"""Shape of what people send: required, length, format; no saving, no rules."""

from blogsite.forms.blogs import BlogForm
from blogsite.forms.posts import PostForm
from blogsite.forms.users import ActivationForm, LetterForm, LoginForm, RegistrationForm, SetupForm

__all__ = [
    "ActivationForm",
    "BlogForm",
    "LetterForm",
    "LoginForm",
    "PostForm",
    "RegistrationForm",
    "SetupForm",
]
