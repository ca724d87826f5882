"""Numbers that say whether something has changed, shared by the processes of a machine."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest

from blogsite.lib.generations import PLACES, Generations, stamped_at

STAMP = """
import sys
from pathlib import Path
from blogsite.lib.generations import Generations
Generations(Path(sys.argv[1]), apart=["all of it"]).stamp(sys.argv[2:])
"""


@pytest.fixture
def numbers(tmp_path: Path) -> Generations:
    return Generations(tmp_path, apart=["all of it"])


def test_what_was_stamped_has_changed_and_nothing_else(numbers: Generations) -> None:
    seen = numbers.look()
    one, other = numbers.noted(seen, ["a"]), numbers.noted(seen, ["b", "all of it"])

    numbers.stamp(["a"])

    assert not numbers.unchanged(one)
    assert numbers.unchanged(other)


def test_all_has_changed_for_everybody(numbers: Generations) -> None:
    noted = numbers.noted(numbers.look(), ["a"])

    numbers.stamp_all()

    assert not numbers.unchanged(noted)


def test_another_process_is_heard(numbers: Generations, tmp_path: Path) -> None:
    seen = numbers.look()
    one, other = numbers.noted(seen, ["all of it"]), numbers.noted(seen, ["b"])

    subprocess.run([sys.executable, "-c", STAMP, str(tmp_path), "all of it"], check=True)

    assert not numbers.unchanged(one)
    assert numbers.unchanged(other)


def test_what_changed_after_the_look_counts_as_changed(numbers: Generations) -> None:
    seen = numbers.look()
    numbers.stamp(["a"])

    assert not numbers.unchanged(numbers.noted(seen, ["a"]))


def test_no_number_is_ever_there_twice(numbers: Generations) -> None:
    found = set()
    for _ in range(1000):
        numbers.stamp(["a"])
        found.add(numbers.numbers[numbers.place("a")])

    assert len(found) > 900  # some of one microsecond may, which nobody can have seen between


def test_a_name_that_stands_apart_shares_its_place_with_none(numbers: Generations) -> None:
    others = {numbers.place(f"b{number}") for number in range(5 * PLACES)}

    assert numbers.place("all of it") not in others


def test_a_number_tells_when(numbers: Generations) -> None:
    began = time.time()
    numbers.stamp(["a"])
    ((_all, _), (_place, number)) = numbers.noted(numbers.look(), ["a"])

    assert began - 0.001 < stamped_at(number) <= time.time()


def test_it_is_believed_for_a_while(numbers: Generations) -> None:
    assert not numbers.confirmed(within=10**12)
    numbers.confirm()
    assert numbers.confirmed(within=10**12)
    assert not numbers.confirmed(within=0)


def test_what_is_doubted_was_known_lately(numbers: Generations) -> None:
    numbers.confirm()
    numbers.doubt()
    numbers.doubt()

    assert not numbers.confirmed(within=10**12)
    assert 0 <= numbers.silent_for() < 60


def test_nobody_has_ever_heard_anything_at_first(numbers: Generations) -> None:
    assert numbers.silent_for() > 600 or time.monotonic() < 600


def test_a_moment_before_the_machine_was_started_is_not_believed(numbers: Generations) -> None:
    numbers.numbers[1] = time.monotonic_ns() + 10**12

    assert not numbers.confirmed(within=10**12)


def test_two_who_make_the_file_share_it(tmp_path: Path) -> None:
    one, other = Generations(tmp_path / "c"), Generations(tmp_path / "c")
    noted = other.noted(other.look(), ["a"])

    one.stamp(["a"])

    assert not other.unchanged(noted)
    assert [path.stat().st_mode & 0o777 for path in (tmp_path / "c").iterdir()] == [0o600]
