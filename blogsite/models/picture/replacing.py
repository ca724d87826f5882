"""Another file in a picture's place: it keeps its id, its description and the posts that show it.

Whoever has seen a picture that everybody may see keeps it for good, so the addresses of what comes
after it are others: `/media/<id>/960`, then `/media/<id>/960-2`. The earlier ones lead there.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import IO, Any, Self

from flask_babel import gettext as _

from blogsite.database import atomic, files
from blogsite.jobs import later
from blogsite.lib import clock, scratch
from blogsite.models import workshop
from blogsite.models.errors import Forbidden, Invalid, NotFound
from blogsite.models.picture.describing import Described
from blogsite.models.picture.fields import ORIGINAL, WAITING
from blogsite.models.picture.keeping import LEFTOVERS, SETTLED
from blogsite.models.picture.rendering import RENDERING
from blogsite.models.picture.taking import UPLOADS, Taken, copied, labelled
from blogsite.models.user import User

_ASKED = re.compile(r"([a-z0-9]{1,10})(?:-([1-9][0-9]{0,5}))?")

_OF_THE_FILE = (
    *("digest", "original", "size", "kind", "label"),
    *("width", "height", "animated", "clear", "placeholder"),
)


class Replaceable(Taken, Described):
    """Which file is shown under its addresses may change."""

    def asked_for(self, size: str) -> tuple[str, bool]:
        """Which of its sizes an address names, and whether that is its address now.

        Of a file that was replaced, the nearest of what is there instead.

        Raises:
            NotFound: there never was such an address.
        """
        match = _ASKED.fullmatch(size)
        edition = int(match[2] or 1) if match else 0
        if match is None or match[2] == "1" or edition > self.edition:
            raise NotFound
        if edition == self.edition:
            return match[1], True
        if match[1] == ORIGINAL:
            return ORIGINAL, False
        if not match[1].isdigit():
            raise NotFound
        return self._nearest(int(match[1])), False

    def replace(self, file: IO[bytes], *, label: str, by: User) -> None:
        """Put another file in its place; a job makes the smaller ones, another redraws the posts.

        Arguments:
            file: what was sent, from its beginning.
            label: what its sender calls it.
            by: who sends it.

        Raises:
            Invalid: it is no picture that we take, is too long, or there already.
            Forbidden: by somebody who does not belong to its blog.
            NotFound: the picture is gone.
            TooOften: there were many lately.
        """
        if not self.editable_by(by):
            raise Forbidden
        UPLOADS.of(by.id).take(field="picture")
        with scratch.folder() as folder:
            sent, original = folder / "sent", folder / "original"
            digest, length = copied(file, sent)
            if digest == self.digest:
                self.once_more()
                return
            self._check_new(digest, length)
            seen = workshop.examine(sent, original)
            successor = self._seen(seen, label=labelled(label), alt="", digest=digest)
            self._succeed(successor, original, by=by)

    def _succeed(self, successor: Self, original: Path, *, by: User) -> None:
        # Asked for first, as by `keep`: it takes away the earlier files too.
        later(LEFTOVERS, run_at=clock.now() + SETTLED, picture_id=self.id)
        with original.open("rb") as content:
            successor.size = files.keep(
                content, file_id=successor.original, blog_id=self.blog_id, picture_id=self.id
            )
        try:
            self._enter_instead(successor, by=by)
        except (Invalid, Forbidden, NotFound):
            files.forget(successor.original)
            raise

    @atomic
    def _enter_instead(self, successor: Self, *, by: User) -> None:
        self._begin_change(by)
        self._check_new(successor.digest, successor.size)
        changes: dict[str, Any] = {name: getattr(successor, name) for name in _OF_THE_FILE}
        changes |= {"state": WAITING, "renditions": {}, "edition": self.edition + 1}
        self.update(changes, expecting={"edition": self.edition})
        later(RENDERING, picture_id=self.id)
        self.draw_anew()

    def _check_new(self, digest: str, length: int) -> None:
        known = self._known(self.blog_id, digest)
        if known and known.id != self.id:
            raise Invalid(
                _(
                    "This picture is in the blog already, as %(name)s. Use that one in your posts.",
                    name=known.label,
                ),
                field="picture",
            )
        self._check_room(self.blog_id, length - self.size)

    def _nearest(self, width: int) -> str:
        names = list(self.sizes)
        return next((one for one in names if int(one) >= width), names[-1])
