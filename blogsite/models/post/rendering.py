"""Markdown becomes HTML: a short text at once, a long one where it can be stopped."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from threading import BoundedSemaphore
from typing import Any

from bson import ObjectId
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from blogsite.lib import bounded, markdown, terms
from blogsite.models.errors import Invalid, TooOften
from blogsite.models.picture.depicting import depicted

LONGEST_HERE = 16 * 1024
"""Bytes of UTF-8. The worst text of this size takes below a second; time grows with its square."""

LONGEST_READ_HERE = 32 * 1024
"""Characters of prose. Reading them takes 10 to 100 ms."""

LIMITS = bounded.Limits(cpu=4, memory=512 * 1024 * 1024, wall=15)
"""For the rest. An honest text of 1 MiB takes 1 to 2.5 s and 40 to 250 MiB."""

MOST_PREVIEWED = 2
"""Long texts that one process of the site previews at a time: a save must find room beside them."""
LONGEST_WAIT = 0.5
"""Seconds until a further one is sent away, to come back in a moment."""

_room = BoundedSemaphore(MOST_PREVIEWED)

# Said by the renderer itself, in the language of whoever saves.
_WORDS = {
    "note": _l("Note"),
    "tip": _l("Tip"),
    "important": _l("Important"),
    "warning": _l("Warning"),
    "caution": _l("Caution"),
    "video": _l("Video on {place}"),
    "audio": _l("Listen on {place}"),
    "formula": _l("This formula could not be typeset."),
    "picture": _l("Picture, full size"),
}


def typeset(source: str, *, blog_id: Any) -> dict[str, Any]:
    """What is stored of a source, beside the source; and its `reading`, for the search.

    Arguments:
        source: Markdown.
        blog_id: where it belongs: of its pictures those are shown that are this blog's.

    Raises:
        Invalid: it is made in such a way that typesetting it would take too long.
    """
    made = rendered(source, blog_id=blog_id)
    return {
        "html": made.html,
        "excerpt": made.excerpt,
        "word_count": made.word_count,
        "reading_minutes": made.reading_minutes,
        "contents": made.contents,
        "pictures": [ObjectId(one) for one in made.pictures],
        "render_version": markdown.RENDER_VERSION,
        "reading": read(made.prose),
    }


def read(prose: str) -> terms.Reading:
    """A text, made ready to be found; one that takes too long is found by its beginning."""
    if len(prose) > LONGEST_READ_HERE:
        try:
            made = bounded.call(terms.__file__, "read", prose, limits=LIMITS)
        except bounded.TooMuch:
            prose = prose[:LONGEST_READ_HERE]
        else:
            return terms.Reading(**{**made, "words": [(one, term) for one, term in made["words"]]})
    return terms.read(prose)


def rendered(source: str, *, blog_id: Any) -> markdown.Rendered:
    """A source, typeset, see `typeset`.

    Raises:
        Invalid: it is made in such a way that typesetting it would take too long.
    """
    return _within_limits(source, "render", blog_id)


def previewed(source: str, *, blog_id: Any) -> markdown.Rendered:
    """A source, typeset for its writer: see `markdown.preview`.

    Raises:
        Invalid: it is made in such a way that typesetting it would take too long.
        TooOften: too many long ones are asked for at this moment.
    """
    if _is_short(source):
        return _within_limits(source, "preview", blog_id)
    with _room_for_one_more():
        return _within_limits(source, "preview", blog_id)


@contextmanager
def _room_for_one_more() -> Iterator[None]:
    if not _room.acquire(timeout=LONGEST_WAIT):
        raise TooOften(1)
    try:
        yield
    finally:
        _room.release()


def _within_limits(source: str, how: str, blog_id: Any) -> markdown.Rendered:
    try:
        return _rendered(source, how, depicted(source, blog_id=blog_id))
    except (bounded.TooMuch, markdown.Swollen) as refusal:
        raise Invalid(
            _(
                "This text takes too long to typeset. Look for marks that are repeated or nested "
                "many times over, or divide it into several posts. It is not saved yet."
            ),
            field="content",
        ) from refusal


def _is_short(source: str) -> bool:
    return len(source.encode()) <= LONGEST_HERE


def _rendered(
    source: str, how: str, pictures: Mapping[str, markdown.Depicted]
) -> markdown.Rendered:
    words = {name: str(said) for name, said in _WORDS.items()}
    if _is_short(source):
        here = {"render": markdown.render, "preview": markdown.preview}
        return here[how](source, words, pictures)
    made = bounded.call(markdown.__file__, how, source, words, pictures, limits=LIMITS)
    return markdown.Rendered(**made)
