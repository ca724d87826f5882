"""How much is answered from memory, told now and then: a line for each costs more than they do."""

from __future__ import annotations

import logging
import time

from blogsite.web.page_cache.store import Store

PAUSE = 60.0
"""Seconds between two lines, at the least."""

log = logging.getLogger("blogsite.page_cache")


class Tally:
    """What one process has answered since the last line.

    Two threads that count at once may count one answer less: nobody decides anything by it.

    Arguments:
        store: what is kept.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._told_at = time.monotonic()
        self.found = 0
        self.made = 0

    def tell(self) -> None:
        """Write the line, unless that was done a moment ago or there is nothing to tell."""
        now = time.monotonic()
        if now - self._told_at < PAUSE or not self.found + self.made:
            return
        facts = {
            "from_memory": self.found,
            "made": self.made,
            "pages": len(self._store),
            "kilobytes": self._store.size // 1024,
            "seconds": round(now - self._told_at),
        }
        self._told_at, self.found, self.made = now, 0, 0
        log.info(
            "page cache: %(from_memory)s from memory, %(made)s made in %(seconds)s s; "
            "%(pages)s pages, %(kilobytes)s kB",
            facts,
            extra={"facts": facts},
        )
