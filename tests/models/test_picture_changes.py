"""A picture that is described or replaced: its posts show it, without anybody having written."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest

from blogsite import jobs, urls
from blogsite.database import files
from blogsite.lib import clock, markdown
from blogsite.models import Blog, Picture, Post, Revision, User, media
from blogsite.models.errors import Forbidden, Invalid, NotFound
from blogsite.models.picture import Description
from blogsite.models.picture.depicting import undescribed
from blogsite.models.post import SettingsWish, redrawing, writing
from tests.models.test_picture import let_time_pass, shown_in, stored, taken
from tests.support.factories import make_post
from tests.support.photographs import opened, picture
from tests.support.stored_pictures import read

WIDE, TALL = picture("JPEG", (1000, 600)), picture("PNG", (300, 500))


@pytest.fixture
def bridge(blog: Blog, alice: User) -> Picture:
    """Alice's, made small by now."""
    one = taken(blog, alice, WIDE)
    jobs.run_due()
    one.refresh()
    return one


def quiet(blog: Blog, one: Picture, by: User, status: str = "published") -> Post:
    """A post that says nothing of a picture itself."""
    return make_post(blog, by=by, content=f"![](/media/{one.id}/960)", status=status)


def replaced(one: Picture, by: User, content: bytes = TALL) -> None:
    one.replace(io.BytesIO(content), label="tall.png", by=by)


def lacking(source: str, blog: Blog) -> list[object]:
    return [one.id for one in undescribed(source, blog_id=blog.id)]


def html_of(post: Post) -> str:
    return Post.get(post.id).html


def test_what_a_picture_shows_reaches_the_posts_that_say_nothing(
    blog: Blog, bridge: Picture, alice: User
) -> None:
    silent, telling = quiet(blog, bridge, alice), shown_in(blog, bridge, alice)

    bridge.describe("Over the river", by=alice)
    jobs.run_due()

    assert 'alt="Over the river"' in html_of(silent)
    assert 'alt="A bridge"' in html_of(telling)
    same = Post.get(silent.id)
    assert (same.version, same.updated_at) == (silent.version, silent.updated_at)
    assert len(silent.revisions().found) == 1


def test_a_post_saved_meanwhile_keeps_what_was_saved(
    blog: Blog, bridge: Picture, alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    post, render = quiet(blog, bridge, alice), redrawing.rendered
    bridge.describe("Over the river", by=alice)

    def saved_meanwhile(source: str, *, blog_id: object) -> object:
        made = render(source, blog_id=blog_id)
        monkeypatch.setattr(redrawing, "rendered", render)
        post.revise(content=f"New words. ![](/media/{bridge.id}/960)", by=alice)
        return made

    monkeypatch.setattr(redrawing, "rendered", saved_meanwhile)
    jobs.run_due()

    assert "New words." in html_of(post)
    assert 'alt="Over the river"' in html_of(post)


def test_a_save_that_began_before_is_mended_a_moment_later(
    blog: Blog, bridge: Picture, alice: User
) -> None:
    post = quiet(blog, bridge, alice)
    before = post.html
    bridge.describe("Over the river", by=alice)
    jobs.run_due()
    post.update({"html": before}, expecting={})  # whoever had rendered it before, and saved it now

    let_time_pass()
    jobs.run_due()

    assert 'alt="Over the river"' in html_of(post)


def test_a_picture_removed_while_a_post_is_saved_is_not_shown_there(
    blog: Blog, bridge: Picture, alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    post, render = make_post(blog, by=alice, content="No bridge."), writing.typeset

    def removed_meanwhile(source: str, *, blog_id: object) -> object:
        made = render(source, blog_id=blog_id)
        monkeypatch.setattr(writing, "typeset", render)
        media.remove(bridge, by=alice)
        return made

    monkeypatch.setattr(writing, "typeset", removed_meanwhile)
    post.revise(content=f"New words. ![A bridge](/media/{bridge.id}/960)", by=alice)
    jobs.run_due()

    assert post.refresh()
    assert (post.pictures, "New words." in post.html, "<img" in post.html) == ([], True, False)
    assert post.render_version == markdown.RENDER_VERSION


def test_many_posts_are_drawn_anew_some_at_a_time(
    blog: Blog, bridge: Picture, alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(redrawing, "BATCH", 2)
    posts = [quiet(blog, bridge, alice, "draft") for _ in range(5)]

    bridge.describe("Over the river", by=alice)
    jobs.run_due()

    assert all('alt="Over the river"' in html_of(post) for post in posts)


def test_it_stops_in_time_and_goes_on_later(
    blog: Blog, bridge: Picture, alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(redrawing, "LONGEST", -1.0)
    posts = [quiet(blog, bridge, alice, "draft") for _ in range(3)]

    assert redrawing.Redrawn.redraw(bridge) == min(post.id for post in posts)


def test_nothing_to_say_is_something_said(blog: Blog, bridge: Picture, alice: User) -> None:
    post = quiet(blog, bridge, alice)
    assert lacking(post.source, blog) == [bridge.id]

    bridge.describe("", decorative=True, by=alice)

    assert lacking(post.source, blog) == []
    assert Picture.undescribed_count(blog.id) == 0


def test_words_and_decoration_do_not_go_together(bridge: Picture, alice: User) -> None:
    with pytest.raises(Invalid, match="choose one of the two") as refusal:
        bridge.describe("A bridge", decorative=True, by=alice)

    assert refusal.value.field == "alt"


def test_a_text_that_says_something_itself_lacks_nothing(
    blog: Blog, bridge: Picture, alice: User
) -> None:
    assert lacking(f"![A bridge](/media/{bridge.id}/960)", blog) == []
    assert lacking(f"![](/media/{blog.id}/960)", blog) == []
    assert lacking(f"![ ](</media/{bridge.id}/960-7>)", blog) == [bridge.id]


def test_several_are_described_at_once(blog: Blog, bridge: Picture, alice: User) -> None:
    tower = taken(blog, alice, TALL)
    said = {bridge.id: Description(alt="A bridge"), tower.id: Description(decorative=True)}

    media.describe_several(blog, {**said, blog.id: Description(alt="Nothing")}, by=alice)

    assert Picture.get(bridge.id).alt == "A bridge"
    assert Picture.get(tower.id).decorative


def test_a_picture_of_another_blog_is_not_described(
    blog: Blog, bridge: Picture, alice: User
) -> None:
    other = Blog.create(title="Other", description="", by=alice)

    media.describe_several(other, {bridge.id: Description(alt="Mine")}, by=alice)

    assert Picture.get(bridge.id).alt == ""


def test_another_file_takes_the_place_and_the_posts_show_it(
    blog: Blog, bridge: Picture, alice: User
) -> None:
    bridge.describe("Over the river", by=alice)
    post = quiet(blog, bridge, alice)

    replaced(bridge, alice)
    jobs.run_due()

    one = Picture.get(bridge.id)
    assert (one.width, one.height, one.alt, one.ready) == (300, 500, "Over the river", True)
    assert opened(read(one, "480")).size == (300, 500)
    assert urls.picture(one, "480") == f"/media/{one.id}/480-2"
    assert f'src="/media/{one.id}/480-2"' in html_of(post)
    assert 'width="300" height="500" alt="Over the river"' in html_of(post)
    assert Post.get(post.id).version == post.version


def test_a_cover_is_redrawn_too(blog: Blog, bridge: Picture, alice: User) -> None:
    post = make_post(blog, by=alice)
    post.revise(settings=SettingsWish(values={"cover": str(bridge.id)}), by=alice)

    media.replace(bridge, io.BytesIO(TALL), label="tall.png", by=alice)

    cover = Post.get(post.id).cover
    assert cover is not None
    assert (cover.smallest, cover.height) == (f"/media/{bridge.id}/480-2", 500)


def test_the_earlier_file_is_gone_soon(bridge: Picture, alice: User) -> None:
    replaced(bridge, alice)
    jobs.run_due()
    an_hour_ago = clock.now() - timedelta(hours=1)

    files.collection(files.FILES).update_many({}, {"$set": {"uploadDate": an_hour_ago}})
    let_time_pass()
    jobs.run_due()

    assert stored() == len(Picture.get(bridge.id).file_ids) == 2


def test_what_is_made_of_the_earlier_file_too_late_is_nobodys(blog: Blog, alice: User) -> None:
    one = taken(blog, alice, WIDE)
    late = Picture.get(one.id)
    replaced(one, alice)

    late.render()
    jobs.run_due()

    assert opened(read(Picture.get(one.id), "480")).size == (300, 500)


def test_earlier_addresses_lead_to_the_nearest_size(bridge: Picture, alice: User) -> None:
    replaced(bridge, alice)

    assert bridge.asked_for("480-2") == ("480", True)
    assert bridge.asked_for("1600") == ("480", False)
    assert bridge.asked_for("original") == ("original", False)
    for never in ("480-1", "480-3", "480-02", "huge", "480-2-2"):
        with pytest.raises(NotFound):
            bridge.asked_for(never)


def test_the_same_file_replaces_nothing(bridge: Picture, alice: User) -> None:
    replaced(bridge, alice, WIDE)

    assert Picture.get(bridge.id).edition == 1


def test_a_file_that_is_another_picture_here_is_refused(
    blog: Blog, bridge: Picture, alice: User
) -> None:
    taken(blog, alice, TALL, label="tower.png")
    before = stored()

    with pytest.raises(Invalid, match=r"as tower\.png"):
        replaced(bridge, alice)

    assert stored() == before


def test_a_file_that_is_no_picture_leaves_the_one_that_is_there(
    bridge: Picture, alice: User
) -> None:
    before = stored()

    with pytest.raises(Invalid):
        replaced(bridge, alice, b"nothing")

    assert (Picture.get(bridge.id).edition, stored()) == (1, before)


def test_a_stranger_replaces_nothing(bridge: Picture, carol: User) -> None:
    with pytest.raises(Forbidden):
        replaced(bridge, carol)


def test_of_two_who_replace_at_once_the_last_is_there(bridge: Picture, alice: User) -> None:
    other = Picture.get(bridge.id)
    replaced(bridge, alice)

    replaced(other, alice, picture("JPEG", (640, 400)))

    assert (Picture.get(bridge.id).edition, Picture.get(bridge.id).width) == (3, 640)


def test_older_versions_that_show_a_picture_are_told_of(
    blog: Blog, bridge: Picture, alice: User
) -> None:
    post = shown_in(blog, bridge, alice)
    assert media.whereabouts(bridge).revisions == []

    post.revise(content="No bridge.", by=alice)

    where = media.whereabouts(bridge)
    assert where.posts == []
    assert [one.post_id for one in where.revisions] == [post.id]
    assert Revision.showing(bridge.id, blog_id=post.id) == []


def test_where_it_is_used_says_in_what_state(blog: Blog, bridge: Picture, alice: User) -> None:
    quiet(blog, bridge, alice)
    shown_in(blog, bridge, alice).trash(by=alice)

    states = {one.state for one in media.whereabouts(bridge).posts}

    assert states == {"published", "trash"}


def test_pictures_are_sifted(
    blog: Blog, bridge: Picture, alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    tower = taken(blog, alice, TALL, label="tower.png", alt="A tower")
    shown_in(blog, bridge, alice)

    assert Picture.in_blog(blog.id, only="undescribed").found == [bridge]
    assert Picture.in_blog(blog.id, only="unused").found == [tower]
    assert Picture.in_blog(blog.id, only="unused", search="bridge").found == []


def test_a_post_of_another_blog_uses_nothing(blog: Blog, bridge: Picture, alice: User) -> None:
    other = Blog.create(title="Other", description="", by=alice)
    make_post(other, by=alice).update({"pictures": [bridge.id]}, expecting={})

    assert Picture.in_blog(blog.id, only="unused").found == [bridge]
