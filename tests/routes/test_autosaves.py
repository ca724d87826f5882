"""What a page puts aside while somebody writes: taken in, offered, taken up again, discarded."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from blogsite import urls
from blogsite.models import Autosave, Blog, Membership, Post, Session, kept_form
from blogsite.models.autosave import LARGEST, noun
from blogsite.models.throttle import Rate
from tests.support.visitor import Visitor

KEY = "the-key-of-a-page"
WORDS = {"title": "Rain again", "content": "It **poured**, & more.", "tags": "weather, wet"}
OURS = {"Origin": "http://localhost"}


def put_aside(visitor: Visitor, path: str, *, key: str = KEY, n: int = 1, **fields: Any) -> Any:
    """Send what an editor's page sends by itself."""
    writer = kept_form.writers_mark(visitor.user)
    page = {"writer": writer, "autosave": key, "sequence": str(n)}
    return visitor.post(path, **page, **{**WORDS, **fields})


def only() -> Autosave:
    (found,) = Autosave.load_all(list(Autosave.collection().find()))
    return found


@pytest.fixture(params=["new", "edit"])
def place(request: pytest.FixtureRequest, blog: Blog, draft: Post) -> tuple[str, str]:
    """Where an editor puts aside, and its own address."""
    if request.param == "new":
        return urls.autosaving(blog), urls.new_post(blog)
    return urls.autosaving(blog, draft), urls.edit(draft)


def test_what_is_put_aside_is_offered_and_taken_up_again(
    alice_browsing: Visitor, place: tuple[str, str]
) -> None:
    form = {"version": "1", "visibility": "unlisted", "publish_zone": "Asia/Tokyo"}
    told = put_aside(alice_browsing, place[0], **form).json

    plain = alice_browsing.get(place[1]).text
    editor = alice_browsing.get(told["editor"]).text

    assert (told["state"], told["sequence"]) == ("kept", 1)
    assert f'href="{told["editor"]}"' in plain
    assert "It **poured**, &amp; more.</dd>" in plain
    assert 'value="Rain again"' not in plain
    assert "These are your unsaved changes" in editor
    assert 'value="Rain again"' in editor
    assert "It **poured**, &amp; more.</textarea>" in editor
    assert 'name="version" type="hidden" value="1"' in editor
    assert re.search(r'<input[^>]*checked[^>]*value="unlisted"', editor)
    assert "Asia/Tokyo</dd>" not in plain
    assert f'name="grown_from" value="{KEY}:1"' in editor


def test_saving_what_was_taken_up_ends_it(alice_browsing: Visitor, place: tuple[str, str]) -> None:
    editor = alice_browsing.get(put_aside(alice_browsing, place[0]).json["editor"])

    saved = alice_browsing.post(place[1], **WORDS, status="draft", **marks_in(editor))
    after = alice_browsing.get(saved.location).text

    assert not only().open
    assert f'data-forget="{KEY}:1"' in after
    assert "unsaved changes" not in after
    assert "data-forget" not in alice_browsing.get(saved.location).text


def test_a_save_that_is_refused_ends_nothing(
    alice_browsing: Visitor, place: tuple[str, str]
) -> None:
    put_aside(alice_browsing, place[0], n=1)

    refused = alice_browsing.post(place[1], title="", autosave=KEY, sequence="2")

    assert refused.status_code == 422
    assert only().open
    assert marks_in(refused)["grown_from"] == f"{KEY}:2"
    assert marks_in(refused)["autosave"] != KEY
    assert "data-answered" in refused.text
    assert "Take up again" not in refused.text


@pytest.mark.parametrize("answer", ["preview", "refused"])
def test_what_stands_in_a_form_that_is_answered_is_not_offered_beside_it(
    alice_browsing: Visitor, draft: Post, answer: str
) -> None:
    told = put_aside(alice_browsing, urls.autosaving(draft.blog, draft)).json
    marks = marks_in(alice_browsing.get(told["editor"]))
    path = urls.preview(post=draft, blog=draft.blog) if answer == "preview" else urls.edit(draft)

    page = alice_browsing.post(path, title="", content="It drizzled.", **marks)

    assert "Take up again" not in page.text
    assert marks_in(page)["grown_from"] == f"{KEY}:1"
    assert only().open


def test_words_that_came_after_what_was_taken_up_are_still_offered(
    alice_browsing: Visitor, draft: Post
) -> None:
    path = urls.autosaving(draft.blog, draft)
    marks = marks_in(alice_browsing.get(put_aside(alice_browsing, path).json["editor"]))
    put_aside(alice_browsing, path, n=2, content="It hailed.")

    page = alice_browsing.post(urls.edit(draft), title="", content="It drizzled.", **marks)

    assert "Take up again" in page.text


def test_what_is_saved_is_shown_to_who_asks_for_it(
    alice_browsing: Visitor, place: tuple[str, str]
) -> None:
    editor = alice_browsing.get(put_aside(alice_browsing, place[0]).json["editor"])

    assert f'href="{place[1]}?autosave=none"' in editor.text
    assert 'value="Rain again"' not in alice_browsing.get(f"{place[1]}?autosave=none").text


def test_what_is_saved_already_is_not_offered(alice_browsing: Visitor, draft: Post) -> None:
    same = {"title": "Rain", "content": "It *rained* all day.\r\n", "tags": ""}
    same |= {"visibility": "public", "publish_at": "", "publish_zone": "Asia/Tokyo"}
    put_aside(alice_browsing, urls.autosaving(draft.blog, draft), **same)

    page = alice_browsing.get(urls.edit(draft)).text

    assert "unsaved changes" not in page
    assert f'name="grown_from" value="{KEY}:1"' in page


def test_changes_of_two_people_meet_when_what_was_put_aside_is_saved(
    alice_browsing: Visitor, bob_browsing: Visitor, draft: Post
) -> None:
    version = {"version": str(draft.version)}
    path = urls.autosaving(draft.blog, draft)
    told = put_aside(alice_browsing, path, content="It *rained* all day.\n\nAlice.", **version)
    bob_browsing.post(urls.edit(draft), title="Rain", content="Bob.\n\nIt *rained* all day.")

    marks = marks_in(alice_browsing.get(told.json["editor"]))
    both = {"title": "Rain", "content": "It *rained* all day.\n\nAlice."}
    alice_browsing.post(urls.edit(draft), **both, **version, **marks)

    assert Post.get(draft.id).source == "Bob.\n\nIt *rained* all day.\n\nAlice."
    assert not only().open


def test_what_is_discarded_is_gone(alice_browsing: Visitor, place: tuple[str, str]) -> None:
    put_aside(alice_browsing, place[0])
    removal = urls.autosave_removal(only())

    back = alice_browsing.post(removal)

    assert back.location == place[1]
    assert not only().written
    assert f'data-forget="{KEY}:1"' in alice_browsing.get(back.location).text
    assert "Rain again" not in alice_browsing.get(place[1]).text


def test_discarding_what_was_taken_up_ends_its_page_too(
    alice_browsing: Visitor, draft: Post
) -> None:
    path = urls.autosaving(draft.blog, draft)
    put_aside(alice_browsing, path)
    removal, grown = urls.autosave_removal(only()), f"{KEY}:1"
    put_aside(alice_browsing, path, key="the-key-of-another", n=2, grown_from=grown)

    alice_browsing.post(removal, autosave="the-key-of-another", sequence="3")

    assert not any(one["written"] for one in Autosave.collection().find())


def test_the_drafts_show_what_was_never_saved(
    alice_browsing: Visitor, blog: Blog, draft: Post
) -> None:
    told = put_aside(alice_browsing, urls.autosaving(blog)).json
    put_aside(alice_browsing, urls.autosaving(blog, draft), key="the-key-of-another", title="No")

    for shelf in (urls.drafts(), urls.drafts(blog)):
        page = alice_browsing.get(shelf).text
        assert "Begun, not saved: <bdi>Rain again</bdi>" in page
        assert f'href="{told["editor"]}"' in page
        assert "<bdi>No</bdi>" not in page


def test_of_many_that_are_not_saved_a_page_shows_three_in_full(
    alice_browsing: Visitor, place: tuple[str, str]
) -> None:
    for n in range(5):
        put_aside(alice_browsing, place[0], key=f"the-key-of-page-{n}", title=f"Rain {n}")

    page = alice_browsing.get(place[1]).text

    assert page.count("It **poured**") == 3
    assert "2 older texts are not saved either" in page
    assert {f"Rain {n}</bdi></a>" in page for n in range(2)} == {True}
    assert page.count(" data-discard>") == 3 + 1  # of the script's own template


def test_nobody_else_sees_it(
    alice_browsing: Visitor, bob_browsing: Visitor, place: tuple[str, str]
) -> None:
    editor = put_aside(alice_browsing, place[0]).json["editor"]

    for path in (editor, place[1], urls.drafts()):
        assert "Rain again" not in bob_browsing.get(path).text
    bob_browsing.post(urls.autosave_removal(only()))
    bob_browsing.post(place[1], **WORDS, grown_from=f"{KEY}:1")

    assert Autosave.find({"user_id": alice_browsing.user.id}).open  # type: ignore[union-attr]


def test_who_is_no_member_any_more_is_refused(bob_browsing: Visitor, draft: Post) -> None:
    put_aside(bob_browsing, urls.autosaving(draft.blog, draft))
    Membership.collection().delete_one({"user_id": bob_browsing.user.id})

    answers = [
        put_aside(bob_browsing, path, n=2)
        for path in (urls.autosaving(draft.blog, draft), urls.autosaving(draft.blog))
    ]

    assert [one.status_code for one in answers] == [404, 403]
    assert all(one.json["sentence"] for one in answers)
    assert only().sequence == 1


def test_who_is_signed_out_is_told_so(alice_browsing: Visitor, place: tuple[str, str]) -> None:
    Session.collection().delete_many({})

    answer = put_aside(alice_browsing, place[0])

    assert answer.status_code == 401
    assert answer.json == {"sentence": "This page is for those who have signed in."}


def test_what_alice_wrote_does_not_become_bobs_who_signed_in_meanwhile(
    alice_browsing: Visitor, bob_browsing: Visitor, place: tuple[str, str]
) -> None:
    hers = kept_form.writers_mark(alice_browsing.user)

    answer = bob_browsing.post(place[0], **WORDS, writer=hers, autosave=KEY, sequence="1")

    assert answer.status_code == 401
    assert Autosave.collection().find_one() is None


def test_a_page_that_has_grown_old_gets_a_token_to_go_on_with(
    alice_browsing: Visitor, place: tuple[str, str]
) -> None:
    page = {"writer": kept_form.writers_mark(alice_browsing.user), "autosave": KEY, "sequence": "1"}

    def send(**more: Any) -> TestResponse:
        return alice_browsing.send(place[0], {**WORDS, **page, **more}, headers=OURS)

    old = send(csrf_token="of yesterday")
    new = send(csrf_token=old.get_json()["token"])

    assert (old.status_code, new.status_code) == (400, 200)


def test_an_old_page_of_alice_gets_no_token_from_bobs_visit(
    alice_browsing: Visitor, bob_browsing: Visitor, place: tuple[str, str]
) -> None:
    hers = {"writer": kept_form.writers_mark(alice_browsing.user)}

    answer = bob_browsing.send(place[0], {**WORDS, **hers}, headers=OURS)

    assert answer.status_code == 400
    assert "token" not in answer.get_json()


@pytest.mark.parametrize("headers", [{}, {"Origin": "https://elsewhere.example"}], ids=str)
def test_nobody_elsewhere_gets_a_token(
    alice_browsing: Visitor, place: tuple[str, str], headers: dict[str, str]
) -> None:
    page = {"writer": kept_form.writers_mark(alice_browsing.user)}

    answer = alice_browsing.send(place[0], {**WORDS, **page}, headers=headers)

    assert answer.status_code == 400
    assert "token" not in answer.get_json()


@pytest.mark.parametrize(
    "damage",
    [
        {"autosave": ""},
        {"autosave": "short"},
        {"sequence": ""},
        {"sequence": "99999999999999999"},
        {"$where": "x"},
    ],
    ids=str,
)
def test_a_damaged_form_is_refused_with_a_sentence(
    alice_browsing: Visitor, place: tuple[str, str], damage: dict[str, str]
) -> None:
    page = {"writer": kept_form.writers_mark(alice_browsing.user), "autosave": KEY, "sequence": "1"}

    answer = alice_browsing.post(place[0], **{**WORDS, **page, **damage})

    assert answer.status_code == 422
    assert answer.json == {"sentence": "This form is damaged."}


def test_too_much_is_said(alice_browsing: Visitor, blog: Blog) -> None:
    answers = [
        put_aside(alice_browsing, urls.autosaving(blog), content="x" * size)
        for size in (LARGEST, 5 * 1024 * 1024)
    ]

    assert [one.status_code for one in answers] == [413, 413]
    assert all(one.json["sentence"] for one in answers)
    assert Autosave.collection().find_one() is None


def test_too_often_is_said_with_a_time_to_wait(
    alice_browsing: Visitor, blog: Blog, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(noun, "WRITING", Rate("few", 1, timedelta(hours=1)))

    answers = [put_aside(alice_browsing, urls.autosaving(blog), n=n) for n in (1, 2)]

    assert [one.status_code for one in answers] == [200, 429]
    assert int(answers[1].headers["Retry-After"]) > 1
    assert answers[1].json["sentence"]


@pytest.mark.parametrize("by_the_list_of_sessions", [False, True], ids=str)
def test_signing_out_erases_what_the_browser_keeps(
    alice_browsing: Visitor, by_the_list_of_sessions: bool
) -> None:
    (own,) = Session.of(alice_browsing.user)
    path = f"/account/sessions/{own.public_id}/revocation"
    out = alice_browsing.post(path if by_the_list_of_sessions else "/auth/logout")
    page = alice_browsing.get(out.location)

    assert out.headers["Clear-Site-Data"] == '"storage"'
    assert 'data-forget="all"' in page.text
    assert re.search(r'src="/static/js/forget\.js\?v=\w+"', page.text)
    assert "script-src 'self'" in page.headers["Content-Security-Policy"]


def test_signing_in_again_erases_nothing(app: Flask, alice_browsing: Visitor) -> None:
    alice_browsing.get(urls.login())
    answer = alice_browsing.post(
        "/auth/login", email="alice@example.org", password="correct horse battery staple"
    )

    assert answer.status_code == 302
    assert "Clear-Site-Data" not in answer.headers


def marks_in(page: TestResponse) -> dict[str, str]:
    """What an editor's form carries of autosaves, as a browser without scripts sends it."""
    found = re.findall(r'name="(autosave|sequence|grown_from)" value="([^"]*)"', page.text)
    return dict(found[:3])
