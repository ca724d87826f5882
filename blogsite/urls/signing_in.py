"""Ways in: registering, signing in, proving it once more."""

from __future__ import annotations

from blogsite.urls.paths import path


def register() -> str:
    return path("registrations.new")


def register_form() -> str:
    return path("registrations.create")


def registration_sent() -> str:
    return path("registrations.sent")


def registration_letter() -> str:
    return path("registrations.letter")


def activation(token: str) -> str:
    return path("activations.show", token=token)


def setup(token: str) -> str:
    return path("vouchers.redeem", token=token)


def invitation(token: str) -> str:
    return path("vouchers.redeem", token=token)


def login(*, then: str | None = None) -> str:
    return path("sessions.new", next=then)


def sign_in() -> str:
    return path("sessions.create")


def logout() -> str:
    return path("sessions.destroy")


def second_step(*, recovery: str | None = None) -> str:
    """`recovery` set: with a field for a recovery code."""
    return path("second_steps.show", recovery=recovery)


def passkey_sign_in() -> str:
    return path("passkeys.sign_in")


def confirmation(*, then: str | None = None) -> str:
    return path("confirmations.show", next=then)


def code_confirmation() -> str:
    return path("confirmations.by_code")


def passkey_confirmation() -> str:
    return path("confirmations.by_passkey")


def password_reset() -> str:
    return path("passwords.reset")


def password_reset_sent() -> str:
    return path("passwords.sent")


def new_password(token: str) -> str:
    return path("passwords.choose", token=token)


def provider(name: str, *, then: str | None = None, confirm: str | None = None) -> str:
    """Where signing in through somebody else begins; `confirm` to prove it once more."""
    return path("providers.begin", provider=name, next=then, confirm=confirm)


def provider_callback(name: str) -> str:
    return path("providers.callback", provider=name)


def known_address() -> str:
    return path("providers.known_address")


def new_address() -> str:
    return path("providers.new_address")


def provider_letter(token: str) -> str:
    return path("providers.letter", token=token)


def provider_letter_sent() -> str:
    return path("providers.sent")
