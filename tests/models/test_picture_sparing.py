"""Photographs are kept as AVIF too where that takes fewer bytes, and given to who shows it."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

import pytest
from PIL import Image, ImageFilter

from blogsite import jobs, urls
from blogsite.database import files
from blogsite.models import Blog, Picture, User, media
from blogsite.models.picture import rendering
from tests.models.test_picture import let_time_pass
from tests.support.factories import make_post
from tests.support.visitor import Visitor


def leaves(form: str = "JPEG") -> bytes:
    """Much that is small and unlike its neighbours, as foliage is: what AVIF is good at."""
    noise = Image.effect_noise((700, 500), 90).filter(ImageFilter.GaussianBlur(1))
    made = io.BytesIO()
    Image.merge("RGB", [noise, noise.rotate(180), noise]).save(made, form)
    return made.getvalue()


def taken(blog: Blog, by: User, content: bytes) -> Picture:
    one = Picture.take(io.BytesIO(content), label="leaves.jpg", blog_id=blog.id, by=by)
    jobs.run_due()
    assert one.refresh()
    return one


@pytest.fixture
def photograph(blog: Blog, alice: User) -> Picture:
    return taken(blog, alice, leaves())


def test_a_photograph_has_both_where_one_is_smaller(photograph: Picture) -> None:
    for made in photograph.renditions.values():
        assert made["avif"]["length"] <= 0.9 * made["length"]
    assert photograph.file("480", avif=True).kind == "AVIF"
    assert photograph.file("480").kind == "WEBP"


def test_it_shows_the_same(photograph: Picture) -> None:
    def shown(*, avif: bool) -> Image.Image:
        file = photograph.file("480", avif=avif)
        content = b"".join(file.pieces(0, file.length))
        return Image.open(io.BytesIO(content), formats=["AVIF" if avif else "WEBP"])

    assert shown(avif=True).size == shown(avif=False).size


def test_a_drawing_stays_without_losses(blog: Blog, alice: User) -> None:
    drawing = taken(blog, alice, leaves("PNG"))

    assert not any("avif" in made for made in drawing.renditions.values())


def test_what_saves_nothing_is_not_kept(
    blog: Blog, alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("blogsite.models.picture.sparing.PAYS", 0.01)

    one = taken(blog, alice, leaves())

    assert not any("avif" in made for made in one.renditions.values())
    assert files.collection(files.FILES).count_documents({}) == 1 + len(one.renditions)


def test_done_twice_it_is_done_once(photograph: Picture) -> None:
    before = photograph.file_ids

    photograph.spare()

    assert photograph.refresh()
    assert photograph.file_ids == before


def test_one_that_is_replaced_meanwhile_leaves_nothing(blog: Blog, alice: User) -> None:
    late = Picture.take(io.BytesIO(leaves()), label="a.jpg", blog_id=blog.id, by=alice)
    late.render()
    assert late.refresh()
    Picture.collection().update_one({"_id": late.id}, {"$set": {"state": "waiting"}})

    late.spare()

    assert files.collection(files.FILES).count_documents({}) == 1 + len(late.renditions)


def test_both_go_with_the_picture(photograph: Picture, alice: User) -> None:
    media.remove(photograph, by=alice)
    jobs.run_due()

    assert files.collection(files.FILES).count_documents({}) == 0


@pytest.mark.parametrize(
    ("accepted", "kind"),
    [
        ("image/avif,image/webp,image/*,*/*;q=0.8", "image/avif"),
        ("image/webp,image/*,*/*;q=0.8", "image/webp"),
        ("*/*", "image/webp"),
        ("image/avif;q=0,*/*", "image/webp"),
        ("", "image/webp"),
    ],
)
def test_who_names_it_gets_it(
    reader: Visitor, photograph: Picture, blog: Blog, alice: User, accepted: str, kind: str
) -> None:
    make_post(blog, by=alice, content=f"![](/media/{photograph.id}/480)", status="published")

    answer = reader.get(urls.picture(photograph, "480"), headers={"Accept": accepted})

    assert answer.headers["Content-Type"] == kind
    assert "Accept" in answer.headers["Vary"]
    assert len(answer.data) == photograph.file("480", avif=kind == "image/avif").length


def test_who_dies_before_asking_for_it_is_made_up_for(
    blog: Blog, alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rendering.Renderable, "_settle", settled_and_dead)
    one = Picture.take(io.BytesIO(leaves()), label="leaves.jpg", blog_id=blog.id, by=alice)
    with pytest.raises(KeyboardInterrupt):
        jobs.run_due()
    monkeypatch.undo()
    let_time_pass()

    jobs.run_due()

    assert one.refresh()
    assert all("avif" in made for made in one.renditions.values())


def settled_and_dead(one: rendering.Renderable, changes: Mapping[str, Any]) -> None:
    one.update(changes, expecting={})
    raise KeyboardInterrupt
