"""What is wrong with a catalogue.

`python -m tests.support.catalogues` puts what is new at the end of each, to be translated there,
and tells what else there is to do. It guesses nothing, and leaves the rest as it stands.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from functools import cache
from io import BytesIO

from babel.messages.catalog import Catalog, Message
from babel.messages.plurals import get_plural
from babel.messages.pofile import read_po, write_po

from blogsite.lib import locales
from tests.support.code import ROOT

FOLDER = ROOT / "translations"
TRANSLATED = [tag for tag in locales.OFFERED if tag != locales.DEFAULT]
SHOWN = 20

_PLACE = re.compile(r"%\(\w+\)[sd]|\{\w+\}|%%")
_TAG = re.compile(r"</?[a-z][^>]*>")


def faults(language: str) -> Iterator[str]:
    """What is wrong with the catalogue of a language, in sentences."""
    catalogue, wanted = _read(f"{language}/LC_MESSAGES/messages.po"), _read("messages.pot")
    yield from _of_its_head(catalogue, language)
    found = {_key(one): one for one in catalogue if one.id}
    needed = {_key(one) for one in wanted if one.id}
    yield from (f"missing: {one}" for one in sorted(needed - found.keys()))
    yield from (f"no longer said: {one}" for one in sorted(found.keys() - needed))
    for key, message in found.items():
        for fault in _of_message(message, catalogue.num_plurals):
            yield f"{fault}: {key}"
    same = {key for key, message in found.items() if message.string == message.id}
    named = _named(language)
    yield from (f"as in English: {one}" for one in sorted(same - set(named)))
    yield from (f"named in same.txt for nothing: {one}" for one in sorted(set(named) - same))
    if named != sorted(named):
        yield "same.txt is not in order"


def _of_its_head(catalogue: Catalog, language: str) -> Iterator[str]:
    if str(catalogue.locale) != language:
        yield f"its header says Language: {catalogue.locale}"
    if catalogue.num_plurals != get_plural(locales.OFFERED[language]).num_plurals:
        yield f"its header says {catalogue.num_plurals} plural forms"
    if catalogue.charset.lower() != "utf-8":
        yield f"its header says {catalogue.charset}"


def _of_message(message: Message, forms: int) -> Iterator[str]:
    if message.fuzzy:
        yield "fuzzy"
    several = message.pluralizable
    said = _strings(message.string)
    if len(said) != (forms if several else 1) or not all(said):
        yield "not translated"
        return
    for one in said:
        # A form of its own for one or two may say so in a word.
        spared = {"%(num)s", "%(num)d"} if several else set()
        source = _strings(message.id)[-1]
        if _found(_PLACE, one, spared) != _found(_PLACE, source, spared):
            yield "other placeholders"
        if _found(_TAG, one) != _found(_TAG, source):
            yield "other elements"
        if one.strip() != one and source.strip() == source:
            yield "space around it"


def _found(sought: re.Pattern[str], words: str, spared: Collection[str] = ()) -> Counter[str]:
    return Counter(one for one in sought.findall(words) if one not in spared)


def _strings(said: str | Sequence[str]) -> list[str]:
    return [said] if isinstance(said, str) else list(said)


def _key(message: Message) -> str:
    return _strings(message.id)[0]


@cache
def _read(name: str) -> Catalog:
    with (FOLDER / name).open("rb") as written:
        return read_po(written)


def _named(language: str) -> list[str]:
    return (FOLDER / language / "same.txt").read_text(encoding="utf-8").splitlines()


def add_new(language: str) -> None:
    """Put what has no entry yet at the end of a catalogue."""
    path = FOLDER / language / "LC_MESSAGES" / "messages.po"
    known = {_key(one) for one in _read(f"{language}/LC_MESSAGES/messages.po")}
    new = Catalog(locale=language)
    for message in _read("messages.pot"):
        if message.id and _key(message) not in known:
            new.add(message.id, flags=message.flags)
    written = BytesIO()
    write_po(written, new, omit_header=True, width=120)
    with path.open("ab") as catalogue:
        catalogue.write(b"\n" * bool(len(new)) + written.getvalue())


def main() -> None:
    """Bring all up to date, and tell what is to do."""
    for language in TRANSLATED:
        add_new(language)
    _read.cache_clear()
    for language in TRANSLATED:
        found = list(faults(language))
        print(f"{language}: {f'{len(found)} to do' if found else 'whole'}")
        for one in found[:SHOWN]:
            print(f"  {one}")
        if len(found) > SHOWN:
            print(f"  … and {len(found) - SHOWN} more")


if __name__ == "__main__":
    main()
