"""Any OpenID provider, by its discovery address."""

from __future__ import annotations

import hmac
import time
from contextlib import suppress
from typing import Any
from urllib.parse import urlsplit

from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet
from joserfc.jws import JWSRegistry

from blogsite.models.claims import Claims
from blogsite.web.providers.provider import Answer, Provider, Secrets, read
from config import OAuthProvider

SIGNATURES = (
    *("RS256", "RS384", "RS512", "PS256", "PS384", "PS512"),
    *("ES256", "ES384", "ES512", "Ed25519", "EdDSA"),
)
"""Made with a private key: neither none at all, nor what the public key could be used to make."""

KEPT = 3600.0  # seconds
LEEWAY = 60  # seconds that clocks may differ
RECENT = 300  # seconds since somebody proved anew who they are
_WELL_KNOWN = "/.well-known/openid-configuration"
_KINDS = ("RSA", "EC", "OKP")


class OpenID(Provider):
    """What the provider says of itself is kept for an hour; that it said nothing is not."""

    scope = "openid email profile"
    discovery = ""

    def __init__(self, settings: OAuthProvider) -> None:
        super().__init__(settings)
        self._said: dict[str, Any] = {}
        self._keys: KeySet | None = None
        self._asked_at = 0.0

    @property
    def base(self) -> str:
        return self.settings.discovery_url or self.discovery

    def asked_again(self) -> dict[str, Any]:
        """What asks a provider to let somebody prove anew who they are."""
        return {"prompt": "login", "max_age": 0}

    def address(self, client: Any, secrets: Secrets, *, again: bool) -> str:
        url, _state = client.create_authorization_url(
            self._configuration(client)["authorization_endpoint"],
            state=secrets.state,
            nonce=secrets.nonce,
            code_verifier=secrets.verifier,
            **(self.asked_again() if again else {}),
        )
        return str(url)

    def claims(self, client: Any, answer: Answer, secrets: Secrets, *, again: bool) -> Claims:
        said = self._configuration(client)
        promised = said.get("authorization_response_iss_parameter_supported") is True
        if answer.issuer != said["issuer"] and (promised or answer.issuer is not None):
            raise ValueError("another issuer")
        token = self._token(client, answer.code, secrets)
        proved = self._proved(client, token, secrets.nonce)
        if again and "auth_time" in proved and time.time() - proved["auth_time"] > RECENT:
            raise ValueError("not asked anew")
        person = {**self._more(client, proved), **proved}
        return Claims.read(
            provider=self.name,
            issuer=said["issuer"],
            subject=proved["sub"],
            email=person.get("email"),
            verified=person.get("email_verified"),
            name=person.get("name") or person.get("preferred_username"),
        )

    def _configuration(self, client: Any) -> dict[str, Any]:
        """What the provider says of itself, which has to be about itself."""
        if self._said and time.monotonic() - self._asked_at < KEPT:
            return self._said
        said: dict[str, Any] = read(client.get(self.base, withhold_token=True))
        expected = self.base.partition("?")[0].removesuffix(_WELL_KNOWN).rstrip("/")
        if said["issuer"].rstrip("/") != expected:
            raise ValueError("another issuer")
        for name in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
            self._check(said[name])
        self._said, self._keys, self._asked_at = said, None, time.monotonic()
        return said

    def _check(self, url: str) -> None:
        parts = urlsplit(url)
        if not parts.netloc or parts.scheme not in ("https", urlsplit(self.base).scheme):
            raise ValueError("no address")

    def _token(self, client: Any, code: str, secrets: Secrets) -> dict[str, Any]:
        methods = self._said.get("token_endpoint_auth_methods_supported") or []
        if methods and "client_secret_basic" not in methods:
            client.token_endpoint_auth_method = "client_secret_post"  # noqa: S105 (a method's name)
        token: dict[str, Any] = client.fetch_token(
            self._said["token_endpoint"],
            code=code,
            code_verifier=secrets.verifier,
            grant_type="authorization_code",
            allow_redirects=False,
        )
        return token

    def _proved(self, client: Any, token: dict[str, Any], nonce: str) -> dict[str, Any]:
        """The claims of an ID token that is signed, for us, for this visit, and of now."""
        decoded = self._opened(client, token["id_token"])
        claims = CodeIDToken(
            decoded.claims,
            decoded.header,
            {
                "iss": {"essential": True, "value": self._said["issuer"]},
                "aud": {"essential": True, "value": self.settings.client_id},
            },
            {"client_id": self.settings.client_id, "access_token": token.get("access_token")},
        )
        claims.validate(leeway=LEEWAY)
        if not hmac.compare_digest(str(claims.get("nonce", "")).encode(), nonce.encode()):
            raise ValueError("another nonce")
        return dict(claims)

    def _opened(self, client: Any, id_token: str) -> jwt.Token:
        registry = JWSRegistry(algorithms=SIGNATURES, strict_check_header=False)
        keys = self._keys
        if keys is not None:
            # By a key that is not among these, it signs with a new one by now.
            with suppress(InvalidKeyIdError):
                return jwt.decode(id_token, keys, registry=registry)
        url = self._said["jwks_uri"]
        self._keys = _key_set(read(client.get(url, withhold_token=True, allow_redirects=False)))
        return jwt.decode(id_token, self._keys, registry=registry)

    def _more(self, client: Any, proved: dict[str, Any]) -> dict[str, Any]:
        """What some tell only when asked again, of the same person."""
        address = self._said.get("userinfo_endpoint")
        if "email" in proved or not address:
            return {}
        self._check(address)
        more: dict[str, Any] = read(client.get(address, allow_redirects=False))
        if more["sub"] != proved["sub"]:
            raise ValueError("somebody else")
        return more


def _key_set(said: dict[str, Any]) -> KeySet:
    """The public keys that we know how to use; others may stand beside them."""
    keys: list[Any] = []
    for one in said["keys"]:
        if one.get("kty") in _KINDS and one.get("use", "sig") == "sig":
            try:
                keys.extend(KeySet.import_key_set({"keys": [one]}).keys)
            except JoseError:
                continue
    return KeySet(keys)
