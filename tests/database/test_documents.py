"""The document base and the transaction, tried with a noun of their own."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Barrier

import pytest
from flask import Flask
from pymongo import IndexModel
from pymongo.errors import DuplicateKeyError, OperationFailure

from blogsite.database import (
    EMBEDDED,
    NOT_STORED,
    Document,
    Embedded,
    Stale,
    atomic,
    collection,
    connection,
    transaction,
)


@dataclass(kw_only=True)
class Stamp(Embedded):
    by: str


@dataclass(kw_only=True, eq=False)
class Shoe(Document):
    """What a shoe shop sells."""

    collection_name = "shoes"
    indexes = (IndexModel([("name", 1)], unique=True),)

    name: str
    size: int = 40
    stamp: Stamp | None = field(default=None, metadata={EMBEDDED: Stamp})
    polish: str = field(default="", metadata=NOT_STORED)

    @atomic
    def grow(self) -> None:
        self.refresh()
        self.update({"size": self.size + 1}, expecting={"size": self.size})


@pytest.fixture(autouse=True)
def _shop(app: Flask) -> Iterator[None]:
    connection().database["shoes"].create_index("name", unique=True)
    return


def stored(name: str) -> Shoe | None:
    return Shoe.find({"name": name})


def test_what_is_inserted_is_loaded_again(app: Flask) -> None:
    shoe = Shoe(name="boot", stamp=Stamp(by="ada"), polish="wet").insert()

    found = stored("boot")

    assert found == shoe
    assert found is not shoe
    assert (found.size, found.stamp, found.polish) == (40, Stamp(by="ada"), "")  # type: ignore[union-attr]


def test_nouns_are_equal_by_kind_and_id(app: Flask) -> None:
    shoe = Shoe(name="boot")

    assert shoe == Shoe(id=shoe.id, name="other")
    assert shoe != Shoe(name="boot")
    assert len({shoe, Shoe(id=shoe.id, name="x")}) == 1


def test_fields_of_a_later_version_are_left_alone(app: Flask) -> None:
    shoe = Shoe(name="boot").insert()
    collection("shoes").update_one({"_id": shoe.id}, {"$set": {"heel": "high"}})

    Shoe.load(collection("shoes").find_one({"_id": shoe.id}) or {}).update(
        {"size": 41}, expecting={}
    )

    assert (collection("shoes").find_one({"_id": shoe.id}) or {})["heel"] == "high"


def test_a_change_that_expects_another_state_writes_nothing(app: Flask) -> None:
    shoe = Shoe(name="boot").insert()

    with pytest.raises(Stale):
        shoe.update({"size": 50}, expecting={"size": 39})

    assert (shoe.size, stored("boot").size) == (40, 40)  # type: ignore[union-attr]


def test_what_is_gone_cannot_be_refreshed_or_deleted_again(app: Flask) -> None:
    shoe = Shoe(name="boot").insert()

    assert shoe.refresh()
    assert shoe.delete()
    assert not shoe.delete()
    assert not shoe.refresh()


def test_a_failed_transaction_leaves_nothing(app: Flask) -> None:
    with pytest.raises(ZeroDivisionError), transaction():
        Shoe(name="boot").insert()
        _ = 1 / 0

    assert stored("boot") is None


def test_what_failed_is_as_before_in_memory_too(app: Flask) -> None:
    shoe = Shoe(name="boot").insert()

    with pytest.raises(ZeroDivisionError), transaction():
        shoe.update({"size": 41}, expecting={})
        shoe.update({"size": 42, "stamp": Stamp(by="ada")}, expecting={})
        _ = 1 / 0

    assert (shoe.size, shoe.stamp) == (40, None)


def test_a_transaction_inside_another_joins_it(app: Flask) -> None:
    with pytest.raises(ZeroDivisionError), transaction() as outer:
        with transaction() as inner:
            Shoe(name="boot").insert()
        assert inner is outer
        _ = 1 / 0

    assert stored("boot") is None


def test_inside_a_transaction_its_own_writes_are_seen_and_outside_not(app: Flask) -> None:
    def look() -> bool:
        with app.app_context():
            return stored("boot") is not None

    with transaction(), ThreadPoolExecutor(1) as elsewhere:
        Shoe(name="boot").insert()
        assert stored("boot")
        assert not elsewhere.submit(look).result()


def test_a_verb_that_lost_a_race_runs_again(app: Flask) -> None:
    shoe = Shoe(name="boot").insert()

    def grow(_n: int) -> None:
        with app.app_context():
            Shoe.load(collection("shoes").find_one({"_id": shoe.id}) or {}).grow()

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(grow, range(8)))

    assert stored("boot").size == 48  # type: ignore[union-attr]


def test_a_name_taken_at_the_same_moment_is_seen_on_the_next_run(app: Flask) -> None:
    barrier = Barrier(2)

    @atomic
    def name_free_shoe(first: list[int]) -> str:
        name = "boot" if stored("boot") is None else "boot-2"
        if not first:
            first.append(1)
            barrier.wait(5)
        return Shoe(name=name).insert().name

    def run(_n: int) -> str:
        with app.app_context():
            return name_free_shoe([])

    with ThreadPoolExecutor(2) as threads:
        assert sorted(threads.map(run, range(2))) == ["boot", "boot-2"]


def test_a_verb_that_can_never_win_says_why_in_the_end(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("blogsite.database.transactions.LONGEST_PAUSE", 0)
    Shoe(name="boot").insert()
    tries = []

    @atomic
    def insist() -> None:
        tries.append(1)
        Shoe(name="boot").insert()

    with pytest.raises(DuplicateKeyError):
        insist()

    assert len(tries) > 5


def test_other_failures_are_not_tried_again(app: Flask) -> None:
    tries = []

    @atomic
    def nonsense() -> None:
        tries.append(1)
        raise OperationFailure("no such thing", 1)

    with pytest.raises(OperationFailure):
        nonsense()

    assert len(tries) == 1


def test_marks_that_may_be_lost_are_acknowledged_quickly(app: Flask) -> None:
    assert Shoe.collection(quick=True).write_concern.document == {"w": 1}
    assert Shoe.collection().write_concern.document == {"w": "majority", "j": True}


def test_inside_a_transaction_the_commit_says_how_safely(app: Flask) -> None:
    with transaction():
        assert Shoe.collection().write_concern.document == {}
