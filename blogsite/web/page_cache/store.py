"""Pages in the memory of one process, the last asked for longest; bounded by their bytes."""

from __future__ import annotations

from collections import OrderedDict
from contextlib import suppress
from threading import Lock

from blogsite.web.page_cache.entry import Entry

Key = tuple[str, str, str]
"""Path, declared parameters of the query, language."""


class Store:
    """What is kept.

    Arguments:
        most: bytes.
    """

    def __init__(self, *, most: int) -> None:
        self._most = most
        self._lock = Lock()
        self._entries: OrderedDict[Key, Entry] = OrderedDict()
        self.size = 0

    def __len__(self) -> int:
        return len(self._entries)

    def find(self, key: Key) -> Entry | None:
        """The page of that key, fresh or not."""
        entry = self._entries.get(key)
        if entry is not None:
            with suppress(KeyError):  # thrown out at this very moment
                self._entries.move_to_end(key)
        return entry

    def keep(self, key: Key, entry: Entry) -> None:
        """Keep a page, in place of the one before and of those that nobody asks for."""
        with self._lock:
            self._forget(self._entries.pop(key, None))
            if entry.size > self._most // 8:
                return
            entry.counted = entry.size
            self.size += entry.counted
            self._entries[key] = entry
            self._make_room()

    def weigh(self, key: Key, entry: Entry) -> None:
        """A page has grown: another variant was asked for."""
        with self._lock:
            if self._entries.get(key) is entry:
                self.size += entry.size - entry.counted
                entry.counted = entry.size
                self._make_room()

    def clear(self) -> None:
        """Forget all pages."""
        with self._lock:
            self._entries.clear()
            self.size = 0

    def _make_room(self) -> None:
        while self.size > self._most:
            self._forget(self._entries.popitem(last=False)[1])

    def _forget(self, entry: Entry | None) -> None:
        if entry is not None:
            self.size -= entry.counted
