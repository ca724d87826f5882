"""The Nu HTML checker on every page, all in one run: no error."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from tests.audit.judging import Judged
from tests.audit.walking import Seen
from tests.support import nu


def judge(seen: Sequence[Seen]) -> Judged:
    """What it says of the HTML that the site sent."""
    judged = Judged(("who", "pages", "errors"))
    wrong: Counter[str] = Counter()
    with tempfile.TemporaryDirectory(prefix="blogsite-audit-") as folder:
        files = {Path(folder) / f"{number:03}.html": one for number, one in enumerate(seen)}
        for file, one in files.items():
            file.write_text(one.html, encoding="utf-8")
        for file, error in nu.errors(files):
            wrong[files[file].who] += 1
            judged.fail(f"{files[file].name}, {files[file].who}: {error}")
    for who, count in Counter(one.who for one in seen).items():
        judged.row(who, str(count), str(wrong[who]))
    return judged
