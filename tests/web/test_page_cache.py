"""Pages that are kept: for whom, for how long, and how they are told over HTTP."""

from __future__ import annotations

import gzip
import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime, parsedate_to_datetime
from importlib import import_module
from typing import Any

import brotli
import pytest
import time_machine
from flask import Flask
from werkzeug.test import TestResponse

from blogsite import urls
from blogsite.database import counting
from blogsite.models import Blog, Post, Session, User
from blogsite.models.post.lists import Page
from blogsite.web.page_cache.middleware import PageCache
from tests.support.factories import make_blog, make_post, make_user
from tests.support.kept import keep, meanwhile, not_hearing, ready, said, settle
from tests.support.visitor import Visitor

post_routes = import_module("blogsite.routes.posts")

ENCODINGS = ["identity", "gzip", "br"]
GUARDS = {"X-Content-Type-Options", "Content-Security-Policy", "Referrer-Policy"}


@pytest.fixture
def cache(app: Flask) -> PageCache:
    return ready(app)


@pytest.fixture
def path(published: Post) -> str:
    return urls.post(published)


def test_the_second_reader_gets_the_page_from_memory(
    app: Flask, cache: PageCache, reader: Visitor, path: str
) -> None:
    settle(app)
    first, second = reader.get(path), keep(app, Visitor(app), path)

    assert said(first) == "fwd=miss; stored"
    assert second.data == first.data
    own = {"Cache-Status", "X-Request-Id", "Last-Modified"}
    assert {one for one in first.headers if one[0] not in own} == {
        one for one in second.headers if one[0] not in own
    }
    assert set(second.headers.keys()) >= GUARDS


def test_that_asks_the_database_nothing(
    app: Flask, cache: PageCache, reader: Visitor, path: str
) -> None:
    keep(app, reader, path)
    count = counting.begin()

    assert said(reader.get(path)) == "hit"
    assert count.commands == 0


def test_the_headers_let_others_keep_it_if_they_ask(
    app: Flask, cache: PageCache, reader: Visitor, path: str
) -> None:
    for answer in (reader.get(path), keep(app, reader, path)):
        assert answer.headers["Cache-Control"] == "no-cache"
        assert answer.headers["Vary"] == "Accept-Encoding, Cookie"
        assert "Set-Cookie" not in answer.headers


def test_a_parameter_that_the_page_does_not_know_is_no_other_page(
    app: Flask, cache: PageCache, reader: Visitor, path: str
) -> None:
    keep(app, reader, path)

    assert said(reader.get(f"{path}?utm_source=x&before=y")) == "hit"
    assert len(cache.store) == 1


def test_a_parameter_that_it_knows_is(
    app: Flask, cache: PageCache, reader: Visitor, blog: Blog, alice: User
) -> None:
    for number in range(25):
        make_post(blog, by=alice, title=f"Part {number}", status="published")
    first = keep(app, reader, urls.blog(blog))
    older = first.text.partition("?before=")[2].partition('"')[0]
    second = keep(app, reader, f"{urls.blog(blog)}?before={older}")

    assert first.data != second.data
    again = reader.get(f"{urls.blog(blog)}?x=1&before={older}&before=nonsense")
    assert (said(again), again.data) == ("hit", second.data)
    assert reader.get(f"{urls.blog(blog)}?before=nonsense").status_code == 404


def test_who_is_signed_in_never_gets_it_nor_leaves_one_behind(
    app: Flask, cache: PageCache, reader: Visitor, alice_browsing: Visitor, path: str
) -> None:
    kept = keep(app, reader, path)
    own = alice_browsing.get(path, headers={"Accept-Encoding": "br"})

    assert own.headers["Cache-Control"] == "no-store"
    assert "Content-Encoding" not in own.headers
    assert "Cache-Status" not in own.headers
    assert "ETag" not in own.headers
    assert own.text != kept.text
    assert reader.get(path).data == kept.data


def with_cookie(app: Flask, path: str, cookie: str) -> TestResponse:
    """What a browser gets that sends just that; the client with a jar would leave it out."""
    return app.test_client(use_cookies=False).get(path, headers={"Cookie": cookie})


def test_cookies_of_others_do_not_matter(
    app: Flask, cache: PageCache, reader: Visitor, path: str
) -> None:
    keep(app, reader, path)

    assert said(with_cookie(app, path, "theme=dark")) == "hit"


@pytest.mark.parametrize("address", ["/login", "/nothing", "/@nobody/", "/healthz"])
def test_forms_and_refusals_are_not_kept(
    cache: PageCache, reader: Visitor, path: str, address: str
) -> None:
    answers = [reader.get(address) for _ in range(2)]

    assert "Cache-Status" not in answers[1].headers
    assert len(cache.store) == 0


def test_where_a_post_was_is_not_kept(
    cache: PageCache, reader: Visitor, published: Post, alice: User, path: str
) -> None:
    published.withdraw(by=alice)

    assert [reader.get(path).status_code for _ in range(2)] == [410, 410]
    assert len(cache.store) == 0


def test_a_page_with_a_token_is_not_kept(
    app: Flask, cache: PageCache, reader: Visitor, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def with_form(_template: str, **known: object) -> str:
        page = "<!doctype html><html lang=en><title>A form</title><p>{{ csrf_token() }}</html>"
        return str(app.jinja_env.from_string(page).render(**known))

    monkeypatch.setattr(post_routes, "render_template", with_form)
    answer = reader.get(path)

    assert "Set-Cookie" in answer.headers
    assert answer.headers["Cache-Control"] == "no-store"
    assert len(cache.store) == 0


def test_a_cookie_set_behind_our_back_is_not_kept(
    app: Flask, cache: PageCache, reader: Visitor, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(post_routes, "not_indexed", lambda: {"Set-Cookie": "a=b"})
    monkeypatch.setattr(Post, "unlisted", property(lambda _post: True))

    assert "Set-Cookie" in reader.get(path).headers
    assert len(cache.store) == 0


# Variants and conditions.


def body_of(data: bytes, encoding: str) -> bytes:
    if encoding == "gzip":
        return gzip.decompress(data)
    return bytes(brotli.decompress(data)) if encoding == "br" else data


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_each_variant_is_the_same_page_under_its_own_tag(
    app: Flask, cache: PageCache, reader: Visitor, path: str, encoding: str
) -> None:
    bare = reader.get(path)
    asked = {"Accept-Encoding": encoding}
    answers = [reader.get(path, headers=asked), keep(app, reader, path, headers=asked)]

    for answer in answers:
        assert answer.headers.get("Content-Encoding", "identity") == encoding
        assert answer.headers["Content-Length"] == str(len(answer.data))
        assert body_of(answer.data, encoding) == bare.data
        assert (answer.headers["ETag"] == bare.headers["ETag"]) == (encoding == "identity")
    assert answers[0].data == answers[1].data


def test_the_bare_page_can_be_had_after_others_were(
    app: Flask, cache: PageCache, reader: Visitor, path: str
) -> None:
    bare = keep(app, reader, path)
    packed = [reader.get(path, headers={"Accept-Encoding": one}).data for one in ("br", "gzip")]
    entry = next(iter(cache.store._entries.values()))

    assert set(entry.variants) == {"br", "gzip"}
    assert reader.get(path).data == bare.data
    assert max(map(len, packed)) < len(bare.data)


@pytest.mark.parametrize(
    ("accepted", "chosen"),
    [
        ("gzip, deflate, br", "br"),
        ("gzip;q=1.0, br;q=0.5", "gzip"),
        ("br;q=0, gzip", "gzip"),
        ("*", "br"),
        ("*;q=0.1, br;q=0", "gzip"),
        ("deflate", "identity"),
        ("identity;q=0.5, gzip;q=0.1", "identity"),
        ("", "identity"),
        ("GZIP", "gzip"),
        ("x-gzip", "gzip"),
        ("identity;q=0, *;q=0", "identity"),
        ("br;q=nonsense", "br"),
    ],
)
def test_the_encoding_is_the_one_that_the_reader_likes_best(
    cache: PageCache, reader: Visitor, path: str, accepted: str, chosen: str
) -> None:
    answer = reader.get(path, headers={"Accept-Encoding": accepted})

    assert answer.headers.get("Content-Encoding", "identity") == chosen


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("form", ["{}", "W/{}", '"x", {}', '"x,y",W/{} , "z"', "*"])
def test_who_has_it_gets_it_not_again(
    app: Flask, cache: PageCache, reader: Visitor, path: str, encoding: str, form: str
) -> None:
    asked = {"Accept-Encoding": encoding}
    tag = reader.get(path, headers=asked).headers["ETag"]
    asked["If-None-Match"] = form.format(tag)

    for answer in (reader.get(path, headers=asked), keep(app, reader, path, headers=asked)):
        assert (answer.status_code, answer.data) == (304, b"")
        assert answer.headers["ETag"] == tag
        assert answer.headers["Vary"] == "Accept-Encoding, Cookie"
        assert answer.headers["Cache-Control"] == "no-cache"


def test_who_has_another_variant_or_version_gets_it(
    app: Flask, cache: PageCache, reader: Visitor, published: Post, alice: User, path: str
) -> None:
    tag = keep(app, reader, path).headers["ETag"]
    other = reader.get(path, headers={"Accept-Encoding": "br", "If-None-Match": tag})
    published.revise(content="It snowed.", by=alice)
    later = reader.get(path, headers={"If-None-Match": tag})

    assert other.status_code == 200
    assert later.status_code == 200
    assert "snowed" in later.text


@pytest.mark.parametrize(
    ("form", "status"), [("{}", 200), ("*", 200), ("W/{}", 412), ('"x"', 412), ("", 412)]
)
def test_a_condition_on_this_very_version_needs_a_strong_tag(
    cache: PageCache, reader: Visitor, path: str, form: str, status: int
) -> None:
    tag = reader.get(path).headers["ETag"]

    assert reader.get(path, headers={"If-Match": form.format(tag)}).status_code == status


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_a_head_tells_what_a_get_would(
    app: Flask, cache: PageCache, reader: Visitor, path: str, encoding: str
) -> None:
    asked = {"Accept-Encoding": encoding, "User-Agent": "a browser"}
    fresh = reader.client.head(path, headers=asked)
    page = keep(app, reader, path, headers=asked)
    kept = reader.client.head(path, headers=asked)

    own = {"Cache-Status", "X-Request-Id", "Last-Modified"}
    told = {one for one in page.headers if one[0] not in own}
    for answer in (fresh, kept):
        assert (answer.status_code, answer.data) == (200, b"")
        assert {one for one in answer.headers if one[0] not in own} == told
    assert reader.client.head("/nothing").status_code == 404
    assert reader.client.head("/@nobody/").data == b""


def test_a_page_older_than_its_second_has_a_date(
    app: Flask, cache: PageCache, reader: Visitor, path: str
) -> None:
    time.sleep(1.3)
    keep(app, reader, path)
    time.sleep(1.0)
    dated = keep(app, reader, path).headers["Last-Modified"]

    def status(moment: datetime) -> int:
        asked = {"If-Modified-Since": format_datetime(moment, usegmt=True)}
        return keep(app, reader, path, headers=asked).status_code

    then = parsedate_to_datetime(dated)
    assert then <= datetime.now(UTC)
    assert status(then) == 304
    assert status(then + timedelta(days=1)) == 304
    assert status(then - timedelta(seconds=1)) == 200
    headers = {"If-Modified-Since": dated, "If-None-Match": '"x"'}
    assert reader.get(path, headers=headers).status_code == 200
    before = {"If-Unmodified-Since": format_datetime(then - timedelta(seconds=1), usegmt=True)}
    assert reader.get(path, headers=before).status_code == 412
    assert reader.get(path, headers={"If-Unmodified-Since": dated}).status_code == 200


def test_two_versions_of_one_second_are_never_taken_for_one(
    app: Flask, cache: PageCache, reader: Visitor, published: Post, alice: User, path: str
) -> None:
    """Whoever takes the date of the answer for that of the page is told of the next one too."""
    for number in range(4):
        published.revise(content=f"Number {number}.", by=alice)
        moment = format_datetime(datetime.now(UTC).replace(microsecond=0), usegmt=True)
        page = reader.get(path)
        published.revise(content=f"Number {number} and a half.", by=alice)
        dates = {page.headers.get("Last-Modified"), moment} - {None}
        for date in dates:
            assert reader.get(path, headers={"If-Modified-Since": date}).status_code == 200


@pytest.mark.parametrize("date", ["", "yesterday", "Sun, 99 Nov 1994 08:49:37 GMT"])
def test_a_date_that_is_none_is_let_alone(
    cache: PageCache, reader: Visitor, path: str, date: str
) -> None:
    for name in ("If-Modified-Since", "If-Unmodified-Since"):
        assert reader.get(path, headers={name: date}).status_code == 200


# How long.


def test_an_edit_shows_in_the_very_next_request(
    app: Flask, cache: PageCache, reader: Visitor, published: Post, alice: User, path: str
) -> None:
    for number in range(20):
        keep(app, reader, path) if number % 5 == 0 else reader.get(path)
        published.revise(content=f"Number {number}.", by=alice)
        assert f"Number {number}." in reader.get(path).text


def test_what_is_withdrawn_is_gone_in_the_very_next_request(
    app: Flask, cache: PageCache, reader: Visitor, published: Post, blog: Blog, alice: User
) -> None:
    pages = [urls.blog(blog), urls.feed(blog), urls.home()]
    for page in [urls.post(published), *pages]:
        keep(app, reader, page)

    published.withdraw(by=alice)

    assert reader.get(urls.post(published)).status_code == 410
    assert [published.title in reader.get(page).text for page in pages] == [False] * 3


def test_what_changes_while_a_page_is_made_is_not_missed(
    app: Flask,
    cache: PageCache,
    reader: Visitor,
    published: Post,
    alice: User,
    path: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    usual = post_routes.render_template

    def held(template: str, **known: object) -> str:
        made = usual(template, **known)
        monkeypatch.setattr(post_routes, "render_template", usual)
        meanwhile(lambda: Post.get(published.id).revise(content="It snowed.", by=alice), app)
        return made

    monkeypatch.setattr(post_routes, "render_template", held)
    overtaken = reader.get(path)

    assert "rained" in overtaken.text
    assert said(overtaken) == "fwd=miss"
    assert "snowed" in reader.get(path).text


def test_a_post_of_another_blog_throws_nothing_out(
    app: Flask, cache: PageCache, reader: Visitor, published: Post, path: str
) -> None:
    other = make_blog(by=make_user("Erin"), title="Elsewhere")
    for page in (path, urls.blog(published.blog), urls.home()):
        keep(app, reader, page)

    make_post(other, by=User.find_by_email("erin@example.org"), status="published")  # type: ignore[arg-type]

    assert "stored" not in said(reader.get(path))
    assert "stored" not in said(reader.get(urls.blog(published.blog)))
    assert "hit" not in said(reader.get(urls.home()))


def test_a_due_post_comes_at_its_very_second(
    app: Flask, cache: PageCache, reader: Visitor, published: Post, blog: Blog, alice: User
) -> None:
    noon = datetime(2027, 6, 1, 12, 0, 7, tzinfo=UTC)
    with time_machine.travel(noon - timedelta(days=1), tick=False) as traveller:
        make_post(blog, by=alice, title="Noon", status="scheduled", publish_at=noon)
        pages = [urls.blog(blog), urls.feed(blog), urls.home()]
        traveller.move_to(noon - timedelta(milliseconds=1))
        before = [keep(app, reader, page).text for page in pages]
        traveller.move_to(noon)
        after = [reader.get(page).text for page in pages]

    assert ["Noon" in text for text in before] == [False] * 3
    assert ["Noon" in text for text in after] == [True] * 3


def test_what_comes_due_while_a_list_is_made_is_in_the_next_one(
    cache: PageCache, reader: Visitor, blog: Blog, alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    noon = datetime(2027, 6, 1, 12, 0, 7, tzinfo=UTC)
    with time_machine.travel(noon - timedelta(days=1), tick=False) as traveller:
        make_post(blog, by=alice, title="Noon", status="scheduled", publish_at=noon)
        traveller.move_to(noon - timedelta(milliseconds=1))
        newest = Post.newest

        def slowly(**wanted: Any) -> Page:
            page = newest(**wanted)
            traveller.move_to(noon + timedelta(milliseconds=1))
            return page

        monkeypatch.setattr(Post, "newest", slowly)
        before = reader.get(urls.home())
        after = reader.get(urls.home())

    assert ("Noon" in before.text, said(before)) == (False, "fwd=miss")
    assert "Noon" in after.text


def test_who_spells_an_ended_session_otherwise_leaves_no_page_behind(
    app: Flask, cache: PageCache, reader: Visitor, alice: User, path: str
) -> None:
    ended = Visitor(app, alice)
    name = app.config["SESSION_COOKIE_NAME"]
    signed = ended.client.get_cookie(name)
    assert signed is not None
    Session.collection().delete_many({})

    odd = with_cookie(app, path, f"{name} ={signed.value}")

    assert "stored" not in said(odd)
    assert odd.text != reader.get(path).text


# When nobody hears what others change.


def test_while_the_stream_is_lost_the_database_is_asked(
    app: Flask, cache: PageCache, reader: Visitor, path: str
) -> None:
    keep(app, reader, path)

    with not_hearing(app):
        answers = [reader.get(path) for _ in range(2)]

    # Kept or not: somebody else of this machine may take up following at that moment.
    assert [said(answer)[:8] for answer in answers] == ["fwd=miss"] * 2
    ready(app)


def test_once_it_is_back_nothing_of_before_is_left(
    app: Flask, cache: PageCache, reader: Visitor, published: Post, path: str
) -> None:
    keep(app, reader, path)
    with not_hearing(app):
        # As another machine would, whose notes nobody hears meanwhile.
        entry = next(iter(cache.store._entries.values()))

    ready_again = cache.follower
    assert ready_again is not None
    while not ready_again.hears:
        time.sleep(0.005)

    generations = cache._generations
    assert generations is not None
    assert not generations.unchanged(entry.noted)
