"""One line of Markdown, such as stands at the foot of a blog: words, emphasis and links."""

from __future__ import annotations

import nh3
from markdown_it import MarkdownIt

_parser = MarkdownIt("zero").enable(["emphasis", "link", "escape", "entity"])


def line(source: str) -> str:
    """The HTML of a line.

    Arguments:
        source: Markdown, of which emphasis and links are read; all else stands as it is written.

    Returns:
        HTML that stands inside a paragraph: `a`, `em` and `strong`, without anything that runs.
        Links lead to whole addresses, to letters, and to paths of the same site.
    """
    return nh3.clean(
        _parser.renderInline(source),
        tags={"a", "em", "strong"},
        attributes={"a": {"href"}},
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener",
    ).strip()
