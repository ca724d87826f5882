"""Every form, filled by Hypothesis with whatever bytes, types and sizes: a page, never a crash."""

from __future__ import annotations

from itertools import cycle, islice
from typing import Any
from urllib.parse import quote_from_bytes
from zlib import crc32

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from blogsite.models import Blog, Post
from tests.support.factories import make_registration
from tests.support.rules import filled
from tests.support.visitor import Visitor

CASES = 200
AT_ONCE = 8
"""Forms that get each case, chosen by its checksum: every form is asked some 25 times."""
FIELDS = (
    *("email", "password", "new_password", "name", "title", "description", "content", "tags"),
    *("status", "publish_at", "slug", "version", "next", "code", "credential", "handle", "bio"),
    *("offer", "before"),
    *("summary", "canonical_url", "language", "direction", "author", "date", "pinned", "kind"),
    *("menu_number", "series", "part", "opened", "cover", "cover_address", "cover_caption", "twin"),
    *("picture", "writer", "kept", "action", "post", "all", "undo", "onward"),
)
MARK = b"-----mark"

words = st.one_of(
    st.text(max_size=40),
    st.sampled_from(
        ["draft", "published", "scheduled", "trash", "a@b.org", "2099-01-01T00:00", "/blogs"]
    ),
    st.text(alphabet="\x00\ud800\ufffd\u202e\u200b<>&\"'%[]{}$", max_size=12),
    st.builds(
        lambda one, times: one * times, st.text(min_size=1, max_size=3), st.integers(1, 3000)
    ),
)
values = st.one_of(
    words.map(lambda text: text.encode("utf-8", "surrogatepass")), st.binary(max_size=60)
)
names = st.one_of(
    st.sampled_from(FIELDS),
    st.builds(
        "{}{}".format, st.sampled_from(FIELDS), st.sampled_from(["[]", "[$ne]", ".x", "\x00"])
    ),
)
fields = st.lists(st.tuples(names, values), max_size=10)
encodings = st.sampled_from(["urlencoded", "multipart", "files", "raw"])


def encoded(pairs: list[tuple[str, bytes]], encoding: str) -> tuple[bytes, str]:
    """A body and its type, as browsers and worse send them."""
    if encoding == "urlencoded":
        body = "&".join(f"{quote_from_bytes(n.encode())}={quote_from_bytes(v)}" for n, v in pairs)
        return body.encode(), "application/x-www-form-urlencoded"
    if encoding == "raw":
        raw = b"&".join(n.encode() + b"=" + v for n, v in pairs)
        return raw, "application/x-www-form-urlencoded"
    name = '; filename="x.txt"' if encoding == "files" else ""
    parts = [
        b"--"
        + MARK
        + b'\r\nContent-Disposition: form-data; name="'
        + n.encode()
        + b'"'
        + (name.encode() if n != "csrf_token" else b"")
        + b"\r\n\r\n"
        + v
        for n, v in pairs
    ]
    body = b"\r\n".join([*parts, b"--" + MARK + b"--\r\n"])
    return body, f"multipart/form-data; boundary={MARK.decode()}"


@pytest.fixture
def addresses(app: Flask, blog: Blog, draft: Post) -> dict[str, str]:
    """Every address that takes a form, with real things in it."""
    token = make_registration("Erin").token
    known = {"post_id": str(draft.id), "blog_id": str(blog.id), "token": token}

    rules = [rule for rule in app.url_map.iter_rules() if "POST" in (rule.methods or set())]
    return {
        rule.endpoint: filled(rule, known) for rule in rules if rule.endpoint != "sessions.destroy"
    }


@settings(
    max_examples=CASES,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(pairs=fields, encoding=encodings)
def test_no_form_crashes_whatever_it_is_filled_with(
    alice_browsing: Visitor,
    addresses: dict[str, str],
    pairs: list[tuple[str, bytes]],
    encoding: str,
) -> None:
    token: Any = alice_browsing.token().encode()
    body, kind = encoded([("csrf_token", token), *pairs], encoding)

    first = crc32(repr(pairs).encode()) % len(addresses)
    chosen = islice(cycle(addresses.items()), first, None)
    answers = {
        endpoint: alice_browsing.send(address, body, content_type=kind).status_code
        for endpoint, address in islice(chosen, AT_ONCE)
    }

    assert {name: status for name, status in answers.items() if status >= 500} == {}
    assert len(answers) == AT_ONCE
