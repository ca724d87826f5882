"""Providers, and people on the way back from them, that are not what they should be.

Of each: the right status, a page that leads onward, one line in the log, and nothing made.
"""

from __future__ import annotations

import base64
import hmac
import json
import socket
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from flask import Flask
from joserfc import jwt
from joserfc.jwk import RSAKey

from blogsite.lib import clock
from blogsite.models import Identity, Session, User
from blogsite.web.providers import provider as asking
from tests.support.providers import Provider, bring, come_back
from tests.support.visitor import Visitor

LOGGER = "blogsite.routes.providers"
OTHER_KEY = RSAKey.generate_key(2048, {"kid": "first"})


@pytest.fixture
def app(app_with_providers: Flask) -> Flask:
    return app_with_providers


def unsigned(claims: dict[str, Any]) -> str:
    parts = ({"alg": "none", "kid": "first"}, claims)
    words = [base64url(json.dumps(one).encode()) for one in parts]
    return b".".join([*words, b""]).decode()


def with_public_key(corp: Provider) -> Callable[[dict[str, Any]], str]:
    """HS256 with what everybody knows."""
    public = corp.keys["first"].as_pem(private=False)

    def sign(claims: dict[str, Any]) -> str:
        parts = ({"alg": "HS256", "kid": "first"}, claims)
        body = b".".join(base64url(json.dumps(one).encode()) for one in parts)
        return b".".join([body, base64url(hmac.digest(public, body, "sha256"))]).decode()

    return sign


def base64url(data: bytes) -> bytes:
    return base64.urlsafe_b64encode(data).rstrip(b"=")


def forged(claims: dict[str, Any]) -> str:
    return jwt.encode({"alg": "RS256", "kid": "first"}, claims, OTHER_KEY)


def forged_by_unknown_key(claims: dict[str, Any]) -> str:
    return jwt.encode({"alg": "RS256", "kid": "nobody's"}, claims, OTHER_KEY)


def key_of_its_own(claims: dict[str, Any]) -> str:
    header = {"alg": "RS256", "jwk": OTHER_KEY.as_dict(private=False)}
    return jwt.encode(header, claims, OTHER_KEY)


LIES: dict[str, Callable[[Provider], Any]] = {
    "a bad signature": lambda corp: setattr(corp, "sign", forged),
    "an unknown key": lambda corp: setattr(corp, "sign", forged_by_unknown_key),
    "a key of its own": lambda corp: setattr(corp, "sign", key_of_its_own),
    "alg none": lambda corp: setattr(corp, "sign", unsigned),
    "HS256 with the public key": lambda corp: setattr(corp, "sign", with_public_key(corp)),
    "no token at all": lambda corp: setattr(corp, "sign", lambda _: "nonsense"),
    "a token that is no text": lambda corp: setattr(corp, "sign", lambda _: {"a": 1}),
    "another issuer": lambda corp: corp.claims.update(iss="https://evil.example"),
    "no issuer": lambda corp: corp.claims.update(iss=None),
    "another audience": lambda corp: corp.claims.update(aud="another site"),
    "no audience": lambda corp: corp.claims.update(aud=None),
    "another party": lambda corp: corp.claims.update(aud=["blogsite", "b"], azp="b"),
    "two audiences and no party": lambda corp: corp.claims.update(aud=["blogsite", "b"]),
    "another nonce": lambda corp: corp.claims.update(nonce="another"),
    "no nonce": lambda corp: corp.claims.update(nonce=None),
    "a nonce that is a list": lambda corp: corp.claims.update(nonce=["x"]),
    "expired": lambda corp: corp.claims.update(exp=int(time.time()) - 3600),
    "no end": lambda corp: corp.claims.update(exp=None),
    "made in the future": lambda corp: corp.claims.update(iat=int(time.time()) + 3600),
    "no subject": lambda corp: corp.claims.update(sub=None),
    "an empty subject": lambda corp: corp.claims.update(sub=""),
    "a number as subject": lambda corp: corp.claims.update(sub=7),
    "a subject too long": lambda corp: corp.claims.update(sub="x" * 256),
    "a subject that cannot be kept": lambda corp: corp.claims.update(sub="a\0b"),
    "userinfo of somebody else": lambda corp: (
        corp.claims.update(email=None),
        corp.more.update(sub="mallory", email="alice@example.org", email_verified=True),
    ),
    "a token that is no JSON": lambda corp: corp.replies.update(token=(200, b"<html>")),
    "a token that is a list": lambda corp: corp.replies.update(token=(200, b"[]")),
    "a token without its token": lambda corp: corp.replies.update(token=(200, b"{}")),
    "a refused code": lambda corp: corp.replies.update(token=(400, b'{"error":"invalid_grant"}')),
    "an odd end": lambda corp: corp.replies.update(token=(200, b'{"expires_at":[]}')),
    "an oversized token": lambda corp: corp.replies.update(token=(200, b"x" * 2_000_000)),
    "a deep token": lambda corp: corp.replies.update(token=(200, b"[" * 200_000)),
    "keys that are none": lambda corp: corp.replies.update(jwks=(200, b'{"keys":[{}]}')),
    "keys that are no JSON": lambda corp: corp.replies.update(jwks=(200, b"\0")),
}
DOWN: dict[str, Callable[[Provider], Any]] = {
    "a fault of the token endpoint": lambda corp: corp.replies.update(token=(500, b"{}")),
    "a fault of the keys": lambda corp: corp.replies.update(jwks=(503, b"{}")),
    "a line that breaks": lambda corp: corp.replies.update(token=hang_up),
}
BAD_DISCOVERY: dict[str, Callable[[Provider], Any]] = {
    "no JSON": lambda corp: corp.replies.update(configuration=(200, b"<html>")),
    "a list": lambda corp: corp.replies.update(configuration=(200, b"[]")),
    "not there": lambda corp: corp.replies.update(configuration=(404, b"{}")),
    "oversized": lambda corp: corp.replies.update(configuration=(200, b" " * 2_000_000)),
    "another issuer": lambda corp: corp.discovery.update(issuer="https://evil.example"),
    "a number as issuer": lambda corp: corp.discovery.update(issuer=7),
    "a script": lambda corp: corp.discovery.update(authorization_endpoint="javascript:alert(1)"),
    "no keys": lambda corp: corp.discovery.update(jwks_uri=None),
    "a file": lambda corp: corp.discovery.update(jwks_uri="file:///etc/passwd"),
}


def hang_up(handler: Any) -> None:
    handler.connection.shutdown(socket.SHUT_RDWR)


def drip(handler: Any) -> None:
    for _ in range(200):
        handler.wfile.write(b"H")
        time.sleep(0.02)


def nothing_made() -> bool:
    return [noun.collection().find_one() for noun in (User, Identity, Session)] == [None] * 3


def lines(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [one.getMessage() for one in caplog.records if one.name == LOGGER]


def expect(answer: Any, status: int, caplog: pytest.LogCaptureFixture) -> None:
    assert answer.status_code == status
    assert nothing_made()
    assert len(lines(caplog)) == 1
    assert lines(caplog)[0].startswith("sign-in through corp failed: ")
    assert "Sign in another way" in answer.text


@pytest.mark.parametrize("lie", LIES.values(), ids=LIES)
def test_a_lie_lets_nobody_in(
    reader: Visitor, corp: Provider, caplog: pytest.LogCaptureFixture, lie: Any
) -> None:
    lie(corp)

    expect(come_back(reader, corp), 502, caplog)


@pytest.mark.parametrize("fault", DOWN.values(), ids=DOWN)
def test_a_provider_that_is_down_makes_nothing(
    reader: Visitor, corp: Provider, caplog: pytest.LogCaptureFixture, fault: Any
) -> None:
    fault(corp)

    expect(come_back(reader, corp), 503, caplog)


@pytest.mark.parametrize("lie", BAD_DISCOVERY.values(), ids=BAD_DISCOVERY)
def test_a_bad_discovery_sends_nobody_away(
    reader: Visitor, corp: Provider, caplog: pytest.LogCaptureFixture, lie: Any
) -> None:
    lie(corp)

    expect(reader.get("/auth/oauth/corp"), 502, caplog)


def test_that_discovery_failed_is_not_remembered(reader: Visitor, corp: Provider) -> None:
    corp.replies["configuration"] = (500, b"")
    assert reader.get("/auth/oauth/corp").status_code == 503
    corp.replies.clear()

    assert reader.get("/auth/oauth/corp").status_code == 302


@pytest.mark.parametrize("endpoint", ["token", "jwks"])
def test_a_slow_provider_is_not_waited_for(
    reader: Visitor,
    corp: Provider,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
    endpoint: str,
) -> None:
    assert asking.SECONDS == 5
    begun = reader.get("/auth/oauth/corp")
    monkeypatch.setattr(asking, "SECONDS", 0.5)
    corp.replies[endpoint] = drip
    began = time.monotonic()

    answer = bring(reader, corp, corp.consent(begun.location))

    assert time.monotonic() - began < 3
    expect(answer, 503, caplog)


def test_a_provider_that_is_away_makes_nothing(
    reader: Visitor, corp: Provider, caplog: pytest.LogCaptureFixture
) -> None:
    corp.discovery["token_endpoint"] = "http://localhost:1/token"

    expect(come_back(reader, corp), 503, caplog)


@pytest.mark.parametrize(
    ("brought", "status"),
    [
        ({"state": None}, 400),
        ({"state": ""}, 400),
        ({"state": "x" * 43}, 400),
        ({"iss": "https://evil.example"}, 502),
        ({"code": None}, 502),
        ({"code": None, "error": "access_denied"}, 403),
        ({"code": None, "error": "server_error", "error_description": "<script>"}, 403),
    ],
)
def test_what_is_brought_back_has_to_be_whole(
    reader: Visitor,
    corp: Provider,
    caplog: pytest.LogCaptureFixture,
    brought: dict[str, Any],
    status: int,
) -> None:
    answer = come_back(reader, corp, query=brought)

    expect(answer, status, caplog)
    assert "<script>" not in answer.text


def test_a_shortened_state_is_none_of_ours(
    reader: Visitor, corp: Provider, caplog: pytest.LogCaptureFixture
) -> None:
    begun = reader.get("/auth/oauth/corp")
    query = corp.consent(begun.location)

    expect(bring(reader, corp, {**query, "state": query["state"][:-1]}), 400, caplog)


def test_a_promised_issuer_has_to_come(
    reader: Visitor, corp: Provider, caplog: pytest.LogCaptureFixture
) -> None:
    corp.discovery["authorization_response_iss_parameter_supported"] = True

    expect(come_back(reader, corp, query={"iss": None}), 502, caplog)


def test_a_visit_to_one_provider_does_not_end_at_another(
    reader: Visitor, corp: Provider, other: Provider, caplog: pytest.LogCaptureFixture
) -> None:
    begun = reader.get("/auth/oauth/other")

    expect(bring(reader, corp, other.consent(begun.location)), 400, caplog)


def test_a_provider_cannot_speak_for_another(
    reader: Visitor, corp: Provider, other: Provider, caplog: pytest.LogCaptureFixture
) -> None:
    corp.claims = {"iss": other.issuer, "sub": other.person["sub"]}
    corp.sign = other.signed

    expect(come_back(reader, corp), 502, caplog)


def test_a_state_is_good_once(
    app: Flask, reader: Visitor, corp: Provider, caplog: pytest.LogCaptureFixture
) -> None:
    begun = reader.get("/auth/oauth/corp")
    before = reader.client.get_cookie("blogsite-5454")
    assert before is not None
    query = corp.consent(begun.location)
    bring(reader, corp, {**query, "code": "a wrong one"})
    caplog.clear()
    thief = Visitor(app)
    thief.client.set_cookie("blogsite-5454", before.value)

    expect(bring(thief, corp, query), 400, caplog)


def test_a_state_of_another_browser_is_not_taken(
    app: Flask, reader: Visitor, corp: Provider, caplog: pytest.LogCaptureFixture
) -> None:
    victim = Visitor(app)
    victim.get("/auth/oauth/corp")
    begun = reader.get("/auth/oauth/corp")

    expect(bring(victim, corp, corp.consent(begun.location)), 400, caplog)


def test_a_visit_is_over_after_ten_minutes(
    reader: Visitor, corp: Provider, caplog: pytest.LogCaptureFixture
) -> None:
    begun = reader.get("/auth/oauth/corp")

    with time_machine.travel(clock.now() + timedelta(minutes=11)):
        expect(bring(reader, corp, corp.consent(begun.location)), 400, caplog)


def test_ten_at_once_with_one_state_are_one(
    app: Flask, reader: Visitor, corp: Provider, caplog: pytest.LogCaptureFixture
) -> None:
    query = corp.consent(reader.get("/auth/oauth/corp").location)
    cookie = reader.client.get_cookie("blogsite-5454")
    assert cookie is not None
    people = [Visitor(app) for _ in range(10)]
    for one in people:
        one.client.set_cookie("blogsite-5454", cookie.value)

    with ThreadPoolExecutor(10) as pool:
        statuses = list(pool.map(lambda one: bring(one, corp, query).status_code, people))

    assert sorted(statuses) == [302, *[400] * 9]
    assert Session.collection().count_documents({}) == 1
    assert Identity.collection().count_documents({}) == 1


def test_another_subject_with_the_same_address_does_not_get_in(app: Flask, corp: Provider) -> None:
    come_back(Visitor(app), corp)
    corp.person["sub"] = "somebody who got the address later"

    answer = come_back(Visitor(app), corp)

    assert answer.location == "/auth/identities/known-address"
    assert Identity.collection().count_documents({}) == 1
    assert Session.collection().count_documents({}) == 1


def test_one_browser_keeps_a_few_visits_only(reader: Visitor, corp: Provider) -> None:
    begun = [reader.get("/auth/oauth/corp") for _ in range(5)]

    first, last = (corp.consent(begun[number].location) for number in (0, -1))

    assert bring(reader, corp, first).status_code == 400
    assert bring(reader, corp, last).status_code == 302


def test_coming_back_often_is_slowed(reader: Visitor, corp: Provider) -> None:
    answers = {bring(reader, corp, {"state": "x"}).status_code for _ in range(101)}

    assert answers == {400, 429}


def test_beginning_leaves_nothing_in_the_database(reader: Visitor, corp: Provider) -> None:
    reader.get("/auth/oauth/corp")

    database = Identity.collection().database
    names = ("spent", "tickets", "throttles", "jobs", "users")
    assert [database[name].count_documents({}) for name in names] == [0] * 5


def test_no_secret_of_a_visit_stands_in_the_address_twice(reader: Visitor, corp: Provider) -> None:
    asked = parse_qs(urlsplit(reader.get("/auth/oauth/corp").location).query)

    assert "client_secret" not in asked
    assert "code_verifier" not in asked
