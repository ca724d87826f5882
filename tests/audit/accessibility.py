"""axe-core on every page, by day and by night: no violation."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from tests.audit.judging import Judged
from tests.audit.walking import Seen


def judge(seen: Sequence[Seen]) -> Judged:
    """What it said while they were walked through."""
    judged = Judged(("who", "pages", "violations"))
    pages = Counter(one.who for one in seen)
    said = Counter(one.who for one in seen for _ in one.violations)
    for who, count in pages.items():
        judged.row(who, str(count), str(said[who]))
    for one in seen:
        for violation in one.violations:
            judged.fail(f"{one.name}, {one.who}: {violation}")
    return judged
