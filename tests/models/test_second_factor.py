"""The authenticator app, its recovery codes, and what is kept between the two steps."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from flask import Flask

from blogsite.database import key_ring
from blogsite.lib import clock, recovery_codes
from blogsite.models import Authenticator, Device, SecurityEvent, Session, User, second_factor
from blogsite.models.authenticator import Offer
from blogsite.models.errors import Conflict, Invalid, LinkExpired, NotFound, WrongCredentials
from blogsite.models.first_step import FirstStep
from tests.support.codes import code_of

pytestmark = pytest.mark.usefixtures("half_minute")

HERE = Device(agent="Firefox on Linux")


def session_of(user: User) -> Session:
    session = Session.resume(Session.start(user, device=HERE))
    assert session is not None
    return session


def events(user: User) -> list[str]:
    return [event.kind for event in SecurityEvent.of(user).events]


@pytest.fixture
def offer(alice: User) -> Offer:
    return Offer.make(alice, session=session_of(alice))


@pytest.fixture
def codes(offer: Offer) -> list[str]:
    """Alice has set up her app by the code of a while ago; these are her recovery codes."""
    return Authenticator.set_up(offer, code=code_of(offer.secret, ahead=-1), device=HERE)


def opens(user: User, code: str) -> bool:
    try:
        second_factor.prove(user, code=code, device=HERE)
    except WrongCredentials:
        return False
    return True


def test_the_code_of_just_now_opens(alice: User, offer: Offer, codes: list[str]) -> None:
    assert second_factor.needed(alice)
    assert opens(alice, code_of(offer.secret))


@pytest.mark.parametrize(("ahead", "good"), [(-2, False), (0, True), (1, True), (2, False)])
def test_a_clock_may_be_half_a_minute_off(
    alice: User, offer: Offer, codes: list[str], ahead: int, good: bool
) -> None:
    assert opens(alice, code_of(offer.secret, ahead=ahead)) is good


def test_a_code_from_a_slow_clock_opens(alice: User, offer: Offer, codes: list[str]) -> None:
    code = code_of(offer.secret, ahead=1)

    with time_machine.travel(clock.now() + timedelta(minutes=1)):
        assert opens(alice, code)


def test_a_code_is_good_once_and_takes_the_ones_before_with_it(
    alice: User, offer: Offer, codes: list[str]
) -> None:
    now, next_one = code_of(offer.secret), code_of(offer.secret, ahead=1)

    assert opens(alice, next_one)
    assert not opens(alice, next_one)
    assert not opens(alice, now)


def test_the_code_that_set_it_up_does_not_sign_in(alice: User, offer: Offer) -> None:
    code = code_of(offer.secret)
    Authenticator.set_up(offer, code=code, device=HERE)

    assert not opens(alice, code)


@pytest.mark.parametrize("typed", ["{} {}", " {}-{} "])
def test_a_code_is_typed_as_people_type(
    alice: User, offer: Offer, codes: list[str], typed: str
) -> None:
    code = code_of(offer.secret)

    assert opens(alice, typed.format(code[:3], code[3:]))


def test_digits_of_any_script_are_digits(alice: User, offer: Offer, codes: list[str]) -> None:
    arabic = code_of(offer.secret).translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))

    assert opens(alice, arabic)


@pytest.mark.parametrize("odd", ["", "12345", "1234567", "abcdef", "²²²²²²", "é" * 99, "①" * 6])
def test_what_is_no_code_opens_nothing(alice: User, codes: list[str], odd: str) -> None:
    assert not opens(alice, odd)


def test_eight_recovery_codes_open_once_each(alice: User, codes: list[str]) -> None:
    assert len(set(codes)) == 8

    assert [opens(alice, code) for code in codes] == [True] * 8
    assert [opens(alice, code) for code in codes] == [False] * 8
    assert events(alice).count("recovery-code-used") == 8
    assert Authenticator.get(alice).recovery_codes_left == 0


def test_a_recovery_code_is_typed_as_people_type(alice: User, codes: list[str]) -> None:
    code = codes[0].replace("-", "")

    assert opens(alice, f" {code[:3]} {code[3:].lower().replace('0', 'o').replace('1', 'l')}")


def test_recovery_codes_and_secret_are_not_in_the_database(offer: Offer, codes: list[str]) -> None:
    stored = str(Authenticator.collection().find_one())

    assert offer.secret not in stored
    assert not [code for code in codes if recovery_codes.plain(code) in stored or code in stored]


def test_new_recovery_codes_take_the_place_of_the_old(alice: User, codes: list[str]) -> None:
    authenticator = Authenticator.get(alice)
    before = authenticator.salt
    new = authenticator.renew_recovery_codes(before=before, by=alice, device=HERE)

    assert not opens(alice, codes[0])
    assert opens(alice, new[0])
    assert "recovery-codes-renewed" in events(alice)
    with pytest.raises(Conflict):
        authenticator.renew_recovery_codes(before=before, by=alice, device=HERE)
    assert opens(alice, new[1])


def test_a_recovery_code_confirms_nothing(alice: User, codes: list[str]) -> None:
    with pytest.raises(WrongCredentials):
        second_factor.confirm(alice, code=codes[0], device=HERE)

    assert Authenticator.get(alice).recovery_codes_left == 8


def test_a_wrong_code_sets_up_nothing(alice: User, offer: Offer) -> None:
    for code in ("000000", "", "nonsense"):
        with pytest.raises(Invalid):
            Authenticator.set_up(offer, code=code, device=HERE)

    assert not second_factor.needed(alice)


def test_the_same_secret_is_set_up_once(offer: Offer, codes: list[str]) -> None:
    with pytest.raises(Conflict):
        Authenticator.set_up(offer, code=code_of(offer.secret), device=HERE)


def test_another_app_takes_the_place_of_the_first(
    alice: User, offer: Offer, codes: list[str]
) -> None:
    other = Offer.make(alice, session=offer.session)
    Authenticator.set_up(other, code=code_of(other.secret, ahead=-1), device=HERE)

    assert not opens(alice, code_of(offer.secret))
    assert not opens(alice, codes[0])
    assert opens(alice, code_of(other.secret))


def test_an_offer_comes_back_as_it_was(alice: User, offer: Offer) -> None:
    assert Offer.opened(offer.word, user=alice, session=offer.session).secret == offer.secret


def test_an_offer_is_good_for_whom_it_was_made(alice: User, bob: User, offer: Offer) -> None:
    for user, session in ((bob, offer.session), (alice, session_of(alice))):
        with pytest.raises(LinkExpired):
            Offer.opened(offer.word, user=user, session=session)
    for word in ("", "nonsense", offer.word[:-3], FirstStep(user=alice, how="").word):
        with pytest.raises(LinkExpired):
            Offer.opened(word, user=alice, session=offer.session)
    word = offer.word
    with time_machine.travel(clock.now() + timedelta(minutes=16)), pytest.raises(LinkExpired):
        Offer.opened(word, user=alice, session=offer.session)


def test_removed_it_is_asked_for_no_more(alice: User, codes: list[str]) -> None:
    authenticator = Authenticator.get(alice)
    authenticator.remove(by=alice, device=HERE)
    authenticator.remove(by=alice, device=HERE)

    assert not second_factor.needed(alice)
    assert not opens(alice, codes[0])
    assert events(alice).count("authenticator-removed") == 1
    with pytest.raises(Conflict):
        authenticator.renew_recovery_codes(before=authenticator.salt, by=alice, device=HERE)
    with pytest.raises(NotFound):
        Authenticator.get(alice)


def test_an_operator_can_have_it_forgotten(alice: User, codes: list[str]) -> None:
    assert second_factor.forget(alice)
    assert not second_factor.forget(alice)
    assert not second_factor.needed(alice)


def test_a_new_key_of_the_site_reads_what_the_old_one_sealed(
    app: Flask, alice: User, offer: Offer, codes: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (old,) = key_ring().keys

    change_key(monkeypatch, app, old)
    assert opens(alice, code_of(offer.secret))
    # Sealed anew by then, so that the old key may go.
    change_key(monkeypatch, app)
    assert opens(alice, code_of(offer.secret, ahead=1))


def test_when_all_keys_are_lost_the_recovery_codes_still_open(
    app: Flask, alice: User, offer: Offer, codes: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    change_key(monkeypatch, app)

    assert not opens(alice, code_of(offer.secret))
    assert opens(alice, codes[0])


def change_key(monkeypatch: pytest.MonkeyPatch, app: Flask, *old: str) -> None:
    """Give the site another key, and perhaps old ones that are still good for reading."""
    settings = app.config["SETTINGS"]
    changed = replace(settings, secret_key="a new secret of the site", secret_key_fallbacks=old)
    monkeypatch.setattr(key_ring(), "_settings", changed)


def test_a_first_step_is_kept_for_ten_minutes(alice: User) -> None:
    step = FirstStep(user=alice, how="password", then="/blogs", greeting="Hello.")

    word = step.word

    assert FirstStep.opened(word) == step
    with time_machine.travel(clock.now() + timedelta(minutes=11)):
        assert FirstStep.opened(word) is None


def test_a_changed_password_makes_a_first_step_worthless(alice: User, bob: User) -> None:
    word = FirstStep(user=alice, how="password").word
    alice.update({"password_hash": bob.password_hash}, expecting={})

    assert FirstStep.opened(word) is None
    assert FirstStep.opened("nonsense") is None
    alice.delete()
    assert FirstStep.opened(FirstStep(user=alice, how="password").word) is None
