"""An account: its data, its ways in, its browsers."""

from __future__ import annotations

from typing import Any

from blogsite.urls.paths import Named, path


def profile(**page: str | None) -> str:
    return path("users.show", **page)


def account() -> str:
    return path("accounts.show")


def time_zone() -> str:
    return path("accounts.choose_time_zone")


def own_language() -> str:
    return path("accounts.choose_language")


def account_download() -> str:
    return path("downloads.show")


def avatar(of: Named, digest: str) -> str:
    """The picture of a person; another picture has another address."""
    return path("avatars.show", user_id=of.id, digest=digest)


def author_avatar(of: Any) -> str:
    """The picture of whoever wrote a post."""
    return path("avatars.show", user_id=of.author_id, digest=of.author_avatar)


def avatar_form() -> str:
    return path("avatars.create")


def avatar_removal() -> str:
    return path("avatars.remove")


def deletion() -> str:
    return path("deletions.show")


def deletion_withdrawal() -> str:
    return path("deletions.withdraw")


def security() -> str:
    return path("security.show")


def security_events(**page: str | None) -> str:
    return path("security.events", **page)


def session_revocation(of: Any) -> str:
    return path("security.revoke", session_id=of.public_id)


def sessions_revocation() -> str:
    return path("security.revoke_others")


def password() -> str:
    return path("passwords.change")


def email() -> str:
    return path("emails.change")


def email_sent() -> str:
    return path("emails.sent")


def email_confirmation(token: str) -> str:
    return path("emails.confirm", token=token)


def email_undo(token: str) -> str:
    return path("emails.undo", token=token)


def new_passkey() -> str:
    return path("passkeys.new")


def passkey_name(of: Named) -> str:
    return path("passkeys.rename", passkey_id=of.id)


def passkey_removal(of: Named) -> str:
    return path("passkeys.remove", passkey_id=of.id)


def authenticator() -> str:
    return path("authenticators.new")


def authenticator_form() -> str:
    return path("authenticators.create")


def authenticator_removal() -> str:
    return path("authenticators.remove")


def recovery_codes() -> str:
    return path("authenticators.renew")


def identity(provider: str) -> str:
    """Where linking an account elsewhere begins."""
    return path("identities.create", provider=provider)


def identities() -> str:
    return path("identities.link")


def identity_removal(of: Named) -> str:
    return path("identities.remove", identity_id=of.id)
