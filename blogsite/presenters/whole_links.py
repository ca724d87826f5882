"""HTML of ours as it can be read elsewhere: every address in it whole."""

from __future__ import annotations

import re
from html import escape, unescape
from urllib.parse import urljoin

# Clean HTML has its attributes between double quotes, in which a > may stand. Most tags have none.
_TAG = re.compile(r'<[a-z][^<>"]*(?:"[^"]*"[^<>"]*)+>')
_ADDRESS = re.compile(r'(\s(?:href|src|cite)=")([^"]*)"')
_SIZES = re.compile(r'(\ssrcset=")([^"]*)"')
_BEFORE = re.compile(r'<img class="photo-before"[^<>]*>')
"""What our pages show behind a picture until it is there: without our styles a second one."""
_ELSEWHERE = ("https://", "http://", "mailto:")
_FIRST_PICTURE = re.compile(r'<img src="(/media/[^"]*)"')


def elsewhere(html: str, address: str) -> str:
    """HTML as it can be shown on another site, or beside other texts.

    Arguments:
        html: of a post, clean.
        address: the whole link of that post: a mere anchor is one in it.
    """

    def whole(found: re.Match[str]) -> str:
        return f'{found[1]}{_whole(found[2], address)}"'

    def sizes(found: re.Match[str]) -> str:
        parts = (one.strip().split(" ", 1) for one in found[2].split(","))
        return f'{found[1]}{", ".join(" ".join([_whole(p[0], address), *p[1:]]) for p in parts)}"'

    def tag(found: re.Match[str]) -> str:
        return _SIZES.sub(sizes, _ADDRESS.sub(whole, found[0]))

    return _TAG.sub(tag, _BEFORE.sub("", html))


def first_picture(html: str, address: str) -> str:
    """The whole address of the first picture in it; empty where there is none."""
    found = _FIRST_PICTURE.search(_BEFORE.sub("", html))
    return _whole(found[1], address) if found else ""


def _whole(written: str, address: str) -> str:
    if written.startswith(_ELSEWHERE):
        return written
    try:
        return escape(urljoin(address, unescape(written)))
    except ValueError:  # no address at all, such as http://[
        return written
