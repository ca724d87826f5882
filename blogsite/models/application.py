"""Those whose address is confirmed and who wait until somebody lets them in."""

from __future__ import annotations

from collections.abc import Iterator

from bson import ObjectId

from blogsite import mailers
from blogsite.database import atomic
from blogsite.jobs import job, later
from blogsite.lib import clock
from blogsite.models.errors import LinkUsed
from blogsite.models.registration import Registration
from blogsite.models.user import User


def waiting() -> Iterator[Registration]:
    """All applicants, the oldest registration first."""
    query = {"confirmed_at": {"$ne": None}, "expires_at": {"$gt": clock.now()}}
    return map(Registration.load, Registration.stream(query))


def find(email_or_id: str) -> Registration | None:
    """The applicant of a mailbox or of an id.

    Raises:
        AddressRefused: it is neither.
    """
    if ObjectId.is_valid(email_or_id):
        found = Registration.find({"_id": ObjectId(email_or_id)})
        return found if found and found.confirmed else None
    return next((one for one in Registration.waiting_for(email_or_id) if one.confirmed), None)


@atomic
def approve(applicant: Registration) -> User:
    """Make the account; a letter tells its owner.

    Raises:
        LinkUsed: somebody has decided meanwhile.
    """
    user = applicant.vouch()
    letter_id = str(ObjectId())
    later("approval-letter", email=user.email, letter_id=letter_id, language=user.speaks)
    return user


@atomic
def reject(applicant: Registration, *, tell: bool = False) -> None:
    """Let somebody not in; nothing of them is kept.

    Arguments:
        applicant: who.
        tell: say so in a letter.

    Raises:
        LinkUsed: somebody has decided meanwhile.
    """
    if not applicant.delete():
        raise LinkUsed
    if tell:
        letter_id = str(ObjectId())
        later(
            "rejection-letter",
            email=applicant.email,
            letter_id=letter_id,
            language=applicant.language,
        )


@job("approval-letter")
def send_approval_letter(email: str, letter_id: str, language: str = "") -> None:
    """Tell somebody that the account is there.

    Arguments:
        email: the stored address.
        letter_id: the letter's own.
        language: the owner's.
    """
    with mailers.speaking(language):
        mailers.registrations.approved(to=email, letter_id=letter_id)


@job("rejection-letter")
def send_rejection_letter(email: str, letter_id: str, language: str = "") -> None:
    """Tell somebody that there will be no account.

    Arguments:
        email: the address, of which nothing else is kept.
        letter_id: the letter's own.
        language: in which the account was asked for.
    """
    with mailers.speaking(language):
        mailers.registrations.rejected(to=email, letter_id=letter_id)
