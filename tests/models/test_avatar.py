"""Portraits: any picture becomes a small square one that tells nothing; the rest is refused."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from blogsite.models import Avatar, Blog, Picture, User, holdings
from blogsite.models.errors import Gone, Invalid, NotFound
from tests.support.photographs import BAD, PLACE, picture
from tests.support.portraits import telling_picture

FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "AVIF")


def choose(content: bytes, *, by: User) -> None:
    Avatar.choose(io.BytesIO(content), by=by)


def kept(user: User) -> bytes:
    assert user.avatar
    return Avatar.at(user.id, user.avatar)


def opened(user: User) -> Image.Image:
    with Image.open(io.BytesIO(kept(user))) as image:
        image.load()
        return image


@pytest.mark.parametrize("form", FORMATS)
def test_a_picture_becomes_a_small_square(alice: User, form: str) -> None:
    choose(picture(form), by=alice)

    image = opened(alice)
    red, _green, blue = image.convert("RGB").getpixel((20, 128))  # type: ignore[misc]
    assert (image.format, image.size) == ("WEBP", (256, 256))
    assert red > blue
    assert User.get(alice.id).avatar == alice.avatar


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_a_picture_stands_upright_and_tells_nothing(alice: User, form: str) -> None:
    sent = telling_picture(form)

    choose(sent, by=alice)

    top = opened(alice).convert("RGB").getpixel((128, 20))
    assert PLACE in sent
    assert top[0] > top[2]  # type: ignore[index] # what was left is above now
    assert PLACE not in kept(alice)
    assert not {"exif", "icc_profile", "comment", "xmp"} & set(opened(alice).info)


def test_what_hangs_on_to_a_picture_is_left_behind(alice: User) -> None:
    choose(picture("JPEG") + PLACE, by=alice)

    assert PLACE not in kept(alice)


@pytest.mark.parametrize("sent", BAD.values(), ids=BAD)
def test_what_a_blog_refuses_is_refused_in_the_same_words(
    alice: User, blog: Blog, sent: bytes
) -> None:
    with pytest.raises(Invalid) as theirs:
        Picture.take(io.BytesIO(sent), label="me.png", blog_id=blog.id, by=alice)
    with pytest.raises(Invalid) as refusal:
        choose(sent, by=alice)

    assert str(refusal.value.sentence) == str(theirs.value.sentence)

    assert refusal.value.field == "picture"
    assert Avatar.collection().count_documents({}) == 0
    assert User.get(alice.id).avatar is None


def test_a_large_picture_is_taken(alice: User) -> None:
    choose(picture("PNG", (5000, 5000)), by=alice)

    assert opened(alice).size == (256, 256)


def test_one_person_has_one_picture_and_old_addresses_say_so(alice: User, carol: User) -> None:
    choose(picture(), by=alice)
    first = str(alice.avatar)
    choose(picture("JPEG", quality=20), by=alice)

    with pytest.raises(Gone):
        Avatar.at(alice.id, first)
    with pytest.raises(NotFound):
        Avatar.at(alice.id, "0" * 32)
    with pytest.raises(NotFound):
        Avatar.at(carol.id, first)
    assert Avatar.collection().count_documents({}) == 1


def test_a_picture_is_taken_away_and_comes_back(alice: User) -> None:
    choose(picture(), by=alice)
    first = str(alice.avatar)
    Avatar.remove(by=alice)
    Avatar.remove(by=alice)

    with pytest.raises(Gone):
        Avatar.at(alice.id, first)

    choose(picture(), by=alice)
    assert alice.avatar == first
    assert kept(alice)


def test_in_the_middle_of_a_deletion_a_picture_is_gone_and_not_unknown(alice: User) -> None:
    choose(picture("JPEG"), by=alice)
    digest = User.get(alice.id).avatar or ""
    holdings.forget(alice.id)

    with pytest.raises(Gone):
        Avatar.at(alice.id, digest)
    with pytest.raises(NotFound):
        Avatar.at(alice.id, "never")
