"""The page of a draft for whoever has its link: its pictures at addresses that are open to them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

_TAG = re.compile(r'<(?:img|a class="photo")\s[^<>]*>')
_ATTRIBUTE = re.compile(r'(?<=\s)(?:href|src|srcset)="[^"]*"')
_ADDRESS = re.compile(r"/media/([0-9a-f]{24})/([a-z0-9]{1,10})(?![\w/.-])")


def page(html: str, tokens: Mapping[str, str], *, address: Callable[[str, str, str], str]) -> str:
    """A page with its pictures where they can be seen; words that name an address stay.

    Arguments:
        html: the page as members see it.
        tokens: by the ids of the pictures that are to be seen, what opens each.
        address: of a token, an id and a size.
    """

    def opened(found: re.Match[str]) -> str:
        token = tokens.get(found[1])
        return address(token, found[1], found[2]) if token else found[0]

    def attribute(found: re.Match[str]) -> str:
        return _ADDRESS.sub(opened, found[0])

    return _TAG.sub(lambda tag: _ATTRIBUTE.sub(attribute, tag[0]), html)
