"""What readers find, and what they never do."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from flask import Flask

from blogsite import jobs
from blogsite.database import connection
from blogsite.lib import clock, markdown
from blogsite.models import Blog, Post, SettingsWish, User, blog_removal, search
from blogsite.models.errors import Invalid, NotFound
from blogsite.models.post import Manuscript, refreshing
from blogsite.models.search import Asked, Search, walking
from blogsite.models.search_entry import SearchEntry, SearchWord
from tests.support.factories import make_blog, make_post


def found(typed: str, blog: Blog | None = None, key: str | None = None) -> list[str]:
    """The titles of what is found, in their order."""
    search = Search.through(Asked.of(typed), blog=blog, key=key)
    return [hit.post.title for hit in search.hits]


def public(blog: Blog, by: User, title: str, content: str = "…", **given: object) -> Post:
    return make_post(blog, by=by, status="published", title=title, content=content, **given)


def test_a_word_of_the_text_is_enough(blog: Blog, alice: User) -> None:
    public(blog, alice, "Rain", "The **umbrella** was left behind.")
    public(blog, alice, "Sun")

    assert found("umbrella") == ["Rain"]
    assert found("umbrella", blog) == ["Rain"]
    assert found("parasol") == []


def test_a_blog_is_searched_alone(blog: Blog, alice: User) -> None:
    other = make_blog(by=alice, title="Other")
    public(other, alice, "Elsewhere", "An umbrella.")

    assert found("umbrella", blog) == []
    assert found("umbrella", other) == found("umbrella") == ["Elsewhere"]


@pytest.mark.parametrize("scope", ["blog", "site"])
def test_what_is_not_listed_is_not_found(blog: Blog, alice: User, scope: str) -> None:
    within = blog if scope == "blog" else None
    post = make_post(blog, by=alice, title="Rain", content="An umbrella.")
    seen = [found("umbrella", within)]
    for verb in ("publish", "withdraw", "publish", "unlist", "relist", "trash", "restore"):
        getattr(post, verb)(by=alice)
        seen.append(found("umbrella", within))

    there = ["Rain"]
    assert seen == [[], there, [], there, [], there, [], there]


def test_a_scheduled_post_is_found_from_its_second_on(blog: Blog, alice: User) -> None:
    due = clock.now().replace(microsecond=0) + timedelta(hours=1)
    make_post(
        blog, by=alice, title="Rain", content="An umbrella.", status="scheduled", publish_at=due
    )

    assert [found(one) for one in ("umbrella", "rain", "umbr", "tag:wet", "author:alice")] == [
        []
    ] * 5
    with time_machine.travel(due - timedelta(seconds=1)):
        assert found("umbrella") == []
    with time_machine.travel(due, tick=False):
        assert found("umbrella") == found("umbrella", blog) == ["Rain"]


def test_what_stands_in_title_or_tags_comes_first(blog: Blog, alice: User) -> None:
    public(blog, alice, "Rain")
    public(blog, alice, "Wet", tags=["rain"])
    public(blog, alice, "Newest", "It will rain.")

    assert found("rain") == found("rain", blog) == ["Wet", "Rain", "Newest"]


def test_all_words_are_needed_in_whatever_form(blog: Blog, alice: User) -> None:
    public(blog, alice, "Both", "The rivers were high and it was cold for the time of the year.")
    public(blog, alice, "One", "The river was warm and it was late in the year.")

    assert found("cold river") == ["Both"]
    assert found("RIVER year") == ["One", "Both"]


def test_the_beginning_of_the_last_word_is_enough(blog: Blog, alice: User) -> None:
    public(blog, alice, "Rain", "An umbrella and a raincoat.")

    assert found("raincoat umbr") == ["Rain"]
    assert found("umbr raincoat") == []
    assert found('"umbr"') == found("umbrellas-") == []


def test_a_phrase_is_found_as_it_stands(blog: Blog, alice: User) -> None:
    public(blog, alice, "One", "It was *heavy* rain, all day.")
    public(blog, alice, "Other", "Rain is heavy.")
    public(blog, alice, "Heavy rain")
    public(blog, alice, "No heavy", tags=["rain"])

    assert found('"heavy rain"') == ["Heavy rain", "One"]
    assert found("“Heavy rain” day") == ["One"]
    assert found('heavy -"heavy rain"') == ["No heavy", "Other"]


def test_a_word_may_be_unwanted(blog: Blog, alice: User) -> None:
    public(blog, alice, "Rain", "An umbrella.")
    public(blog, alice, "Sun", "An umbrella for the sun.")

    assert found("umbrella -sun") == ["Rain"]
    assert found("umbrella -tag:wet -zzz") == ["Sun", "Rain"]


def test_tags_and_authors_narrow_it(edited_blog: Blog, alice: User, bob: User) -> None:
    public(edited_blog, alice, "Rain", "An umbrella.", tags=["Heavy Weather", "Öl"])
    public(edited_blog, bob, "Sun", "An umbrella.", tags=["heavy"])

    assert found('tag:"heavy weather"') == found("tag:OL umbrella") == ["Rain"]
    assert found("tag:heavy") == found("author:bob") == found("umbrella author:Bob") == ["Sun"]
    assert found("author:nobody umbrella") == []


SAID = {
    "rivers": ("en", "The river was high in the morning.", "rivers"),
    "Straße": (
        "de",
        "Die Straßen von München sind nass, und die Häuser auch.",
        "strasse munchen Haus",
    ),
    "élèves": ("fr", "Les élèves étaient dans la cour.", "eleve"),
    "canción": ("es", "Las canciones de la noche.", "cancion"),
    "İstanbul": ("tr", "Işıklar ve İstanbul.", "isik ISTANBUL"),
    "русский": ("ru", "Реки и ёлки стояли тихо.", "река елка"),
    "ελληνικά": ("el", "Οι ποταμοί ήταν ήσυχοι.", "ποταμος"),
    "العربية": ("ar", "قرأتُ الكتابَ في البيت.", "كتاب"),
    "עברית": ("he", "הַבַּיִת היה גדול", "בית"),
    "हिन्दी": ("hi", "नदियों का पानी", "नदी"),
    "中文": ("zh", "我们在河边看见了一只白鹭。", "看见 白鹭"),
    "日本語": ("ja", "東京都に行きました。カタカナも。", "東京都 カタカナ"),
    "한국어": ("ko", "학교에서 한국어를 배워요.", "학교 한국어"),
    "ไทย": ("th", "ภาษาไทยสวยงามมาก", "สวยงาม"),
    "ﬁnal": ("", "The ﬁnal café, naïve.", "final CAFE naive"),
}


@pytest.mark.parametrize("name", SAID)
def test_every_language_is_found_as_people_type_it(blog: Blog, alice: User, name: str) -> None:
    language, text, typed = SAID[name]
    post = public(blog, alice, "Here", text)
    post.revise(by=alice, settings=SettingsWish(values={"language": language}))
    public(blog, alice, "There", "Something else altogether.")

    assert found(f"{typed} ") == found(typed, blog) == ["Here"]


def test_a_run_of_characters_stands_so_and_not_in_pieces(blog: Blog, alice: User) -> None:
    public(blog, alice, "Pieces", "京都と東京。")
    public(blog, alice, "Whole", "東京都です。")

    assert found("東京都") == ["Whole"]
    assert found("東京") == ["Whole", "Pieces"]
    assert found("都") == ["Whole", "Pieces"]


def test_a_post_without_a_language_is_read_by_its_words(blog: Blog, alice: User) -> None:
    public(blog, alice, "Fluss", "Die Häuser und die Brücken sind nicht mehr da, und das ist gut.")

    assert found("Brücke Haus") == ["Fluss"]


def test_what_was_changed_is_found_anew(blog: Blog, alice: User) -> None:
    post = public(blog, alice, "Rain", "An umbrella.", tags=["wet"])
    post.revise(by=alice, title="Sun", content="A parasol.")
    post.tag(["dry"], by=alice)

    assert found("umbrella") == found("rain") == []
    assert found("parasol") == found("sun") == found("tag:dry") == found("tag:wet") == ["Sun"]
    post.untag(["wet"], by=alice)
    assert found("tag:wet") == []


def test_a_draft_that_was_retitled_is_found_by_beginnings_too(blog: Blog, alice: User) -> None:
    post = make_post(blog, by=alice, title="Rain", content="An umbrella.")
    post.revise(by=alice, title="Thunderstorm")
    post.tag(["weather"], by=alice)
    post.publish(by=alice)

    assert found("umbr") == found("thunder") == found("weath") == ["Thunderstorm"]
    assert found("rain") == []


def test_the_language_can_be_set_and_taken_away(blog: Blog, alice: User) -> None:
    post = public(blog, alice, "Rain", "Walking.")
    seen = [found("walked")]
    for language in ("en", ""):
        post.revise(by=alice, settings=SettingsWish(values={"language": language}))
        seen.append(found("walked"))

    assert seen == [[], ["Rain"], []]


def test_pages_hold_every_post_once(
    blog: Blog, alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "PAGE_LENGTH", 2)
    titles = [f"{'Rain' if n % 2 else 'Day'} {n}" for n in range(7)]
    for title in titles:
        public(blog, alice, title, "Some rain.")

    seen, key = [], None
    while key is not None or not seen:
        page = Search.through(Asked.of("rain"), blog=blog, key=key)
        seen += [hit.post.title for hit in page.hits]
        key = page.older

    assert seen == ["Rain 5", "Rain 3", "Rain 1", "Day 6", "Day 4", "Day 2", "Day 0"]


@pytest.mark.parametrize("key", ["", "x", "text.", "text.1-2", "title", "else.1-" + "0" * 24])
def test_a_page_that_there_is_not(blog: Blog, key: str) -> None:
    with pytest.raises(NotFound):
        found("rain", blog, key)


def test_a_search_looks_into_no_more_than_it_may(
    blog: Blog, alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(walking, "MOST_EXAMINED", 3)
    oldest = public(blog, alice, "Oldest", "Rain and night.")
    for n in range(4):
        public(blog, alice, f"Day {n}", "Night and rain.")

    first = Search.through(Asked.of('"rain and night"'), blog=blog)
    second = Search.through(Asked.of('"rain and night"'), blog=blog, key=first.older)

    assert (first.hits, first.unfinished) == ([], True)
    assert ([hit.post for hit in second.hits], second.unfinished) == ([oldest], False)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("!!", "a word"),
        ("a", "two letters"),
        ("-rain", "also what is to be found"),
        ("-tag:rain", "also what is to be found"),
        ("word " * 50, "200"),
        ("x" * 10_000, "200"),
        ("rain " * 13, "12"),
    ],
)
def test_what_cannot_be_looked_for_is_said(app: Flask, typed: str, sentence: str) -> None:
    with pytest.raises(Invalid, match=sentence) as refused:
        Asked.of(typed)

    assert refused.value.field == "q"


@pytest.mark.parametrize(
    "typed",
    ["$where", '{"$gt": ""}', "ab.cd$ef", ".*rain.*", "tag:a\\", '"xy.*', "author:( xy", "^rain"],
)
def test_nothing_that_is_typed_is_an_operator(blog: Blog, alice: User, typed: str) -> None:
    public(blog, alice, "Sun", "Nothing of the kind.")

    assert found(typed) == found(typed, blog) == []


def test_a_deleted_blog_is_not_found(blog: Blog, alice: User) -> None:
    public(blog, alice, "Rain", "An umbrella.")
    blog_removal.remove(blog, by=alice)
    seen = found("umbrella")
    jobs.run_due()

    assert seen == []
    assert SearchEntry.collection().count_documents({}) == 0


def test_what_is_deleted_for_good_leaves_no_entry(blog: Blog, alice: User) -> None:
    for status in ("draft", "published"):
        post = make_post(blog, by=alice, status=status)
        post.trash(by=alice)
        post.remove(by=alice)

    assert SearchEntry.collection().count_documents({}) == 0


def test_drafts_have_no_keys_in_the_index(blog: Blog, alice: User) -> None:
    make_post(blog, by=alice, content="An umbrella.")
    unlisted = public(blog, alice, "Quiet", "A parasol.")
    unlisted.unlist(by=alice)
    gone = public(blog, alice, "Gone", "A raincoat.")
    gone.trash(by=alice)

    kept = connection().database.command("validate", "search_entries")["keysPerIndex"]

    assert {name: count for name, count in kept.items() if name != "_id_" and count} == {}
    assert SearchWord.collection().find_one({"_id": "umbrella umbrella"}) is None


def test_a_list_never_trusts_an_entry_alone(blog: Blog, alice: User) -> None:
    post = public(blog, alice, "Rain", "An umbrella.")
    Post.collection().update_one({"_id": post.id}, {"$set": {"publication": None}})

    assert found("umbrella") == []


def test_an_imported_post_is_found(blog: Blog, alice: User) -> None:
    then = clock.now() - timedelta(days=9)
    one = Manuscript(title="Rain", content="An umbrella.", by=alice, written_at=then)
    list(blog.import_posts([replace(one, public_at=then), replace(one, title="Draft")]))

    assert found("umbrella") == ["Rain"]


def test_an_old_post_is_entered_by_a_job(blog: Blog, alice: User) -> None:
    post = public(blog, alice, "Rain", "An umbrella.")
    make_post(blog, by=alice, title="Draft", content="An umbrella.")
    SearchEntry.collection().delete_many({})
    Post.collection().update_many({}, {"$set": {"render_version": markdown.RENDER_VERSION - 1}})
    post.revise(by=alice, title="Heavy rain")

    refreshing.refresh_later()
    jobs.run_due()

    assert found("umbrella") == found("heavy") == ["Heavy rain"]


def test_what_failed_to_be_saved_is_not_found(blog: Blog, alice: User) -> None:
    post = public(blog, alice, "Rain", "An umbrella.")
    late = clock.now() - timedelta(days=1)
    with pytest.raises(Invalid):
        post.revise(by=alice, content="A parasol.", status="scheduled", publish_at=late)

    assert (found("umbrella"), found("parasol")) == (["Rain"], [])


def test_marks_stand_around_what_was_looked_for(blog: Blog, alice: User) -> None:
    public(
        blog, alice, "Heavy rain", "x " * 300 + "It rained <b>umbrellas</b>, ÜMBRELLA. 東京都です"
    )
    (hit,) = Search.through(Asked.of("umbrella 京都 rain")).hits

    assert [one.text for one in hit.title if one.found] == ["rain"]
    assert [one.text for one in hit.excerpt if one.found][-2:] == ["ÜMBRELLA", "京都"]
    assert "".join(one.text for one in hit.excerpt).startswith("… ")
