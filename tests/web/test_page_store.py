"""What is kept in memory is bounded by its bytes, and goes by the last time it was asked for."""

from __future__ import annotations

import os

from blogsite.web.page_cache.entry import Entry
from blogsite.web.page_cache.store import Key, Store

KILOBYTE = 1024


def page(size: int) -> Entry:
    return Entry(os.urandom(size), [("Cache-Control", "no-cache")], noted=(), until=None)


def key(name: int) -> Key:
    return (f"/{name}", "", "en")


def test_what_nobody_asks_for_goes_first() -> None:
    store = Store(most=130 * KILOBYTE)
    for number in range(9):
        store.keep(key(number), page(10 * KILOBYTE))
        store.find(key(0))

    store.keep(key(9), page(10 * KILOBYTE))
    store.keep(key(10), page(10 * KILOBYTE))

    assert store.find(key(0))
    assert store.find(key(10))
    assert store.find(key(1)) is None
    assert store.size <= 130 * KILOBYTE


def test_a_thousand_pages_never_take_more_than_they_may() -> None:
    store = Store(most=200 * KILOBYTE)
    sizes = []
    for number in range(1000):
        entry = page(KILOBYTE * (1 + number % 20))
        store.keep(key(number % 50), entry)
        entry.variant("br")
        entry.variant("gzip")
        store.weigh(key(number % 50), entry)
        sizes.append(store.size)

    assert max(sizes) <= 200 * KILOBYTE
    assert store.size == sum(entry.counted for entry in store._entries.values())
    assert len(store) >= 3


def test_a_page_in_place_of_another_counts_once() -> None:
    store = Store(most=130 * KILOBYTE)
    for _ in range(50):
        store.keep(key(1), page(10 * KILOBYTE))

    assert len(store) == 1
    assert store.size < 13 * KILOBYTE


def test_one_that_would_throw_out_many_is_not_kept() -> None:
    store = Store(most=100 * KILOBYTE)
    store.keep(key(1), page(KILOBYTE))
    store.keep(key(2), page(50 * KILOBYTE))

    assert store.find(key(1))
    assert store.find(key(2)) is None
