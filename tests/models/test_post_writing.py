"""Writing and rewriting posts."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from flask import Flask

from blogsite.lib import clock, markdown
from blogsite.models import Blog, Post, User
from blogsite.models.errors import Conflict, Invalid, NotFound
from blogsite.models.post import LONGEST_CONTENT
from blogsite.models.post.addressing import RESERVED_SLUGS
from tests.support.factories import make_blog, make_post

quick = pytest.mark.quick


@quick
def test_markdown_is_rendered_when_it_is_saved(blog: Blog, alice: User) -> None:
    post = Post.get(make_post(blog, by=alice, content="It *rained*.").id)

    assert post.source == "It *rained*."
    assert post.html == "<p>It <em>rained</em>.</p>\n"
    assert (post.excerpt, post.word_count, post.reading_minutes) == ("It rained.", 2, 1)
    assert post.render_version == markdown.RENDER_VERSION


@quick
def test_a_post_needs_a_title(blog: Blog, alice: User) -> None:
    with pytest.raises(Invalid) as refusal:
        make_post(blog, by=alice, title=" ")

    assert refusal.value.field == "title"


def test_a_post_may_hold_a_mebibyte(blog: Blog, alice: User) -> None:
    assert make_post(blog, by=alice, content="é" * (LONGEST_CONTENT // 2)).source
    with pytest.raises(Invalid) as refusal:
        make_post(blog, by=alice, content="é" * (LONGEST_CONTENT // 2 + 1))

    assert refusal.value.field == "content"


@quick
def test_tags_are_tidy_and_distinct(blog: Blog, alice: User) -> None:
    post = make_post(blog, by=alice, tags=["Rain", " rain ", "", "warm  snow"])

    assert post.tags == ["Rain", "warm snow"]


@quick
def test_posts_of_one_title_have_different_addresses_in_a_blog(blog: Blog, alice: User) -> None:
    other = make_blog(by=alice, title="Other")

    assert [make_post(blog, by=alice).slug for _ in range(3)] == ["rain", "rain-2", "rain-3"]
    assert make_post(other, by=alice).slug == "rain"


@quick
@pytest.mark.parametrize("word", sorted(RESERVED_SLUGS))
def test_a_post_takes_no_reserved_address(blog: Blog, alice: User, word: str) -> None:
    assert make_post(blog, by=alice, title=word).slug == f"{word}-2"


@quick
def test_what_is_not_given_stays(draft: Post, alice: User) -> None:
    draft.revise(content="New", by=alice)
    draft.revise(tags=["snow"], by=alice)

    stored = Post.get(draft.id)
    assert (stored.title, stored.source, stored.tags) == ("Rain", "New", ["snow"])


@quick
def test_nothing_is_written_when_nothing_changed(draft: Post, alice: User) -> None:
    draft.revise(title="Rain", content="It *rained* all day.", by=alice)

    assert Post.get(draft.id).version == 1


@quick
def test_a_drafts_address_follows_its_title(draft: Post, alice: User) -> None:
    draft.revise(title="Snow", by=alice)
    draft.revise(title="Snow!", by=alice)

    assert draft.slug == "snow"


@quick
def test_a_title_edit_never_moves_a_published_address(published: Post, alice: User) -> None:
    published.revise(title="Snow", by=alice)

    assert (published.title, published.slug) == ("Snow", "rain")


@quick
def test_nor_that_of_a_post_withdrawn_since(published: Post, alice: User) -> None:
    published.withdraw(by=alice)
    published.revise(title="Snow", by=alice)

    assert published.slug == "rain"


@quick
def test_a_scheduled_posts_address_follows_until_it_is_due(draft: Post, alice: User) -> None:
    draft.schedule(clock.now() + timedelta(days=1), by=alice)
    draft.revise(title="Snow", by=alice)

    assert draft.slug == "snow"


@quick
def test_who_started_from_an_older_version_overwrites_nothing(draft: Post, alice: User) -> None:
    started_from = draft.version
    draft.revise(content="Bob's words", by=alice, version=started_from)

    with pytest.raises(Conflict):
        draft.revise(content="Alice's words", by=alice, version=started_from)

    assert Post.get(draft.id).source == "Bob's words"


@quick
def test_a_published_post_cannot_lose_all_its_words(published: Post, alice: User) -> None:
    with pytest.raises(Invalid) as refusal:
        published.revise(content="  ", by=alice)

    assert refusal.value.field == "content"


@quick
def test_a_post_that_is_gone_cannot_be_revised(draft: Post, alice: User) -> None:
    draft.delete()

    with pytest.raises(NotFound):
        draft.revise(title="Snow", by=alice)


def test_ten_posts_of_one_title_at_once_have_ten_addresses(
    app: Flask, blog: Blog, alice: User
) -> None:
    def write(_n: int) -> str:
        with app.app_context():
            return make_post(blog, by=alice, status="published").slug

    with ThreadPoolExecutor(10) as threads:
        slugs = set(threads.map(write, range(10)))

    assert slugs == {"rain", *(f"rain-{n}" for n in range(2, 11))}


def test_of_ten_saves_at_once_from_one_version_one_is_kept(
    app: Flask, draft: Post, alice: User
) -> None:
    def revise(n: int) -> bool:
        with app.app_context():
            try:
                Post.get(draft.id).revise(content=f"Words {n}", version=1, by=alice)
            except Conflict:
                return False
            return True

    with ThreadPoolExecutor(10) as threads:
        outcomes = list(threads.map(revise, range(10)))

    assert sorted(outcomes) == [False] * 9 + [True]
    assert Post.get(draft.id).version == 2


def test_a_refused_publication_leaves_no_half_made_post(blog: Blog, alice: User) -> None:
    with pytest.raises(Invalid):
        make_post(blog, by=alice, content="", status="published")

    assert Post.collection().count_documents({}) == 0


@quick
def test_a_chosen_address_moves_a_public_post_and_the_old_one_leads_there(
    published: Post, blog: Blog, alice: User
) -> None:
    published.revise(slug="Wet Days", by=alice)

    assert (published.slug, published.old_slugs) == ("wet-days", ["rain"])
    assert blog.post("rain", visible_to=None) == blog.post("wet-days", visible_to=None) == published


@quick
def test_an_address_can_be_taken_back(published: Post, alice: User) -> None:
    for slug in ("wet", "rain", "wet"):
        published.revise(slug=slug, by=alice)

    assert (published.slug, published.old_slugs) == ("wet", ["rain"])


@quick
def test_a_live_address_beats_an_old_one(published: Post, blog: Blog, alice: User) -> None:
    published.revise(slug="wet", by=alice)
    other = make_post(blog, by=alice, title="Other", status="published")
    other.revise(slug="rain", by=alice)

    assert blog.post("rain", visible_to=None) == other


@quick
def test_no_title_takes_an_old_address(published: Post, blog: Blog, alice: User) -> None:
    published.revise(slug="wet", by=alice)

    assert make_post(blog, by=alice, title="Rain").slug == "rain-2"


@quick
def test_a_drafts_old_address_was_nobodys(draft: Post, blog: Blog, alice: User) -> None:
    draft.revise(slug="wet", by=alice)

    assert draft.old_slugs == []
    with pytest.raises(NotFound):
        blog.post("rain", visible_to=alice)


@quick
def test_a_chosen_address_follows_no_title(draft: Post, alice: User) -> None:
    draft.revise(slug="wet", by=alice)
    draft.revise(title="Snow", slug="wet", by=alice)

    assert draft.slug == "wet"


@quick
@pytest.mark.parametrize("wish", ["🎉", "tags", "taken"])
def test_an_address_must_be_free_and_readable(
    published: Post, blog: Blog, alice: User, wish: str
) -> None:
    make_post(blog, by=alice, title="Taken")

    with pytest.raises(Invalid) as refusal:
        published.revise(slug=wish, by=alice)

    assert refusal.value.field == "slug"


@quick
def test_a_draft_takes_no_address_away_that_was_handed_out(
    published: Post, blog: Blog, alice: User
) -> None:
    published.revise(slug="wet", by=alice)
    draft = make_post(blog, by=alice, title="Draft")
    draft.revise(slug="rain", by=alice)

    assert blog.post("rain", visible_to=None) == published
    draft.trash(by=alice)
    assert blog.post("rain", visible_to=None) == published


@quick
def test_the_old_address_of_a_tombstone_stays_its_own(
    published: Post, draft: Post, alice: User
) -> None:
    published.revise(slug="wet", by=alice)
    published.trash(by=alice)
    published.remove(by=alice)

    with pytest.raises(Invalid):
        draft.revise(slug="rain", by=alice)
