"""Signing in by passkey, and the passkeys of an account."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from html import unescape

import pytest
import time_machine
from flask import Flask

from blogsite.lib import clock
from blogsite.models import Passkey, Session, User, passkey_ceremonies
from blogsite.models.throttle import Rate
from blogsite.models.user import Deletion
from tests.support.factories import PASSWORD
from tests.support.soft_authenticator import SoftAuthenticator
from tests.support.visitor import Visitor


def question_on(page: str) -> str:
    """What the script of a page asks the browser."""
    found = re.search(r'data-question="([^"]+)"', page)
    assert found, page
    return unescape(found[1])


@pytest.fixture
def soft(alice_browsing: Visitor) -> SoftAuthenticator:
    """Alice's, added on her page."""
    soft = SoftAuthenticator()
    page = alice_browsing.get("/account/passkeys/new").text
    answer = alice_browsing.post(
        "/account/passkeys/new", credential=soft.make(question_on(page)), name="Telephone"
    )
    assert answer.location == "/account/security"
    return soft


def stale(visitor: Visitor) -> None:
    """Let what this visitor proved be an hour ago."""
    long_ago = clock.now() - timedelta(hours=1)
    Session.collection().update_many(
        {"user_id": visitor.user.id}, {"$set": {"authenticated_at": long_ago}}
    )


def test_a_passkey_signs_in_and_leads_on(reader: Visitor, soft: SoftAuthenticator) -> None:
    page = reader.get("/login?next=/blogs/new").text

    answer = reader.post(
        "/auth/passkey", credential=soft.sign(question_on(page)), next="/blogs/new"
    )

    assert answer.location == "/blogs/new"
    assert "Welcome back." in reader.get("/blogs").text


def test_a_passkey_leads_nobody_elsewhere(reader: Visitor, soft: SoftAuthenticator) -> None:
    question = question_on(reader.get("/login").text)

    answer = reader.post("/auth/passkey", credential=soft.sign(question), next="//evil.example/")

    assert answer.location == "/blogs"


@pytest.mark.parametrize("answer", ["", "nonsense", "{}", '{"id": "x"}'])
def test_nonsense_is_refused_on_the_sign_in_page(reader: Visitor, answer: str) -> None:
    page = reader.post("/auth/passkey", credential=answer, next="/blogs/new")

    assert page.status_code == 401
    assert "This passkey does not open anything here." in page.text
    assert page.text.count('value="/blogs/new"') == 2
    assert question_on(page.text)


def test_who_is_suspended_is_told_so(reader: Visitor, alice: User, soft: SoftAuthenticator) -> None:
    alice.suspend()

    page = reader.post(
        "/auth/passkey", credential=soft.sign(question_on(reader.get("/login").text))
    )

    assert page.status_code == 401
    assert "suspended" in page.text


def test_a_new_passkey_gets_the_name_of_the_browser(app: Flask, alice: User) -> None:
    firefox = Visitor(app, alice, agent="Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0")

    assert 'value="Firefox on Linux"' in firefox.get("/account/passkeys/new").text


def test_without_an_answer_none_is_added(alice_browsing: Visitor, alice: User) -> None:
    page = alice_browsing.post("/account/passkeys/new", name="Telephone")

    assert page.status_code == 422
    assert 'value="Telephone"' in page.text
    assert Passkey.of(alice) == []


def test_a_passkey_is_listed_renamed_and_removed(
    alice_browsing: Visitor, alice: User, soft: SoftAuthenticator
) -> None:
    assert "Telephone" in alice_browsing.get("/account/security").text
    (passkey,) = Passkey.of(alice)

    assert 'value="Telephone"' in alice_browsing.get(f"/account/passkeys/{passkey.id}/name").text
    alice_browsing.post(f"/account/passkeys/{passkey.id}/name", name="Old telephone")
    assert "Old telephone" in alice_browsing.get("/account/security").text
    alice_browsing.post(f"/account/passkeys/{passkey.id}/removal")
    page = alice_browsing.get("/account/security").text

    assert "The passkey is removed." in page
    assert Passkey.of(alice) == []


def test_a_name_may_be_too_long(
    alice_browsing: Visitor, alice: User, soft: SoftAuthenticator
) -> None:
    (passkey,) = Passkey.of(alice)

    answer = alice_browsing.post(f"/account/passkeys/{passkey.id}/name", name="x" * 61)

    assert answer.status_code == 422


def test_the_last_way_in_is_not_removed(
    alice_browsing: Visitor, alice: User, soft: SoftAuthenticator
) -> None:
    alice.update({"password_hash": None}, expecting={})
    (passkey,) = Passkey.of(alice)

    alice_browsing.post(f"/account/passkeys/{passkey.id}/removal")

    assert "This is your last way in." in alice_browsing.get("/account/security").text
    assert Passkey.of(alice) == [passkey]


def test_nobody_touches_somebody_elses(
    carol_browsing: Visitor, reader: Visitor, alice: User, soft: SoftAuthenticator
) -> None:
    (passkey,) = Passkey.of(alice)

    assert carol_browsing.get(f"/account/passkeys/{passkey.id}/name").status_code == 404
    assert carol_browsing.post(f"/account/passkeys/{passkey.id}/name").status_code == 404
    carol_browsing.post(f"/account/passkeys/{passkey.id}/removal")
    assert reader.post(f"/account/passkeys/{passkey.id}/removal").location == "/login"
    assert Passkey.of(alice) == [passkey]


def test_adding_and_removing_ask_for_a_fresh_proof(
    alice_browsing: Visitor, alice: User, soft: SoftAuthenticator
) -> None:
    (passkey,) = Passkey.of(alice)
    stale(alice_browsing)

    for path in ("/account/passkeys/new", f"/account/passkeys/{passkey.id}/removal"):
        assert alice_browsing.post(path).location.startswith("/auth/confirmation")

    assert Passkey.of(alice) == [passkey]


def test_a_passkey_is_a_fresh_proof(alice_browsing: Visitor, soft: SoftAuthenticator) -> None:
    stale(alice_browsing)
    page = alice_browsing.get("/auth/confirmation?next=/account/passkeys/new").text

    answer = alice_browsing.post(
        "/auth/confirmation/passkey",
        credential=soft.sign(question_on(page)),
        next="/account/passkeys/new",
    )

    assert answer.location == "/account/passkeys/new"
    assert alice_browsing.get("/account/passkeys/new").status_code == 200


def test_nonsense_is_no_fresh_proof(alice_browsing: Visitor, soft: SoftAuthenticator) -> None:
    stale(alice_browsing)
    signing_in = question_on(Visitor(alice_browsing._app).get("/login").text)

    for answer in ("", "nonsense", soft.sign(signing_in)):
        page = alice_browsing.post("/auth/confirmation/passkey", credential=answer)
        assert page.status_code == 401

    assert alice_browsing.get("/account/passkeys/new").status_code == 302


def test_a_question_grows_old(reader: Visitor, soft: SoftAuthenticator) -> None:
    answer = soft.sign(question_on(reader.get("/login").text))

    with time_machine.travel(clock.now() + timedelta(minutes=6)):
        page = reader.post("/auth/passkey", credential=answer)

    assert page.status_code == 401
    assert "That took too long" in page.text


def test_the_sign_in_page_stays_as_it_is_without_a_script(reader: Visitor) -> None:
    page = reader.get("/login").text

    (form,) = re.findall(r"<form[^>]*data-passkey[^>]*>", page)
    assert form.endswith(" hidden>")
    assert page.index('name="email"') < page.index("data-passkey")


def test_a_site_without_a_name_offers_no_passkeys(
    reader: Visitor, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    nameless = replace(app.config["SETTINGS"], base_url="http://127.0.0.1:5454")
    monkeypatch.setitem(app.config, "SETTINGS", nameless)

    assert "data-passkey" not in reader.get("/login").text


def test_a_password_is_still_a_way_in(reader: Visitor, alice: User, soft: object) -> None:
    assert reader.post("/auth/login", email=alice.email, password=PASSWORD).location == "/blogs"


def test_a_passkey_that_may_be_copied_is_shown_and_can_be_removed(
    alice_browsing: Visitor, reader: Visitor, alice: User, soft: SoftAuthenticator
) -> None:
    for count in (7, 7):
        soft.sign_count = count
        answer = soft.sign(question_on(reader.get("/login").text))
        page = reader.post("/auth/passkey", credential=answer)
        reader.post("/auth/logout")
    (passkey,) = Passkey.of(alice)

    assert (page.status_code, "a copy of it may be about" in page.text) == (401, True)
    assert "Refused: a copy of it may be about." in alice_browsing.get("/account/security").text
    alice_browsing.post(f"/account/passkeys/{passkey.id}/removal")
    assert Passkey.of(alice) == []


def test_wrong_answers_are_slowed_and_good_ones_are_not_counted(
    app: Flask, reader: Visitor, soft: SoftAuthenticator, monkeypatch: pytest.MonkeyPatch
) -> None:
    few = Rate("answers of passkeys in this test", 3, timedelta(minutes=15))
    monkeypatch.setattr(passkey_ceremonies, "NETWORK", few)
    for _ in range(5):
        answer = soft.sign(question_on(reader.get("/login").text))
        assert Visitor(app).post("/auth/passkey", credential=answer).status_code == 302

    refused = [reader.post("/auth/passkey", credential="nonsense") for _ in range(4)]

    assert [one.status_code for one in refused] == [401, 401, 401, 429]
    assert int(refused[-1].headers["Retry-After"]) > 0


def test_who_is_leaving_proves_by_a_passkey_who_is_there(
    alice: User, alice_browsing: Visitor, soft: SoftAuthenticator
) -> None:
    alice.update({"deletion": Deletion(at=clock.now(), due_at=clock.now())}, expecting={})
    stale(alice_browsing)
    door = alice_browsing.get("/account/download").location
    answer = soft.sign(question_on(alice_browsing.get(door).text))

    proved = alice_browsing.post("/auth/confirmation/passkey", credential=answer, next="/account")

    assert proved.location == "/account"
    assert alice_browsing.get("/account/download").status_code == 200
