"""Portraits: whatever picture was sent becomes a small square one that carries nothing else.

Meant to be run by `lib.bounded`: a picture made for the purpose takes as much memory and time as it
can get. It is told by its content, never by its name.
"""

from __future__ import annotations

import base64
import io
import warnings

from PIL import Image, ImageOps, ImageSequence

SIDE = 256
"""Pixels."""

MOST_PIXELS = 40_000_000
FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "AVIF")

_QUALITY = 82
_EFFORT = 4


def portrait(encoded: str) -> str | None:
    """The middle of a picture as a square WebP, upright, without its metadata.

    Arguments:
        encoded: the file in Base64.

    Returns:
        The new file in Base64; None when the old one is no picture, or a damaged one.

    Raises:
        OverflowError: it has more than `MOST_PIXELS`.
    """
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # a damaged EXIF block does no harm, it is not kept
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            small = _square(io.BytesIO(base64.b64decode(encoded)))
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
        raise OverflowError("too many pixels") from error
    except (OSError, SyntaxError, ValueError, EOFError):
        # What Pillow raises for files that are none of these, or end too early.
        return None
    made = io.BytesIO()
    small.save(made, "WEBP", quality=_QUALITY, method=_EFFORT)
    return base64.b64encode(made.getvalue()).decode()


def _square(file: io.BytesIO) -> Image.Image:
    with Image.open(file, formats=FORMATS) as opened:
        opened.draft("RGB", (2 * SIDE, 2 * SIDE))  # a JPEG is decoded no larger than needed
        first: Image.Image = next(iter(ImageSequence.Iterator(opened)))
        plain = first.convert("RGBA" if first.has_transparency_data else "RGB")
    # Small first: turning it would take the memory of the large one once more. The middle square
    # is the same, whichever way up.
    square = ImageOps.fit(plain, (SIDE, SIDE), Image.Resampling.LANCZOS)
    upright: Image.Image = ImageOps.exif_transpose(square)
    # Comments, profiles and the like would be saved along.
    upright.info.clear()
    return upright
