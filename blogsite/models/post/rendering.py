"""Markdown becomes HTML: a short text at once, a long one where it can be stopped."""

from __future__ import annotations

from flask_babel import gettext as _

from blogsite.lib import bounded, markdown
from blogsite.models.errors import Invalid

LONGEST_HERE = 16 * 1024
"""Bytes of UTF-8. The worst text of this size takes below a second; time grows with its square."""

LIMITS = bounded.Limits(cpu=2, memory=512 * 1024 * 1024, wall=15)
"""For the rest. An honest text of 1 MiB takes 1 to 2.5 s and 40 to 250 MiB."""


def rendered(source: str) -> markdown.Rendered:
    """A source, typeset.

    Raises:
        Invalid: it is made in such a way that typesetting it would take too long.
    """
    try:
        return _rendered(source)
    except (bounded.TooMuch, markdown.Swollen) as refusal:
        raise Invalid(
            _(
                "This text takes too long to typeset. Look for marks that are repeated or nested "
                "many times over, or divide it into several posts. It is not saved yet."
            ),
            field="content",
        ) from refusal


def _rendered(source: str) -> markdown.Rendered:
    if len(source.encode()) <= LONGEST_HERE:
        return markdown.render(source)
    made = bounded.call(markdown.__file__, "render", source, limits=LIMITS)
    return markdown.Rendered(**made)
