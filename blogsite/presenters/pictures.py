"""Pictures as a script of our pages is told of them."""

from __future__ import annotations

from typing import Any

from blogsite import urls


def told(picture: Any) -> dict[str, Any]:
    """What the editor puts into a text, and shows beside it."""
    return {
        "id": str(picture.id),
        "label": picture.label,
        "alt": picture.alt,
        "decorative": picture.decorative,
        "address": urls.picture(picture, picture.largest),
        "shown": urls.picture(picture, next(iter(picture.sizes))),
        "width": picture.width,
        "height": picture.height,
    }
