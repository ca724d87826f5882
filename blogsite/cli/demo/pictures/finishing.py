"""A drawn picture with all that a site makes of one."""

from __future__ import annotations

import io
from functools import cache

from PIL import Image

from blogsite.cli.demo import pictures
from blogsite.lib import images
from blogsite.lib.images.rendering import placeholder
from blogsite.models.picture import Finished

_QUALITY, _EFFORT = 80, 1


@cache
def finished(number: int) -> Finished:
    """One of `pictures.COUNT`, as a file and in its smaller sizes; once for all blogs."""
    drawn = pictures.drawn(number)
    kind, content = pictures.as_sent(number)
    return Finished(
        kind=kind,
        content=content,
        size=drawn.size,
        placeholder=placeholder(drawn),
        renditions={name: _webp(drawn, size) for name, size in images.planned(drawn.size).items()},
    )


def _webp(drawn: Image.Image, size: images.Size) -> bytes:
    made = io.BytesIO()
    one = drawn if size == drawn.size else drawn.resize(size, Image.Resampling.LANCZOS)
    one.save(made, "WEBP", quality=_QUALITY, method=_EFFORT)
    return made.getvalue()
