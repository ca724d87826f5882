"""Every saved version is kept, compared with what others saved, and let go of by the rule."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import time_machine
from flask import Flask

from blogsite.jobs import Job
from blogsite.lib import clock
from blogsite.models import Blog, Post, Revision, User, blog_removal
from blogsite.models.errors import Conflict, Invalid, NotFound, Overtaken
from blogsite.models.post import Manuscript, revising
from tests.support.factories import make_post

TEXT = "One.\n\nTwo.\n\nThree."
quick = pytest.mark.quick


@pytest.fixture
def post(blog: Blog, alice: User) -> Post:
    return make_post(blog, by=alice, content=TEXT)


def versions(post: Post) -> list[int]:
    return [one.version for one in post.revisions().found]


def kept(post: Post, number: int) -> Revision:
    found = Revision.as_of(post, number)
    assert found is not None
    return found


@quick
def test_each_changed_version_is_kept_and_identical_ones_are_not(post: Post, alice: User) -> None:
    post.revise(content="One.", by=alice)
    post.revise(content="One.", by=alice)
    post.publish(by=alice)
    post.revise(title="Snow", tags=["cold"], by=alice)

    assert versions(post) == [4, 2, 1]
    newest, middle, first = post.revisions().found
    assert (newest.title, newest.tags, newest.author_name) == ("Snow", ["cold"], "Alice")
    assert (newest.previous, middle.previous, first.previous) == (2, 1, None)
    assert (first.added, middle.added) == (3, -2)


@quick
def test_of_an_older_post_the_first_save_keeps_what_was_there(post: Post, alice: User) -> None:
    Revision.forget(blog_id=post.blog_id)
    Post.collection().update_one({"_id": post.id}, {"$unset": {"text_version": 1}})

    Post.get(post.id).revise(content="New.", by=alice)

    assert versions(post) == [2, 1]
    assert kept(post, 1).source == TEXT


@quick
def test_imported_posts_have_a_revision_too(blog: Blog, alice: User) -> None:
    one = Manuscript(title="Rain", content="Wet.", by=alice, written_at=clock.now())
    (posts,) = list(Post.write_many([one], blog_id=blog.id))

    assert versions(posts[0]) == [1]


@quick
def test_what_is_brought_back_is_a_revision_at_the_same_address(post: Post, alice: User) -> None:
    post.revise(title="Snow", content="New.", by=alice)

    post.bring_back(kept(post, 1), by=alice)

    assert (post.title, post.source, post.slug, post.draft) == ("Rain", TEXT, "snow", True)
    assert versions(post) == [3, 2, 1]


@quick
def test_a_name_can_be_given_and_taken_away(post: Post) -> None:
    revision = kept(post, 1)
    revision.call(" As sent to Bob ")
    assert kept(post, 1).name == "As sent to Bob"

    revision.call("")
    assert kept(post, 1).name == ""
    with pytest.raises(Invalid):
        revision.call("n" * 81)


@quick
def test_edits_of_different_paragraphs_are_put_together(post: Post, alice: User, bob: User) -> None:
    post.blog.admit(bob, role="editor")
    post.revise(content=TEXT.replace("One.", "One, by Bob."), tags=["b"], version=1, by=bob)

    met = post.revise(
        content=TEXT.replace("Three.", "Three!"), title="Snow", tags=["a"], version=1, by=alice
    )

    assert (post.title, post.source, post.tags) == (
        "Snow",
        "One, by Bob.\n\nTwo.\n\nThree!",
        ["b", "a"],
    )
    assert met is not None
    assert (met.other_name, met.mine_too) == ("Bob", False)
    assert versions(post) == [3, 2, 1]


@quick
def test_an_edit_of_the_same_paragraph_is_for_people_to_decide(post: Post, alice: User) -> None:
    post.revise(content=TEXT.replace("Two", "Theirs"), version=1, by=alice)

    with pytest.raises(Overtaken) as refusal:
        post.revise(content=TEXT.replace("Two", "Mine"), version=1, by=alice)

    proposal = refusal.value.reconciliation.proposal
    assert all(word in proposal for word in ("One.", "Theirs.", "Mine.", "Three."))
    post.revise(content=proposal, version=refusal.value.version, by=alice)
    with pytest.raises(Invalid):
        post.publish(by=alice)


@quick
def test_two_different_titles_are_for_people_to_decide(post: Post, alice: User) -> None:
    post.revise(title="Snow", version=1, by=alice)

    with pytest.raises(Overtaken) as refusal:
        post.revise(title="Sun", version=1, by=alice)

    assert refusal.value.reconciliation.their_title == "Snow"


@quick
def test_what_only_became_public_meanwhile_is_no_conflict(post: Post, alice: User) -> None:
    post.publish(by=alice)

    assert post.revise(content="New.", version=1, by=alice) is None
    assert post.source == "New."


@quick
def test_a_forgotten_start_is_a_conflict_that_shows_both(post: Post, alice: User) -> None:
    post.revise(content="Theirs.", version=1, by=alice)
    Revision.collection().delete_one({"version": 1})

    for version in (1, 9):
        with pytest.raises(Overtaken) as refusal:
            post.revise(content="Mine.", version=version, by=alice)
        assert "Theirs." in refusal.value.reconciliation.proposal
        assert "Mine." in refusal.value.reconciliation.proposal


@quick
def test_a_gap_is_no_start(post: Post, alice: User) -> None:
    post.publish(by=alice)
    for word in ("a", "b"):
        post.revise(content=word, by=alice)
    assert kept(post, 2).version == 1

    Revision.collection().delete_one({"version": 3})

    assert kept(post, 4).version == 4
    assert Revision.as_of(post, 3) is None
    assert Revision.as_of(post, 2) is None


def test_of_ten_saves_at_once_no_word_is_lost(app: Flask, post: Post, alice: User) -> None:
    def save(n: int) -> str:
        mine = f"{TEXT}\n\nNew{n}." if n % 2 else TEXT.replace("Two", f"New{n}")
        with app.app_context():
            try:
                Post.get(post.id).revise(content=mine, version=1, by=alice)
            except Overtaken as refusal:
                return str(refusal.reconciliation.proposal)
            return Post.get(post.id).source

    with ThreadPoolExecutor(10) as threads:
        seen = list(threads.map(save, range(10)))

    stored = Post.get(post.id).source
    assert all(f"New{n}." in seen[n] for n in range(10))
    assert all(f"New{n}." in stored for n in range(1, 10, 2))


def test_who_is_overtaken_again_and_again_is_told(
    post: Post, alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Post, "_newer_than", lambda *_: True)

    with pytest.raises(Conflict):
        post.revise(content="Mine.", version=1, by=alice)


@quick
def test_pruning_keeps_the_last_day_the_last_of_each_day_and_names(blog: Blog, alice: User) -> None:
    now = clock.now().replace(hour=12)
    moments = [now - timedelta(days=days, hours=-hour) for days in (40, 5, 3) for hour in (0, 2, 4)]
    with time_machine.travel(moments[0], tick=False):
        post = make_post(blog, by=alice, content="0")
    for number, moment in enumerate([*moments[1:], now, now + timedelta(hours=2)], 1):
        with time_machine.travel(moment, tick=False):
            post.revise(content=f"{number}", by=alice)
    kept(post, 2).call("Sent")

    with time_machine.travel(now + timedelta(hours=4), tick=False):
        revising.prune(post.id)
        revising.prune(post.id)

    assert versions(post) == [11, 10, 9, 6, 2]


@quick
def test_what_a_post_says_is_kept_however_old_it_is(post: Post) -> None:
    with time_machine.travel(clock.now() + timedelta(days=90)):
        revising.prune(post.id)

    assert versions(post) == [1]


def test_pruning_is_asked_for_once_a_day_and_once_more_in_a_month(post: Post, alice: User) -> None:
    for word in "abc":
        post.revise(content=word, by=alice)
    assert Job.count("waiting") == 1

    with time_machine.travel(clock.now() + timedelta(days=2)):
        revising.prune(post.id)
        revising.prune(post.id, finally_=True)

    assert versions(post) == [4]
    assert Job.count("waiting") == 2


@quick
def test_revisions_go_with_their_post(post: Post, alice: User) -> None:
    post.trash(by=alice)
    post.remove(by=alice)

    assert Revision.collection().count_documents({}) == 0
    revising.prune(post.id)


def test_and_with_their_blog(blog: Blog, post: Post, alice: User) -> None:
    blog_removal.remove(blog, by=alice)
    blog_removal.purge(blog.id)

    assert Revision.collection().count_documents({}) == 0


@quick
def test_of_another_post_nothing_is_found(blog: Blog, post: Post, alice: User) -> None:
    other = make_post(blog, by=alice)

    with pytest.raises(NotFound):
        other.revision(kept(post, 1).id)
