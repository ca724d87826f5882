"""WebP and AVIF are decoded as Pillow decodes them, in a fraction of its memory."""

from __future__ import annotations

import io
import struct
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageChops, ImageStat

from benchmarks import peak
from blogsite.lib import bounded, images
from blogsite.lib.images import avif, opening, webp
from tests.support.hostile_pictures import with_chunk
from tests.support.photographs import picture, scene

FORMS: dict[str, dict[str, Any]] = {
    "WebP": {"format": "WEBP", "quality": 95},
    "WebP without losses": {"format": "WEBP", "lossless": True},
    "AVIF": {"format": "AVIF", "quality": 95, "speed": 10},
    "AVIF with every colour": {"format": "AVIF", "subsampling": "4:4:4", "speed": 10},
    "grey AVIF": {"format": "AVIF", "subsampling": "4:0:0", "quality": 95, "speed": 10},
}
LIMITS = bounded.Limits(cpu=30, memory=448 * 1024 * 1024, wall=60)


def saved(path: Path, drawn: Image.Image, **options: Any) -> Path:
    drawn.save(path, **options)
    return path


def shrunk(path: Path, size: tuple[int, int]) -> Any:
    with opening.opened(path) as image:
        return opening.shrunk(image, size)


def difference(one: Image.Image, other: Image.Image) -> float:
    """The mean one of a sample, of 256, as it is seen on grey."""
    grey = Image.new("RGBA", one.size, (128, 128, 128, 255))
    seen = [Image.alpha_composite(grey, each.convert("RGBA")) for each in (one, other)]
    return max(ImageStat.Stat(ImageChops.difference(*seen)).mean)


@pytest.mark.parametrize("size", [(1201, 903), (301, 223), (37, 25)], ids=str)
@pytest.mark.parametrize("clear", [False, True], ids=["opaque", "clear"])
@pytest.mark.parametrize("options", FORMS.values(), ids=FORMS)
def test_what_is_decoded_is_what_pillow_sees(
    tmp_path: Path, options: dict[str, Any], clear: bool, size: tuple[int, int]
) -> None:
    drawn = scene((1201, 903), clear=clear)
    path = saved(tmp_path / "sent", drawn, **options)

    ours = shrunk(path, size)

    with Image.open(path) as image:
        pillows = image.convert("RGBA").convert("RGBa").resize(size, Image.Resampling.LANCZOS)
    assert ours.mode == ("RGBA" if clear else "RGB")
    assert difference(ours, pillows.convert("RGBA")) < 1.5


@pytest.mark.parametrize("options", FORMS.values(), ids=FORMS)
def test_one_that_ends_early_is_damaged(tmp_path: Path, options: dict[str, Any]) -> None:
    whole = saved(tmp_path / "whole", scene((200, 150)), **options).read_bytes()
    short = tmp_path / "short"

    for share in (0.3, 0.6, 0.9, 0.99):
        short.write_bytes(whole[: int(len(whole) * share)])
        assert images.examine(str(short), str(tmp_path / "made"))["refused"] == "damaged"


@pytest.mark.parametrize("options", [FORMS["WebP"], FORMS["WebP without losses"], FORMS["AVIF"]])
def test_25_megapixels_take_no_more_than_150_mb(tmp_path: Path, options: dict[str, Any]) -> None:
    # Of one colour, so that it is made within a second; what is held of it is the same.
    drawn = Image.new("RGB", (6000, 4166), (200, 120, 40))
    path = saved(tmp_path / "sent", drawn, **{"method": 0, **options, "quality": 10})

    asked = (images.__file__, "render", str(path), str(tmp_path))
    told = bounded.call(peak.__file__, "grown", *asked, limits=LIMITS)

    assert len(told["answer"]) == 3
    assert told["megabytes"] < 150


def frames(path: Path, side: int) -> Path:
    """An animation of the kind that takes most: each frame is taken away again before the next."""
    drawn = [Image.new("P", (side, side), n) for n in range(2)]
    for n, one in enumerate(drawn):
        one.putpalette([(7 * n + colour) % 256 for colour in range(768)])
    return saved(
        path,
        drawn[0],
        format="GIF",
        save_all=True,
        append_images=drawn[1:],
        disposal=2,
        transparency=3,
    )


def test_a_moving_picture_takes_no_more_than_150_mb(tmp_path: Path) -> None:
    path = frames(tmp_path / "sent", 2440)

    asked = (images.__file__, "render", str(path), str(tmp_path))
    told = bounded.call(peak.__file__, "grown", *asked, limits=LIMITS)

    assert told["megabytes"] < 150


def test_a_jpeg_too_small_to_be_halved_takes_no_more_than_150_mb(tmp_path: Path) -> None:
    drawn = Image.new("RGB", (3199, 6398), (200, 120, 40))
    path = saved(tmp_path / "sent", drawn, format="JPEG")

    asked = (images.__file__, "render", str(path), str(tmp_path))
    told = bounded.call(peak.__file__, "grown", *asked, limits=LIMITS)

    assert told["megabytes"] < 150


def test_one_whose_frames_would_take_more_is_refused(tmp_path: Path) -> None:
    refused: Any = images.examine(str(frames(tmp_path / "sent", 2500)), str(tmp_path / "made"))

    assert refused["refused"] == "frames"


def test_what_an_avif_holds_besides_is_not_held_twice(tmp_path: Path) -> None:
    path = saved(tmp_path / "sent", scene((40, 30)), format="AVIF")
    length = 60_000_000
    with path.open("ab") as file:
        file.write(struct.pack(">I", length + 8) + b"junk" + b"x" * length)

    asked = (images.__file__, "examine", str(path), str(tmp_path / "made"))
    told = bounded.call(peak.__file__, "grown", *asked, limits=LIMITS)

    assert told["megabytes"] < 150
    made = (tmp_path / "made").read_bytes()
    assert len(made) == path.stat().st_size
    assert b"x" * 100 not in made


def test_a_png_with_much_besides_its_pixels_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "sent"
    path.write_bytes(with_chunk(b"prVt", bytes(11_000_000)))

    refused: Any = images.examine(str(path), str(tmp_path / "made"))

    assert refused["refused"] == "ballast"


def test_where_their_libraries_are_missing_pillow_takes_smaller_ones(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (webp, avif):
        monkeypatch.setattr(module, "library", lambda *_, **__: None)
    small, large = tmp_path / "small", tmp_path / "large"
    large.write_bytes(picture("WEBP", (4000, 2500), method=0, quality=10))

    for form in ("WEBP", "AVIF"):
        small.write_bytes(picture(form))
        assert shrunk(small, (40, 30)).size == (40, 30)
    refused: Any = images.examine(str(large), str(tmp_path / "made"))
    assert refused["most"] == 9_500_000


def test_a_file_without_an_end_of_its_name_is_opened(tmp_path: Path) -> None:
    path = tmp_path / "Bild \N{UMBRELLA} \udcff"
    path.write_bytes(picture("AVIF"))

    assert shrunk(path, (40, 30)).size == (40, 30)


def test_the_colours_of_planes_too_large_to_hold_are_told(tmp_path: Path) -> None:
    made = io.BytesIO()
    Image.new("RGBA", (40, 30)).save(made, "AVIF", subsampling="4:4:4", speed=10)
    (tmp_path / "sent").write_bytes(made.getvalue())

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(avif, "MOST_BYTES", 4 * 40 * 30 - 1)
        refused: Any = images.examine(str(tmp_path / "sent"), str(tmp_path / "made"))

    assert (refused["refused"], refused["most"]) == ("pixels", 40 * 30 - 1)
