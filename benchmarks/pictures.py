"""Pictures: by how much a process grows with one, and how long it works, by kind and size.

They are drawn, and like photographs: see `benchmarks/photographs.py`. The limit is 150 MB.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks import peak
from benchmarks.photographs import laid_out, photograph, saved
from blogsite.lib import bounded, images
from blogsite.models.workshop import LIMITS

LARGE = (6000, 4166)
"""25 megapixels, the most of what is no JPEG."""

STILL: dict[str, dict[str, Any]] = {
    "PNG": {"format": "PNG", "compress_level": 1},
    "WebP": {"format": "WEBP", "quality": 85, "method": 1},
    "WebP, no losses": {"format": "WEBP", "lossless": True, "quality": 10, "method": 0},
    "AVIF": {"format": "AVIF", "quality": 70, "speed": 10},
    "AVIF 4:4:4": {"format": "AVIF", "quality": 70, "speed": 10, "subsampling": "4:4:4"},
    "JPEG, progressive": {"format": "JPEG", "quality": 85, "progressive": True},
}


def run() -> None:
    print(f"{'':<22} {'mpx':>5} {'file':>8}   {'looked at':>16}   {'made small':>16}")
    with tempfile.TemporaryDirectory(prefix="blogsite-bench-") as folder:
        for name, path, pixels in _drawn(Path(folder)):
            size = path.stat().st_size / 1_000_000
            seen, made = (_measured(what, path) for what in ("examine", "render"))
            print(f"{name:<22} {pixels / 1e6:>5.0f} {size:>5.1f} MB   {seen:>16}   {made:>16}")
            path.unlink()


def _drawn(folder: Path) -> Iterator[tuple[str, Path, int]]:
    path, tile = folder / "sent", photograph()
    for size in ((4000, 3000), (8000, 6250), (6399, 12798), (16000, 12500)):
        saved(laid_out(tile, size), path, format="JPEG", quality=85)
        yield "JPEG", path, size[0] * size[1]
    whole = laid_out(tile, LARGE)
    for name, options in STILL.items():
        yield name, saved(whole, path, **options), whole.width * whole.height
    whole.putalpha(whole.getchannel("G"))
    for name in ("PNG", "WebP", "AVIF"):
        yield f"{name}, clear", saved(whole, path, **STILL[name]), whole.width * whole.height
    frames = [tile.resize((480, 360)).rotate(3 * n).quantize(64) for n in range(500)]
    options = {"save_all": True, "append_images": frames[1:], "duration": 40, "loop": 0}
    yield "GIF, 500 frames", saved(frames[0], path, format="GIF", **options), 500 * 480 * 360
    frames = [tile.resize((2440, 2440)).rotate(3 * n).quantize(64) for n in range(25)]
    options |= {"append_images": frames[1:], "disposal": 2, "transparency": 3}
    yield "GIF, 25 large frames", saved(frames[0], path, format="GIF", **options), 25 * 2440**2


def _measured(what: str, path: Path) -> str:
    with tempfile.TemporaryDirectory(prefix="blogsite-bench-") as folder:
        target = f"{folder}/original" if what == "examine" else folder
        asked = (images.__file__, what, str(path), target)
        try:
            told = bounded.call(peak.__file__, "grown", *asked, limits=LIMITS)
        except bounded.TooMuch:
            return "too much"
    if "refused" in told["answer"]:
        return str(told["answer"]["refused"])
    return f"{told['megabytes']:.0f} MB, {told['seconds']:.1f} s"
