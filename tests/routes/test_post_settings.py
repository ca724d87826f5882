"""The settings of a post, in the editor's panel and on the pages that readers see."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from html import unescape
from typing import Any

import feedparser
import pytest
from flask import Flask
from werkzeug.test import TestResponse

from blogsite import urls
from blogsite.models import Blog, KeptForm, Post, Session, SettingsWish, User
from tests.support.factories import PASSWORD, address, make_blog, make_post
from tests.support.visitor import Visitor

OURS = {"Origin": "http://localhost"}
NAMES = (
    *("summary", "canonical_url", "language", "direction", "author", "date"),
    *("pinned", "kind", "menu_number", "series", "part", "cover_caption", "twin", "opened"),
)


def value_of(page: TestResponse, name: str) -> str:
    """What stands in a field, as a browser would send it."""
    text = page.text
    if select := re.search(rf'<select[^>]* name="{name}".*?</select>', text, re.DOTALL):
        chosen = re.search(r'<option selected value="([^"]*)"', select[0])
        return chosen[1] if chosen else ""
    if area := re.search(rf'<textarea[^>]* name="{name}"[^>]*>\r?\n?(.*?)</textarea>', text, re.S):
        return unescape(area[1])
    field = re.search(rf'<input[^>]* name="{name}"[^>]*>', text)
    assert field, name
    value = re.search(r' value="([^"]*)"', field[0])
    return unescape(value[1]) if value else ""


def opened(visitor: Visitor, path: str) -> dict[str, str]:
    """The panel's fields as a page shows them."""
    page = visitor.get(path)
    return {name: value_of(page, name) for name in NAMES}


def set_up(post: Post, *, by: User, **values: Any) -> None:
    post.revise(settings=SettingsWish(values=values), by=by)


def test_the_panel_saves_and_shows_what_was_chosen(
    alice_browsing: Visitor, bob: User, edited_blog: Blog, draft: Post
) -> None:
    chosen = {
        "summary": "Wet days & dry ones",
        "canonical_url": "https://example.org/rain?a=1&b=2",
        "language": "de-AT",
        "direction": "ltr",
        "author": str(bob.id),
        "date": "1943-05-01T08:30",
        "pinned": "yes",
        "kind": "page",
        "menu_number": "7",
        "series": "On “rain”",
        "part": "2",
        "twin": "no",
    }

    answer = alice_browsing.post(urls.edit(draft), **chosen)

    shown = opened(alice_browsing, urls.edit(draft))
    assert answer.status_code == 302
    assert {name: shown[name] for name in chosen} == chosen


def test_a_new_post_is_written_with_its_settings(
    alice_browsing: Visitor, reader: Visitor, blog: Blog
) -> None:
    fields = opened(alice_browsing, urls.new_post(blog))
    fields |= {"summary": "Wet days", "date": "2001-02-03T04:05", "pinned": "yes"}

    alice_browsing.post(urls.new_post(blog), title="Rain", content="It rained.", **fields)

    page = reader.get(urls.blog(blog)).text
    assert "Wet days" in page
    assert "3 February 2001" in page
    assert "Pinned" in page


def test_fields_that_were_not_sent_stay(alice_browsing: Visitor, draft: Post, alice: User) -> None:
    set_up(draft, by=alice, summary="Wet", pinned=True, kind="page", menu_number=3, language="de")

    alice_browsing.post(urls.edit(draft), content="It *snowed*.")

    assert Post.get(draft.id).settings == draft.settings


def test_saving_the_form_as_it_was_opened_changes_nothing(
    alice_browsing: Visitor, published: Post, alice: User
) -> None:
    set_up(published, by=alice, summary="Wet", series="On rain", part=2, canonical_url="http://a.b")
    fields = opened(alice_browsing, urls.edit(published))

    alice_browsing.post(urls.edit(published), **fields)

    stored = Post.get(published.id)
    assert (stored.version, stored.publication) == (published.version, published.publication)


def test_what_somebody_else_set_meanwhile_stays(
    alice_browsing: Visitor, bob: User, edited_blog: Blog, draft: Post
) -> None:
    fields = opened(alice_browsing, urls.edit(draft))
    set_up(draft, by=bob, pinned=True, summary="Bob's")

    answer = alice_browsing.post(urls.edit(draft), **{**fields, "language": "de"})

    stored = Post.get(draft.id)
    assert (stored.pinned, stored.summary, stored.language) == (True, "Bob's", "de")
    assert "Somebody else had set" not in alice_browsing.get(answer.location).text


def test_the_last_hand_wins_and_says_so(
    alice_browsing: Visitor, bob: User, edited_blog: Blog, draft: Post
) -> None:
    fields = opened(alice_browsing, urls.edit(draft))
    set_up(draft, by=bob, summary="Bob's", language="fr")

    answer = alice_browsing.post(
        urls.edit(draft), **{**fields, "summary": "Mine", "language": "de"}
    )

    assert Post.get(draft.id).summary == "Mine"
    said = alice_browsing.get(answer.location).text
    assert "what you chose counts now: Summary, Language." in said


@pytest.mark.parametrize(
    "damaged",
    [
        "{",
        "[]",
        '"x"',
        '{"author": "x"}',
        '{"author": 1}',
        '{"date": "tomorrow"}',
        '{"date": 7}',
        '{"pinned": "yes"}',
        '{"part": 1.5}',
        '{"colour": "red"}',
        "[" * 5000,
        "9" * 5000,
    ],
)
def test_a_damaged_form_says_so_once_and_keeps_what_was_typed(
    alice_browsing: Visitor, draft: Post, damaged: str
) -> None:
    fields = opened(alice_browsing, urls.edit(draft)) | {"summary": "Wet days"}

    refused = alice_browsing.post(urls.edit(draft), **{**fields, "opened": damaged})

    assert refused.status_code == 422
    assert "The settings arrived damaged." in refused.text
    assert value_of(refused, "summary") == "Wet days"
    again = fields | {"opened": value_of(refused, "opened")}
    assert alice_browsing.post(urls.edit(draft), **again).status_code == 302
    assert Post.get(draft.id).summary == "Wet days"


@pytest.mark.parametrize(
    ("name", "fields", "sentence"),
    [
        ("summary", {"summary": "x" * 10_000}, "Keep the summary to 500 characters."),
        ("summary", {"summary": "a\0b"}, "This holds a character that cannot be kept."),
        ("canonical_url", {"canonical_url": "ftp://example.org/"}, "Write a whole address"),
        (
            "canonical_url",
            {"canonical_url": "https://x.org/" + "a" * 10_000},
            "Write a whole address",
        ),
        (
            "canonical_url",
            {"canonical_url": "https://x.org/\0"},
            "This holds a character that cannot be kept.",
        ),
        ("language", {"language": "english"}, "Write a language by its tag"),
        ("language", {"language": "x" * 10_000}, "Write a language by its tag"),
        ("direction", {"direction": "up"}, "Choose from the list."),
        ("kind", {"kind": "poem"}, "Choose from the list."),
        ("pinned", {"pinned": "\ud800"}, "Choose from the list."),
        ("author", {"author": "nobody"}, "Choose somebody who belongs to this blog."),
        ("author", {"author": "0" * 24}, "Choose somebody who belongs to this blog."),
        ("date", {"date": "2099-01-01T00:00"}, "Choose a moment that is over."),
        ("date", {"date": "0999-01-01T00:00"}, "Choose a date after the year 1000."),
        ("date", {"date": "yesterday"}, "Write the moment as in"),
        ("menu_number", {"menu_number": "first"}, "Use a whole number from 1 to 9999."),
        ("menu_number", {"menu_number": "0", "kind": "page"}, "Use a whole number from 1 to 9999."),
        ("part", {"part": "٣", "series": "Rain"}, "Use a whole number from 1 to 9999."),
        ("series", {"part": "3"}, "Name the series that it is a part of."),
        ("series", {"series": "x" * 10_000}, "Use 120 characters at the most."),
        ("tags", {"tags": ",".join(str(n) for n in range(1000))}, "Use 20 tags at the most."),
    ],
)
def test_what_is_refused_is_said_beside_its_field_and_nothing_typed_is_lost(
    alice_browsing: Visitor, blog: Blog, name: str, fields: dict[str, str], sentence: str
) -> None:
    typed = {"title": "Rain", "content": "Two hours of work", "status": "draft"}
    fields = {name: one.encode("utf-8", "replace").decode() for name, one in fields.items()}

    answer = alice_browsing.post(urls.new_post(blog), **typed, **fields)

    assert answer.status_code == 422
    beside = answer.text.partition(f'id="{name}-error"')[2]
    assert sentence in unescape(beside[:200])
    assert "Two hours of work" in answer.text
    assert '<details class="post-settings" open>' in answer.text or name == "tags"
    assert Post.collection().count_documents({}) == 0


def test_all_that_is_wrong_is_said_at_once(alice_browsing: Visitor, draft: Post) -> None:
    wrong = {"language": "english", "canonical_url": "x", "part": "two", "summary": "Wet"}
    wrong["date"] = "2099-01-01T00:00"

    page = alice_browsing.post(urls.edit(draft), **wrong)

    assert page.text.count('class="error" id=') == 4
    assert {name: value_of(page, name) for name in wrong} == wrong


def test_a_blogs_member_becomes_the_author_and_nobody_else(
    app: Flask, alice_browsing: Visitor, bob: User, carol: User, edited_blog: Blog, published: Post
) -> None:
    make_blog(by=carol, title="Carol's")

    assert alice_browsing.post(urls.edit(published), author=str(carol.id)).status_code == 422
    alice_browsing.post(urls.edit(published), author=str(bob.id))

    assert ">Bob</bdi>" in Visitor(app).get(urls.post(published)).text
    choices = alice_browsing.get(urls.edit(published)).text.partition('name="author"')[2]
    assert ">Carol<" not in choices.partition("</select>")[0]


def test_among_however_many_members_who_writes_is_the_author(
    alice_browsing: Visitor,
    bob_browsing: Visitor,
    edited_blog: Blog,
    alice: User,
    bob: User,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("blogsite.models.suggestions.MOST_MEMBERS", 1)
    address = urls.new_post(edited_blog)

    offered = [value_of(who.get(address), "author") for who in (alice_browsing, bob_browsing)]

    assert offered == [str(alice.id), str(bob.id)]


def test_pages_stand_in_the_menu_of_every_page_of_the_blog(
    reader: Visitor, blog: Blog, published: Post, alice: User
) -> None:
    about = make_post(blog, by=alice, title="About <us>", status="published")
    set_up(published, by=alice, series="On rain")
    assert 'class="blog-menu"' not in reader.get(urls.blog(blog)).text
    set_up(about, by=alice, kind="page")

    pages = (
        urls.blog(blog),
        urls.post(published),
        urls.post(about),
        "/@field-notes/series/on-rain",
    )
    for path in pages:
        menu = reader.get(path).text.partition('<nav class="blog-menu"')[2].partition("</nav>")[0]
        assert f'href="{urls.post(about)}"' in menu
        assert ">About &lt;us&gt;</a>" in menu
        assert ('aria-current="page"' in menu) is (path == urls.post(about))


def test_a_page_is_in_no_list_and_no_feed(
    reader: Visitor, alice_browsing: Visitor, blog: Blog, published: Post, alice: User
) -> None:
    set_up(published, by=alice, kind="page", summary="All about us")

    for visitor in (reader, alice_browsing):
        for path in ("/", urls.blog(blog), urls.feed(blog)):
            assert "All about us" not in visitor.get(path).text


def test_a_pinned_post_stands_first_and_once(
    reader: Visitor, blog: Blog, published: Post, alice: User
) -> None:
    set_up(published, by=alice, pinned=True)
    for n in range(21):
        make_post(blog, by=alice, title=f"Day {n}", status="published")

    first = reader.get(urls.blog(blog))
    older = re.search(r'rel="next" href="([^"]*)"', first.text)
    assert older is not None
    second = reader.get(unescape(older[1]))

    place = f'href="{urls.post(published)}"'
    assert first.text.count(place) == 1
    assert first.text.index(place) < first.text.index("Day 20<")
    assert second.text.count(place) == 0
    assert feedparser.parse(reader.get(urls.feed(blog)).data).entries[0].title == "Day 20"


def test_a_date_moves_a_post_and_its_entry_stays_the_same(
    alice_browsing: Visitor, reader: Visitor, blog: Blog, published: Post, alice: User
) -> None:
    make_post(blog, by=alice, title="Later", status="published")

    def entry() -> Any:
        found = feedparser.parse(reader.get(urls.feed(blog)).data).entries
        return found.index(next(one for one in found if one.title == "Rain")), found[-1]

    before = entry()
    alice_browsing.post(urls.edit(published), date="2001-02-03T04:05", status="published")
    after = entry()

    assert (before[0], after[0]) == (1, 1)
    assert after[1].id == before[1].id
    assert after[1].updated == before[1].updated
    assert after[1].published == "2001-02-03T04:05:00+00:00"


def test_a_date_is_read_and_shown_on_its_writers_clock(
    app: Flask, alice_browsing: Visitor, draft: Post, alice: User
) -> None:
    alice.update({"time_zone": "Europe/Berlin"}, expecting={})

    fields = opened(alice_browsing, urls.edit(draft)) | {"date": "2001-07-03T04:05"}
    alice_browsing.post(urls.edit(draft), publish_zone="Europe/Berlin", **fields)

    assert Post.get(draft.id).date == datetime(2001, 7, 3, 2, 5, tzinfo=UTC)
    again = opened(alice_browsing, urls.edit(draft))
    assert again["date"] == "2001-07-03T04:05"
    alice_browsing.post(urls.edit(draft), publish_zone="Europe/Berlin", **again)
    assert Post.get(draft.id).version == 2


def test_a_reader_and_machines_get_language_direction_summary_and_origin(
    reader: Visitor, blog: Blog, published: Post, alice: User
) -> None:
    origin = 'https://example.org/a?b="c'.replace('"', "'")
    set_up(
        published,
        by=alice,
        language="ar",
        direction="rtl",
        summary="Wet & dry",
        canonical_url=origin,
    )

    page = reader.get(urls.post(published)).text
    feed = reader.get(urls.feed(blog)).text

    assert '<article class="post" dir="rtl" lang="ar">' in page
    assert '<meta name="description" content="Wet &amp; dry">' in page
    assert '<link rel="canonical" href="https://example.org/a?b=&#39;c">' in page
    assert '<entry xml:lang="ar">' in feed
    assert "<summary>Wet &amp; dry</summary>" in feed
    entry = feedparser.parse(feed.encode()).entries[0]
    links = {one.rel: one.href for one in entry.links}
    assert links["canonical"] == origin
    assert links["alternate"].endswith(urls.post(published))


def test_the_tags_of_the_blog_are_offered_with_their_counts(
    alice_browsing: Visitor, blog: Blog, alice: User
) -> None:
    for n in range(3):
        make_post(blog, by=alice, title=f"{n}", tags=["rain", "<b>snow"][: 1 + n // 2])
    make_post(make_blog(by=alice, title="Other"), by=alice, tags=["wind"])

    page = alice_browsing.get(urls.new_post(blog))
    offered = page.text.partition('class="tag-choices"')[2].partition("</ul>")[0]

    assert re.findall(r'data-tag="([^"]*)"', offered) == ["rain", "&lt;b&gt;snow"]
    assert "3 posts" in offered
    assert "script-src 'self'" in page.headers["Content-Security-Policy"]


@pytest.mark.parametrize("comma", [",", "\u060c", "\u3001", "\uff0c"])
def test_tags_stand_between_the_commas_of_any_keyboard(
    alice_browsing: Visitor, draft: Post, comma: str
) -> None:
    alice_browsing.post(urls.edit(draft), tags=f"مطر{comma} شتاء{comma}")

    assert Post.get(draft.id).tags == ["مطر", "شتاء"]


def test_a_form_that_came_too_late_keeps_its_settings(
    alice_browsing: Visitor, bob: User, edited_blog: Blog, draft: Post
) -> None:
    fields = opened(alice_browsing, urls.edit(draft))
    typed = fields | {"summary": "Wet days", "language": "english", "kind": "page"}
    Session.collection().delete_many({})
    form = {"csrf_token": alice_browsing.token(), "title": "Rain", **typed}
    alice_browsing.send(urls.edit(draft), form, headers=OURS)
    set_up(draft, by=bob, pinned=True)

    (kept,) = KeptForm.load_all(list(KeptForm.collection().find()))
    alice_browsing.post("/auth/login", email=address("Alice"), password=PASSWORD)
    page = alice_browsing.get(urls.kept_form(kept))

    again = {name: value_of(page, name) for name in NAMES}
    assert again == typed
    assert alice_browsing.post(urls.edit(draft), **{**again, "language": "de"}).status_code == 302
    stored = Post.get(draft.id)
    assert (stored.summary, stored.kind, stored.pinned) == ("Wet days", "page", True)


def test_a_conflict_keeps_the_settings_in_the_form(
    alice_browsing: Visitor, bob: User, edited_blog: Blog, draft: Post
) -> None:
    page = alice_browsing.get(urls.edit(draft))
    fields = {name: value_of(page, name) for name in (*NAMES, "version")}
    draft.revise(content="Bob's words", by=bob)
    set_up(draft, by=bob, language="fr")

    typed = fields | {"content": "Alice's words", "summary": "Wet days"}
    conflict = alice_browsing.post(urls.edit(draft), **typed)
    again = {name: value_of(conflict, name) for name in (*NAMES, "version")}
    alice_browsing.post(urls.edit(draft), content="Both", **again)

    assert conflict.status_code == 409
    stored = Post.get(draft.id)
    assert (stored.source, stored.summary, stored.language) == ("Both", "Wet days", "fr")


def test_the_page_of_a_series_lists_its_parts_in_order(
    reader: Visitor, blog: Blog, alice: User
) -> None:
    for title, part in (("Second", 2), ("First", 1), ("Hidden", 3)):
        wish = SettingsWish(values={"series": "On rain", "part": part})
        status = "draft" if title == "Hidden" else "published"
        make_post(blog, by=alice, title=title, status=status, settings=wish)

    page = reader.get("/@field-notes/series/on-rain").text
    first = reader.get("/@field-notes/first").text

    assert page.index(">First</a>") < page.index(">Second</a>")
    assert "Hidden" not in page
    assert "A series of 2 parts" in page
    assert "Part 1 of 2 in" in first
    assert 'href="/@field-notes/series/on-rain"' in first
    assert 'rel="next" href="/@field-notes/second"' in first
    assert 'rel="prev"' not in first


def test_a_series_that_is_not_there_is_not_found_and_one_that_was_is_gone(
    reader: Visitor, blog: Blog, published: Post, alice: User
) -> None:
    assert reader.get("/@field-notes/series/on-rain").status_code == 404

    set_up(published, by=alice, series="On rain")
    assert reader.get("/@field-notes/series/on-rain").status_code == 200
    published.trash(by=alice)
    assert reader.get("/@field-notes/series/on-rain").status_code == 410


def test_what_a_page_was_opened_with_is_plain(alice_browsing: Visitor, published: Post) -> None:
    told = json.loads(opened(alice_browsing, urls.edit(published))["opened"])

    assert published.publication is not None
    at = published.publication.at.replace(second=0, microsecond=0)
    assert datetime.fromisoformat(told["date"]) == at.astimezone(UTC)
    assert told["author"] == str(published.author_id)


def test_the_editor_is_in_the_language_and_direction_of_the_post(
    alice_browsing: Visitor, draft: Post, published: Post, alice: User
) -> None:
    set_up(draft, by=alice, language="he", direction="rtl")

    page = alice_browsing.get(urls.edit(draft)).text
    for name in ("title", "content", "summary"):
        control = re.search(rf"<(?:input|textarea)[^>]* name=\"{name}\"[^>]*>", page)
        assert control
        assert 'lang="he"' in control[0]
        assert 'dir="rtl"' in control[0]

    plain = alice_browsing.get(urls.edit(published)).text
    assert re.search(r'<textarea[^>]* dir="auto"[^>]* name="content"', plain)
