"""The second step of signing in, and setting it up."""

from __future__ import annotations

import re
import secrets
from datetime import timedelta
from urllib.parse import parse_qs

import pytest
import time_machine
from flask import Flask

from blogsite.lib import clock
from blogsite.models import (
    Authenticator,
    Blog,
    Device,
    Session,
    User,
    password_change,
    second_factor,
)
from blogsite.models.authenticator import Offer
from tests.support.codes import code_of
from tests.support.factories import PASSWORD
from tests.support.visitor import Visitor

pytestmark = pytest.mark.usefixtures("half_minute")

STEP = "/auth/second-step"


@pytest.fixture
def codes(alice_browsing: Visitor) -> list[str]:
    """Alice has set up an app by the code of a while ago; these are her recovery codes."""
    page = alice_browsing.get("/account/authenticator").text
    return codes_on(set_up(alice_browsing, page).text)


def set_up(visitor: Visitor, page: str, *, ahead: int = -1, **fields: str):  # type: ignore[no-untyped-def]
    offer = re.search(r'name="offer"[^>]*value="([^"]+)"', page)
    assert offer, page
    given = {"offer": offer[1], "code": code_of(secret_on(page), ahead=ahead), **fields}
    return visitor.post("/account/authenticator", **given)


def secret_on(page: str) -> str:
    return "".join(re.findall(r"<span>([A-Z2-7]{4})</span>", page))


def codes_on(page: str) -> list[str]:
    return re.findall(r"<code>([0-9A-Z]{5}-[0-9A-Z]{5})</code>", page)


def code(user: User, *, ahead: int = 0) -> str:
    return code_of(str(Authenticator.get(user).secret), ahead=ahead)


def first_step(visitor: Visitor, user: User, **fields: str) -> None:
    answer = visitor.post("/auth/login", email=user.email, password=PASSWORD, **fields)
    assert answer.location == STEP


def test_a_password_alone_does_not_sign_in(reader: Visitor, alice: User, codes: list[str]) -> None:
    first_step(reader, alice)

    assert reader.get("/blogs").location.startswith("/login")
    assert "Type the six digits" in reader.get(STEP).text


def test_password_and_code_sign_in_and_lead_on(
    reader: Visitor, alice: User, codes: list[str]
) -> None:
    first_step(reader, alice, next="/blogs/new")

    assert reader.post(STEP, code=code(alice)).location == "/blogs/new"
    assert "Welcome back." in reader.get("/blogs").text
    assert "a password and the authenticator app" in reader.get("/account/security").text


def test_password_and_recovery_code_sign_in(reader: Visitor, alice: User, codes: list[str]) -> None:
    first_step(reader, alice)
    assert "on paper" in reader.get(f"{STEP}?recovery=yes").text

    assert reader.post(f"{STEP}?recovery=yes", code=codes[0].lower()).location == "/blogs"
    page = reader.get("/account/security").text
    assert "7 are left" in page
    assert "Signed in with a recovery code" in page


@pytest.mark.parametrize(
    ("typed", "status", "said"),
    [
        ("", 422, "Enter the code."),
        ("000000", 401, "This is not the code of just now."),
        ("AAAAA-AAAAA", 401, "This is no recovery code, or it has been used."),
        ("x" * 101, 422, "at the most"),
    ],
)
def test_a_wrong_code_is_told_beside_the_field(
    reader: Visitor, alice: User, codes: list[str], typed: str, status: int, said: str
) -> None:
    first_step(reader, alice)

    page = reader.post(STEP, code=typed)

    assert page.status_code == status
    assert said in page.text
    assert 'id="code-error"' in page.text


def test_a_code_signs_in_once(app: Flask, alice: User, codes: list[str]) -> None:
    once, again = Visitor(app), Visitor(app)
    first_step(once, alice)
    first_step(again, alice)
    used = code(alice)

    assert once.post(STEP, code=used).location == "/blogs"
    assert again.post(STEP, code=used).status_code == 401


def test_without_a_first_step_there_is_no_second(
    reader: Visitor, alice: User, codes: list[str]
) -> None:
    for page in (reader.get(STEP), reader.post(STEP, code=code(alice))):
        assert page.status_code == 401
        assert 'href="/login"' in page.text


def test_a_long_way_to_go_does_not_cost_the_first_step(
    reader: Visitor, alice: User, codes: list[str]
) -> None:
    first_step(reader, alice, next=f"/search?q={secrets.token_urlsafe(3000)}")

    cookie = reader.client.get_cookie("blogsite-5454")
    assert cookie is not None
    assert len(cookie.value) < 2000
    assert reader.post(STEP, code=code(alice)).location == "/blogs"


def test_a_first_step_grows_old(reader: Visitor, alice: User, codes: list[str]) -> None:
    first_step(reader, alice)

    with time_machine.travel(clock.now() + timedelta(minutes=11)):
        assert reader.post(STEP, code=code(alice)).status_code == 401
        assert reader.get("/blogs").status_code == 302


def test_a_password_reset_meanwhile_undoes_the_first_step(
    app: Flask, reader: Visitor, alice: User, codes: list[str]
) -> None:
    first_step(reader, alice)
    owner = Visitor(app)
    new = "another horse battery staple"

    link = f"/auth/password-reset/{password_change.ticket_for(alice).token}"
    answer = owner.post(link, password=new, confirm=new)

    assert answer.location == STEP  # the letter alone does not sign in either
    assert reader.post(STEP, code=code(alice)).status_code == 401
    assert owner.post(STEP, code=code(alice)).location == "/blogs"
    assert "Your new password holds" in owner.get("/blogs").text


def test_who_is_suspended_meanwhile_stays_out(
    reader: Visitor, alice: User, codes: list[str]
) -> None:
    first_step(reader, alice)
    alice.suspend()

    page = reader.post(STEP, code=code(alice))

    assert page.status_code == 401
    assert "suspended" in page.text


def test_guessing_ends(reader: Visitor, alice: User, codes: list[str]) -> None:
    first_step(reader, alice)
    answers = [reader.post(STEP, code="000000") for _ in range(12)]

    assert [one.status_code for one in answers] == [401] * 10 + [429] * 2
    assert int(answers[-1].headers["Retry-After"]) > 0


def test_guessing_elsewhere_does_not_lock_a_known_browser_out(
    app: Flask, reader: Visitor, alice: User, codes: list[str]
) -> None:
    first_step(reader, alice)
    reader.post(STEP, code=codes[0])
    reader.post("/auth/logout")
    stranger = Visitor(app)
    first_step(stranger, alice)
    for _ in range(12):
        stranger.post(STEP, code="000000")

    first_step(reader, alice)
    assert reader.post(STEP, code=code(alice)).location == "/blogs"


def test_somebody_elses_session_ends_at_the_first_step(
    carol_browsing: Visitor, alice: User, codes: list[str]
) -> None:
    first_step(carol_browsing, alice)

    assert carol_browsing.get("/profile").status_code == 302


def test_setting_up_shows_codes_once(alice_browsing: Visitor, alice: User) -> None:
    page = alice_browsing.get("/account/authenticator").text
    assert '<svg viewBox="0 0' in page
    assert "secret" in page

    answer = set_up(alice_browsing, page)

    assert (answer.status_code, len(codes_on(answer.text))) == (200, 8)
    assert answer.headers["Cache-Control"] == "no-store"
    assert set_up(alice_browsing, page, ahead=0).location == "/account/security"
    assert second_factor.needed(alice)


def test_looking_at_the_page_sets_up_nothing(alice_browsing: Visitor, alice: User) -> None:
    alice_browsing.get("/account/authenticator")

    assert not second_factor.needed(alice)


@pytest.mark.parametrize(("typed", "status"), [("000000", 422), ("", 422), ("nonsense", 422)])
def test_a_wrong_code_keeps_the_secret(
    alice_browsing: Visitor, alice: User, typed: str, status: int
) -> None:
    page = alice_browsing.get("/account/authenticator").text

    again = set_up(alice_browsing, page, code=typed)

    assert again.status_code == status
    assert secret_on(again.text) == secret_on(page)
    assert not second_factor.needed(alice)


def test_a_secret_cannot_be_brought_along(
    app: Flask, alice_browsing: Visitor, carol: User, alice: User
) -> None:
    token = Session.start(carol, device=Device())
    session = Session.resume(token)
    assert session is not None
    offer = Offer.make(carol, session=session)

    answer = alice_browsing.post(
        "/account/authenticator", offer=offer.word, code=code_of(offer.secret)
    )

    assert answer.location == "/account/authenticator"
    assert not second_factor.needed(alice)


def test_setting_up_may_take_longer_than_the_fresh_proof(
    alice_browsing: Visitor, alice: User
) -> None:
    page = alice_browsing.get("/account/authenticator").text
    stale(alice)

    assert len(codes_on(set_up(alice_browsing, page).text)) == 8


@pytest.mark.parametrize(
    "path", ["/account/authenticator", "/account/recovery-codes", "/account/authenticator/removal"]
)
def test_all_of_it_asks_for_a_fresh_proof(
    alice_browsing: Visitor, reader: Visitor, alice: User, codes: list[str], path: str
) -> None:
    stale(alice)

    if not path.endswith("removal"):
        assert alice_browsing.get(path).location.startswith("/auth/confirmation")
        assert reader.get(path).location.startswith("/login")
    if path != "/account/authenticator":
        assert alice_browsing.post(path).location.startswith("/auth/confirmation")
    assert second_factor.needed(alice)


def test_a_code_is_a_fresh_proof(alice_browsing: Visitor, alice: User, codes: list[str]) -> None:
    stale(alice)
    page = alice_browsing.get("/auth/confirmation?next=/account/recovery-codes").text
    assert "Code of the authenticator app" in page

    for wrong, status in (("000000", 401), (codes[0], 401), ("", 422)):
        answer = alice_browsing.post("/auth/confirmation/code", code=wrong)
        assert answer.status_code == status
    answer = alice_browsing.post(
        "/auth/confirmation/code", code=code(alice), next="/account/recovery-codes"
    )

    assert answer.location == "/account/recovery-codes"
    assert alice_browsing.get("/account/recovery-codes").status_code == 200


def test_new_recovery_codes_are_made_on_purpose(
    alice_browsing: Visitor, alice: User, codes: list[str]
) -> None:
    page = alice_browsing.get("/account/recovery-codes").text
    assert "You have 8 codes left." in page
    before = re.findall(r'name="before"[^>]*value="(\w+)"', page)[0]

    new = codes_on(alice_browsing.post("/account/recovery-codes", before=before).text)
    again = alice_browsing.post("/account/recovery-codes", before=before)

    assert len(new) == 8
    assert not set(new) & set(codes)
    assert again.location == "/account/security"
    assert second_factor.prove(alice, code=new[0], device=Device()) == "a recovery code"


def test_removed_the_password_is_enough_again(
    alice_browsing: Visitor, reader: Visitor, alice: User, codes: list[str]
) -> None:
    alice_browsing.post("/account/authenticator/removal")

    assert "The authenticator app is removed" in alice_browsing.get("/account/security").text
    assert reader.post("/auth/login", email=alice.email, password=PASSWORD).location == "/blogs"


def test_without_an_app_there_are_no_recovery_codes(alice_browsing: Visitor) -> None:
    assert alice_browsing.get("/account/recovery-codes").status_code == 404
    assert alice_browsing.post("/account/authenticator/removal").status_code == 404


def test_the_app_shows_host_and_address(alice_browsing: Visitor) -> None:
    page = alice_browsing.get("/account/authenticator").text

    assert "otpauth://totp/localhost:alice%40example.org?" in page
    assert "issuer=localhost" in page


def stale(user: User) -> None:
    """Let what this user proved be an hour ago."""
    long_ago = clock.now() - timedelta(hours=1)
    Session.collection().update_many({"user_id": user.id}, {"$set": {"authenticated_at": long_ago}})


def test_what_was_written_waits_beyond_the_second_step(
    app: Flask, alice: User, blog: Blog, codes: list[str]
) -> None:
    writing = Visitor(app, alice)
    Session.collection().delete_many({})
    late = {"title": "Rain", "content": "It poured.", "csrf_token": writing.token()}
    led = writing.send(f"/posts/new/{blog.id}", late, headers={"Origin": "http://localhost"})
    then = parse_qs(led.location.partition("?")[2])["next"][0]

    first_step(writing, alice, next=then)
    editor = writing.get(writing.post(STEP, code=code(alice)).location).text

    assert "We kept this." in editor
    assert "It poured.</textarea>" in editor
