"""Files of every kind with something changed in them: taken or refused, never anything else.

`PICTURES=5000` tries that many of each.
"""

from __future__ import annotations

import io
import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from blogsite.lib import images
from tests.support.photographs import animation, scene

CASES = int(os.environ.get("PICTURES", "40"))


def sample(form: str, **options: Any) -> bytes:
    made = io.BytesIO()
    scene((90, 70), clear=options.pop("clear", False)).save(made, form, **options)
    return made.getvalue()


SAMPLES = {
    "JPEG": sample("JPEG"),
    "progressive JPEG": sample("JPEG", progressive=True),
    "PNG": sample("PNG", clear=True),
    "GIF": animation(3),
    "WebP": sample("WEBP", clear=True),
    "WebP without losses": sample("WEBP", lossless=True),
    "AVIF": sample("AVIF", speed=10, clear=True),
}

spots = st.floats(0, 1, exclude_max=True)
# The beginning says how large everything is, and where: half of the changes are there.
places = st.one_of(spots, spots.map(lambda spot: spot / 8))
changes = st.lists(st.tuples(places, st.binary(min_size=0, max_size=6)), min_size=1, max_size=6)
ends = st.one_of(st.just(1.0), spots)


def changed(whole: bytes, edits: list[tuple[float, bytes]], end: float) -> bytes:
    """Some bytes overwritten, from 4 on, so that its kind is still seen, and its end cut off."""
    made = bytearray(whole)
    for spot, content in edits:
        at = 4 + int(spot * (len(whole) - 4))
        made[at : at + max(1, len(content))] = content or made[at : at + 1] * 2
    return bytes(made[: int(len(made) * end)])


@pytest.mark.parametrize("whole", SAMPLES.values(), ids=SAMPLES)
def test_it_is_taken_or_refused(tmp_path: Path, whole: bytes) -> None:
    sent, kept = tmp_path / "sent", tmp_path / "kept"

    @settings(
        max_examples=CASES,
        deadline=None,
        database=None,
        derandomize=CASES < 100,
        suppress_health_check=[HealthCheck.too_slow],
    )
    @given(edits=changes, end=ends)
    def examine(edits: list[tuple[float, bytes]], end: float) -> None:
        sent.write_bytes(changed(whole, edits, end))

        seen = images.examine(str(sent), str(kept))

        refused = isinstance(seen, dict)
        # What was taken is whole enough to be made small.
        assert refused or images.render(str(kept), str(tmp_path))

    examine()
