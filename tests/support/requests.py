"""What a request may ask of the database: a GET changes nothing, and a page asks a few times."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Response, has_request_context, request, request_finished, session
from pymongo import monitoring

from tests.support.findings import Findings, current_test, judge
from tests.support.run import is_worker

NO_WRITES = "no_get_changes_anything"
BUDGET = "every_page_keeps_its_query_budget"

# Endpoint and collection, and why a GET may write there. "*" is any endpoint.
EXCEPTIONS: dict[tuple[str, str], str] = {
    ("*", "sessions"): "when a session was last seen is a mark, not a change",
    **{
        (
            "social_pictures.show",
            collection,
        ): "what was drawn is kept, and how much is drawn counted"
        for collection in ("social_pictures", "throttles")
    },
    **{
        ("providers.callback", collection): "a provider sends people back by GET, state proves it"
        for collection in (
            *("users", "identities", "sessions", "security_events", "registrations", "site"),
            *("spent", "throttles", "tickets", "jobs", "page_generations"),
        )
    },
}

# The most questions a GET may ask: a post for a reader, a feed, a post for a user, and any page.
# A feed that is kept also asks when the next post comes due.
POST_BUDGET, FEED_BUDGET, SIGNED_IN_POST_BUDGET, ANY_BUDGET = 3, 4, 5, 8

_WRITES = {"insert", "update", "delete", "findAndModify"}
_QUESTIONS = {"find", "aggregate", "count", "distinct"}
_COUNT = "blogsite.questions"

_writes: Findings | None = None
_budgets: Findings | None = None


class Requests(monitoring.CommandListener):
    """Notes what a request that is being answered asks of the database."""

    def started(self, event: monitoring.CommandStartedEvent) -> None:
        if not has_request_context() or request.method not in ("GET", "HEAD"):
            return
        name = event.command_name
        if name in _WRITES and not excepted(str(request.endpoint), str(event.command[name])):
            place = f"GET {request.endpoint}: {name} on {event.command[name]}"
            _writes.add(f"{place} in {current_test()}")  # type: ignore[union-attr]
        if name in _QUESTIONS:
            asked = f"{name} {event.command[name]}"
            request.environ.setdefault(_COUNT, []).append(asked)

    def succeeded(self, event: monitoring.CommandSucceededEvent) -> None: ...

    def failed(self, event: monitoring.CommandFailedEvent) -> None: ...


def excepted(endpoint: str, collection: str) -> bool:
    return ("*", collection) in EXCEPTIONS or (endpoint, collection) in EXCEPTIONS


def pytest_configure(config: pytest.Config) -> None:
    global _writes, _budgets
    _writes, _budgets = Findings(config, "writes"), Findings(config, "budgets")
    monitoring.register(Requests())
    request_finished.connect(_weigh)


def pytest_sessionfinish(session: pytest.Session) -> None:
    if is_worker(session.config) or _writes is None or _budgets is None:
        return
    if kept := _budgets.all():
        judge(session, NO_WRITES, _writes.all())
        judge(session, BUDGET, [line for line in kept if " of " in line])


def _weigh(_app: Any, response: Response, **_: Any) -> None:
    asked = request.environ.get(_COUNT, [])
    if request.method == "GET" and len(asked) > _budget():
        place = f"GET {request.endpoint}: {len(asked)} questions of {_budget()}"
        _budgets.add(f"{place} in {current_test()}: {', '.join(asked)}")  # type: ignore[union-attr]
    elif request.method == "GET":
        _budgets.add(f"GET {request.endpoint} keeps its budget")  # type: ignore[union-attr]


def _budget() -> int:
    if str(request.endpoint).startswith("feeds.of_") and not session:
        return FEED_BUDGET
    if request.endpoint != "posts.show":
        return ANY_BUDGET
    return SIGNED_IN_POST_BUDGET if session else POST_BUDGET
