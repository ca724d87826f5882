"""What sentences are in another language: gettext catalogues, read as translators write them."""

from __future__ import annotations

from functools import cache
from io import BytesIO
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations


@cache
def catalogue(path: Path) -> NullTranslations:
    """The sentences of a `.po` file, in memory once a process; about 20 ms for a thousand.

    Compiled here and not before the start: no file has to be made, carried along or found stale.

    Arguments:
        path: of the file. Without one all sentences stay as they are.
    """
    if not path.exists():
        return NullTranslations()
    compiled = BytesIO()
    with path.open("rb") as written:
        write_mo(compiled, read_po(written))
    compiled.seek(0)
    return Translations(compiled, domain="messages")
