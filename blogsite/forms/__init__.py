"""Shape of what people send: required, length, format; no saving, no rules."""

from blogsite.forms.accounts import (
    DeletionForm,
    LanguageForm,
    PictureForm,
    ProfileForm,
    TimeZoneForm,
    account_forms,
    deletion_form,
)
from blogsite.forms.appearance import AppearanceForm
from blogsite.forms.blogs import AddressForm, BlogForm, BlogSettingsForm
from blogsite.forms.bulk import BulkForm
from blogsite.forms.emails import EmailForm
from blogsite.forms.factors import (
    AuthenticatorForm,
    CodeForm,
    NewPasskeyForm,
    PasskeyForm,
    PasskeyNameForm,
    RecoveryCodeForm,
    RecoveryCodesForm,
)
from blogsite.forms.menus import MenuForm
from blogsite.forms.pictures import AltForm, DescriptionsForm, PicturesForm, ReplacementForm
from blogsite.forms.posts import PostForm, RevisionNameForm
from blogsite.forms.redirects import RedirectForm, RedirectsForm
from blogsite.forms.trash import EmptyingForm
from blogsite.forms.users import (
    ActivationForm,
    ButtonForm,
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
    "AddressForm",
    "AltForm",
    "AppearanceForm",
    "AuthenticatorForm",
    "BlogForm",
    "BlogSettingsForm",
    "BulkForm",
    "ButtonForm",
    "CodeForm",
    "ConfirmationForm",
    "DeletionForm",
    "DescriptionsForm",
    "EmailForm",
    "EmptyingForm",
    "InvitedForm",
    "LanguageForm",
    "LetterForm",
    "LoginForm",
    "MenuForm",
    "NewPasskeyForm",
    "NewPasswordForm",
    "PasskeyForm",
    "PasskeyNameForm",
    "PictureForm",
    "PicturesForm",
    "PostForm",
    "ProfileForm",
    "RecoveryCodeForm",
    "RecoveryCodesForm",
    "RedirectForm",
    "RedirectsForm",
    "RegistrationForm",
    "ReplacementForm",
    "RevisionNameForm",
    "SetupForm",
    "TimeZoneForm",
    "account_forms",
    "deletion_form",
]
