"""Numbers by name that all processes of a machine share: a changed one says that something changed.

They lie in a small file that each process maps into its memory. Looking costs no system call, and
writing takes no lock: whoever stamps a name writes a number there that was never there before, in
one aligned store of eight bytes. That two stampers overwrite each other does no harm, since either
number differs from what a reader has noted earlier. Names share numbers when they fall on the same
place by their hash: then more seems to have changed than has, never less.
"""

from __future__ import annotations

import mmap
import os
import secrets
import struct
import time
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple
from zlib import crc32

PLACES = 16_384
_BYTES = 8
_OWN = 16
_ALL, _CONFIRMED, _HEARD_LAST = 0, 1, 2
_FIRST_NAMED = 4
_RANDOM_BITS = 12
_LAYOUT = 1
_NEVER = -(10**18)


class Noted(NamedTuple):
    """The number at a place as somebody saw it."""

    place: int
    number: int


class Generations:
    """The numbers, and when they were last known to hold what other machines have changed too.

    Arguments:
        folder: where the file is, or is to be; private to whom the processes belong to.
        apart: names that share their places with no other.

    Raises:
        OSError: the file cannot be made or mapped.
    """

    def __init__(self, folder: Path, *, apart: Sequence[str] = ()) -> None:
        path = folder / f"generations-{_LAYOUT}"
        if not path.exists():
            _make(path)
        with path.open("r+b") as file:
            self._memory = mmap.mmap(file.fileno(), PLACES * _BYTES)
        self._apart = {name: _FIRST_NAMED + index for index, name in enumerate(apart)}
        self.numbers = memoryview(self._memory).cast("Q")
        """What readers compare with what they have noted."""

    def place(self, name: str) -> int:
        """Where the number of a name is."""
        own = self._apart.get(name)
        return crc32(name.encode()) % (PLACES - _OWN) + _OWN if own is None else own

    def stamp(self, names: Iterable[str]) -> None:
        """Something behind these names has changed."""
        for name in names:
            self.numbers[self.place(name)] = _fresh()

    def stamp_all(self) -> None:
        """Anything may have changed."""
        self.numbers[_ALL] = _fresh()

    def look(self) -> bytes:
        """All numbers as they are now, see `noted`; takes a few microseconds."""
        return self._memory[:]

    def noted(self, seen: bytes, names: Iterable[str]) -> tuple[Noted, ...]:
        """The numbers of some names, and of all together, as they were seen.

        Arguments:
            seen: what `look` gave.
            names: whose.
        """
        places = dict.fromkeys([_ALL, *map(self.place, names)])
        return tuple(Noted(place, _at(seen, place)) for place in places)

    def unchanged(self, noted: Iterable[Noted]) -> bool:
        """Whether nothing behind them has changed since."""
        numbers = self.numbers
        return all(numbers[place] == number for place, number in noted)

    def confirm(self) -> None:
        """All that others have changed up to now is stamped."""
        self.numbers[_CONFIRMED] = time.monotonic_ns()

    def doubt(self) -> None:
        """Nobody can say from now on what others have changed; until `confirm`."""
        if self.numbers[_CONFIRMED]:
            self.numbers[_HEARD_LAST] = self.numbers[_CONFIRMED]
        self.numbers[_CONFIRMED] = 0

    def confirmed(self, *, within: int) -> bool:
        """Whether that is known, as of so many nanoseconds ago at the most."""
        # A moment in the future is one of before the machine was started anew.
        return 0 <= time.monotonic_ns() - (self.numbers[_CONFIRMED] or _NEVER) <= within

    def silent_for(self) -> float:
        """Seconds since it was last known."""
        last = max(self.numbers[_CONFIRMED], self.numbers[_HEARD_LAST])
        return (time.monotonic_ns() - last) / 1e9


def stamped_at(number: int) -> float:
    """When a number was written, in seconds since 1970."""
    return number / 1e9


def _fresh() -> int:
    # The time, for `stamped_at`; what is smaller than four microseconds of it is chance, so that
    # two who write at once, or by a clock that was put back, do not write the same.
    return time.time_ns() >> _RANDOM_BITS << _RANDOM_BITS | secrets.randbits(_RANDOM_BITS)


def _at(seen: bytes, place: int) -> int:
    number: int = struct.unpack_from("=Q", seen, place * _BYTES)[0]
    return number


def _make(path: Path) -> None:
    """Put the file there whole, or leave that of whoever was faster."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    aside = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    numbers = [0] * _OWN + [_fresh()] * (PLACES - _OWN)
    numbers[_ALL] = numbers[_FIRST_NAMED] = _fresh()
    aside.touch(mode=0o600, exist_ok=False)
    try:
        aside.write_bytes(struct.pack(f"={PLACES}Q", *numbers))
        with suppress(FileExistsError):
            os.link(aside, path)
    finally:
        aside.unlink()
