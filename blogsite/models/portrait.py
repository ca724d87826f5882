"""Small square pictures, of people and of blogs: made anew from whatever was sent.

Whose it is bears the digest of its content, which stands in its address: an address never shows
anything else, and those of earlier ones are known as such.
"""

from __future__ import annotations

import hashlib
from typing import IO, Any

from blogsite.database import Document, atomic
from blogsite.lib import clock, scratch
from blogsite.models import workshop
from blogsite.models.errors import NotFound
from blogsite.models.picture.taking import copied

_FORMER = 50


def made_small(file: IO[bytes]) -> bytes:
    """The middle of a picture as a WebP, upright and without what it told.

    Arguments:
        file: what was sent, from its beginning, whatever it calls itself.

    Raises:
        Invalid: it is no picture that we know, is damaged, or too large.
    """
    with scratch.folder() as folder:
        sent, made = folder / "sent", folder / "made"
        copied(file, sent)
        workshop.portrait(sent, made)
        return made.read_bytes()


@atomic
def replace(kept: type[Document], owner: Any, content: bytes, *, name: str) -> None:
    """Put a picture in the place of the present one; an empty one takes that away.

    Arguments:
        kept: where such pictures are, each under the id of its owner.
        owner: whose it is.
        content: a WebP of ours.
        name: the owner's field that bears the digest.

    Raises:
        NotFound: the owner is gone.
    """
    if not owner.refresh():
        raise NotFound
    digest = hashlib.sha256(content).hexdigest()[:32] if content else None
    before = getattr(owner, name)
    if before == digest:
        return
    changes: dict[str, Any] = {
        "$set": {"digest": digest, "content": content, "changed_at": clock.now()},
        "$push": {"former": {"$each": [before] if before else [], "$slice": -_FORMER}},
    }
    kept.collection().find_one_and_update({"_id": owner.id}, changes, upsert=True)
    owner.update({name: digest}, expecting={})
