"""Two processes with memories of their own: what was answered to the writer is what readers get."""

from __future__ import annotations

import os
import re
from collections import Counter

import pytest

from tests.processes.people import Visitor
from tests.processes.running import RunningSite

pytestmark = pytest.mark.processes

EDITS = int(os.environ.get("EDITS", "40"))
"""`make stale EDITS=1000` takes a few minutes."""


def test_the_request_after_the_answer_is_never_stale(site: RunningSite) -> None:
    alice = Visitor(site)
    alice.sign_in("alice@example.org")
    new = alice.make_blog("Field Notes")
    token = alice.get(new).field("csrf_token")
    made = alice.post(new, csrf_token=token, title="Rain", content="Number 0.", status="published")
    path = str(made.headers["Location"])
    found = re.search(r"/posts/[0-9a-f]{24}/edit", alice.get(path).page)
    assert found
    reader, seen = Visitor(site), Counter[str]()

    for number in range(1, EDITS + 1):
        # Both processes are to have the page of before.
        for _ in range(4):
            seen[reader.get(path).headers["Cache-Status"]] += 1
        saved = alice.post(found[0], csrf_token=token, title="Rain", content=f"Number {number}.")
        assert saved.status == 302, saved.page
        for _ in range(4):
            answer = reader.get(path)
            assert f"Number {number}." in answer.page
            seen[answer.headers["Cache-Status"]] += 1

    assert seen["blogsite; hit"] > EDITS


def test_the_command_line_ends_pages_too(site: RunningSite) -> None:
    reader = Visitor(site)
    for _ in range(3):
        assert "Robin" not in reader.get("/").page

    assert site.flask("demo", "seed", "--blogs", "1", "--posts", "3").returncode == 0

    assert '<article class="summary' in reader.get("/").page
