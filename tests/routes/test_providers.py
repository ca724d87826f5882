"""Signing in, signing up and linking through providers that are what they should be."""

from __future__ import annotations

import dataclasses
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask

from blogsite import jobs
from blogsite.models import Identity, Session, User
from blogsite.web import providers
from blogsite.web.providers.github import GitHub
from blogsite.web.providers.google import Google
from blogsite.web.providers.openid import OpenID
from config import OAuthProvider
from tests.support.providers import Provider, bring, come_back
from tests.support.visitor import Visitor


@pytest.fixture
def app(app_with_providers: Flask) -> Flask:
    return app_with_providers


def link_in_letter(app: Flask) -> str:
    """The path of the link in the newest letter."""
    jobs.run_due()
    folder = app.config["SETTINGS"].mail_dir
    newest = max(folder.glob("*.eml"), key=lambda path: path.stat().st_mtime_ns)
    text = newest.read_text().replace("=\n", "").replace("=3D", "=")
    return "/auth/identities/letters/" + text.split("/auth/identities/letters/")[1].split()[0]


def test_a_verified_address_makes_an_account(reader: Visitor, corp: Provider) -> None:
    answer = come_back(reader, corp)

    user = User.find_by_email("erin@example.org")
    assert (answer.status_code, answer.location) == (302, "/blogs")
    assert user is not None
    assert (user.name, user.password_hash) == ("Erin", None)
    assert [one.issuer for one in Identity.of(user)] == [corp.issuer]
    assert "Erin" in reader.get("/profile").text


def test_the_next_time_signs_in_and_notes_the_new_address(
    app: Flask, reader: Visitor, corp: Provider
) -> None:
    come_back(reader, corp)
    corp.person["email"] = "erin.new@example.org"

    answer = come_back(Visitor(app), corp, "/auth/oauth/corp?next=/profile")

    user = User.find_by_email("erin@example.org")
    assert answer.location == "/profile"
    assert user is not None
    assert [one.email for one in Identity.of(user)] == ["erin.new@example.org"]
    assert User.find_by_email("erin.new@example.org") is None


def test_what_is_asked_of_a_provider_is_ours_alone(reader: Visitor, corp: Provider) -> None:
    answer = reader.get("/auth/oauth/corp", headers={"Host": "evil.example"})

    asked = parse_qs(urlsplit(answer.location).query)
    assert asked["redirect_uri"] == ["http://localhost:5454/auth/oauth/corp/callback"]
    assert asked["code_challenge_method"] == ["S256"]
    assert asked["response_type"] == ["code"]
    assert len(asked["nonce"][0]) >= 32
    assert len(asked["state"][0]) >= 32


def test_a_provider_that_is_not_set_up_is_nowhere(reader: Visitor) -> None:
    assert reader.get("/auth/oauth/google").status_code == 404
    assert reader.get("/auth/oauth/google/callback").status_code == 404


def test_buttons_stand_for_what_is_set_up(reader: Visitor, corp: Provider) -> None:
    for page in (reader.get("/login?next=/profile").text, reader.get("/register").text):
        assert "Continue with Corp" in page
        assert "Continue with GitHub" in page
        assert "Google" not in page
    assert 'href="/auth/oauth/corp?next=/profile"' in reader.get("/login?next=/profile").text


@pytest.mark.parametrize(
    "elsewhere",
    ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", "/x\\y"],
)
def test_nobody_is_led_elsewhere(reader: Visitor, corp: Provider, elsewhere: str) -> None:
    begun = reader.get("/auth/oauth/corp", query_string={"next": elsewhere})

    answer = bring(reader, corp, corp.consent(begun.location))

    assert answer.location == "/blogs"


def test_an_account_with_that_address_is_not_taken_over(
    alice: User, reader: Visitor, corp: Provider
) -> None:
    corp.person["email"] = alice.email

    answer = come_back(reader, corp)

    assert answer.location == "/auth/identities/known-address"
    assert "You have an account here" in reader.get(answer.location).text
    assert Identity.of(alice) == []
    assert Session.of(alice) == []


def test_its_owner_signs_in_once_the_old_way_to_link(
    alice: User, reader: Visitor, corp: Provider
) -> None:
    corp.person["email"] = alice.email
    come_back(reader, corp)
    door = reader.get("/auth/identities/known-address").text
    assert "/login?next=/account/identities" in door

    back = reader.post(
        "/auth/login",
        email=alice.email,
        password="correct horse battery staple",
        next="/account/identities",
    )
    assert back.location == "/account/identities"
    assert "One click" in reader.get(back.location).text
    assert Identity.of(alice) == []
    reader.post("/account/identities")

    assert [one.provider for one in Identity.of(alice)] == ["corp"]
    assert reader.get("/account/identities").location == "/account/security"


def test_somebody_else_who_signs_in_links_nothing(
    alice: User, bob: User, reader: Visitor, corp: Provider
) -> None:
    corp.person["email"] = alice.email
    come_back(reader, corp)
    reader.post("/auth/login", email=bob.email, password="correct horse battery staple")

    answer = reader.post("/account/identities")

    assert answer.location == "/account/security"
    assert Identity.of(bob) == Identity.of(alice) == []


def test_its_owner_follows_a_letter_to_link(
    app: Flask, alice: User, reader: Visitor, corp: Provider
) -> None:
    corp.person["email"] = alice.email
    come_back(reader, corp)
    assert reader.post("/auth/identities/known-address").location == "/auth/identities/check-mail"
    link = link_in_letter(app)

    assert "opens the account" in reader.get(link).text
    assert Identity.of(alice) == []
    answer = reader.post(link)

    assert answer.location == "/blogs"
    assert [one.provider for one in Identity.of(alice)] == ["corp"]
    assert reader.post(link).status_code == 410


def test_a_letter_in_another_browser_asks_who_is_there(
    app: Flask, alice: User, reader: Visitor, corp: Provider
) -> None:
    corp.person["email"] = alice.email
    come_back(reader, corp)
    reader.post("/auth/identities/known-address")
    link = link_in_letter(app)
    phone = Visitor(app)

    phone.post(link)
    assert "by signing in to Corp here" in phone.get(link).text
    assert Identity.of(alice) == []

    answer = come_back(phone, corp, f"/auth/oauth/corp?next={link}")
    assert answer.location == link
    phone.post(link)
    assert [one.provider for one in Identity.of(alice)] == ["corp"]


@pytest.mark.parametrize("said", [{"email_verified": False}, {"email": None}, {"email": "x"}])
def test_without_a_verified_address_one_is_asked_for(
    app: Flask, reader: Visitor, corp: Provider, said: dict[str, object]
) -> None:
    corp.claims = said

    answer = come_back(reader, corp)
    assert answer.location == "/auth/identities/new-address"
    assert "One thing is missing" in reader.get(answer.location).text
    assert reader.post(answer.location, email="no address").status_code == 422
    reader.post(answer.location, email="erin@home.example")
    assert User.find_by_email("erin@home.example") is None
    link = link_in_letter(app)
    assert "One click" in reader.get(link).text
    done = reader.post(link)

    user = User.find_by_email("erin@home.example")
    assert done.location == "/blogs"
    assert user is not None
    assert [one.provider for one in Identity.of(user)] == ["corp"]


def test_a_typed_address_of_an_account_gets_a_letter_that_links(
    app: Flask, alice: User, reader: Visitor, corp: Provider
) -> None:
    corp.claims = {"email": None}
    come_back(reader, corp)

    reader.post("/auth/identities/new-address", email="ALICE@example.org")
    reader.post(link_in_letter(app))

    assert [one.provider for one in Identity.of(alice)] == ["corp"]


def test_a_name_is_cut_to_what_can_be_kept(reader: Visitor, corp: Provider) -> None:
    corp.person["name"] = "E\0\u202e" + "r" * 500

    come_back(reader, corp)

    user = User.find_by_email("erin@example.org")
    assert user is not None
    assert len(user.name) == 80


def test_an_address_may_come_from_userinfo(reader: Visitor, corp: Provider) -> None:
    corp.claims = {"email": None, "email_verified": None}
    corp.more = {"email": "erin@example.org", "email_verified": True}

    assert come_back(reader, corp).location == "/blogs"


@pytest.mark.parametrize(
    ("mode", "told"),
    [
        ("closed", "Registration is closed"),
        ("invite", "By invitation"),
        ("approval", "Ask for an account first"),
    ],
)
def test_nobody_new_comes_in_where_registration_is_not_open(
    app: Flask,
    dan: User,
    reader: Visitor,
    corp: Provider,
    monkeypatch: pytest.MonkeyPatch,
    mode: str,
    told: str,
) -> None:
    monkeypatch.setitem(app.config, "SETTINGS", _with(app, registration=mode))

    answer = come_back(reader, corp)

    assert answer.status_code == 403
    assert told in answer.text
    assert User.find_by_email("erin@example.org") is None


def test_who_has_to_ask_first_is_not_sent_to_a_provider_that_opens_nothing(
    app: Flask, dan: User, reader: Visitor, corp: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "SETTINGS", _with(app, registration="approval"))

    assert "Continue with Corp" not in reader.get("/register").text
    assert "Continue with Corp" in reader.get("/login").text


def test_a_suspended_person_stays_out(app: Flask, reader: Visitor, corp: Provider) -> None:
    come_back(reader, corp)
    erin = User.find_by_email("erin@example.org")
    assert erin is not None
    erin.suspend()

    answer = come_back(Visitor(app), corp)

    assert answer.status_code == 401
    assert "suspended" in answer.text
    assert Session.of(erin) == []


def test_tokens_are_not_kept(app: Flask, reader: Visitor, corp: Provider) -> None:
    come_back(reader, corp)

    database = Identity.collection().database
    kept = [str(list(database[name].find())) for name in database.list_collection_names()]
    assert not [one for one in kept if "what opens userinfo" in one or "eyJ" in one]


def test_a_new_key_of_a_provider_is_fetched_once(app: Flask, corp: Provider) -> None:
    come_back(Visitor(app), corp)
    corp.keys["second"] = type(corp.keys["first"]).generate_key(2048, {"kid": "second"})
    corp.sign = lambda claims: corp.signed(claims, "second")
    corp.asked.clear()

    assert come_back(Visitor(app), corp).location == "/blogs"
    assert come_back(Visitor(app), corp).location == "/blogs"
    del corp.keys["second"]

    assert corp.asked == ["token", "jwks", "token"]


@pytest.mark.parametrize(
    "path",
    [
        "/auth/identities/known-address",
        "/auth/identities/new-address",
        "/auth/identities/check-mail",
    ],
)
def test_who_does_not_wait_is_led_to_the_door(reader: Visitor, path: str) -> None:
    answer = reader.get(path)

    assert answer.status_code == 200 if "mail" in path else answer.location == "/login"


def test_letters_are_not_sent_without_end(alice: User, reader: Visitor, corp: Provider) -> None:
    corp.person["email"] = alice.email
    come_back(reader, corp)

    known = [reader.post("/auth/identities/known-address").status_code for _ in range(7)]
    corp.claims = {"email": None}
    come_back(reader, corp)
    new = reader.post("/auth/identities/new-address", email=alice.email)

    assert known == [302] * 6 + [429]
    assert new.status_code == 429
    assert "Retry-After" in new.headers


def test_registration_may_close_before_a_letter_is_followed(
    app: Flask, reader: Visitor, corp: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    corp.claims = {"email": None}
    come_back(reader, corp)
    reader.post("/auth/identities/new-address", email="erin@example.org")
    link = link_in_letter(app)
    monkeypatch.setitem(app.config, "SETTINGS", _with(app, registration="closed"))

    assert reader.post(link).status_code == 403
    assert reader.get("/auth/identities/new-address").status_code == 403
    assert User.find_by_email("erin@example.org") is None


def test_a_suspended_owner_gets_no_letter_and_follows_none(
    app: Flask, alice: User, reader: Visitor, corp: Provider
) -> None:
    corp.person["email"] = alice.email
    come_back(reader, corp)
    reader.post("/auth/identities/known-address")
    link = link_in_letter(app)
    alice.suspend()

    assert reader.post(link).status_code == 401
    assert Identity.of(alice) == []
    reader.post("/auth/identities/known-address")
    jobs.run_due()
    assert len(list(app.config["SETTINGS"].mail_dir.glob("*.eml"))) == 1


def test_a_letter_that_would_open_two_accounts_is_refused(
    app: Flask, alice: User, bob: User, reader: Visitor, corp: Provider
) -> None:
    corp.person["email"] = alice.email
    come_back(reader, corp)
    reader.post("/auth/identities/known-address")
    link = link_in_letter(app)
    Identity.collection().insert_one(
        {"user_id": bob.id, "provider": "corp", "issuer": corp.issuer, "subject": "erin at corp"}
    )

    assert reader.post(link).status_code == 410
    assert Identity.of(alice) == []


def test_google_and_github_need_no_address_and_may_have_one() -> None:
    def kind(name: str, url: str | None) -> OpenID | object:
        settings = OAuthProvider(
            name=name, client_id="i", client_secret="s", discovery_url=url, label=name
        )
        return providers._made(settings)

    google, elsewhere = kind("google", None), kind("github", "https://git.example/.well-known/x")

    assert isinstance(google, Google)
    assert google.origin == "https://accounts.google.com"
    assert google.asked_again() == {"prompt": "select_account"}
    assert isinstance(kind("github", None), GitHub)
    assert isinstance(elsewhere, OpenID)


def _with(app: Flask, **changes: object) -> object:
    return dataclasses.replace(app.config["SETTINGS"], **changes)  # type: ignore[arg-type]
