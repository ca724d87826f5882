"""A form that came too late: kept for its browser, offered after sign-in, saved by nobody else."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from bson import ObjectId
from flask import Flask
from werkzeug.test import TestResponse

from blogsite import urls
from blogsite.lib import clock
from blogsite.models import (
    Autosave,
    Blog,
    KeptForm,
    Post,
    Session,
    User,
    blog_removal,
    holdings,
    kept_form,
)
from blogsite.models.membership import EDITOR
from tests.support.factories import PASSWORD, address
from tests.support.modes import give
from tests.support.visitor import Visitor

OURS = {"Origin": "http://localhost"}
WORDS = {
    "title": "Rain again",
    "content": "It **poured**, & more.",
    "tags": "weather, wet",
    "status": "draft",
}


def send(visitor: Visitor, path: str, *, origin: Any = OURS, **fields: Any) -> TestResponse:
    """Send an editor's form as a browser does, with the token its page had."""
    data = {"csrf_token": visitor.token(), **WORDS, **fields}
    return visitor.send(path, data, headers=origin)


def sign_in(visitor: Visitor, name: str, then: str = "") -> TestResponse:
    return visitor.post("/auth/login", email=address(name), password=PASSWORD, next=then)


def end_sessions() -> None:
    Session.collection().delete_many({})


def only() -> KeptForm:
    (found,) = everything()
    return found


def everything() -> list[KeptForm]:
    return KeptForm.load_all(list(KeptForm.collection().find()))


def none() -> bool:
    return KeptForm.collection().find_one() is None


def saved() -> bool:
    return Post.collection().find_one({"title": "Rain again"}) is not None


@pytest.fixture(params=["new", "edit"])
def page(request: pytest.FixtureRequest, blog: Blog, draft: Post) -> str:
    """The address of an editor."""
    return urls.new_post(blog) if request.param == "new" else urls.edit(draft)


def test_what_was_written_stands_in_the_editor_after_signing_in(
    alice_browsing: Visitor, page: str
) -> None:
    end_sessions()

    led = send(alice_browsing, page)
    door = alice_browsing.get(led.location)
    editor = alice_browsing.get(sign_in(alice_browsing, "Alice", urls.kept_form(only())).location)

    assert led.location == urls.login(then=urls.kept_form(only()))
    assert urls.kept_form(only()).startswith(f"{page}?")
    assert "What you wrote is kept" in door.text
    assert "We kept this." in editor.text
    assert 'value="Rain again"' in editor.text
    assert "It **poured**, &amp; more.</textarea>" in editor.text
    assert 'value="weather, wet"' in editor.text
    assert not saved()


def test_the_plain_editor_and_the_drafts_offer_it_too(
    alice_browsing: Visitor, blog: Blog, page: str
) -> None:
    end_sessions()
    send(alice_browsing, page)
    sign_in(alice_browsing, "Alice")

    plain = alice_browsing.get(page)
    shelves = [alice_browsing.get(path).text for path in (urls.drafts(), urls.drafts(blog))]

    assert "We kept this:" in plain.text
    assert "It **poured**, &amp; more." in plain.text
    assert 'value="Rain again"' not in plain.text
    for shelf in shelves:
        assert "Kept, not saved:" in shelf
        assert f'href="{urls.kept_form(only())}"' in shelf


@pytest.mark.parametrize("why", ["signed out elsewhere", "no cookies left", "grown idle"])
def test_however_the_session_ended(alice_browsing: Visitor, blog: Blog, why: str) -> None:
    token = alice_browsing.token()
    later = timedelta(days=15) if why == "grown idle" else timedelta()
    if why == "signed out elsewhere":
        alice_browsing.post("/auth/logout")
    elif why == "no cookies left":
        alice_browsing.client._cookies.clear()

    with time_machine.travel(clock.now() + later):
        data = {**WORDS, "csrf_token": token}
        led = alice_browsing.send(urls.new_post(blog), data, headers=OURS)

    assert led.location.startswith("/login?next=")
    assert only().written == WORDS


def test_what_was_typed_over_is_not_lost_to_a_conflict(
    alice_browsing: Visitor, bob_browsing: Visitor, draft: Post
) -> None:
    Session.collection().delete_many({"user_id": alice_browsing.user.id})
    send(alice_browsing, urls.edit(draft), version=draft.version)
    bob_browsing.post(urls.edit(draft), content="Bob's words.", title="Rain")
    sign_in(alice_browsing, "Alice")

    kept = str(only().id)
    put_in = alice_browsing.get(urls.kept_form(only())).text
    late = alice_browsing.post(urls.edit(draft), **WORDS, version=draft.version, kept=kept)

    assert f'name="version" type="hidden" value="{draft.version}"' in put_in
    assert late.status_code == 409
    assert f'name="kept" type="hidden" value="{kept}"' in late.text
    assert only()


def test_what_is_saved_waits_no_longer(alice_browsing: Visitor, page: str) -> None:
    end_sessions()
    send(alice_browsing, page)
    sign_in(alice_browsing, "Alice")

    assert alice_browsing.post(page, **WORDS, kept=str(only().id)).status_code == 302

    assert none()
    assert saved()
    assert "We kept this" not in alice_browsing.get(page).text


def test_what_is_refused_waits_on(alice_browsing: Visitor, blog: Blog) -> None:
    end_sessions()
    send(alice_browsing, urls.new_post(blog), title="")
    sign_in(alice_browsing, "Alice")

    refused = alice_browsing.post(urls.new_post(blog), title="", kept=str(only().id))

    assert refused.status_code == 422
    assert "We kept this." in refused.text


def test_what_is_thrown_away_is_gone(alice_browsing: Visitor, page: str) -> None:
    end_sessions()
    send(alice_browsing, page)
    sign_in(alice_browsing, "Alice")
    removal = urls.kept_form_removal(only())

    assert alice_browsing.post(removal).location == page

    assert none()
    assert alice_browsing.post(removal).location == urls.drafts()
    assert "Rain again" not in alice_browsing.get(page).text


def test_after_a_day_it_is_gone(alice_browsing: Visitor, page: str) -> None:
    end_sessions()
    send(alice_browsing, page)
    sign_in(alice_browsing, "Alice")
    path = urls.kept_form(only())

    with time_machine.travel(clock.now() + timedelta(hours=23, minutes=59)):
        assert "We kept this." in alice_browsing.get(path).text
    with time_machine.travel(clock.now() + timedelta(hours=24, seconds=1)):
        assert "We kept this" not in alice_browsing.get(path).text
        assert "Kept, not saved" not in alice_browsing.get(urls.drafts()).text


# Who may have sent it


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": "null"},
        {"Origin": "https://elsewhere.example"},
        {"Origin": "http://localhost.elsewhere.example"},
        {"Origin": "http://localhost:5454"},
        {"Origin": "http://localhost", "Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "none"},
        {"Referer": "http://localhost/posts"},
    ],
    ids=str,
)
def test_what_no_page_of_ours_sent_is_shown_and_not_kept(
    app: Flask,
    monkeypatch: pytest.MonkeyPatch,
    alice_browsing: Visitor,
    page: str,
    headers: dict[str, str],
) -> None:
    give(app, monkeypatch, base_url="https://blogs.example")
    end_sessions()

    for data in ({}, {"csrf_token": alice_browsing.token()}):
        answer = alice_browsing.send(page, {**WORDS, **data}, headers=headers)
        assert answer.status_code == 400
        assert "It **poured**, &amp; more.</textarea>" in answer.text
        assert 'value="Rain again"' in answer.text
    assert none()


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://blogs.example"},
        {"Origin": "http://localhost"},
        {"Origin": "https://localhost"},
        {"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"},
        {"Sec-Fetch-Site": "same-origin"},
    ],
    ids=str,
)
def test_our_own_pages_are_known_by_their_address_and_by_the_one_asked_for(
    app: Flask,
    monkeypatch: pytest.MonkeyPatch,
    alice_browsing: Visitor,
    blog: Blog,
    headers: dict[str, str],
) -> None:
    give(app, monkeypatch, base_url="https://blogs.example")
    end_sessions()

    assert send(alice_browsing, urls.new_post(blog), origin=headers).status_code == 302
    assert only()


def test_a_form_without_words_is_led_to_the_door(reader: Visitor, blog: Blog) -> None:
    led = send(reader, urls.new_post(blog), title=" ", content="", tags="", status="published")

    assert led.location == urls.login(then=urls.new_post(blog))
    assert none()


# Who may see it


def test_another_browser_sees_nothing(app: Flask, alice_browsing: Visitor, page: str) -> None:
    end_sessions()
    send(alice_browsing, page)
    elsewhere = Visitor(app, alice_browsing.user)

    assert "Rain again" not in elsewhere.get(urls.kept_form(only())).text
    assert "Kept, not saved" not in elsewhere.get(urls.drafts()).text
    elsewhere.post(urls.kept_form_removal(only()))
    assert only()


def test_nobody_else_sees_it_in_the_same_browser(
    alice_browsing: Visitor, bob: User, edited_blog: Blog, page: str
) -> None:
    marked = hidden(alice_browsing.get(page), "writer")
    end_sessions()
    send(alice_browsing, page, writer=marked)

    sign_in(alice_browsing, "Bob")

    assert only().user_id == alice_browsing.user.id
    assert "Rain again" not in alice_browsing.get(urls.kept_form(only())).text
    assert "Rain again" not in alice_browsing.get(urls.drafts()).text
    alice_browsing.post(urls.kept_form_removal(only()))
    alice_browsing.post(page, title="Bob's", kept=str(only().id))
    assert only()


def test_who_is_signed_in_meanwhile_is_not_shown_what_another_wrote(
    alice_browsing: Visitor, bob: User, edited_blog: Blog
) -> None:
    page = urls.new_post(edited_blog)
    old = {
        "csrf_token": alice_browsing.token(),
        "writer": hidden(alice_browsing.get(page), "writer"),
    }
    sign_in(alice_browsing, "Bob")

    led = alice_browsing.send(page, {**WORDS, **old}, headers=OURS)

    assert led.location == urls.blogs()
    assert only().user_id == alice_browsing.user.id


def test_an_ended_session_still_says_whose_it_was(alice_browsing: Visitor, blog: Blog) -> None:
    with time_machine.travel(clock.now() + timedelta(days=15)):
        send(alice_browsing, urls.new_post(blog))

    assert only().user_id == alice_browsing.user.id


def test_what_is_nobodys_is_for_who_may_write_there(
    reader: Visitor, carol: User, bob: User, blog: Blog, draft: Post
) -> None:
    for path in (urls.new_post(blog), urls.edit(draft)):
        send(reader, path, writer="forged")
    sign_in(reader, "Carol")
    for kept in everything():
        assert reader.get(urls.kept_form(kept)).status_code == (404 if kept.post_id else 403)
        reader.post(urls.kept_form_removal(kept))
    assert "Kept, not saved" not in reader.get(urls.drafts()).text

    blog.admit(bob, role=EDITOR)
    sign_in(reader, "Bob")

    assert reader.get(urls.drafts()).text.count("Kept, not saved:") == 2


def test_what_there_is_to_edit_is_not_told(reader: Visitor, draft: Post) -> None:
    there, nothing = (send(reader, f"/posts/{one}/edit") for one in (draft.id, ObjectId()))

    assert (there.status_code, nothing.status_code) == (302, 302)
    assert len(there.headers.getlist("Set-Cookie")) == len(nothing.headers.getlist("Set-Cookie"))


# A form that has grown old


def test_a_stale_form_of_who_is_signed_in_comes_back_filled_in(
    alice_browsing: Visitor, page: str
) -> None:
    stale = alice_browsing.token()
    sign_in(alice_browsing, "Alice")

    led = alice_browsing.send(page, {**WORDS, "csrf_token": stale}, headers=OURS)
    editor = alice_browsing.get(led.location)

    assert led.location == urls.kept_form(only())
    assert "This form had grown old" in editor.text
    assert 'value="Rain again"' in editor.text


def test_a_stale_form_that_cannot_be_kept_is_shown(alice_browsing: Visitor, page: str) -> None:
    answer = alice_browsing.send(page, WORDS)

    assert answer.status_code == 400
    assert "This form had grown old" in answer.text
    assert "It **poured**, &amp; more." in answer.text


def test_kept_once_more_it_takes_the_place_of_what_it_grew_from(
    alice_browsing: Visitor, page: str
) -> None:
    end_sessions()
    send(alice_browsing, page)
    before = only()

    send(alice_browsing, page, content="And more.", kept=str(before.id))
    after = only()
    send(alice_browsing, page, content="In another tab.", kept=str(before.id))

    assert (after.id != before.id, after.written["content"]) == (True, "And more.")
    assert KeptForm.collection().count_documents({}) == 2


# How much


def test_a_mebibyte_is_kept_and_not_a_byte_more(
    app: Flask, monkeypatch: pytest.MonkeyPatch, alice_browsing: Visitor, blog: Blog
) -> None:
    end_sessions()
    rest = sum(len(name) + len(value) for name, value in WORDS.items()) - len(WORDS["content"])
    whole = "é" * ((kept_form.LARGEST - rest) // 2) + "x" * ((kept_form.LARGEST - rest) % 2)

    assert send(alice_browsing, urls.new_post(blog), content=whole + "x").status_code == 400
    assert none()
    assert send(alice_browsing, urls.new_post(blog), content=whole).status_code == 302
    assert only().written["content"] == whole


def test_the_sixth_is_shown_and_none_gives_way(alice_browsing: Visitor, blog: Blog) -> None:
    end_sessions()
    path = urls.new_post(blog)
    for number in range(kept_form.MOST):
        send(alice_browsing, path, title=f"Number {number}")

    again = send(alice_browsing, path, title="Number 0")
    sixth = send(alice_browsing, path, title="Number 5")

    assert again.status_code == 302
    assert sixth.status_code == 400
    assert "It **poured**, &amp; more." in sixth.text
    titles = {one["written"]["title"] for one in KeptForm.collection().find()}
    assert titles == {f"Number {number}" for number in range(kept_form.MOST)}


def test_what_is_over_leaves_its_place(alice_browsing: Visitor, blog: Blog) -> None:
    end_sessions()
    for number in range(kept_form.MOST):
        send(alice_browsing, urls.new_post(blog), title=f"Number {number}")

    with time_machine.travel(clock.now() + timedelta(hours=25)):
        assert send(alice_browsing, urls.new_post(blog)).status_code == 302
    assert KeptForm.collection().count_documents({}) == 1


def test_one_network_cannot_fill_the_database(app: Flask, blog: Blog) -> None:
    answers = [send(Visitor(app), urls.new_post(blog)).status_code for _ in range(21)]

    assert answers == [302] * 20 + [400]
    assert KeptForm.collection().count_documents({}) == 20


def test_unknown_browsers_share_a_day(
    app: Flask, alice_browsing: Visitor, blog: Blog, monkeypatch: pytest.MonkeyPatch
) -> None:
    few = kept_form.Rate("few", 1, timedelta(days=1))
    monkeypatch.setattr(kept_form, "STRANGERS", few)
    sign_in(alice_browsing, "Alice")
    end_sessions()

    answers = [send(Visitor(app), urls.new_post(blog)).status_code for _ in range(2)]

    assert answers == [302, 400]
    assert send(alice_browsing, urls.new_post(blog)).status_code == 302


# When it goes


def test_it_goes_with_the_account(alice_browsing: Visitor, alice: User, blog: Blog) -> None:
    marked = hidden(alice_browsing.get(urls.new_post(blog)), "writer")
    end_sessions()
    send(alice_browsing, urls.new_post(blog), writer=marked)
    assert [one["written"] for one in holdings.told(alice.id, "kept_forms")] == [WORDS]

    holdings.forget(alice.id)
    assert none()


def test_it_goes_with_the_blog(alice_browsing: Visitor, alice: User, blog: Blog, page: str) -> None:
    end_sessions()
    send(alice_browsing, page)

    blog_removal.remove(blog, by=alice)
    blog_removal.purge(blog.id)

    assert none()


def test_who_is_suspended_meanwhile_finds_it_when_let_in_again(
    alice_browsing: Visitor, alice: User, blog: Blog
) -> None:
    marked = hidden(alice_browsing.get(urls.new_post(blog)), "writer")
    alice.suspend()
    send(alice_browsing, urls.new_post(blog), writer=marked)
    assert sign_in(alice_browsing, "Alice").status_code == 401

    alice.reinstate()
    sign_in(alice_browsing, "Alice")

    assert "Kept, not saved:" in alice_browsing.get(urls.drafts()).text


def hidden(page: TestResponse, name: str) -> str:
    """The value of a page's hidden field."""
    return page.text.partition(f'name="{name}"')[2].partition('value="')[2].partition('"')[0]


def put_aside(visitor: Visitor, page: str, n: int) -> str:
    """Let the editor at an address put its words aside; their marks."""
    path = page.removesuffix("/edit") + "/autosave"
    marks = {"autosave": "the-key-of-a-page", "sequence": str(n)}
    writer = kept_form.writers_mark(visitor.user)
    answer = visitor.post(path, **{**WORDS, "content": "It poured."}, **marks, writer=writer)
    assert answer.json["state"] == "kept"
    return f"the-key-of-a-page:{n}"


def test_what_was_put_aside_of_it_is_not_offered_beside_it(
    alice_browsing: Visitor, page: str
) -> None:
    mark = put_aside(alice_browsing, page, 1)
    end_sessions()
    send(alice_browsing, page, autosave="the-key-of-a-page", sequence="2")
    later = sign_in(alice_browsing, "alice", urls.kept_form(only())).location

    put_in, beside = (alice_browsing.get(path).text for path in (later, page))

    assert 'name="grown_from" value="the-key-of-a-page:2"' in put_in
    assert 'data-held="the-key-of-a-page:2"' in beside
    assert "Take up again" not in put_in + beside
    assert "Begun, not saved" not in alice_browsing.get(urls.drafts()).text
    assert mark not in put_in


def test_what_was_put_aside_after_it_is_offered(alice_browsing: Visitor, page: str) -> None:
    put_aside(alice_browsing, page, 3)
    end_sessions()
    send(alice_browsing, page, autosave="the-key-of-a-page", sequence="2")
    sign_in(alice_browsing, "alice")

    assert "Take up again" in alice_browsing.get(page).text


def test_thrown_away_it_takes_what_was_put_aside_of_it_along(
    alice_browsing: Visitor, page: str
) -> None:
    put_aside(alice_browsing, page, 1)
    end_sessions()
    send(alice_browsing, page, autosave="the-key-of-a-page", sequence="2")
    sign_in(alice_browsing, "alice")

    back = alice_browsing.post(urls.kept_form_removal(only()))

    assert not any(one["written"] for one in Autosave.collection().find())
    assert 'data-forget="the-key-of-a-page:2"' in alice_browsing.get(back.location).text
