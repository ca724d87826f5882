"""What a text will look like, shown to its writer before anything of it is saved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from markupsafe import Markup

from blogsite.lib import markdown, text
from blogsite.models.post.rendering import previewed
from blogsite.models.post.writing import check_length
from blogsite.models.throttle import Rate
from blogsite.models.user import User

RATE = Rate("previews of a writer", 240, timedelta(minutes=2))
"""A pause in typing asks for one: some do twice a second for a while."""


@dataclass(frozen=True, kw_only=True)
class Preview:
    """A text as its post would show it, of which nothing is stored."""

    body: Markup
    contents: Sequence[markdown.Heading]
    word_count: int
    reading_minutes: int


def preview(content: str, *, blog_id: Any, by: User) -> Preview:
    """Typeset a text by the rules of a save.

    Arguments:
        content: Markdown.
        blog_id: where it belongs.
        by: who writes it.

    Raises:
        Invalid: it is too long, or takes too long to typeset.
        TooOften: they, or all together, ask for too many.
    """
    RATE.of(by.id).take(field="content")
    source = text.tidy(content)
    check_length(source)
    made = previewed(source, blog_id=blog_id)
    return Preview(
        body=Markup(made.html),  # noqa: S704 (sanitised by the renderer)
        contents=made.contents,
        word_count=made.word_count,
        reading_minutes=made.reading_minutes,
    )
