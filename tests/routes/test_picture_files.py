"""A picture as HTTP has it: what may be kept, parts of it, and questions whether it is the same."""

from __future__ import annotations

import pytest

from blogsite.database import files
from blogsite.models import Blog, Picture, Post, User
from blogsite.models.picture import WAITING
from tests.support.costs import watched
from tests.support.factories import make_post
from tests.support.stored_pictures import SIZES, content, stored_picture
from tests.support.visitor import Visitor

LENGTH = 600_000
"""Bytes: three pieces of GridFS."""
WHOLE = content("480", LENGTH)


@pytest.fixture
def bridge(blog: Blog, alice: User) -> Picture:
    return stored_picture(blog, by=alice, length=LENGTH)


@pytest.fixture
def post(blog: Blog, bridge: Picture, alice: User) -> Post:
    """A public one with the picture in it."""
    text = f"![A bridge](/media/{bridge.id}/960)"
    return make_post(blog, by=alice, content=text, status="published")


@pytest.fixture
def address(post: Post, bridge: Picture) -> str:
    return f"/media/{bridge.id}/480"


def test_a_public_picture_may_be_kept_and_shown_by_whoever_reads_feeds(
    reader: Visitor, address: str
) -> None:
    headers = reader.get(address).headers

    assert headers["Content-Type"] == "image/webp"
    assert headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Security-Policy"] == (
        "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox"
    )
    assert headers["Accept-Ranges"] == "bytes"
    assert headers["Last-Modified"].endswith("GMT")
    assert headers["Vary"] == "Accept"
    assert not {"Set-Cookie", "Content-Disposition"} & set(headers.keys())


def test_nothing_of_whoever_is_signed_in_goes_with_what_others_may_keep(
    alice_browsing: Visitor, reader: Visitor, address: str
) -> None:
    ours, theirs = alice_browsing.get(address), reader.get(address)

    assert "Set-Cookie" not in ours.headers
    assert ours.headers["Vary"] == theirs.headers["Vary"] == "Accept"
    assert (ours.data, ours.headers["ETag"]) == (theirs.data, theirs.headers["ETag"])


def test_a_private_one_stays_with_those_who_edit(
    alice_browsing: Visitor, post: Post, address: str
) -> None:
    post.withdraw(by=alice_browsing.user)

    answer = alice_browsing.get(address, headers={"If-None-Match": "*"})

    assert (answer.status_code, answer.data) == (200, WHOLE)
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert not {"ETag", "Last-Modified"} & set(answer.headers.keys())


def test_each_size_has_a_tag_of_its_own(reader: Visitor, post: Post, bridge: Picture) -> None:
    answers = [reader.get(f"/media/{bridge.id}/{size}") for size in SIZES]

    assert len({one.headers["ETag"] for one in answers}) == len(SIZES)
    assert [one.data for one in answers] == [content(size, LENGTH) for size in SIZES]


@pytest.mark.parametrize("header", ["If-None-Match", "If-Modified-Since"])
def test_who_has_it_is_told_so_without_a_look_at_the_file(
    reader: Visitor, address: str, header: str
) -> None:
    first = reader.get(address).headers
    known = {"If-None-Match": first["ETag"], "If-Modified-Since": first["Last-Modified"]}

    with watched() as costs:
        answer = reader.client.get(address, headers={header: known[header]})

    assert (answer.status_code, answer.data) == (304, b"")
    assert answer.headers["ETag"] == first["ETag"]
    assert answer.headers["Cache-Control"] == first["Cache-Control"]
    assert "Content-Length" not in answer.headers
    assert len(costs.asked) == 2
    assert files.CHUNKS not in repr(costs.asked)


def test_a_tag_of_another_size_is_none_of_this_one(
    reader: Visitor, address: str, bridge: Picture
) -> None:
    other = reader.get(f"/media/{bridge.id}/960").headers["ETag"]

    assert reader.get(address, headers={"If-None-Match": other}).status_code == 200


def test_a_head_tells_the_same_and_reads_nothing(reader: Visitor, address: str) -> None:
    whole = reader.get(address)

    with watched() as costs:
        head = reader.client.head(address, headers={"Range": "bytes=0-1"})

    assert (head.status_code, head.data) == (200, b"")
    assert head.headers["Content-Length"] == whole.headers["Content-Length"] == str(LENGTH)
    assert head.headers["ETag"] == whole.headers["ETag"]
    assert files.CHUNKS not in repr(costs.asked)


@pytest.mark.parametrize(
    ("part", "start", "stop"),
    [
        ("0-0", 0, 1),
        ("4-11", 4, 12),
        ("261119-261120", 261_119, 261_121),
        ("300000-", 300_000, LENGTH),
        ("-7", LENGTH - 7, LENGTH),
        ("-9999999", 0, LENGTH),
        ("599990-9999999", 599_990, LENGTH),
    ],
)
def test_a_part_is_sent(reader: Visitor, address: str, part: str, start: int, stop: int) -> None:
    answer = reader.get(address, headers={"Range": f"bytes={part}"})

    assert answer.data == WHOLE[start:stop]
    assert answer.headers["Content-Length"] == str(stop - start)
    if stop - start < LENGTH:
        assert answer.status_code == 206
        assert answer.headers["Content-Range"] == f"bytes {start}-{stop - 1}/{LENGTH}"


@pytest.mark.parametrize("part", ["600000-", "600001-700000"])
def test_a_part_beyond_its_end_is_refused(reader: Visitor, address: str, part: str) -> None:
    answer = reader.get(address, headers={"Range": f"bytes={part}"})

    assert answer.status_code == 416
    assert answer.headers["Content-Range"] == f"bytes */{LENGTH}"


@pytest.mark.parametrize("part", ["bytes=0-1,4-5", "bytes=x-y", "bytes=9-2", "lines=0-1", "0-1"])
def test_what_is_no_single_part_is_answered_whole(reader: Visitor, address: str, part: str) -> None:
    answer = reader.get(address, headers={"Range": part})

    assert (answer.status_code, answer.data) == (200, WHOLE)


@pytest.mark.parametrize("same", [True, False])
def test_a_part_is_of_what_the_visitor_began_with(
    reader: Visitor, address: str, *, same: bool
) -> None:
    tag = reader.get(address).headers["ETag"]
    named = tag if same else '"another"'

    answer = reader.get(address, headers={"Range": "bytes=0-3", "If-Range": named})

    assert (answer.status_code, answer.content_length) == ((206, 4) if same else (200, LENGTH))


def test_a_weak_name_or_a_moment_does_for_no_other(reader: Visitor, address: str) -> None:
    first = reader.get(address).headers
    named = {f"W/{first['ETag']}": 200, first["Last-Modified"]: 206}

    for one, status in named.items():
        headers = {"Range": "bytes=0-3", "If-Range": one}
        assert reader.get(address, headers=headers).status_code == status


def test_a_small_picture_costs_three_questions(reader: Visitor, blog: Blog, alice: User) -> None:
    small = stored_picture(blog, by=alice, length=100_000)
    text = f"![](/media/{small.id}/480)"
    make_post(blog, by=alice, content=text, status="published")

    with watched() as costs:
        answer = reader.client.get(f"/media/{small.id}/480", buffered=True)

    assert answer.content_length == 100_000
    assert len(costs.asked) == 3
    assert [one.documents for one in costs.explained()][1:] == [1, 1]


def test_a_large_one_is_read_a_few_pieces_at_a_time(blog: Blog, alice: User) -> None:
    large = stored_picture(blog, by=alice, length=files.CHUNK * 20 + 5)

    with watched() as costs:
        pieces = large.file("480").pieces(0, files.CHUNK * 20 + 5)
        sizes = [len(next(iter(pieces))) for _ in range(3)]

    assert sizes == [files.CHUNK] * 3
    assert [one["batchSize"] for one in costs.asked] == [8]


def test_an_original_is_a_file_to_keep_and_named_for_no_harm(
    alice_browsing: Visitor, blog: Blog
) -> None:
    alice = alice_browsing.user
    one = stored_picture(blog, by=alice, label='..bad"; filename=x.html', kind="AVIF")

    headers = alice_browsing.get(f"/media/{one.id}/original").headers

    assert headers["Content-Type"] == "image/avif"
    assert headers["Content-Disposition"].startswith("attachment; ")
    assert headers["Content-Disposition"].endswith('.avif"')
    assert headers["Cache-Control"] == "private, no-store"


def test_what_stands_there_for_a_moment_is_kept_by_nobody(
    reader: Visitor, blog: Blog, alice: User
) -> None:
    waiting = stored_picture(blog, by=alice, state=WAITING)
    text = f"![](/media/{waiting.id}/480)"
    make_post(blog, by=alice, content=text, status="published")

    answer = reader.get(f"/media/{waiting.id}/480")

    assert (answer.status_code, answer.mimetype) == (200, "image/webp")
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert "ETag" not in answer.headers
