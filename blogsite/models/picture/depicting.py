"""What a text needs to know of the pictures whose addresses stand in it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from bson import ObjectId

from blogsite import urls
from blogsite.lib import markdown
from blogsite.models.picture.fields import REFUSED, PictureFields

MOST_PICTURES = 500
"""Of one text; what is beyond becomes a link."""

_ADDRESS = re.compile(r"/media/([0-9a-f]{24})(?:/[a-z0-9]{1,10}(?:-[1-9][0-9]{0,5})?)?(?![\w/.-])")
_SAYS_NOTHING = re.compile(r"!\[[ \t]*\]\(<?/media/([0-9a-f]{24})[/)> \t]")


def depicted(source: str, *, blog_id: Any) -> Mapping[str, markdown.Depicted]:
    """The pictures of a blog that a text names, by their addresses as they stand there."""
    named = _named(source)
    if not named:
        return {}
    query = {"_id": {"$in": list(set(named.values()))}, "blog_id": blog_id}
    found = PictureFields.load_all(PictureFields.collection().find(query))
    shown = {one.id: _depiction(one) for one in found if one.state != REFUSED}
    return {address: shown[one] for address, one in named.items() if one in shown}


def undescribed(source: str, *, blog_id: Any) -> Sequence[PictureFields]:
    """The pictures of a blog of which neither a text nor anybody else says what they show."""
    named = dict.fromkeys(match[1] for match in _SAYS_NOTHING.finditer(source))
    ids = [ObjectId(one) for one in named][:MOST_PICTURES]
    if not ids:
        return []
    query = {"_id": {"$in": ids}, "blog_id": blog_id}
    found = {one.id: one for one in PictureFields.load_all(PictureFields.collection().find(query))}
    return [found[one] for one in ids if one in found and found[one].undescribed]


def _named(source: str) -> dict[str, ObjectId]:
    named: dict[str, ObjectId] = {}
    for match in _ADDRESS.finditer(source):
        named[match[0]] = ObjectId(match[1])
        if len(named) == MOST_PICTURES:
            break
    return named


def _depiction(picture: PictureFields) -> markdown.Depicted:
    sizes = picture.sizes
    return {
        "name": str(picture.id),
        "alt": picture.alt,
        "width": picture.width,
        "height": picture.height,
        # Through a clear one it would be seen for ever.
        "placeholder": "" if picture.clear else picture.placeholder,
        "sources": [(urls.picture(picture, name), size[0]) for name, size in sizes.items()],
    }
