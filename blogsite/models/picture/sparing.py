"""The smaller ones of a picture once more, as AVIF, where that takes fewer bytes."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from blogsite.database import Stale, files
from blogsite.jobs import job, later
from blogsite.lib import bounded, clock, scratch
from blogsite.models import workshop
from blogsite.models.picture.fields import READY, SPARING
from blogsite.models.picture.keeping import LEFTOVERS, SETTLED
from blogsite.models.picture.rendering import Renderable

PAYS = 0.9
"""Of the bytes of the WebP: what takes more is not worth a second file."""

_PHOTOGRAPHS = ("JPEG", "WEBP", "AVIF")  # drawings come as PNG, and stay without losses

log = logging.getLogger(__name__)


class Sparing(Renderable):
    """Shown well already; this is for who pays by the byte."""

    def spare(self) -> None:
        """Make and keep those that pay; harmless when they are there.

        Raises:
            RuntimeError: it failed, and may go well another time.
        """
        spared = any("avif" in one for one in self.renditions.values())
        if not self.ready or self.animated or spared or self.kind not in _PHOTOGRAPHS:
            return
        later(LEFTOVERS, run_at=clock.now() + SETTLED, picture_id=self.id)
        with scratch.folder() as folder:
            try:
                made = dict(self._smaller(folder))
            except bounded.TooMuch as error:
                log.warning("picture %s has no AVIF: %s", self.id, error)
                return
        if made:
            self._keep_both(made)

    def _smaller(self, folder: Path) -> Iterator[tuple[str, dict[str, Any]]]:
        original = folder / "original"
        self._fetch(original)
        for one in workshop.render_avif(original, folder):
            file = Path(one.file)
            if file.stat().st_size <= PAYS * self.renditions[one.name]["length"]:
                yield one.name, self._kept(file)

    def _keep_both(self, made: dict[str, dict[str, Any]]) -> None:
        both = {
            name: {**one, "avif": made[name]} if name in made else one
            for name, one in self.renditions.items()
        }
        try:
            self.update({"renditions": both}, expecting={"state": READY, "original": self.original})
        except Stale:
            for one in made.values():
                files.forget(one["file_id"])


@job(SPARING)
def spare(picture_id: Any) -> None:
    """Make the smaller ones of a picture once more, if it is still there."""
    picture = Sparing.find({"_id": picture_id})
    if picture:
        picture.spare()
