"""The page of a conflict, where there is much of it: many tags, and the longest text."""

from __future__ import annotations

import random
import re

import pytest

from blogsite import urls
from blogsite.lib import aligning
from blogsite.models import Blog, Post, User
from blogsite.models.post import LONGEST_CONTENT
from tests.support.factories import make_post
from tests.support.visitor import Visitor


def test_too_many_tags_all_stand_there_until_some_are_taken_away(
    alice_browsing: Visitor, draft: Post
) -> None:
    mine, theirs = (", ".join(f"{one} {n}" for n in range(15)) for one in ("mine", "theirs"))
    form = {"title": "Rain", "content": "New words.", "tags": mine, "version": "1"}
    alice_browsing.post(urls.edit(draft), tags=theirs, version="1")

    asked = alice_browsing.post(urls.edit(draft), **form)
    again = alice_browsing.post(
        urls.edit(draft), **{**form, "tags": f"{theirs}, {mine}", "version": "2"}
    )
    saved = alice_browsing.post(urls.edit(draft), **{**form, "version": "2"})

    assert (asked.status_code, again.status_code, saved.status_code) == (409, 422, 302)
    for page in (asked, again):
        assert f'value="{theirs}, {mine}"' in page.text
        assert "New words." in page.text
    assert "are 30 together" in asked.text
    assert "Use 20 tags at the most." in again.text
    assert Post.get(draft.id).tags == mine.split(", ")


@pytest.fixture
def steps(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """What comparing has taken, each time that it went on."""
    taken: list[int] = []
    take = aligning.Effort.take

    def counted(effort: aligning.Effort, steps: int) -> bool:
        went_on = take(effort, steps)
        if went_on:
            taken.append(steps)
        return went_on

    monkeypatch.setattr(aligning.Effort, "take", counted)
    return taken


def test_the_longest_texts_that_meet_are_both_shown_in_bounded_steps(
    alice_browsing: Visitor, bob_browsing: Visitor, blog: Blog, alice: User, steps: list[int]
) -> None:
    # Few long paragraphs, so that it is quickly typeset, of words in ever another order.
    words = [f"{n:06}" for n in range(100)]
    order = random.Random(5)
    base, theirs, mine = (_text(words, order, mark) for mark in ("base", "theirs", "mine"))
    post = make_post(blog, by=alice, content=base)
    bob_browsing.post(urls.edit(post), content=theirs, version="1")

    page = alice_browsing.post(urls.edit(post), title="Rain", content=mine, version="1")

    assert page.status_code == 409
    assert Post.get(post.id).source == theirs
    written = page.text.partition("<textarea")[2].partition("</textarea>")[0]
    assert (written.count("theirs"), written.count("mine")) == (
        theirs.count("theirs"),
        mine.count("mine"),
    )
    assert sum(steps) <= 4 * aligning.STEPS
    assert re.search(r'name="version" type="hidden" value="2"', page.text)


def test_what_is_too_long_together_is_kept_until_it_is_cut(
    alice_browsing: Visitor, blog: Blog, alice: User
) -> None:
    half = "word " * (LONGEST_CONTENT // 8)
    post = make_post(blog, by=alice, content="One.")
    alice_browsing.post(urls.edit(post), content=f"Theirs. {half}", version="1")
    asked = alice_browsing.post(urls.edit(post), content=f"Mine. {half}", version="1")
    assert asked.status_code == 409

    too_long = alice_browsing.post(
        urls.edit(post), title="Rain", content=f"Mine. {half}\n\nTheirs. {half}", version="2"
    )

    assert too_long.status_code == 422
    assert "longer than a post may be" in too_long.text
    assert ("Mine. word" in too_long.text, "Theirs. word" in too_long.text) == (True, True)


def _text(words: list[str], order: random.Random, mark: str) -> str:
    """A text nearly as long as may be."""
    paragraphs: list[str] = []
    for _ in range(LONGEST_CONTENT // (7 * len(words) + 10)):
        order.shuffle(words)
        paragraphs.append(f"{mark} {' '.join(words)}")
    return "\n\n".join(paragraphs)
