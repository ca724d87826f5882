"""The form of another address."""

from __future__ import annotations

from blogsite.forms.users import LetterForm


class EmailForm(LetterForm):
    """Asks for the letter to an account's new address."""
