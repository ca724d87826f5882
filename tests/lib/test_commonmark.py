"""What is read is CommonMark 0.31, by every example of the specification, before it is cleaned."""

from __future__ import annotations

import pytest

from blogsite.lib.markdown import WORDS
from blogsite.lib.markdown.parsing import make_parser
from tests.support.commonmark import Example, examples

OUR_OWN_WAY = {
    142: "code has colours",
    143: "code has colours",
    144: "a language is called by letters",
    602: "a bare address is a link",
    608: "a bare address is a link",
    611: "a bare address is a link",
}


@pytest.fixture(scope="module")
def specification() -> list[Example]:
    return examples()


def test_the_specification_has_652_examples(specification: list[Example]) -> None:
    assert len(specification) == 652


def test_without_our_additions_every_example_comes_out(specification: list[Example]) -> None:
    parser = make_parser(extended=False)

    wrong = [
        one.number for one in specification if alike(parser.render(one.markdown)) != alike(one.html)
    ]

    assert wrong == []


def test_our_additions_change_what_they_are_for_and_no_more(specification: list[Example]) -> None:
    parser = make_parser()

    other = {
        one.number
        for one in specification
        if alike(parser.render(one.markdown, {"words": WORDS})) != alike(one.html)
    }

    assert other == set(OUR_OWN_WAY)


def alike(html: str) -> str:
    """Without the line break in an empty quotation, which says nothing."""
    return html.replace("<blockquote>\n</blockquote>", "<blockquote></blockquote>")
