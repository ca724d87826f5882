"""Pictures are told by content, made small, and tell nothing of who made them."""

from __future__ import annotations

import struct
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageCms

from blogsite.lib import images
from tests.support.photographs import (
    BAD,
    PLACE,
    animation,
    of_mode,
    opened,
    picture,
    telling_picture,
)

KINDS = ("JPEG", "PNG", "WEBP", "GIF", "AVIF")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


def examined(folder: Path, content: bytes) -> Any:
    (folder / "sent").write_bytes(content)
    return images.examine(str(folder / "sent"), str(folder / "original"))


def kept(folder: Path) -> bytes:
    return (folder / "original").read_bytes()


def renditions(folder: Path, content: bytes) -> dict[str, Image.Image]:
    examined(folder, content)
    made = images.render(str(folder / "original"), str(folder))
    return {one.name: opened(Path(one.file).read_bytes()) for one in made}


@pytest.mark.parametrize("form", KINDS)
def test_a_picture_is_seen_and_kept_as_it_is(folder: Path, form: str) -> None:
    sent = picture(form)

    seen = examined(folder, sent)

    assert (seen.kind, seen.width, seen.height) == (form, 400, 300)
    assert opened(kept(folder)).convert("RGB").tobytes() == opened(sent).convert("RGB").tobytes()


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_what_is_kept_lies_as_before_and_tells_no_place(folder: Path, form: str) -> None:
    sent = telling_picture(form)

    seen = examined(folder, sent)

    assert PLACE in sent
    assert PLACE not in kept(folder)
    assert (seen.width, seen.height) == (300, 400)
    if form != "WEBP":  # a simple one has nowhere to say it: see the next test
        assert opened(kept(folder)).getexif().get(0x0112) == 6
    assert set(opened(kept(folder)).getexif()) <= {0x0112}


def test_comments_in_a_gif_are_left_out(folder: Path) -> None:
    examined(folder, picture("GIF", comment=PLACE))

    assert PLACE not in kept(folder)


def segment(marker: int, told: bytes) -> bytes:
    return b"\xff" + bytes([marker]) + struct.pack(">H", len(told) + 2) + told


@pytest.mark.parametrize(
    "told",
    [
        segment(0xE0, b"JFIF\0\1\1\0\0\1\0\1\10\10" + PLACE.ljust(192, b"\0")),
        segment(0xE0, b"JFXX\0\x10" + PLACE),
        segment(0xE0, PLACE),
        segment(0xED, b"Photoshop 3.0\0" + PLACE),
        segment(0xEE, PLACE),
        segment(0xEE, b"Adobe\0\x64\0\0\0\0\1" + PLACE),
    ],
    ids=["JFIF thumbnail", "JFXX thumbnail", "unknown", "IPTC", "no Adobe", "behind Adobe"],
)
def test_thumbnails_and_notes_in_a_jpeg_are_left_out(folder: Path, told: bytes) -> None:
    sent = picture("JPEG")

    examined(folder, sent[:2] + told + sent[2:])

    assert PLACE not in kept(folder)
    assert opened(kept(folder)).tobytes() == opened(sent).tobytes()


def test_the_colours_of_a_jpeg_for_print_stay(folder: Path) -> None:
    sent = of_mode("CMYK", "JPEG", (10, 200, 30, 40))

    examined(folder, sent)

    assert b"Adobe" in kept(folder)
    assert opened(kept(folder)).tobytes() == opened(sent).tobytes()


def test_a_profile_of_colours_stays_with_what_is_kept(folder: Path) -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    examined(folder, picture("JPEG", icc_profile=profile, comment=PLACE))

    assert opened(kept(folder)).info["icc_profile"] == profile
    assert PLACE not in kept(folder)


def test_a_large_picture_gets_three_sizes_and_no_metadata(folder: Path) -> None:
    made = renditions(folder, picture("JPEG", (2000, 1000), comment=PLACE))

    assert {name: one.size for name, one in made.items()} == {
        "480": (480, 240),
        "960": (960, 480),
        "1600": (1600, 800),
    }
    assert all(one.format == "WEBP" for one in made.values())
    assert not any({"exif", "icc_profile", "xmp"} & set(one.info) for one in made.values())


def test_no_size_is_larger_than_the_picture(folder: Path) -> None:
    made = renditions(folder, picture("PNG", (700, 500)))

    assert {name: one.size for name, one in made.items()} == {"480": (480, 343), "960": (700, 500)}


def test_a_picture_on_its_side_is_turned(folder: Path) -> None:
    made = renditions(folder, telling_picture("JPEG"))["480"].convert("RGB")

    top = made.getpixel((150, 20))
    assert made.size == (300, 400)
    assert top[0] > top[2]  # type: ignore[index] # what was left is above now


def test_a_tall_picture_stays_in_bounds(folder: Path) -> None:
    made = renditions(folder, picture("PNG", (1000, 9000)))

    assert max(one.height for one in made.values()) <= 3200


@pytest.mark.parametrize(
    ("mode", "form", "value", "seen"),
    [
        ("I;16", "PNG", 0x8000, (128, 128, 128)),
        ("L", "JPEG", 90, (90, 90, 90)),
        ("LA", "PNG", (90, 255), (90, 90, 90)),
        ("RGBA", "PNG", (10, 200, 30, 255), (10, 200, 30)),
        ("1", "PNG", 1, (255, 255, 255)),
        ("CMYK", "JPEG", (0, 255, 255, 0), (255, 0, 0)),
    ],
)
def test_every_way_to_hold_colours_is_understood(
    folder: Path, mode: str, form: str, value: Any, seen: tuple[int, ...]
) -> None:
    made = renditions(folder, of_mode(mode, form, value))["480"].convert("RGB").getpixel((20, 15))

    assert all(abs(one - other) < 8 for one, other in zip(made, seen, strict=True))  # type: ignore[arg-type]


def test_what_is_clear_stays_clear(folder: Path) -> None:
    made = renditions(folder, of_mode("RGBA", "PNG", (255, 0, 0, 0)))["480"]

    assert made.convert("RGBA").getpixel((5, 5))[3] == 0  # type: ignore[index]


def test_it_is_known_where_one_looks_through(folder: Path) -> None:
    assert examined(folder, of_mode("RGBA", "PNG", (255, 0, 0, 9))).clear
    assert not examined(folder, of_mode("RGBA", "PNG", (255, 0, 0, 255))).clear


def test_an_animation_goes_on_moving(folder: Path) -> None:
    made = renditions(folder, animation(4))["480"]

    assert (made.n_frames, made.size) == (4, (60, 40))  # type: ignore[attr-defined]
    assert made.info["loop"] == 0


@pytest.mark.parametrize("sent", BAD.values(), ids=BAD)
def test_what_is_no_good_picture_is_refused_with_a_reason(folder: Path, sent: bytes) -> None:
    seen = examined(folder, sent)

    assert seen["refused"]
    assert not (folder / "original").exists()


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("a HEIC", "heic"),
        ("an SVG", "svg"),
        ("a JPEG that is a page too", "page"),
        ("a bomb of 20,000 x 20,000 pixels", "pixels"),
        ("a truncated JPEG", "damaged"),
        ("an APNG of 100 frames", "animation"),
        ("a GIF of 501 frames", "frames"),
    ],
)
def test_the_reason_is_the_true_one(folder: Path, name: str, reason: str) -> None:
    assert examined(folder, BAD[name])["refused"] == reason


def test_a_progressive_jpeg_that_would_have_to_be_held_whole_is_refused(folder: Path) -> None:
    large = picture("JPEG", (7000, 6000), progressive=True, subsampling=0, quality=10)

    assert examined(folder, large)["refused"] == "progressive"
    assert examined(folder, picture("JPEG", (7000, 6000), quality=10)).width == 7000


def test_the_placeholder_is_tiny(folder: Path) -> None:
    assert 0 < len(examined(folder, picture("JPEG", (800, 600))).placeholder) < 400
