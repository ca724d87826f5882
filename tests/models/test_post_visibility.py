"""Who may see a post: the rule and its query agree."""

from __future__ import annotations

from datetime import timedelta

import pytest

from blogsite.lib import clock
from blogsite.models import Blog, Post, Publication, User
from blogsite.models.errors import Gone, NotFound
from blogsite.models.permalink import permalink
from tests.support.factories import make_blog, make_post

pytestmark = pytest.mark.quick


@pytest.fixture
def posts(edited_blog: Blog, alice: User, carol: User) -> dict[str, Post]:
    """One in each state, in Alice's blog, and a draft in Carol's."""
    made = {name: make_post(edited_blog, by=alice, title=name) for name in STATES}
    made["published"].publish(by=alice)
    made["scheduled"].schedule(clock.now() + timedelta(days=1), by=alice)
    made["due"].schedule(clock.now() + timedelta(days=1), by=alice)
    in_the_past = Publication(at=clock.now() - timedelta(seconds=1), by=alice.id)
    made["due"].update({"publication": in_the_past}, expecting={})
    made["unlisted"].publish(by=alice)
    made["unlisted"].unlist(by=alice)
    made["withdrawn"].publish(by=alice)
    made["withdrawn"].withdraw(by=alice)
    made["trashed"].publish(by=alice)
    made["trashed"].trash(by=alice)
    made["carols"] = make_post(make_blog(by=carol), by=carol, title="carols")
    return made


STATES = ("draft", "published", "scheduled", "due", "unlisted", "withdrawn", "trashed")
LISTED = {"published", "due"}
PUBLIC = {"unlisted", *LISTED}
ALICES = {"draft", "scheduled", "withdrawn", *PUBLIC}


@pytest.mark.parametrize(
    ("viewer", "expected"),
    [
        (None, PUBLIC),
        ("alice", ALICES),
        ("bob", ALICES),
        ("carol", {*PUBLIC, "carols"}),
        ("dan", PUBLIC),
    ],
)
def test_the_rule_and_its_query_find_the_same(
    posts: dict[str, Post], viewer: str | None, expected: set[str], request: pytest.FixtureRequest
) -> None:
    person = request.getfixturevalue(viewer) if viewer else None

    by_rule = {name for name, post in posts.items() if post.visible_to(person)}
    by_query = {one["title"] for one in Post.collection().find(Post.visible_query(person))}

    assert by_rule == expected
    assert by_query == expected


def test_lists_lead_to_what_is_public_and_not_unlisted(posts: dict[str, Post]) -> None:
    by_rule = {name for name, post in posts.items() if post.listed}
    by_query = {one["title"] for one in Post.collection().find(Post.listed_query())}

    assert by_rule == LISTED
    assert by_query == LISTED


@pytest.mark.parametrize("viewer", [None, "alice", "carol"])
def test_an_unlisted_post_is_in_no_list_whoever_reads_it(
    posts: dict[str, Post], edited_blog: Blog, viewer: str | None, request: pytest.FixtureRequest
) -> None:
    person = request.getfixturevalue(viewer) if viewer else None
    listed = [
        edited_blog.posts(visible_to=person).posts,
        edited_blog.feed().posts,
        Blog.newest_posts().posts,
    ]

    assert [{post.title for post in one} for one in listed] == [LISTED] * 3


@pytest.mark.parametrize(
    ("state", "refusal"),
    [
        ("draft", NotFound),
        ("scheduled", NotFound),
        ("withdrawn", Gone),
        ("trashed", Gone),
        ("carols", NotFound),
    ],
)
def test_a_stranger_learns_only_of_what_was_public(
    posts: dict[str, Post], state: str, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        posts[state].check_visible_to(None)
    with pytest.raises(refusal):
        permalink(posts[state].id, visible_to=None)


def test_a_permanent_address_leads_to_blog_and_post(published: Post, blog: Blog) -> None:
    assert permalink(blog.id, visible_to=None) == "/@field-notes/"
    assert permalink(published.id, visible_to=None) == "/@field-notes/rain"
