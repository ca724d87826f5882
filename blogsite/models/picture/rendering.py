"""The smaller ones of a picture, made by a job."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from bson import ObjectId

from blogsite.database import Stale, files
from blogsite.jobs import job, later
from blogsite.lib import bounded, clock, scratch
from blogsite.models import workshop
from blogsite.models.picture.fields import READY, REDRAWING, REFUSED, SPARING, PictureFields
from blogsite.models.picture.keeping import LEFTOVERS, SETTLED

RENDERING = "picture-rendering"

log = logging.getLogger(__name__)

_PIECE = 1 << 20


class Renderable(PictureFields):
    """Done twice, it is done once."""

    def render(self) -> None:
        """Make the smaller ones and keep them; harmless when they are there.

        One that was given up gets another try.

        Raises:
            RuntimeError: it failed, and may go well another time.
        """
        if self.ready:
            later(SPARING, picture_id=self.id)  # for who died before asking for it
            return
        later(LEFTOVERS, run_at=clock.now() + SETTLED, picture_id=self.id)
        with scratch.folder() as folder:
            try:
                made = self._made(folder)
            except bounded.TooMuch as error:
                log.warning("picture %s cannot be made small: %s", self.id, error)
                self._settle({"state": REFUSED})
                return
        self._settle({"state": READY, "renditions": made})
        if self.used_at:
            later(REDRAWING, picture_id=self.id)  # a cover is to know how long its file is
        later(SPARING, picture_id=self.id)

    def give_up(self) -> None:
        """Let it wait no longer: the smaller ones will not be made."""
        if self.waiting:
            self._settle({"state": REFUSED})

    def _made(self, folder: Path) -> dict[str, dict[str, Any]]:
        original = folder / "original"
        self._fetch(original)
        return {
            one.name: {
                "width": one.width,
                "height": one.height,
                **self._kept(Path(one.file)),
            }
            for one in workshop.render(original, folder)
        }

    def _fetch(self, target: Path) -> None:
        stored = files.find(self.original)
        if stored is None:
            raise RuntimeError("its file is gone")
        with target.open("wb") as copy:
            while piece := stored.read(_PIECE):
                copy.write(piece)

    def _kept(self, file: Path) -> dict[str, Any]:
        file_id = ObjectId()
        with file.open("rb") as content:
            length = files.keep(content, file_id=file_id, blog_id=self.blog_id, picture_id=self.id)
        return {"file_id": file_id, "length": length}

    def _settle(self, changes: Mapping[str, Any]) -> None:
        try:
            self.update(changes, expecting={"state": self.state, "original": self.original})
        except Stale:
            # Removed or replaced meanwhile, or done by somebody else: these files are nobody's.
            _forget(changes.get("renditions", {}).values())


def _forget(stored: Iterable[Mapping[str, Any]]) -> None:
    for one in stored:
        files.forget(one["file_id"])


def _given_up(picture_id: Any) -> None:
    picture = Renderable.find({"_id": picture_id})
    if picture:
        picture.give_up()


@job(RENDERING, undone=_given_up)
def render(picture_id: Any) -> None:
    """Make the smaller ones of a picture, if it is still there."""
    picture = Renderable.find({"_id": picture_id})
    if picture:
        picture.render()
