"""Linking and unlinking accounts elsewhere, and proving once more who one is through them."""

from __future__ import annotations

import time
from datetime import timedelta

import pytest
import time_machine
from flask import Flask

from blogsite import jobs
from blogsite.lib import clock
from blogsite.models import Device, Identity, SecurityEvent, Session, User
from tests.support.providers import Provider, bring, come_back
from tests.support.visitor import Visitor


@pytest.fixture
def app(app_with_providers: Flask) -> Flask:
    return app_with_providers


def link(visitor: Visitor, provider: Provider):  # type: ignore[no-untyped-def]
    begun = visitor.post(f"/account/identities/{provider.name}")
    assert begun.location.startswith(f"{provider.issuer}/authorize?")
    return bring(visitor, provider, provider.consent(begun.location))


def kinds(user: User) -> list[str]:
    return [one.kind for one in SecurityEvent.of(user).events]


def stale(user: User) -> None:
    """Let the proof of who is there have grown old."""
    then = clock.now() - timedelta(hours=1)
    Session.collection().update_many({"user_id": user.id}, {"$set": {"authenticated_at": then}})


def test_alice_links_and_signs_in_that_way(
    app: Flask, alice: User, alice_browsing: Visitor, corp: Provider
) -> None:
    answer = link(alice_browsing, corp)

    assert answer.location == "/account/security"
    page = alice_browsing.get("/account/security").text
    assert "You can sign in through Corp from now on." in page
    assert "erin@example.org" in page
    assert kinds(alice) == ["provider-linked"]
    assert come_back(Visitor(app), corp, "/auth/oauth/corp?next=/profile").location == "/profile"


def test_the_page_lets_its_forms_lead_to_the_providers_and_no_other_page_does(
    alice_browsing: Visitor, corp: Provider
) -> None:
    def policy(path: str) -> str:
        return alice_browsing.get(path).headers["Content-Security-Policy"]

    origin = corp.issuer.removesuffix("/corp")
    allowed = f"form-action 'self' {origin} https://github.com;"
    assert allowed in policy("/account/security").replace(f"{origin} {origin}", origin)
    assert "form-action 'self';" in policy("/account")


def test_the_owner_hears_of_it_by_letter(
    app: Flask, alice_browsing: Visitor, corp: Provider
) -> None:
    link(alice_browsing, corp)
    jobs.run_due()

    letters = list(app.config["SETTINGS"].mail_dir.glob("*.eml"))
    assert len(letters) == 1
    assert "Sign-in through Corp added" in letters[0].read_text()


def test_linking_twice_is_harmless(alice: User, alice_browsing: Visitor, corp: Provider) -> None:
    link(alice_browsing, corp)
    link(alice_browsing, corp)

    assert len(Identity.of(alice)) == 1
    assert "That account is linked already." in alice_browsing.get("/account/security").text


def test_what_opens_another_account_is_not_linked(
    app: Flask, alice: User, bob: User, alice_browsing: Visitor, corp: Provider
) -> None:
    link(Visitor(app, bob), corp)

    link(alice_browsing, corp)

    assert Identity.of(alice) == []
    assert len(Identity.of(bob)) == 1
    page = alice_browsing.get("/account/security").text
    assert "That account opens another account here already." in page


def test_what_a_deleted_account_left_behind_can_be_linked(
    app: Flask, alice: User, bob: User, alice_browsing: Visitor, corp: Provider
) -> None:
    link(Visitor(app, bob), corp)
    bob.delete()

    link(alice_browsing, corp)

    assert len(Identity.of(alice)) == 1


def test_only_who_asked_may_finish_linking(
    app: Flask, alice: User, bob: User, alice_browsing: Visitor, corp: Provider
) -> None:
    begun = alice_browsing.post("/account/identities/corp")
    token = Session.start(bob, device=Device())
    with alice_browsing.client.session_transaction() as cookie:
        cookie["sid"] = token

    answer = bring(alice_browsing, corp, corp.consent(begun.location))

    assert answer.status_code == 403
    assert Identity.of(alice) == Identity.of(bob) == []


def test_who_signed_out_meanwhile_links_nothing(
    alice: User, alice_browsing: Visitor, corp: Provider
) -> None:
    begun = alice_browsing.post("/account/identities/corp")
    Session.revoke_all(alice)

    answer = bring(alice_browsing, corp, corp.consent(begun.location))

    assert answer.status_code == 403
    assert Identity.of(alice) == []
    assert User.find_by_email("erin@example.org") is None


@pytest.mark.parametrize("path", ["/account/identities/corp", "/account/identities"])
def test_linking_asks_who_is_there(
    app: Flask, alice: User, alice_browsing: Visitor, corp: Provider, path: str
) -> None:
    stale(alice)

    assert Visitor(app).post(path).location.startswith("/login")
    assert alice_browsing.post(path).location.startswith("/auth/confirmation")


def test_linking_cannot_be_begun_by_a_link(alice_browsing: Visitor, corp: Provider) -> None:
    assert alice_browsing.get("/account/identities/corp").status_code == 405


def test_a_provider_that_is_away_links_nothing(
    alice: User, alice_browsing: Visitor, corp: Provider
) -> None:
    corp.replies["configuration"] = (500, b"")

    answer = alice_browsing.post("/account/identities/corp")

    assert answer.status_code == 503
    assert "Ways to sign in" in answer.text
    assert alice_browsing.post("/account/identities/google").status_code == 404


def test_where_the_sign_in_page_is_elsewhere_a_link_leads_there(
    alice_browsing: Visitor, corp: Provider
) -> None:
    corp.discovery["authorization_endpoint"] = "https://login.example/authorize"

    answer = alice_browsing.post("/account/identities/corp")

    assert answer.status_code == 200
    assert 'href="https://login.example/authorize?' in answer.text


def test_alice_unlinks(alice: User, alice_browsing: Visitor, corp: Provider) -> None:
    link(alice_browsing, corp)
    (identity,) = Identity.of(alice)

    alice_browsing.post(f"/account/identities/{identity.id}/removal")
    alice_browsing.post(f"/account/identities/{identity.id}/removal")

    assert Identity.of(alice) == []
    assert kinds(alice) == ["provider-unlinked", "provider-linked"]


def test_the_last_way_in_stays(reader: Visitor, corp: Provider) -> None:
    come_back(reader, corp)
    erin = User.find_by_email("erin@example.org")
    assert erin is not None
    (identity,) = Identity.of(erin)

    reader.post(f"/account/identities/{identity.id}/removal")

    assert len(Identity.of(erin)) == 1
    assert "This is your last way in." in reader.get("/account/security").text


def test_nobody_unlinks_for_another(
    app: Flask, alice: User, bob: User, alice_browsing: Visitor, corp: Provider
) -> None:
    link(alice_browsing, corp)
    (identity,) = Identity.of(alice)

    Visitor(app, bob).post(f"/account/identities/{identity.id}/removal")

    assert len(Identity.of(alice)) == 1


def test_what_is_set_up_no_more_is_shown_and_goes_without_a_question(
    alice: User, alice_browsing: Visitor, corp: Provider
) -> None:
    link(alice_browsing, corp)
    Identity.collection().update_many({}, {"$set": {"provider": "gone"}})
    alice.update({"password_hash": None}, expecting={})
    (identity,) = Identity.of(alice)

    assert "not set up on this site any more" in alice_browsing.get("/account/security").text
    alice_browsing.post(f"/account/identities/{identity.id}/removal")

    assert Identity.of(alice) == []


def test_without_a_password_a_provider_proves_who_is_there(reader: Visitor, corp: Provider) -> None:
    come_back(reader, corp)
    erin = User.find_by_email("erin@example.org")
    assert erin is not None
    stale(erin)
    corp.claims = {"auth_time": int(time.time())}
    door = reader.get("/auth/confirmation?next=/account/password").text
    assert "Prove it with Corp" in door
    path = "/auth/oauth/corp?next=/account/password&confirm=yes"
    assert "prompt=login" in reader.get(path).location

    answer = come_back(reader, corp, path)

    assert answer.location == "/account/password"
    assert reader.get("/account/password").status_code == 200


def test_who_has_a_password_proves_it_by_that(alice_browsing: Visitor, corp: Provider) -> None:
    link(alice_browsing, corp)

    answer = alice_browsing.get("/auth/oauth/corp?next=/account&confirm=yes")

    assert answer.location == "/auth/confirmation?next=/account"
    assert "Prove it" not in alice_browsing.get(answer.location).text


@pytest.mark.parametrize(
    ("claims", "status"),
    [({"sub": "somebody else"}, 403), ({"auth_time": int(time.time()) - 4000}, 502)],
)
def test_somebody_else_or_long_ago_proves_nothing(
    reader: Visitor, corp: Provider, claims: dict[str, object], status: int
) -> None:
    come_back(reader, corp)
    erin = User.find_by_email("erin@example.org")
    assert erin is not None
    stale(erin)
    corp.claims = claims

    answer = come_back(reader, corp, "/auth/oauth/corp?next=/account/password&confirm=yes")

    assert answer.status_code == status
    assert reader.get("/account/password").status_code == 302
    assert Session.of(erin)[0].fresh is False


def test_a_ticket_in_the_browser_does_not_last(
    alice: User, alice_browsing: Visitor, corp: Provider
) -> None:
    corp.person["email"] = alice.email
    come_back(alice_browsing, corp)

    with time_machine.travel(clock.now() + timedelta(minutes=61)):
        assert alice_browsing.get("/auth/identities/known-address").location == "/login"
        assert alice_browsing.get("/auth/identities/new-address").location == "/login"
