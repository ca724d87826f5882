"""What every answer carries."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask

from blogsite import create_app, urls
from blogsite.database import Connection
from blogsite.models import Post
from config import Settings
from tests.support.app import settings_for_tests
from tests.support.visitor import Visitor


@pytest.mark.parametrize("path", ["/", "/login", "/nothing", "/static/css/site.css", "/healthz"])
def test_every_answer_is_guarded(reader: Visitor, path: str) -> None:
    answer = reader.get(path)

    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert ("script-src 'self'" if path == "/login" else "script-src 'none'") in policy
    assert "frame-ancestors 'none'" in policy
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "camera=()" in answer.headers["Permissions-Policy"]
    assert "Strict-Transport-Security" not in answer.headers


def test_only_a_page_with_a_script_may_run_any(alice_browsing: Visitor, draft: Post) -> None:
    paths = ["/", "/blogs", "/profile", "/account/security", urls.post(draft)]
    paths += ["/account/passkeys/new", urls.edit(draft), "/auth/confirmation"]

    running = [
        path
        for path in paths
        if "script-src 'self'" in alice_browsing.get(path).headers["Content-Security-Policy"]
    ]

    assert running == ["/account/passkeys/new", urls.edit(draft)]


def test_a_page_asks_nobody_but_us(reader: Visitor) -> None:
    for path in ("/", "/login"):
        assert "connect-src 'self';" in reader.get(path).headers["Content-Security-Policy"]


def test_private_pages_are_kept_nowhere(alice_browsing: Visitor, draft: Post) -> None:
    for path in ("/blogs", "/profile", urls.edit(draft), urls.post(draft), "/"):
        assert alice_browsing.get(path).headers["Cache-Control"] == "no-store"


def test_a_file_of_ours_may_be_kept_for_good_under_its_own_version(reader: Visitor) -> None:
    versioned = reader.get(urls.static("css/site.css"))

    assert "?v=" in urls.static("css/site.css")
    assert "immutable" in versioned.headers["Cache-Control"]
    assert reader.get("/static/css/site.css").headers["Cache-Control"] == "no-cache"


def test_a_missing_file_is_a_private_page_like_others(alice_browsing: Visitor) -> None:
    answer = alice_browsing.get("/static/nothing.css?v=1")

    assert answer.status_code == 404
    assert answer.headers["Cache-Control"] == "no-store"


def test_links_are_built_from_the_base_url_and_never_from_the_host(reader: Visitor) -> None:
    answer = reader.client.get("/login", headers={"Host": "evil.example"})

    assert answer.status_code == 200
    assert "evil.example" not in answer.text


def test_over_https_browsers_come_back_over_https_only(
    app: Flask, settings: Settings, tmp_path: Path
) -> None:
    own = settings_for_tests(
        tmp_path, mongo_uri=settings.mongo_uri, BASE_URL="https://blogs.example"
    )
    secure = create_app(own, connection=Connection(own)).test_client()

    assert "max-age=63072000" in secure.get("/healthz").headers["Strict-Transport-Security"]


def test_no_policy_allows_what_is_written_inline(reader: Visitor) -> None:
    policy = reader.get("/").headers["Content-Security-Policy"]

    assert "unsafe" not in policy
    assert "nonce" not in policy
    assert "*" not in policy


def test_a_module_that_another_imports_is_asked_for_again_each_time(reader: Visitor) -> None:
    """Its address has no version: kept for good, it would meet newer ones that import it."""
    module = reader.get("/static/js/editor/counting.js")

    assert module.mimetype in ("text/javascript", "application/javascript")
    assert module.headers["Cache-Control"] == "no-cache"
    again = {"If-None-Match": module.headers["ETag"]}
    assert reader.get("/static/js/editor/counting.js", headers=again).status_code == 304
