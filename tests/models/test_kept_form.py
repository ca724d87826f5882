"""Forms that came too late: how many, for whom, for how long."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from bson import ObjectId
from flask import Flask

from blogsite.models import Blog, Device, KeptForm, Post, User, kept_form
from blogsite.models.errors import Invalid
from blogsite.models.membership import EDITOR

WORD = "the word of a browser"
quick = pytest.mark.quick


def keep(title: str = "Rain", *, word: str = WORD, **given: Any) -> KeptForm:
    return KeptForm.keep({"title": title}, word=word, device=Device(), **given)


@quick
def test_it_waits_for_its_browser_and_its_page(blog: Blog, draft: Post, alice: User) -> None:
    new, edited = keep(blog_id=blog.id), keep(post_id=draft.id)

    assert KeptForm.waiting(WORD, user=alice, blog=blog) == [new]
    assert KeptForm.waiting(WORD, user=alice, blog=blog, post=draft) == [edited]
    assert KeptForm.waiting("another", user=alice, blog=blog) == []
    assert edited.blog_id == blog.id


@quick
def test_a_writer_who_is_known_is_the_only_one_to_see_it(
    blog: Blog, alice: User, bob: User
) -> None:
    blog.admit(bob, role=EDITOR)
    kept = keep(blog_id=blog.id, user_id=alice.id)

    assert KeptForm.listed(WORD, user=alice) == [kept]
    assert KeptForm.listed(WORD, user=bob) == []
    assert KeptForm.throw_away(kept.id, word=WORD, user=bob) is None


@quick
def test_a_list_leaves_out_what_is_elsewhere(blog: Blog, alice: User, carol: User) -> None:
    keep(blog_id=blog.id)
    keep(post_id=ObjectId())

    assert [one.title for one in KeptForm.listed(WORD, user=alice)] == ["Rain"]
    assert KeptForm.listed(WORD, user=carol) == []


@quick
def test_the_very_same_form_is_kept_once(blog: Blog, alice: User) -> None:
    keep(blog_id=blog.id)
    again = keep(blog_id=blog.id)

    assert KeptForm.waiting(WORD, user=alice, blog=blog) == [again]


@quick
def test_the_last_one_stands_first(blog: Blog, alice: User) -> None:
    for title in ("Rain", "Wind", "Snow"):
        keep(title, blog_id=blog.id)

    found = KeptForm.waiting(WORD, user=alice, blog=blog)

    assert [one.title for one in found] == ["Snow", "Wind", "Rain"]


@quick
def test_a_page_says_whose_it_was_and_believes_nobody_else(alice: User) -> None:
    mark = kept_form.writers_mark(alice)

    assert kept_form.writer(mark) == alice.id
    assert [kept_form.writer(one) for one in ("", str(alice.id), f"{mark}x")] == [None] * 3


@quick
def test_a_database_tells_nobody_the_word_of_a_browser(blog: Blog) -> None:
    keep(blog_id=blog.id)

    assert WORD not in str(KeptForm.collection().find_one())


def test_ten_at_once_find_five_places(app: Flask, blog: Blog) -> None:
    def send(number: int) -> bool:
        with app.app_context():
            try:
                keep(f"Number {number}", blog_id=blog.id)
            except Invalid:
                return False
            return True

    with ThreadPoolExecutor(10) as threads:
        done = list(threads.map(send, range(10)))

    assert done.count(True) == kept_form.MOST
    assert {one["slot"] for one in KeptForm.collection().find()} == set(range(kept_form.MOST))
