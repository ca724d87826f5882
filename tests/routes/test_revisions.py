"""The pages of a post's versions."""

from __future__ import annotations

import pytest

from blogsite import urls
from blogsite.models import Blog, Post, Revision, User
from tests.support.factories import make_post
from tests.support.visitor import Visitor


@pytest.fixture
def post(edited_blog: Blog, alice: User, bob: User) -> Post:
    """Written by Alice, revised by Bob."""
    text = "\n\n".join(f"Line {n}." for n in range(9))
    post = make_post(edited_blog, by=alice, content=text, tags=["wet"])
    post.revise(title="Snow", content=f"{text}\n\nIt snowed.".replace("0", "zero"), by=bob)
    post.revise(content=post.source.replace("snowed", "thawed"), tags=["cold"], by=bob)
    return post


def version(post: Post, number: int) -> Revision:
    found = Revision.as_of(post, number)
    assert found is not None
    return found


def test_the_list_says_who_saved_what_when(alice_browsing: Visitor, post: Post) -> None:
    assert urls.revisions(post) in alice_browsing.get(urls.edit(post)).text

    page = alice_browsing.get(urls.revisions(post)).text

    assert page.count(f"/posts/{post.id}/revisions/") == 3
    assert page.count(">Bob<") == 2
    assert "2 words more" in page


def test_a_post_of_long_ago_has_no_versions_yet(
    alice_browsing: Visitor, post: Post, blog: Blog
) -> None:
    Revision.forget(blog_id=blog.id)

    assert "No versions yet" in alice_browsing.get(urls.revisions(post)).text
    page = alice_browsing.get(urls.revisions(post, before=f"1-{post.id}")).text
    assert "No more here" in page


def test_a_version_is_compared_with_what_the_post_says_now(
    alice_browsing: Visitor, post: Post
) -> None:
    inline = alice_browsing.get(urls.revision(post, version(post, 2)))

    assert inline.status_code == 200
    assert 'removed: </span>snowed</del><ins><span class="unseen">added: ' in inline.text
    assert "paragraphs without a change" in inline.text
    sides = alice_browsing.get(urls.revision(post, version(post, 2), view="sides")).text
    assert "<ins>" in sides.replace("\n", "")
    assert "Bring this version back" in sides


def test_the_present_one_is_compared_with_the_one_before(
    alice_browsing: Visitor, post: Post
) -> None:
    page = alice_browsing.get(urls.revision(post, version(post, 3))).text

    assert "added: </span>thawed" in page
    assert "Bring this version back" not in page


def test_any_two_can_be_compared(alice_browsing: Visitor, post: Post) -> None:
    first, second = version(post, 1), version(post, 2)
    page = alice_browsing.get(urls.revision(post, second, since=first.id)).text
    assert "added: </span>Snow" in page

    same = alice_browsing.get(urls.revision(post, second, since=second.id)).text
    assert "The text is the same in both." in same
    for strange in ("x", post.id):
        address = urls.revision(post, second, since=strange)
        assert alice_browsing.get(address).status_code == 404


def test_the_first_one_has_nothing_before_it(alice_browsing: Visitor, draft: Post) -> None:
    page = alice_browsing.get(urls.revision(draft, version(draft, 1)))

    assert "Nothing before" in page.text


def test_a_version_is_brought_back(bob_browsing: Visitor, post: Post) -> None:
    answer = bob_browsing.post(urls.revision_restoration(post, version(post, 1)))

    assert answer.location == urls.edit(post)
    assert "says again what it said then" in bob_browsing.get(answer.location).text
    stored = Post.get(post.id)
    assert (stored.title, stored.tags, stored.slug, stored.draft) == ("Rain", ["wet"], "snow", True)


def test_what_is_public_does_not_become_empty(
    alice_browsing: Visitor, blog: Blog, alice: User
) -> None:
    post = make_post(blog, by=alice, content="")
    post.revise(content="Words.", status="published", by=alice)
    first = version(post, 1)

    answer = alice_browsing.post(urls.revision_restoration(post, first))

    assert answer.location == urls.revision(post, first)
    assert "Write something before you publish." in alice_browsing.get(answer.location).text


def test_a_version_gets_a_name(alice_browsing: Visitor, post: Post) -> None:
    first = version(post, 1)

    alice_browsing.post(urls.revision_name(post, first), name="As sent to Bob")
    assert "As sent to Bob" in alice_browsing.get(urls.revisions(post)).text

    refused = alice_browsing.post(urls.revision_name(post, first), name="n" * 81)
    assert refused.status_code == 422
    alice_browsing.post(urls.revision_name(post, first), name="")
    assert version(post, 1).name == ""
