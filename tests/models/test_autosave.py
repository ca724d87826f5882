"""What is put aside while somebody writes: whose it is, which words win, when it goes."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask

from blogsite.lib import clock
from blogsite.models import Autosave, Blog, Desk, Post, User, blog_removal, holdings
from blogsite.models.autosave import LARGEST, LIFETIME, MOST, Mark, Place, noun
from blogsite.models.errors import Invalid, TooLarge, TooOften
from blogsite.models.membership import EDITOR
from blogsite.models.throttle import Rate

KEY = "the-key-of-a-page"
quick = pytest.mark.quick


def keep(place: Place, user: User, text: str = "Rain", n: int = 1, **given: Any) -> Autosave:
    mark = Mark(key=given.pop("key", KEY), sequence=n)
    written = {"title": [text], "content": [f"{text}…"], "version": ["3"]}
    return Autosave.keep(written, mark=mark, place=place, user=user, **given)


def of(post: Post) -> Place:
    return Place(blog_id=post.blog_id, post_id=post.id)


def new_in(blog: Blog) -> Place:
    return Place(blog_id=blog.id)


def words(place: Place, user: User) -> list[str]:
    return [one.title for one in Autosave.at_place(place, user=user)]


@quick
def test_the_last_words_of_a_page_wait_where_they_were_written(draft: Post, alice: User) -> None:
    keep(of(draft), alice, "Rain")
    keep(of(draft), alice, "Rain and wind", 2)

    (found,) = Autosave.at_place(of(draft), user=alice)

    assert found.written["content"] == ["Rain and wind…"]
    assert found.written["version"] == ["3"]
    assert words(Place(blog_id=draft.blog_id), alice) == []


@quick
def test_older_words_never_take_the_place_of_newer_ones(draft: Post, alice: User) -> None:
    keep(of(draft), alice, "newer", 7)

    for late in (6, 7):
        assert keep(of(draft), alice, "older", late).sequence == 7

    assert words(of(draft), alice) == ["newer"]


@quick
def test_two_pages_of_one_post_keep_out_of_each_others_way(draft: Post, alice: User) -> None:
    keep(of(draft), alice, "one window", key="key-of-one-window")
    keep(of(draft), alice, "the other", key="key-of-the-other")

    assert sorted(words(of(draft), alice)) == ["one window", "the other"]


@quick
def test_nobody_sees_or_discards_what_another_writes(
    blog: Blog, draft: Post, alice: User, bob: User
) -> None:
    blog.admit(bob, role=EDITOR)
    kept = keep(of(draft), alice, "Alice's")
    keep(of(draft), bob, "Bob's")

    assert Autosave.discard(kept.id, user=bob) is None

    assert words(of(draft), alice) == ["Alice's"]
    assert words(of(draft), bob) == ["Bob's"]


@quick
def test_it_leaves_the_post_alone(draft: Post, alice: User) -> None:
    before = Post.collection().find_one({"_id": draft.id})

    keep(of(draft), alice)

    assert Post.collection().find_one({"_id": draft.id}) == before


@quick
def test_saving_erases_what_was_saved(draft: Post, alice: User) -> None:
    kept = keep(of(draft), alice)

    draft.revise(title="Rain", by=alice, closes=[Mark(key=KEY, sequence=2)])

    assert words(of(draft), alice) == []
    assert not Autosave.collection().find_one({"_id": kept.id})["written"]  # type: ignore[index]


@quick
def test_what_was_on_its_way_while_it_was_saved_does_not_come_back(blog: Blog, alice: User) -> None:
    blog.write(title="Rain", by=alice, closes=[Mark(key=KEY, sequence=5)])

    assert not keep(new_in(blog), alice, n=4).open

    assert words(new_in(blog), alice) == []


@quick
def test_what_was_typed_after_saving_is_kept(draft: Post, alice: User) -> None:
    keep(of(draft), alice, n=1)
    draft.revise(title="Rain", by=alice, closes=[Mark(key=KEY, sequence=2)])

    keep(of(draft), alice, "Rain, and more", 3)

    assert words(of(draft), alice) == ["Rain, and more"]


@quick
def test_newer_words_outlive_a_save_of_older_ones(draft: Post, alice: User) -> None:
    keep(of(draft), alice, "and more", 9)

    draft.revise(title="Rain", by=alice, closes=[Mark(key=KEY, sequence=8)])

    assert words(of(draft), alice) == ["and more"]


def test_a_save_that_is_refused_erases_nothing(draft: Post, alice: User) -> None:
    keep(of(draft), alice)

    with pytest.raises(Invalid):
        draft.revise(content=" ", status="published", by=alice, closes=[Mark(key=KEY, sequence=2)])

    assert words(of(draft), alice) == ["Rain"]


@quick
def test_taken_up_in_another_page_it_gives_way_to_that(draft: Post, alice: User) -> None:
    before = keep(of(draft), alice)

    keep(of(draft), alice, "Rain again", key="key-of-another-page", grown_from=[before.mark])

    assert words(of(draft), alice) == ["Rain again"]


@quick
def test_what_its_own_page_goes_on_with_does_not_give_way(draft: Post, alice: User) -> None:
    before = keep(of(draft), alice)
    keep(of(draft), alice, "gone on", 2)

    keep(of(draft), alice, "taken up", key="key-of-another-page", grown_from=[before.mark])

    assert sorted(words(of(draft), alice)) == ["gone on", "taken up"]


@quick
def test_what_is_discarded_is_gone_and_gives_its_place_back(draft: Post, alice: User) -> None:
    kept = keep(of(draft), alice)

    for _twice in range(2):
        assert Autosave.discard(kept.id, user=alice) == kept

    assert words(of(draft), alice) == []
    assert Autosave.find({"_id": kept.id}).slot is None  # type: ignore[union-attr]


@quick
def test_a_new_post_without_a_word_is_nothing(blog: Blog, alice: User) -> None:
    keep(new_in(blog), alice)
    empty: Mapping[str, list[str]] = {"title": [" "], "visibility": ["public"], "version": ["3"]}

    Autosave.keep(empty, mark=Mark(key=KEY, sequence=2), place=new_in(blog), user=alice)

    assert words(new_in(blog), alice) == []


def test_what_has_no_title_is_named_by_its_first_words(blog: Blog, alice: User) -> None:
    words = ["Rain\n\ncame " + "äöü " * 100]
    Autosave.keep(
        {"content": words}, mark=Mark(key=KEY, sequence=1), place=new_in(blog), user=alice
    )

    (begun,) = Desk(alice).beginnings()

    assert begun.name == "Rain came " + ("äöü " * 12 + "ä")
    assert len(begun.written["content"][0]) == 60
    assert begun.name == Autosave.at_place(new_in(blog), user=alice)[0].name


def test_the_desk_shows_what_was_begun_where_one_may_write(
    blog: Blog, draft: Post, alice: User, carol: User
) -> None:
    keep(new_in(blog), alice, "Begun")
    keep(of(draft), alice, "Changed", key="key-of-another-page")
    keep(new_in(blog), carol, "No member any more")

    (begun,) = Desk(alice).beginnings()

    assert (begun.title, begun.blog.title) == ("Begun", blog.title)
    assert Desk(alice).beginnings(blog) == [begun]
    assert Desk(carol).beginnings() == []


@quick
def test_fields_of_whatever_name_are_carried(draft: Post, alice: User) -> None:
    written = {"summary": ["Wet."], "series": ["one", "two"], "pinned": ["y"]}

    Autosave.keep(written, mark=Mark(key=KEY, sequence=1), place=of(draft), user=alice)

    assert Autosave.at_place(of(draft), user=alice)[0].written == written


@quick
@pytest.mark.parametrize(
    "written", [{"$set": ["x"]}, {"a.b": ["x"]}, {"": ["x"]}, {f"f{n}": ["x"] for n in range(61)}]
)
def test_what_is_no_form_of_ours_is_refused(
    draft: Post, alice: User, written: dict[str, list[str]]
) -> None:
    with pytest.raises(Invalid):
        Autosave.keep(written, mark=Mark(key=KEY, sequence=1), place=of(draft), user=alice)


@quick
def test_a_text_of_the_greatest_length_is_kept_and_not_much_more(draft: Post, alice: User) -> None:
    keep(of(draft), alice, "é" * (256 * 1024))

    with pytest.raises(TooLarge):
        keep(of(draft), alice, "x" * (LARGEST // 2), 2)


@quick
@pytest.mark.parametrize("sequence", ["", "-1", "1.5", "٣", "9" * 17, "x"])
def test_a_mark_that_is_none(sequence: str) -> None:
    assert Mark.read(KEY, sequence) is None
    assert Mark.read("short", "1") is None


def test_one_account_has_so_many_and_a_place_that_is_over_is_free(
    blog: Blog, alice: User, bob: User
) -> None:
    for number in range(MOST):
        keep(new_in(blog), alice, key=f"key-of-page-number-{number}")

    with pytest.raises(Invalid, match="too many texts"):
        keep(new_in(blog), alice, key="key-of-one-page-more")
    keep(new_in(blog), bob)
    with time_machine.travel(clock.now() + LIFETIME + timedelta(seconds=1)):
        assert words(new_in(blog), alice) == []
        assert keep(new_in(blog), alice, key="key-of-one-page-more").open


def test_nobody_sends_without_end(
    draft: Post, alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(noun, "WRITING", Rate("few", 2, timedelta(hours=1)))
    keep(of(draft), alice, n=1)
    keep(of(draft), alice, n=2)

    with pytest.raises(TooOften):
        keep(of(draft), alice, n=3)


def test_ten_at_once_end_in_one_with_the_newest_words(app: Flask, draft: Post, alice: User) -> None:
    def send(number: int) -> None:
        with app.app_context():
            keep(of(draft), alice, f"Number {number}", number)

    with ThreadPoolExecutor(10) as threads:
        list(threads.map(send, range(1, 11)))

    assert words(of(draft), alice) == ["Number 10"]
    assert Autosave.collection().count_documents({}) == 1


def test_ten_pages_at_once_find_ten_places(app: Flask, draft: Post, alice: User) -> None:
    def send(number: int) -> None:
        with app.app_context():
            keep(of(draft), alice, key=f"key-of-page-number-{number}")

    with ThreadPoolExecutor(10) as threads:
        list(threads.map(send, range(10)))

    assert {one.slot for one in Autosave.at_place(of(draft), user=alice)} == set(range(10))


@quick
def test_it_is_in_the_copy_of_an_account_and_goes_with_it(draft: Post, alice: User) -> None:
    keep(of(draft), alice)

    assert [one["written"]["title"] for one in holdings.told(alice.id, "autosaves")] == [["Rain"]]

    holdings.forget(alice.id)
    assert Autosave.collection().find_one() is None


def test_it_goes_with_the_post(draft: Post, alice: User) -> None:
    keep(of(draft), alice)

    draft.trash(by=alice)
    assert words(of(draft), alice) == ["Rain"]
    draft.remove(by=alice)

    assert Autosave.collection().find_one() is None


def test_it_goes_with_the_blog(blog: Blog, draft: Post, alice: User) -> None:
    keep(of(draft), alice)
    keep(new_in(blog), alice, key="key-of-another-page")

    blog_removal.remove(blog, by=alice)
    blog_removal.purge(blog.id)

    assert Autosave.collection().find_one() is None
