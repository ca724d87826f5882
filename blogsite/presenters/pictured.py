"""HTML with pictures of ours, for who needs them at other addresses than its page has."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from blogsite import urls

_TAG = re.compile(r'<(?:img|a class="photo")\s[^<>]*>')
_ATTRIBUTE = re.compile(r'(?<=\s)(?:href|src|srcset)="[^"]*"')
_ADDRESS = re.compile(r"/media/([0-9a-f]{24})/([a-z0-9]{1,10}(?:-[0-9]{1,6})?)(?![\w/.-])")


def shared(html: str, tokens: Mapping[str, str]) -> str:
    """The page of a draft for whoever has its link: its pictures where they are open to them.

    Arguments:
        html: the page as members see it.
        tokens: by the ids of the pictures that are to be seen, what opens each.
    """

    def opened(found: re.Match[str]) -> str:
        token = tokens.get(found[1])
        return urls.shared_picture(token, found[1], found[2]) if token else found[0]

    return _moved(html, opened)


def _moved(html: str, address: Callable[[re.Match[str]], str]) -> str:
    # What pages load, and nothing else: words of a writer that name an address stay as they are.
    def attribute(found: re.Match[str]) -> str:
        return _ADDRESS.sub(address, found[0])

    return _TAG.sub(lambda tag: _ATTRIBUTE.sub(attribute, tag[0]), html)
