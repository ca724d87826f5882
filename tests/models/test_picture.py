"""A picture is there once in its blog, is made small by a job, and leaves nothing behind."""

from __future__ import annotations

import io
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import time_machine
from flask import Flask

from blogsite import jobs
from blogsite.database import files
from blogsite.jobs import Job
from blogsite.lib import bounded, clock
from blogsite.models import Blog, Picture, Post, User, blog_removal, media, workshop
from blogsite.models.errors import Forbidden, Gone, Invalid, NotFound
from blogsite.models.picture_viewing import Viewing
from tests.support import modes
from tests.support.factories import make_post
from tests.support.photographs import BAD, PLACE, opened, picture, telling_picture
from tests.support.stored_pictures import read


def taken(blog: Blog, by: User, content: bytes | None = None, **told: str) -> Picture:
    sent = io.BytesIO(content or picture("JPEG", (1000, 600)))
    return Picture.take(sent, blog_id=blog.id, by=by, **{"label": "bridge.jpg", **told})


def stored() -> int:
    return files.collection(files.FILES).count_documents({})


def let_time_pass() -> None:
    """Whatever is to be done later is due."""
    Job.collection().update_many({}, {"$set": {"run_at": clock.now() - timedelta(days=1)}})


def shown_in(blog: Blog, one: Picture, by: User, status: str = "draft") -> Post:
    content = f"![A bridge](/media/{one.id}/960)"
    return make_post(blog, by=by, content=content, status=status)


def test_a_picture_waits_and_is_made_small(blog: Blog, alice: User) -> None:
    one = taken(blog, alice)
    assert (one.waiting, one.width, one.height) == (True, 1000, 600)

    jobs.run_due()

    assert one.refresh()
    assert one.ready
    assert list(one.renditions) == list(one.sizes) == ["480", "960", "1600"]
    assert opened(read(one, "480")).size == (480, 288)


def test_what_is_kept_tells_no_place(blog: Blog, alice: User) -> None:
    one = taken(blog, alice, telling_picture("JPEG"))

    assert PLACE not in read(one, "original")


def test_a_name_is_a_label_and_no_path(blog: Blog, alice: User) -> None:
    one = taken(blog, alice, label="../../etc/<b>passwd</b>.exe")

    assert one.label == "etc_bpasswd_b.exe"
    assert one.file_name == "etc_bpasswd_b.jpg"


def test_a_long_name_in_any_script_fits_on_any_disk(blog: Blog, alice: User) -> None:
    one = taken(blog, alice, label="海" * 300 + ".png")

    assert one.label.endswith("海海.png")
    assert len(f"{one.id}-{one.file_name}".encode()) < 255


@pytest.mark.parametrize("sent", BAD.values(), ids=BAD)
def test_what_is_no_good_picture_leaves_nothing(blog: Blog, alice: User, sent: bytes) -> None:
    with pytest.raises(Invalid) as refusal:
        Picture.take(io.BytesIO(sent), label="x.jpg", blog_id=blog.id, by=alice)

    assert refusal.value.field == "picture"
    assert stored() == Picture.collection().count_documents({}) == Job.count("waiting") == 0


def test_a_stranger_sends_nothing(blog: Blog, carol: User) -> None:
    with pytest.raises(Forbidden):
        taken(blog, carol)


def test_the_same_picture_is_there_once(blog: Blog, alice: User) -> None:
    assert taken(blog, alice) == taken(blog, alice, label="other.jpg")
    assert stored() == 1


def test_two_blogs_have_one_each(blog: Blog, alice: User) -> None:
    other = Blog.create(title="Other", description="", by=alice)

    assert taken(blog, alice) != taken(other, alice)


def test_ten_at_once_end_in_one(
    app: Flask, blog: Blog, alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workshop, "_PATIENCE", 100)  # one looks after the other

    def send(_: int) -> Picture:
        with app.app_context():
            return taken(blog, alice)

    with ThreadPoolExecutor(10) as pool:
        sent = set(pool.map(send, range(10)))

    assert len(sent) == Picture.collection().count_documents({}) == stored() == 1


def test_a_full_blog_takes_no_more(
    app: Flask, blog: Blog, alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    modes.give(app, monkeypatch, media_quota=1)
    Picture.collection().update_one({"_id": taken(blog, alice).id}, {"$set": {"size": 2**20}})

    with pytest.raises(Invalid, match="no room"):
        taken(blog, alice, picture("PNG"))


def test_a_file_without_its_picture_is_swept_up(blog: Blog, alice: User) -> None:
    one = taken(blog, alice)
    one.delete()  # as if the process had died between the two

    let_time_pass()
    jobs.run_due()

    assert stored() == 0


def test_sweeping_leaves_what_belongs_to_a_picture(blog: Blog, alice: User) -> None:
    one = taken(blog, alice)
    jobs.run_due()

    let_time_pass()
    jobs.run_due()

    assert one.refresh()
    assert len(one.renditions) == 3
    assert stored() == len(one.file_ids) == len(set(one.file_ids)) >= 4


def test_what_cannot_be_made_small_says_so_and_may_be_sent_again(
    blog: Blog, alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def too_much(*_: object) -> None:
        raise bounded.TooMuch

    one = taken(blog, alice)
    with monkeypatch.context() as patch:
        patch.setattr(workshop, "render", too_much)
        jobs.run_due()
    assert one.refresh()
    assert one.refused

    taken(blog, alice)
    jobs.run_due()

    assert one.refresh()
    assert one.ready


def test_a_job_that_fails_is_tried_again(
    blog: Blog, alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError

    one = taken(blog, alice)
    monkeypatch.setattr(workshop, "render", broken)

    jobs.run_due()

    assert one.refresh()
    assert one.waiting
    assert Job.collection().count_documents({"kind": "picture-rendering", "attempts": 1}) == 1


def test_a_post_knows_its_pictures(blog: Blog, alice: User) -> None:
    one = taken(blog, alice)
    post = shown_in(blog, one, alice)

    assert post.pictures == [one.id]
    assert [use.id for use in Post.using([one])[one.id]] == [post.id]

    post.revise(content="No bridge.", by=alice)

    assert post.pictures == []


def test_a_picture_of_another_blog_is_not_shown(blog: Blog, alice: User) -> None:
    other = Blog.create(title="Other", description="", by=alice)
    one = taken(other, alice)

    post = shown_in(blog, one, alice)

    assert post.pictures == []
    assert "<img" not in post.html


def test_a_picture_is_public_while_a_post_is(blog: Blog, alice: User, carol: User) -> None:
    one = taken(blog, alice)
    post = shown_in(blog, one, alice)
    jobs.run_due()
    assert not Viewing.of(one.id, "480").public
    with pytest.raises(NotFound):
        Viewing.of(one.id, "480").check_visible_to(carol)

    post.publish(by=alice)
    assert Viewing.of(one.id, "480").public

    post.withdraw(by=alice)
    assert not Viewing.of(one.id, "480").public
    with pytest.raises(Gone):
        Viewing.of(one.id, "480").check_visible_to(carol)
    Viewing.of(one.id, "480").check_visible_to(alice)


def test_a_picture_of_a_post_to_come_is_not_public_yet(blog: Blog, alice: User) -> None:
    one = taken(blog, alice)
    post = shown_in(blog, one, alice)
    post.schedule(clock.now() + timedelta(hours=1), by=alice)

    assert not Post.show(one)
    with time_machine.travel(clock.now() + timedelta(hours=2)):
        assert Post.show(one)


def test_a_used_picture_stays(blog: Blog, alice: User) -> None:
    one = taken(blog, alice)
    post = shown_in(blog, one, alice)

    with pytest.raises(Invalid, match="uses this picture"):
        media.remove(one, by=alice)

    post.revise(content="No bridge.", by=alice)
    media.remove(one, by=alice)
    media.remove(one, by=alice)
    jobs.run_due()

    assert Picture.find({"_id": one.id}) is None
    assert stored() == 0


def test_a_stranger_neither_describes_nor_deletes(blog: Blog, alice: User, carol: User) -> None:
    one = taken(blog, alice)

    with pytest.raises(Forbidden):
        one.describe("Mine", by=carol)
    with pytest.raises(Forbidden):
        media.remove(one, by=carol)


def test_what_a_picture_shows_is_said_in_the_post(blog: Blog, alice: User) -> None:
    one = taken(blog, alice)
    one.describe("A bridge\nat <noon>", by=alice)

    post = make_post(blog, by=alice, content=f"![](/media/{one.id}/960)")

    assert 'alt="A bridge at &lt;noon&gt;"' in post.html


def test_pictures_are_found_by_name_and_by_what_they_show(blog: Blog, alice: User) -> None:
    bridge = taken(blog, alice, alt="Over the river")
    other = taken(blog, alice, picture("PNG"), label="Tower at 東京.png")

    assert Picture.in_blog(blog.id, search="RIVER").found == [bridge]
    assert Picture.in_blog(blog.id, search="tower at 東").found == [other]
    assert Picture.in_blog(blog.id).found == [other, bridge]


def test_pictures_go_with_their_blog(blog: Blog, alice: User) -> None:
    taken(blog, alice)
    jobs.run_due()

    blog_removal.remove(blog, by=alice)
    jobs.run_due()

    assert stored() == Picture.collection().count_documents({}) == 0
    assert files.collection(files.CHUNKS).count_documents({}) == 0
