"""What a command ends, by what it says."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from blogsite.database import readership
from blogsite.database.readership import EVERYTHING, MOST_NAMES, NOBODY, Readership, ended_by

SHOES = Readership(by={"shop": "shop_id"}, also=("town",), unseen=frozenset({"price", "box.lid"}))


@pytest.fixture(autouse=True)
def _shoes() -> Iterator[None]:
    readership.declare("shoes", SHOES)
    readership.declare("nails", NOBODY)
    yield
    for name in ("shoes", "nails"):
        readership._declared.pop(name)


def of(command: str, **more: Any) -> set[str]:
    return ended_by(command, {command: "shoes", **more})


def update(found_by: dict[str, Any], change: Any) -> set[str]:
    return of("update", updates=[{"q": found_by, "u": change}])


HERE = {"shop:1", "town"}


def test_what_is_added_says_where() -> None:
    assert of("insert", documents=[{"_id": 7, "shop_id": 1}]) == HERE


def test_what_is_changed_or_taken_is_found_there() -> None:
    assert update({"_id": 7, "shop_id": 1}, {"$set": {"size": 40}}) == HERE
    assert of("delete", deletes=[{"q": {"shop_id": 1}}]) == HERE
    assert of("findAndModify", query={"shop_id": 1}, update={"$inc": {"size": 1}}) == HERE


def test_what_moves_was_here_and_is_there() -> None:
    assert update({"shop_id": 1}, {"$set": {"shop_id": 2}}) == {"shop:1", "shop:2", "town"}
    assert update({"shop_id": 1}, {"_id": 7, "shop_id": 2}) == {"shop:1", "shop:2", "town"}


def test_several_are_named() -> None:
    assert update({"shop_id": {"$in": [1, 2]}}, {"$set": {"size": 4}}) == HERE | {"shop:2"}


@pytest.mark.parametrize(
    "found_by", [{}, {"_id": 7}, {"shop_id": {"$ne": 1}}, {"shop_id": {"$in": [1], "$ne": 3}}]
)
def test_who_does_not_say_where_ends_everything(found_by: dict[str, Any]) -> None:
    assert EVERYTHING in update(found_by, {"$set": {"size": 40}})


def test_what_nobody_sees_ends_nothing() -> None:
    assert update({"_id": 7}, {"$set": {"price": 3, "box.lid": 1}}) == set()
    assert EVERYTHING in update({"_id": 7}, {"$set": {"price": 3, "size": 40}})
    assert EVERYTHING in update({"_id": 7}, {"$set": {"box": {}}})
    assert ended_by("insert", {"insert": "nails", "documents": [{}]}) == set()


def test_a_pipeline_may_change_anything_there() -> None:
    assert update({"shop_id": 1}, [{"$set": {"price": 3}}]) == HERE


def test_a_collection_that_nobody_has_spoken_for_ends_everything() -> None:
    assert ended_by("insert", {"insert": "hats", "documents": [{}]}) == {EVERYTHING}


def test_questions_end_nothing() -> None:
    assert of("find", filter={}) == set()
    assert of("aggregate", pipeline=[{"$match": {}}]) == set()


def test_what_writes_in_other_ways_ends_everything() -> None:
    assert of("aggregate", pipeline=[{"$merge": "shoes"}]) == {EVERYTHING}
    assert ended_by("bulkWrite", {"bulkWrite": 1, "ops": []}) == {EVERYTHING}


def test_a_great_many_are_all() -> None:
    added = [{"shop_id": number} for number in range(MOST_NAMES)]

    assert of("insert", documents=added) == {EVERYTHING}
