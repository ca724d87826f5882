"""Text from outside, made fit to keep, to show and to put into XML."""

from __future__ import annotations

import re
import unicodedata

# What neither XML 1.0 nor HTML can hold, less NUL, which is refused instead of dropped: control
# characters but for tab and newline, and the code points that are no characters in any plane.
_NONCHARACTERS = "".join(map(chr, [*range(0xFDD0, 0xFDF0), *range(0xFFFE, 0x110000, 0x10000)]))
_NONCHARACTERS += "".join(map(chr, range(0xFFFF, 0x110000, 0x10000)))
_CONTROLS = re.compile(f"[\x01-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f{_NONCHARACTERS}]")
# What lets a text run the other way: "exe.jpg" may be shown where "gpj.exe" is meant.
_TURNS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
# U+FFFD is what half a character has become by the time it arrives here.
_UNKEEPABLE = re.compile("[\x00\ud800-\udfff\ufffd]")


def unkeepable(text: str) -> bool:
    """Whether the text holds NUL or half a character: signs of a broken or hostile sender."""
    return bool(_UNKEEPABLE.search(text))


def without_unkeepable(text: str) -> str:
    """The text without what cannot be kept, to show it again."""
    return _UNKEEPABLE.sub("", text)


def tidy(text: str) -> str:
    """The text with plain newlines and without invisible control characters."""
    return _CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def visible(text: str) -> bool:
    """Whether there is anything to see: a letter, a digit, a sign."""
    return any(unicodedata.category(character)[0] in "LNPS" for character in text)


def line(text: str) -> str:
    """The text as one line: white space folded and trimmed."""
    return " ".join(tidy(text).split())


def name(text: str, *, most: int) -> str:
    """The name of something from outside, as it can stand in a sentence of ours.

    Arguments:
        text: whatever it is called.
        most: characters; of a longer one the beginning and the end are kept.
    """
    one = _TURNS.sub("", line(without_unkeepable(text)))
    if len(one) <= most:
        return one
    return f"{one[: most // 2]}…{one[-(most // 2 - 1) :]}"


def file_name(text: str) -> str:
    """What a file is called, fit to be one part of a path: letters and digits of any script.

    Returns:
        The name with "_" for space and for what divides a path, without all else but "." and "-";
        nothing where nothing of it can stay.
    """
    words = re.sub(r"[/\\]", " ", unicodedata.normalize("NFC", text)).split()
    kept = filter(_in_file_names, "_".join(words))
    return re.sub(r"^[\W_]+|[._]+$", "", "".join(kept))


def _in_file_names(character: str) -> bool:
    return character in "._-" or unicodedata.category(character)[0] in "LMN"
