"""An authenticator made of software: makes passkeys and signs, well or in a wrong way."""

from __future__ import annotations

import hashlib
import json
import struct
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url, encode_cbor

ORIGIN = "http://localhost:5454"
_PRESENT, _VERIFIED, _ATTESTED = 0x01, 0x04, 0x40


@dataclass
class SoftAuthenticator:
    """Holds one passkey; what is wrong with it is said when it is made, or set later."""

    origin: str = ORIGIN
    rp_id: str = "localhost"
    verified: bool = True
    counts: bool = True
    credential_id: bytes = b"a passkey of a soft authenticator"
    sign_count: int = 0
    user_handle: bytes = b""
    key: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )

    def make(self, question: str) -> str:
        """What a browser answers to the question for a new passkey."""
        asked = json.loads(question)
        self.user_handle = base64url_to_bytes(asked["user"]["id"])
        data = self._data(_ATTESTED) + bytes(16) + struct.pack(">H", len(self.credential_id))
        data += self.credential_id + self._public_key()
        attestation = encode_cbor({"fmt": "none", "attStmt": {}, "authData": data})
        said = {
            "clientDataJSON": self._client_data("webauthn.create", asked["challenge"]),
            "attestationObject": attestation,
        }
        return self._answer(said, transports=["internal", "hybrid"])

    def sign(self, question: str) -> str:
        """What a browser answers to the question for a proof."""
        self.sign_count += self.counts
        client_data = self._client_data("webauthn.get", json.loads(question)["challenge"])
        data = self._data(0)
        signed = data + hashlib.sha256(client_data).digest()
        said = {
            "clientDataJSON": client_data,
            "authenticatorData": data,
            "signature": self.key.sign(signed, ec.ECDSA(SHA256())),
        }
        if self.user_handle:
            said["userHandle"] = self.user_handle
        return self._answer(said)

    def _answer(self, said: dict[str, bytes], **more: Any) -> str:
        name = bytes_to_base64url(self.credential_id)
        response = {key: bytes_to_base64url(value) for key, value in said.items()}
        whole = {"id": name, "rawId": name, "type": "public-key", "response": {**response, **more}}
        return json.dumps(whole)

    def _client_data(self, kind: str, challenge: str) -> bytes:
        said = {"type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": False}
        return json.dumps(said).encode()

    def _data(self, flags: int) -> bytes:
        flags |= _PRESENT | (_VERIFIED if self.verified else 0)
        return hashlib.sha256(self.rp_id.encode()).digest() + struct.pack(
            ">BI", flags, self.sign_count
        )

    def _public_key(self) -> bytes:
        numbers = self.key.public_key().public_numbers()
        x, y = numbers.x.to_bytes(32, "big"), numbers.y.to_bytes(32, "big")
        return encode_cbor({1: 2, 3: -7, -1: 1, -2: x, -3: y})
