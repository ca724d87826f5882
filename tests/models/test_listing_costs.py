"""What a page of a list costs, by the database's own account."""

from __future__ import annotations

from blogsite.lib import clock
from blogsite.models import Blog, Post, User, listing
from tests.support.factories import make_post


def test_a_page_deep_down_reads_its_own_rows_only(blog: Blog, alice: User) -> None:
    posts = [make_post(blog, by=alice, title=f"{n}", status="published") for n in range(30)]
    query = {"blog_id": blog.id, "trashing": None, "publication.at": {"$lte": clock.now()}}
    for key, order in ((posts[3], -1), (posts[-4], 1)):
        assert key.publication
        row = f"{int(key.publication.at.timestamp() * 1000)}-{key.id}"
        beyond = listing._beyond(row, "publication.at", order)
        plan = (
            Post.collection()
            .find({"$and": [query, beyond]})
            .sort([("publication.at", order), ("_id", order)])
            .explain()
        )
        assert plan["executionStats"]["totalDocsExamined"] <= 4
