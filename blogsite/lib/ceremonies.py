"""What is said between a site and an authenticator (WebAuthn level 3): questions and proofs.

User verification is always asked for and checked, so that a proof stands for two factors: the
authenticator, and what unlocks it.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

import webauthn
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from webauthn.helpers import (
    base64url_to_bytes,
    parse_authentication_credential_json,
    parse_client_data_json,
    parse_registration_credential_json,
)
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticationCredential,
    AuthenticatorSelectionCriteria,
    AuthenticatorTransport,
    PublicKeyCredentialDescriptor,
    RegistrationCredential,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

WAIT = 5 * 60 * 1000  # milliseconds that a browser lets its user think
LONGEST = 64 * 1024
"""Characters of an answer; a real one has one or two thousand."""

_VERIFIED = UserVerificationRequirement.REQUIRED
_USUAL_PORTS = {"http": 80, "https": 443}

# The library tells most of what is wrong by its own errors; broken bytes inside break it in others.
_BROKEN = (
    *(WebAuthnException, InvalidSignature, UnsupportedAlgorithm, NotImplementedError),
    *(ValueError, TypeError, LookupError, AttributeError, ArithmeticError),
    *(struct.error, RecursionError),
)


class CeremonyRefused(Exception):
    """The answer is broken, is for another site or question, or proves nothing."""


@dataclass(frozen=True, kw_only=True)
class Party:
    """The site, as browsers check it: its host without a port, and its whole origin."""

    id: str
    origin: str

    @classmethod
    def at(cls, base_url: str) -> Party:
        """The site of an address such as `https://blogs.example:8443`."""
        parts = urlsplit(base_url)
        host = parts.hostname or ""
        port = "" if parts.port in (None, _USUAL_PORTS[parts.scheme]) else f":{parts.port}"
        return cls(id=host, origin=f"{parts.scheme}://{host}{port}")


@dataclass(frozen=True, kw_only=True)
class Known:
    """A credential that the site knows already."""

    credential_id: bytes
    transports: Sequence[str]


@dataclass(frozen=True, kw_only=True)
class Made:
    """A new credential."""

    credential_id: bytes
    public_key: bytes
    sign_count: int
    transports: list[str]
    backed_up: bool


@dataclass(frozen=True, kw_only=True)
class Claim:
    """What an answer says of itself, before any of it is proved."""

    credential_id: bytes
    user_handle: bytes | None
    challenge: str


@dataclass(frozen=True, kw_only=True)
class Proof:
    """What a proved answer tells beside: how often its credential has signed."""

    sign_count: int
    backed_up: bool


def to_make(
    party: Party, *, challenge: str, user_handle: bytes, user_name: str, besides: Sequence[Known]
) -> str:
    """The question for a new credential, as JSON for the browser.

    Arguments:
        party: who asks.
        challenge: an unguessable word.
        user_handle: by which the authenticator keeps whose it is; tells nothing by itself.
        user_name: whose, as the authenticator shows it.
        besides: credentials that are there already; their authenticators make no second one.
    """
    options = webauthn.generate_registration_options(
        rp_id=party.id,
        rp_name=party.id,
        user_id=user_handle,
        user_name=user_name,
        user_display_name=user_name,
        challenge=challenge.encode(),
        timeout=WAIT,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED, user_verification=_VERIFIED
        ),
        exclude_credentials=_descriptors(besides),
    )
    return webauthn.options_to_json(options)


def to_prove(party: Party, *, challenge: str, among: Sequence[Known] = ()) -> str:
    """The question for a proof, as JSON for the browser.

    Arguments:
        party: who asks.
        challenge: an unguessable word.
        among: the credentials that would do; left out, whichever the user chooses.
    """
    options = webauthn.generate_authentication_options(
        rp_id=party.id,
        challenge=challenge.encode(),
        timeout=WAIT,
        allow_credentials=_descriptors(among),
        user_verification=_VERIFIED,
    )
    return webauthn.options_to_json(options)


def challenge_of(answer: str) -> str:
    """The challenge that an answer of either kind says it answers.

    Raises:
        CeremonyRefused: it is broken.
    """
    try:
        data = json.loads(_bounded(answer))["response"]["clientDataJSON"]
        return parse_client_data_json(base64url_to_bytes(data)).challenge.decode()
    except _BROKEN as error:
        raise CeremonyRefused from error


def claim(answer: str) -> Claim:
    """What a proof says of itself.

    Raises:
        CeremonyRefused: it is broken.
    """
    challenge, credential = challenge_of(answer), _proof(answer)
    return Claim(
        credential_id=credential.raw_id,
        user_handle=credential.response.user_handle,
        challenge=challenge,
    )


def made(answer: str, *, party: Party, challenge: str) -> Made:
    """The new credential of an answer.

    Raises:
        CeremonyRefused: it is broken, answers something else, or nobody was verified.
    """
    try:
        credential = _registration(answer)
        checked = webauthn.verify_registration_response(
            credential=credential,
            expected_challenge=challenge.encode(),
            expected_rp_id=party.id,
            expected_origin=party.origin,
            require_user_verification=True,
        )
    except _BROKEN as error:
        raise CeremonyRefused from error
    return Made(
        credential_id=checked.credential_id,
        public_key=checked.credential_public_key,
        sign_count=checked.sign_count,
        transports=[one.value for one in credential.response.transports or ()],
        backed_up=checked.credential_backed_up,
    )


def proved(answer: str, *, party: Party, challenge: str, public_key: bytes) -> Proof:
    """What an answer proves; the counter is told and not judged.

    Raises:
        CeremonyRefused: it is broken, answers something else, or nobody was verified.
    """
    try:
        checked = webauthn.verify_authentication_response(
            credential=_proof(answer),
            expected_challenge=challenge.encode(),
            expected_rp_id=party.id,
            expected_origin=party.origin,
            credential_public_key=public_key,
            credential_current_sign_count=0,
            require_user_verification=True,
        )
    except _BROKEN as error:
        raise CeremonyRefused from error
    return Proof(sign_count=checked.new_sign_count, backed_up=checked.credential_backed_up)


def _proof(answer: str) -> AuthenticationCredential:
    try:
        return parse_authentication_credential_json(_bounded(answer))
    except _BROKEN as error:
        raise CeremonyRefused from error


def _registration(answer: str) -> RegistrationCredential:
    return parse_registration_credential_json(_bounded(answer))


def _bounded(answer: str) -> str:
    if len(answer) > LONGEST:
        raise CeremonyRefused
    return answer


def _descriptors(known: Sequence[Known]) -> list[PublicKeyCredentialDescriptor]:
    offered = {one.value for one in AuthenticatorTransport}
    return [
        PublicKeyCredentialDescriptor(
            id=one.credential_id,
            transports=[AuthenticatorTransport(name) for name in one.transports if name in offered],
        )
        for one in known
    ]
