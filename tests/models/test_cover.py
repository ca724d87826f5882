"""The picture at the head of a post: chosen in its blog, used as those in its text are."""

from __future__ import annotations

import io

import pytest

from blogsite.lib import markdown
from blogsite.models import Blog, Picture, Post, SettingsWish, User, media
from blogsite.models.errors import Invalid
from blogsite.models.post.refreshing import refresh
from tests.support.factories import make_blog, make_post
from tests.support.photographs import picture


def take(blog: Blog, *, by: User, size: tuple[int, int] = (900, 600), alt: str = "") -> Picture:
    sent = io.BytesIO(picture("JPEG", size))
    return Picture.take(sent, label="bridge.jpg", blog_id=blog.id, by=by, alt=alt)


def choose(post: Post, cover: Picture | str, *, by: User) -> Post:
    chosen = cover if isinstance(cover, str) else str(cover.id)
    post.revise(settings=SettingsWish(values={"cover": chosen}), by=by)
    return Post.get(post.id)


@pytest.fixture
def bridge(blog: Blog, alice: User) -> Picture:
    return take(blog, by=alice, alt="A bridge")


def test_a_cover_is_one_of_the_pictures_that_a_post_uses(
    draft: Post, bridge: Picture, alice: User
) -> None:
    covered = choose(draft, bridge, by=alice)

    assert covered.cover is not None
    assert (covered.cover.alt, covered.cover.width) == ("A bridge", 900)
    assert [one.id for one in Post.using([bridge])[bridge.id]] == [draft.id]
    assert choose(covered, "", by=alice).pictures == []


@pytest.mark.parametrize("written", ["/media/{}/480", "![A bridge](/media/{}/900)", " {} "])
def test_it_is_named_as_a_writer_has_it(
    draft: Post, bridge: Picture, alice: User, written: str
) -> None:
    assert choose(draft, written.format(bridge.id), by=alice).settings["cover"] == str(bridge.id)


@pytest.mark.parametrize("written", ["f" * 24, "bridge.jpg", "https://a.example/b.jpg"])
def test_what_is_no_picture_of_the_blog_is_refused(draft: Post, alice: User, written: str) -> None:
    with pytest.raises(Invalid, match="Choose a picture of this blog") as refusal:
        choose(draft, written, by=alice)

    assert refusal.value.field == "cover"


def test_another_blogs_picture_is_none_of_this_one(draft: Post, alice: User) -> None:
    foreign = take(make_blog(title="Elsewhere", by=alice), by=alice)

    with pytest.raises(Invalid, match="Choose a picture of this blog"):
        choose(draft, foreign, by=alice)


def test_text_and_cover_change_without_losing_each_others_pictures(
    blog: Blog, bridge: Picture, alice: User
) -> None:
    tower = take(blog, by=alice, size=(300, 300))
    post = choose(
        make_post(blog, by=alice, content=f"![](/media/{bridge.id}/480)"), tower, by=alice
    )

    post.revise(content=f"![](/media/{tower.id}/300)", by=alice)
    once = Post.get(post.id).pictures
    without = choose(post, "", by=alice).pictures

    assert once == [tower.id, tower.id]
    assert without == [tower.id]


def test_saving_what_a_covered_post_says_already_is_no_change(
    draft: Post, bridge: Picture, alice: User
) -> None:
    covered = choose(draft, bridge, by=alice)

    covered.revise(content=covered.source, settings=SettingsWish(values={}), by=alice)

    assert Post.get(draft.id).version == covered.version


def test_a_new_renderer_leaves_the_cover_where_it_is(
    draft: Post, bridge: Picture, alice: User
) -> None:
    choose(draft, bridge, by=alice)
    Post.collection().update_one({"_id": draft.id}, {"$set": {"render_version": 0}})

    refresh()

    fresh = Post.get(draft.id)
    assert fresh.render_version == markdown.RENDER_VERSION
    assert fresh.pictures == [bridge.id]


def test_what_a_picture_shows_is_said_where_it_is_a_cover(
    draft: Post, bridge: Picture, alice: User
) -> None:
    choose(draft, bridge, by=alice)

    media.describe(bridge, "A bridge at noon", by=alice)

    cover = Post.get(draft.id).cover
    assert cover is not None
    assert cover.alt == "A bridge at noon"


def test_a_cover_is_not_deleted_and_goes_with_its_post(
    draft: Post, bridge: Picture, alice: User
) -> None:
    covered = choose(draft, bridge, by=alice)
    with pytest.raises(Invalid, match="uses this picture"):
        media.remove(bridge, by=alice)

    covered.trash(by=alice)
    covered.remove(by=alice)
    media.remove(bridge, by=alice)

    assert Picture.find({"_id": bridge.id}) is None
