"""What a search costs, by the database's own account, and how long it may take."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from bson import ObjectId
from pymongo.errors import ExecutionTimeout

from blogsite.database import connection
from blogsite.lib import clock
from blogsite.models import Blog, Post, User, search
from blogsite.models.search import Asked, Search, walking
from blogsite.models.search_entry import SearchEntry
from tests.support import costs
from tests.support.factories import make_post
from tests.support.queries import full_scans

ASKED = (
    *("umbrella", "common", "common other", "comm", '"common other"', "common -other"),
    *("tag:wet", "tag:wet common", "author:alice common", "umbrella common", "東京都", "day"),
)
MANY = 60


@pytest.fixture
def busy(blog: Blog, alice: User) -> Blog:
    """Sixty posts with the same common words, one of which has a rare one."""
    post = make_post(blog, by=alice, status="published", title="Day", content="Common other 東京都")
    post.revise(by=alice, content="An umbrella, common, other. 東京都", tags=["wet"])
    stored = SearchEntry.collection().find_one({"_id": post.id}) or {}
    common = [one for one in stored["terms"] if "umbrella" not in one]
    SearchEntry.collection().insert_many(
        {**stored, "_id": ObjectId(), "terms": common, "at": at, "site_at": at}
        for at in (clock.now() - timedelta(minutes=n) for n in range(1, MANY))
    )
    return blog


@pytest.mark.parametrize("scope", ["blog", "site"])
@pytest.mark.parametrize("typed", ASKED)
def test_every_question_is_served_by_an_index_and_reads_little(
    busy: Blog, monkeypatch: pytest.MonkeyPatch, scope: str, typed: str
) -> None:
    monkeypatch.setattr(walking, "MOST_EXAMINED", 8)
    monkeypatch.setattr(search, "PAGE_LENGTH", 5)
    with costs.watched() as watch:
        Search.through(Asked.of(typed), blog=busy if scope == "blog" else None)

    plans = [connection().database.command("explain", one) for one in watch.asked]
    assert len(plans) >= 2
    for plan in plans:
        assert list(full_scans(plan)) == []
        assert "'stage': 'SORT'" not in repr(plan)
        assert max(_figures(plan, "docsExamined"), default=0) <= 12
        assert max(_figures(plan, "keysExamined"), default=0) <= 30


def test_the_database_may_take_no_longer_than_a_second(busy: Blog) -> None:
    with costs.watched() as watch:
        Search.through(Asked.of("common other author:alice"), blog=busy)

    assert len(watch.asked) == 5
    assert max(one["maxTimeMS"] for one in watch.asked) <= 1000


def test_what_takes_too_long_is_said_and_no_outage(
    busy: Blog, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(_walk: object) -> None:
        raise ExecutionTimeout("operation exceeded time limit", 50)

    monkeypatch.setattr(walking.Walk, "found", stopped)

    found = Search.through(Asked.of("common"), blog=busy)

    assert (found.too_slow, found.hits) == (True, ())


def test_a_save_writes_one_entry_and_reads_no_other(busy: Blog, alice: User) -> None:
    with costs.watched() as watch:
        post = make_post(busy, by=alice, status="published", title="New", content="Common.")
        post.withdraw(by=alice)

    asked = [one.get("find") for one in watch.asked]
    assert asked.count("search_entries") == 1
    assert asked.count("search_words") == 1
    assert Post.get(post.id).draft


def _figures(plan: Any, name: str) -> list[int]:
    """All that the stages of a plan say of themselves under a name."""
    if isinstance(plan, list):
        return [one for part in plan for one in _figures(part, name)]
    if not isinstance(plan, dict):
        return []
    own = [plan[name]] if "stage" in plan and name in plan else []
    inner = (part for key, part in plan.items() if key != "rejectedPlans")
    return [*own, *_figures(list(inner), name)]
