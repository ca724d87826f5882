"""Previews: without a script a page with the whole form, with one the text alone; nothing saved."""

from __future__ import annotations

from datetime import timedelta
from threading import BoundedSemaphore

import pytest
from flask import Flask

from blogsite import urls
from blogsite.lib import bounded
from blogsite.models import Blog, KeptForm, Post, Revision, Session, User
from blogsite.models.post import LONGEST_CONTENT, previewing, rendering
from blogsite.models.throttle import Rate
from tests.support.factories import make_post
from tests.support.modes import give
from tests.support.visitor import Visitor

LONG = "A line of a long text.\n\n" * 1000
FIELDS = {
    "title": "Rain & wind",
    "content": "It *rained* all day.",
    "tags": "weather, wet",
    "slug": "storm",
    "publish_at": "2031-01-31T08:30",
    "publish_zone": "Europe/Berlin",
    "version": "1",
}
FROM_OUR_PAGE = {"Sec-Fetch-Site": "same-origin"}


def held(page: str, words: str) -> bool:
    return f'value="{words}"' in page


def test_a_new_post_is_previewed_with_its_whole_form_and_not_saved(
    alice_browsing: Visitor, blog: Blog
) -> None:
    address = urls.preview(post=None, blog=blog)

    page = alice_browsing.post(address, **{**FIELDS, "title": ""})

    assert page.status_code == 200
    assert "It <em>rained</em> all day." in page.text
    assert "It *rained* all day.</textarea>" in page.text
    assert held(page.text, "weather, wet")
    assert held(page.text, "2031-01-31T08:30")
    assert "Give the post a title" not in page.text
    assert "css/prose.css" in page.text
    assert Post.collection().count_documents({}) == 0


def test_an_edit_is_previewed_with_every_field_and_not_saved(
    alice_browsing: Visitor, draft: Post
) -> None:
    before = Post.collection().find_one({"_id": draft.id})

    page = alice_browsing.post(urls.preview(post=draft, blog=draft.blog), **FIELDS)

    assert "It <em>rained</em> all day." in page.text
    assert all(
        held(page.text, FIELDS[name]) for name in ("tags", "slug", "version", "publish_zone")
    )
    assert held(page.text, "Rain &amp; wind")
    assert f'action="{urls.edit(draft)}"' in page.text
    assert Post.collection().find_one({"_id": draft.id}) == before
    assert Revision.collection().count_documents({"post_id": draft.id}) == 1


def test_after_a_preview_the_form_still_knows_what_it_started_from(
    bob_browsing: Visitor, alice: User, draft: Post
) -> None:
    draft.revise(content="Alice was faster.", by=alice)

    mine = {"title": "Rain", "content": "It *stormed* all day.", "version": "1"}
    page = bob_browsing.post(urls.preview(post=draft, blog=draft.blog), **mine)
    version = page.text.partition('name="version"')[2].partition('value="')[2].partition('"')[0]
    answer = bob_browsing.post(urls.edit(draft), **{**mine, "version": version})

    assert answer.status_code == 409
    assert "Two versions" in answer.text


def test_a_conflict_is_previewed_like_any_text(alice_browsing: Visitor, draft: Post) -> None:
    both = "⟪⟪⟪ Bob\nHis words.\n⟪⟪⟪ yours\nMine.\n"

    page = alice_browsing.post(
        urls.preview(post=draft, blog=draft.blog), title="Rain", content=both, version="7"
    )

    assert page.status_code == 200
    assert held(page.text, "7")
    assert "His words.\n⟪⟪⟪ yours\nMine." in page.text.partition("<textarea")[2]


def test_the_editor_asks_for_previews_where_they_are(alice_browsing: Visitor, draft: Post) -> None:
    page = alice_browsing.get(urls.edit(draft)).text

    assert f'formaction="{urls.preview(post=draft, blog=draft.blog)}"' in page
    assert f'data-live-preview="{urls.live_preview(draft.blog)}"' in page
    assert page.index('value="draft"') < page.index("formaction"), "Enter would preview"


@pytest.mark.parametrize("words", ["scheduled", "2031-02-31T08:30", "2031-01-31 08:30"])
def test_a_moment_that_is_none_yet_is_kept_as_it_was_typed(
    alice_browsing: Visitor, blog: Blog, words: str
) -> None:
    page = alice_browsing.post(urls.preview(post=None, blog=blog), publish_at=words)

    assert f'name="publish_at" type="text" value="{words}"' in page.text


@pytest.mark.parametrize("content", ["x" * (LONGEST_CONTENT + 1), "é" * (LONGEST_CONTENT // 2 + 1)])
def test_what_is_too_long_is_said_beside_the_text_which_stays(
    alice_browsing: Visitor, blog: Blog, content: str
) -> None:
    page = alice_browsing.post(urls.preview(post=None, blog=blog), title="Rain", content=content)
    live = alice_browsing.post(urls.live_preview(blog), content=content)

    assert page.status_code == live.status_code == 422
    assert "longer than a post may be" in page.text
    assert content in page.text
    assert "longer than a post may be" in live.get_json()["problem"]


def test_hostile_words_come_out_harmless_and_the_marks_of_a_preview_are_ours_alone(
    alice_browsing: Visitor, blog: Blog
) -> None:
    hostile = (
        "<script>alert(1)</script><img src=x onerror=alert(1)>\n\n"
        '<a href="javascript:alert(1)" target="_top" data-line="x" onclick="x()">here</a>\n\n'
        "[there](javascript:alert(1)) <b data-line='\"><script>'>b</b> <form><input name=x></form>"
    )

    html = alice_browsing.post(urls.live_preview(blog), content=hostile).get_json()["html"]

    assert "alert" not in html.replace("[there](javascript:alert(1))", "")
    assert not any(one in html for one in ("<script", "<img", "onclick", "_top", "<form", "<input"))
    assert 'data-line="x"' not in html


def test_the_live_preview_says_where_each_block_begins_and_leads_nowhere(
    alice_browsing: Visitor, blog: Blog
) -> None:
    source = "One\n\n- two\n- [three](https://example.org)\n\n```\ncode\n```\n\n$$\na\n$$\n"
    source += "\nend[^1]\n\n[^1]: note"

    html = alice_browsing.post(urls.live_preview(blog), content=source).get_json()["html"]

    for begins in ('<p data-line="0">One', '<li data-line="2"', '<li data-line="3"'):
        assert begins in html
    assert '<pre data-line="5"' in html
    assert '<p data-line="9"><math' in html
    assert 'href="https://example.org" target="_blank"' in html
    assert '<a href="#p-fn1" id="p-fnref1" rel="noopener">' in html


def test_a_stored_post_has_no_marks_of_a_preview(draft: Post, alice: User) -> None:
    draft.revise(content="One\n\n[two](https://example.org)", by=alice)

    assert "data-line" not in draft.html
    assert "target" not in draft.html


def test_beside_its_marks_a_preview_is_what_the_post_will_be(
    alice_browsing: Visitor, blog: Blog, alice: User
) -> None:
    source = (
        "## One\n\n> [!TIP]\n> two\n\n| a | b |\n|---|--:|\n| 1 | $x$ |\n\n## Two\n\n## Three\n"
    )
    post = make_post(blog, by=alice, content=source)

    html = alice_browsing.post(urls.live_preview(blog), content=source).get_json()["html"]

    plain = html
    for line in range(20):
        plain = plain.replace(f' data-line="{line}"', "")
    assert post.html.strip() in plain
    assert 'href="#p-three"' in html.partition('class="prose"')[0]


def test_a_long_text_is_previewed_in_a_child_like_a_save(
    alice_browsing: Visitor, blog: Blog, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    call = bounded.call
    monkeypatch.setattr(
        bounded, "call", lambda *told, **limits: (asked.append(told[1]), call(*told, **limits))[1]
    )

    answer = alice_browsing.post(urls.live_preview(blog), content=LONG)

    assert asked == ["preview"]
    assert 'data-line="1998"' in answer.get_json()["html"]


def test_what_takes_too_long_is_said(alice_browsing: Visitor, blog: Blog) -> None:
    answer = alice_browsing.post(
        urls.live_preview(blog), content=f"[a]: http://example.org/{'y' * 8000}\n\n" + "[a] " * 3000
    )

    assert answer.status_code == 422
    assert "takes too long" in answer.get_json()["problem"]


def test_no_more_children_than_there_is_room_for(
    alice_browsing: Visitor, blog: Blog, monkeypatch: pytest.MonkeyPatch
) -> None:
    full = BoundedSemaphore(1)
    full.acquire()
    monkeypatch.setattr(rendering, "_room", full)
    monkeypatch.setattr(rendering, "LONGEST_WAIT", 0.01)

    long = alice_browsing.post(urls.live_preview(blog), content=LONG)
    short = alice_browsing.post(urls.live_preview(blog), content="Short")

    assert long.status_code == 429
    assert long.headers["Retry-After"] == "1"
    assert short.status_code == 200


def test_who_asks_too_often_has_to_wait_and_keeps_the_text(
    app: Flask, alice_browsing: Visitor, blog: Blog, monkeypatch: pytest.MonkeyPatch
) -> None:
    give(app, monkeypatch, throttles=True)
    monkeypatch.setattr(previewing, "RATE", Rate("previews in a test", 1, timedelta(hours=1)))
    address = urls.preview(post=None, blog=blog)

    first = alice_browsing.post(urls.live_preview(blog), content="Rain")
    live = alice_browsing.post(urls.live_preview(blog), content="Rain")
    page = alice_browsing.post(address, title="Rain", content="It *rained*.")

    assert [first.status_code, live.status_code, page.status_code] == [200, 429, 429]
    assert int(live.headers["Retry-After"]) > 1
    assert "It *rained*.</textarea>" in page.text


def test_a_preview_sent_from_elsewhere_is_refused(alice_browsing: Visitor, blog: Blog) -> None:
    for address in (urls.preview(post=None, blog=blog), urls.live_preview(blog)):
        assert alice_browsing.send(address, {"content": "Rain"}).status_code == 400


@pytest.mark.parametrize("of", ["new", "edit"])
def test_a_preview_that_came_after_the_session_keeps_what_was_written(
    alice_browsing: Visitor, draft: Post, of: str
) -> None:
    address = urls.preview(post=draft if of == "edit" else None, blog=draft.blog)
    Session.collection().delete_many({})

    answer = alice_browsing.send(
        address, {"csrf_token": alice_browsing.token(), **FIELDS}, headers=FROM_OUR_PAGE
    )

    assert answer.status_code == 302
    assert answer.location.startswith("/login")
    kept = KeptForm.find({"blog_id": draft.blog_id})
    assert kept is not None
    assert kept.written["content"] == FIELDS["content"]
    assert kept.post_id == (draft.id if of == "edit" else None)


def test_a_live_preview_after_the_session_leads_to_the_door_and_keeps_nothing(
    alice_browsing: Visitor, blog: Blog
) -> None:
    Session.collection().delete_many({})

    answer = alice_browsing.post(urls.live_preview(blog), content="Rain")

    assert answer.status_code == 302
    assert KeptForm.collection().count_documents({}) == 0


def test_the_preview_is_in_the_language_and_direction_of_the_post(
    alice_browsing: Visitor, blog: Blog
) -> None:
    said = {"content": "1 גשם", "language": "he", "direction": "rtl"}

    page = alice_browsing.post(urls.preview(post=None, blog=blog), **{**FIELDS, **said}).text
    pane = alice_browsing.post(urls.live_preview(blog), **said).json["html"]
    odd = {**said, "language": '"x', "direction": "up"}
    plain = alice_browsing.post(urls.live_preview(blog), **odd).json

    assert '<article class="post" lang="he" dir="rtl">' in page
    assert '<div class="prose" lang="he" dir="rtl">' in pane
    assert '<div class="prose" dir="auto">' in plain["html"]
