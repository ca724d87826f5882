"""A copy holds what the database holds about a person, and nothing that opens the account."""

from __future__ import annotations

import io
import json
from datetime import timedelta
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from gridfs import GridOut
from ruamel.yaml import YAML

from blogsite.database import collection
from blogsite.lib import clock, zips
from blogsite.models import (
    Avatar,
    Blog,
    BlogPicture,
    Device,
    Picture,
    Post,
    SecurityEvent,
    Session,
    Ticket,
    User,
    archive,
    profile,
)
from blogsite.models.errors import TooOften
from blogsite.models.holdings import HOLDINGS
from blogsite.models.post import Manuscript
from tests.support.factories import make_blog, make_post
from tests.support.portraits import picture

SECRET = "a secret of mine"


def copied(user: User) -> dict[str, bytes]:
    with archive.copy(user, device=Device()) as file, ZipFile(BytesIO(file.read())) as opened:
        assert opened.testzip() is None
        return {name: opened.read(name) for name in opened.namelist()}


def told(files: dict[str, bytes], name: str) -> Any:
    return json.loads(files[name])


@pytest.fixture
def full(alice: User, bob: User, blog: Blog) -> User:
    """Alice, about whom there is something in every collection."""
    profile.change(alice, name="Alice", handle="rain", bio="About rain.")
    Avatar.choose(io.BytesIO(picture()), by=alice)
    Session.start(alice, device=Device(agent="Firefox"))
    Ticket.issue("password-reset", lifetime=timedelta(hours=1), user=alice)
    SecurityEvent.record("signed-in", alice, device=None)
    collection("authenticators").insert_one(
        {
            "_id": alice.id,
            "sealed_secret": SECRET,
            "recovery": [SECRET],
            "confirmed_at": clock.now(),
        }
    )
    return alice


def test_every_collection_about_a_person_is_told_of(full: User) -> None:
    files = copied(full)

    held = {
        name: collection(name).count_documents({one.by: full.id}) for name, one in HOLDINGS.items()
    }
    counted = {name: len(told(files, f"{name.replace('_', '-')}.json")) for name in HOLDINGS}
    counted["security_events"] += 1  # that it was copied stands there from now on
    account = told(files, "account.json")
    assert counted == held
    assert (account["email"], account["handle"]) == ("alice@example.org", "rain")
    assert files["avatar.webp"] == Avatar.at(full.id, str(full.avatar))


def test_nothing_in_a_copy_opens_the_account(full: User) -> None:
    words = b"".join(copied(full).values()).decode("utf-8", "replace")

    session = Session.collection().find_one({"user_id": full.id})
    ticket = Ticket.collection().find_one({"user_id": full.id})
    assert session
    assert ticket
    for secret in (full.password_hash, session["_id"], str(ticket["_id"]), SECRET):
        assert str(secret) not in words


def test_no_picture_is_ever_held_as_a_whole(
    full: User, blog: Blog, monkeypatch: pytest.MonkeyPatch
) -> None:
    longest = 0
    read = GridOut.read

    def noting(stored: GridOut, size: int = -1) -> bytes:
        nonlocal longest
        part = read(stored, size)
        longest = max(longest, len(part))
        return part

    large = picture("PNG", (1000, 800), compress_level=0)
    Picture.take(BytesIO(large), label="large.png", blog_id=blog.id, by=full)
    monkeypatch.setattr(GridOut, "read", noting)

    assert large in copied(full).values()
    assert 0 < longest <= 1024 * 1024 < len(large)


def test_every_picture_is_there_as_it_was_sent(full: User, blog: Blog, carol: User) -> None:
    theirs = make_blog(by=carol, title="Elsewhere")
    theirs.admit(full, role="editor")
    for place, by in ((blog, full), (theirs, full)):
        sent = BytesIO(picture("PNG"))
        Picture.take(sent, label="bridge.png", blog_id=place.id, by=by, alt="A bridge")
    Picture.take(BytesIO(picture("GIF")), label="not mine.gif", blog_id=theirs.id, by=carol)

    files = copied(full)

    pictures = {name: one for name, one in files.items() if name.endswith((".png", ".gif"))}
    assert list(pictures.values()) == [picture("PNG")] * 2
    assert {name.rpartition("/")[0] for name in pictures} == {
        f"blogs/{blog.slug}/pictures",
        "pictures-in-blogs-of-others",
    }
    assert told(files, f"blogs/{blog.slug}/pictures.json")[0]["alt"] == "A bridge"


def test_the_picture_of_a_blog_is_there_for_its_owner(full: User, blog: Blog, carol: User) -> None:
    theirs = make_blog(by=carol, title="Elsewhere")
    theirs.admit(full, role="editor")
    for place, by in ((blog, full), (theirs, carol)):
        BlogPicture.choose(BytesIO(picture("PNG")), of=place, by=by)

    files = copied(full)

    assert blog.refresh()
    shown = {name: one for name, one in files.items() if name.endswith("/picture.webp")}
    assert shown == {f"blogs/{blog.slug}/picture.webp": BlogPicture.at(blog.id, str(blog.picture))}


def test_every_post_is_there_as_it_was_written(
    full: User, blog: Blog, bob: User, carol: User
) -> None:
    theirs = make_blog(by=carol, title="Elsewhere")
    theirs.admit(full, role="editor")
    make_post(theirs, by=full, title="A guest", content="Hello.")
    make_post(theirs, by=carol, title="Not mine")
    blog.admit(bob, role="editor")
    make_post(blog, by=bob, title="Bob's")
    made = {
        name: make_post(blog, by=full, title=name, content="# Rain\n\n *x*\n") for name in "abcd"
    }
    made["b"].publish(by=full)
    made["c"].schedule(clock.now() + timedelta(days=1), by=full)
    made["d"].trash(by=full)

    files = copied(full)

    texts = {name: text.decode() for name, text in files.items() if name.endswith(".md")}
    front = {name: _front(text) for name, text in texts.items()}
    states = {name: front[f"blogs/field-notes/{name}.md"]["state"] for name in "abcd"}
    assert set(texts) == {
        *(f"blogs/field-notes/{name}.md" for name in ("a", "b", "c", "d", "bob-s")),
        "blogs-of-others/elsewhere/a-guest.md",
    }
    assert states == {"a": "draft", "b": "published", "c": "scheduled", "d": "trashed"}
    assert front["blogs/field-notes/bob-s.md"]["author"] == "Bob"
    stored = Post.get(made["a"].id)
    assert texts["blogs/field-notes/a.md"].split("---\n\n", 1)[1] == stored.source
    assert told(files, "blogs/field-notes/blog.json")["title"] == "Field Notes"


@pytest.mark.parametrize(
    "title", ['Say "rain": #1', "- [x] & *y*", "null", "雨 🌧", "a\u2028b", "\\n {{ 1 }}"]
)
def test_front_matter_is_yaml_whatever_the_title(full: User, blog: Blog, title: str) -> None:
    post = make_post(blog, by=full, title=title, tags=["a: b", "c"])

    (text,) = (text for name, text in copied(full).items() if name.endswith(".md"))

    front = _front(text.decode())
    assert (front["title"], front["tags"]) == (Post.get(post.id).title, ["a: b", "c"])


def test_a_large_blog_never_lies_in_memory_as_a_whole(
    full: User, blog: Blog, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(zips, "IN_MEMORY", 10_000)
    texts = (f"Rain {n} " + "drop " * 40 for n in range(300))
    list(
        blog.import_posts(
            Manuscript(title=f"Rain {n}", content=text, by=full, written_at=clock.now())
            for n, text in enumerate(texts)
        )
    )
    with archive.copy(full, device=Device()) as file:
        assert file._rolled  # type: ignore[attr-defined] # it went to disk
        with ZipFile(file) as opened:
            assert len([name for name in opened.namelist() if name.endswith(".md")]) == 300


def test_a_copy_is_written_down_and_not_made_too_often(full: User) -> None:
    for _ in range(5):
        copied(full)

    with pytest.raises(TooOften):
        copied(full)

    kinds = [one.kind for one in SecurityEvent.of(full).events]
    assert kinds.count("data-downloaded") == 5


def _front(text: str) -> dict[str, Any]:
    front: dict[str, Any] = YAML(typ="safe").load(text.split("---\n")[1])
    return front
