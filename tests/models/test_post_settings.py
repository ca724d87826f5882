"""What is said about a post besides its words: settings, and who may say what."""

from __future__ import annotations

from typing import Any

import pytest

from blogsite.lib import clock
from blogsite.models import Blog, Membership, Post, Revision, SettingsWish, User
from blogsite.models.errors import Invalid
from tests.support.factories import make_post

quick = pytest.mark.quick


def change(post: Post, *, by: User, opened: dict[str, Any] | None = None, **values: Any) -> Post:
    """Settings alone, as a form or a program says them."""
    post.revise(settings=SettingsWish(values=values, opened=opened or {}), by=by)
    return Post.get(post.id)


@quick
def test_a_post_begins_without_any(draft: Post, alice: User) -> None:
    assert draft.settings == {
        "summary": "",
        "canonical_url": "",
        "language": "",
        "direction": "",
        "author": alice.id,
        "date": None,
        "pinned": False,
        "kind": "post",
        "menu_number": None,
        "series": "",
        "part": None,
        "cover": "",
        "cover_caption": "",
        "twin": "",
    }


@quick
@pytest.mark.parametrize(
    ("name", "written", "kept"),
    [
        ("summary", " Wet\n days  ", "Wet days"),
        ("summary", "x" * 500, "x" * 500),
        ("canonical_url", " HTTPS://Example.org/Rain?a=1#b ", "https://example.org/Rain?a=1#b"),
        ("canonical_url", " ", ""),
        ("language", "de_at", "de-AT"),
        ("language", "ZH-hant", "zh-Hant"),
        ("direction", "rtl", "rtl"),
        ("twin", "no", "no"),
        ("pinned", True, True),
        ("kind", "page", "page"),
        ("series", " On   rain ", "On rain"),
    ],
)
def test_a_setting_is_kept_as_it_is_meant(
    draft: Post, alice: User, name: str, written: Any, kept: Any
) -> None:
    assert change(draft, by=alice, **{name: written}).settings[name] == kept


@quick
@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("summary", "x" * 501),
        ("canonical_url", "javascript:alert(1)"),
        ("canonical_url", "https://alice:secret@example.org/"),
        ("canonical_url", "//example.org/"),
        ("canonical_url", "https://example.org/" + "a" * 10_000),
        ("canonical_url", "https://example.org/<script>"),
        ("twin", "maybe"),
        ("language", "english"),
        ("language", "de-XX"),
        ("direction", "up"),
        ("kind", "poem"),
        ("series", "x" * 121),
        ("series", "\u200b"),
    ],
)
def test_what_breaks_a_rule_is_refused_at_its_field(
    draft: Post, alice: User, name: str, written: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        change(draft, by=alice, **{name: written})

    assert refusal.value.field == name
    assert Post.get(draft.id).settings == draft.settings


@quick
@pytest.mark.parametrize(("name", "beside"), [("menu_number", "kind"), ("part", "series")])
@pytest.mark.parametrize("number", [0, -1, 10_000])
def test_a_number_has_its_bounds(
    draft: Post, alice: User, name: str, beside: str, number: int
) -> None:
    with pytest.raises(Invalid) as refusal:
        change(draft, by=alice, **{beside: "page", name: number})

    assert refusal.value.field == name


@quick
def test_a_part_names_its_series(draft: Post, alice: User) -> None:
    with pytest.raises(Invalid) as refusal:
        change(draft, by=alice, part=2)

    assert refusal.value.field == "series"


@quick
def test_any_member_can_be_the_author(
    edited_blog: Blog, draft: Post, alice: User, bob: User
) -> None:
    assert change(draft, by=alice, author=bob.id).author_id == bob.id
    assert change(draft, by=bob, author=alice.id).author_id == alice.id


@quick
def test_nobody_else_can(draft: Post, alice: User, carol: User, blog: Blog) -> None:
    for stranger in (carol.id, blog.id, None):
        with pytest.raises(Invalid) as refusal:
            change(draft, by=alice, author=stranger)
        assert refusal.value.field == "author"


@quick
def test_an_author_who_left_the_blog_stays_the_author(
    edited_blog: Blog, draft: Post, alice: User, bob: User
) -> None:
    change(draft, by=alice, author=bob.id)
    opened = Post.get(draft.id).settings
    Membership.collection().delete_one({"user_id": bob.id})

    kept = change(draft, by=alice, opened=opened, **{**opened, "summary": "Wet"})

    assert (kept.author_id, kept.summary) == (bob.id, "Wet")


@quick
def test_what_was_not_touched_overwrites_nothing(draft: Post, alice: User) -> None:
    opened = draft.settings
    change(draft, by=alice, summary="Theirs", pinned=True)

    kept = change(draft, by=alice, opened=opened, **{**opened, "language": "de"})

    assert (kept.summary, kept.pinned, kept.language) == ("Theirs", True, "de")
    assert draft.overruled == []


@quick
def test_where_both_set_something_the_last_hand_wins_and_is_told(draft: Post, alice: User) -> None:
    opened = draft.settings
    change(draft, by=alice, summary="Theirs", language="fr")

    kept = change(draft, by=alice, opened=opened, summary="Mine", language="fr")

    assert kept.summary == "Mine"
    assert draft.overruled == ["summary"]


@quick
def test_a_setting_alone_leaves_no_revision(draft: Post, alice: User) -> None:
    before = Revision.collection().count_documents({})

    kept = change(draft, by=alice, language="de", summary="Wet")

    assert Revision.collection().count_documents({}) == before
    assert (kept.version, kept.text_version) == (2, 1)


@quick
@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"summary": "Wet"}, True),
        ({"canonical_url": "https://example.org/"}, False),
        ({"language": "de", "direction": "ltr"}, False),
        ({"pinned": True}, False),
        ({"kind": "page"}, False),
        ({"series": "On rain"}, False),
    ],
)
def test_only_what_readers_would_call_an_update_is_one(
    published: Post, alice: User, values: dict[str, Any], told: bool
) -> None:
    published.update({"updated_at": clock.now().replace(year=2020)}, expecting={})
    before = published.updated_at

    kept = change(published, by=alice, **values)

    assert kept.version == published.version
    assert (kept.updated_at > before) is told


@quick
def test_nothing_is_written_when_nothing_is_new(draft: Post, alice: User) -> None:
    change(draft, by=alice, summary="Wet", language="de")

    assert change(draft, by=alice, summary=" Wet", language="DE", pinned=False).version == 2


@quick
def test_a_new_post_has_its_settings_from_the_start(blog: Blog, alice: User) -> None:
    wish = SettingsWish(values={"summary": "Wet", "series": "On rain", "part": 1})

    post = make_post(blog, by=alice, status="published", settings=wish)

    assert (post.description, post.settings["series"], post.published) == ("Wet", "On rain", True)


@quick
def test_a_tombstone_says_nothing(published: Post, alice: User) -> None:
    change(published, by=alice, summary="Wet", pinned=True, series="On rain", language="de")
    published.trash(by=alice)
    published.remove(by=alice)

    left = Post.find({"_id": published.id})
    assert left is not None
    assert (left.summary, left.language, left.pinning, left.part) == ("", "", None, None)
