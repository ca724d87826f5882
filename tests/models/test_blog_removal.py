"""A blog that is deleted is closed at once and for ever, and nobody else gets its name."""

from __future__ import annotations

from datetime import timedelta

import pytest

from blogsite import urls
from blogsite.lib import clock
from blogsite.models import Blog, Membership, Post, SettingsWish, User, blog_removal
from blogsite.models.errors import Forbidden, Gone, NotFound
from blogsite.models.integrity import orphans
from blogsite.models.post import purging
from tests.support.factories import make_blog, make_post
from tests.support.visitor import Visitor


@pytest.fixture
def addresses(blog: Blog, alice: User) -> dict[str, int]:
    """All addresses of a blog with posts of every kind, and what each answers afterwards."""
    made = {name: make_post(blog, by=alice, title=name) for name in ("draft", "due", "trashed")}
    public, moved = (make_post(blog, by=alice, status="published", title=t) for t in ("p", "m"))
    moved.revise(slug="elsewhere", by=alice)
    made["due"].schedule(clock.now() + timedelta(days=1), by=alice)
    made["trashed"].trash(by=alice)
    base = urls.blog(blog)
    gone = [base, f"{base}feed.xml", f"{base}p", f"{base}m", f"{base}elsewhere"]
    gone += [f"{base}{one}" for one in ("rss.xml", "feed.json", "feeds", "tags/x/feed.xml")]
    gone += [f"{base}{one}.md" for one in ("p", "m", "elsewhere")] + [urls.llms(blog)]
    gone += [urls.permanent(one) for one in (blog, public, moved)]
    never = [f"{base}{one}" for one in ("draft", "due", "trashed", "nothing")]
    never += [f"{base}{one}.md" for one in ("draft", "due", "trashed", "nothing")]
    never += [urls.permanent(one) for one in made.values()]
    return {**dict.fromkeys(gone, 410), **dict.fromkeys(never, 404)}


def test_before_and_after_the_purge_every_address_says_the_same(
    blog: Blog, alice: User, addresses: dict[str, int], reader: Visitor
) -> None:
    blog_removal.remove(blog, by=alice)
    closed = {path: reader.get(path).status_code for path in addresses}
    front = reader.get("/").text

    blog_removal.purge(blog.id)
    blog_removal.purge(blog.id)

    assert closed == addresses
    assert urls.blog(blog) not in front
    assert {path: reader.get(path).status_code for path in addresses} == addresses


def test_nothing_of_its_words_is_left(
    blog: Blog, alice: User, addresses: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(purging, "BATCH", 2)
    blog_removal.remove(blog, by=alice)
    blog_removal.purge(blog.id)

    left = list(Post.collection().find({"blog_id": blog.id}))
    assert len(left) == 2
    assert {(one["title"], one["source"], one["html"]) for one in left} == {("", "", "")}
    assert Membership.collection().count_documents({"blog_id": blog.id}) == 0
    assert list(orphans(lambda _: None)) == []


def test_nobody_else_gets_its_name(blog: Blog, alice: User, carol: User) -> None:
    blog_removal.remove(blog, by=alice)

    assert make_blog(by=carol).slug == "field-notes-2"


def test_only_an_owner_deletes_it(edited_blog: Blog, bob: User, carol: User) -> None:
    for person in (bob, carol):
        with pytest.raises(Forbidden):
            blog_removal.remove(edited_blog, by=person)

    assert Blog.get(edited_blog.id)


def test_deleted_twice_it_is_deleted_once(blog: Blog, alice: User) -> None:
    blog_removal.remove(blog, by=alice)
    blog_removal.remove(blog, by=alice)

    with pytest.raises(Gone):
        Blog.get(blog.id)


def test_a_post_saved_at_the_same_moment_is_erased_with_the_rest(blog: Blog, alice: User) -> None:
    post = make_post(blog, by=alice, status="published")
    stale = Post.get(post.id)
    stale.known_editors[alice.id] = True
    blog_removal.remove(blog, by=alice)
    blog_removal.purge(blog.id)

    with pytest.raises(NotFound):
        stale.revise(content="back again", by=alice)


def test_a_page_saved_at_the_same_moment_leaves_no_name(
    blog: Blog, published: Post, alice: User
) -> None:
    blog_removal.remove(blog, by=alice)
    published.known_editors[alice.id] = True  # as of whoever asked before
    named = SettingsWish(values={"kind": "page", "series": "Secret"})
    published.revise(settings=named, by=alice)

    blog_removal.purge(blog.id)

    stored = Blog.find({"_id": blog.id})
    assert stored is not None
    assert (stored.menu, stored.series) == ([], [])


def test_a_blog_that_stands_is_never_purged(blog: Blog, published: Post) -> None:
    blog_removal.purge(blog.id)

    assert Post.get(published.id).source
