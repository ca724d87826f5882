"""What somebody types of redirects: from where, and to where."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from flask_babel import gettext as _

from blogsite import urls
from blogsite.lib import paths, text, web_addresses
from blogsite.models.errors import Invalid
from blogsite.models.redirect.noun import LONGEST_PATH, key

LONGEST_LINES = 200_000
"""Characters of all lines that are taken in at once."""

_STATUSES = ("301", "302", "307", "308")
"""What lists of other platforms may say of each line. Ours all say that it is for good."""


@dataclass(frozen=True, kw_only=True)
class Wish:
    """One redirect as it was typed, and the number of its line."""

    path: str
    target: str
    number: int = 1


def lines(written: str) -> Sequence[Wish | int]:
    """The wishes in a text of lines, and the numbers of the lines that hold none.

    Arguments:
        written: in each line an old address, a blank and a new one; empty lines do not count.
    """
    read: list[Wish | int] = []
    for number, line in enumerate(written.splitlines(), start=1):
        words = line.split()
        if len(words) == 3 and words[2] in _STATUSES:
            words.pop()
        if len(words) == 2:
            read.append(Wish(path=words[0], target=words[1], number=number))
        elif words:
            read.append(number)
    return read


def source(written: str, *, names: Sequence[str]) -> list[str]:
    """The path that is to lead on, below the blog.

    Arguments:
        written: with or without the blog's own address before it.
        names: of the blog, those of earlier times too.

    Raises:
        Invalid: it is none, or of another blog or site.
    """
    try:
        parts = inside(written)
    except Invalid as refusal:
        raise Invalid(str(refusal.sentence), field="source") from refusal
    if parts is None:
        raise Invalid(
            _("Write only what follows the address of this blog, such as 2019/05/rain.html."),
            field="source",
        )
    if parts and parts[0].startswith("@") and parts.pop(0)[1:].lower() not in names:
        raise Invalid(_("This is the address of another blog."), field="source")
    if not parts:
        raise Invalid(_("This is the page of the blog itself."), field="source")
    if len(key(parts)) > LONGEST_PATH:
        raise Invalid(
            _("An old address may have %(num)d characters.") % {"num": LONGEST_PATH}, field="source"
        )
    return parts


def inside(written: str) -> list[str] | None:
    """The parts of a path of this site; None: it is the whole address of another site.

    Raises:
        Invalid: it is neither.
    """
    written = text.line(written)
    if "\\" in written or written.startswith("//"):
        raise _not_an_address()
    if "://" in written:
        own = _own(written)
        return None if own is None else _parts(own)
    if ":" in written.partition("/")[0]:
        raise _not_an_address()
    return _parts(written)


def elsewhere(written: str) -> str:
    """The whole address of a page of another site.

    Raises:
        Invalid: it is none.
    """
    try:
        return web_addresses.page(written)
    except web_addresses.AddressRefused as error:
        raise _not_an_address() from error


def _own(written: str) -> str | None:
    try:
        asked, ours = urlsplit(written), urlsplit(urls.absolute("/"))
        same = (asked.hostname, asked.port) == (ours.hostname, ours.port)
    except ValueError as error:
        raise _not_an_address() from error
    if asked.scheme not in ("http", "https"):
        raise _not_an_address()
    if not same:
        return None
    return asked.path + (f"?{asked.query}" if asked.query else "")


def _parts(path: str) -> list[str]:
    if "?" in path or "#" in path:
        raise Invalid(_("Leave out what begins with ? or #."), field="target")
    whole = unquote(path, errors="replace")
    parts = paths.parts(whole)
    if "\\" in whole:
        raise _not_an_address()
    if text.unkeepable(whole) or not whole.isprintable() or {".", ".."} & {*parts}:
        raise _not_an_address()
    return parts


def _not_an_address() -> Invalid:
    return Invalid(
        _("This is no address. Write a path of this blog, or a whole address with https://."),
        field="target",
    )
