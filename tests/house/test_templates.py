"""Templates: words for translators, structure for readers, nothing that runs."""

from __future__ import annotations

import re

from tests.support.code import modules
from tests.support.templates import Template, templates

LONGEST = 120
DATA = '<script type="application/ld+json">'
"""A block of data, which no browser runs; see `presenters.cards`."""
SPOKEN = ("alt", "aria-label", "aria-description", "placeholder", "title", "aria-roledescription")

ALL = templates()
ELEMENTS = [
    (one, element) for one in ALL if one.path.suffix == ".html" for element in one.elements()
]


def test_every_word_goes_through_gettext() -> None:
    assert [f"{one}: {word}" for one in ALL for word in one.words()] == []


def test_what_is_read_aloud_goes_through_gettext() -> None:
    untranslated = [
        f"{template}: <{element.tag}> {name}={element.attributes[name]!r}"
        for template, element in ELEMENTS
        for name in SPOKEN
        if any(character.isalpha() for character in element.attributes.get(name, ""))
    ]

    assert untranslated == []


def test_nothing_runs_or_is_styled_inside_a_page() -> None:
    inline = [
        f"{template}: <{element.tag}> {name}"
        for template, element in ELEMENTS
        for name in element.attributes
        if name.startswith("on") or (name == "style" and not template.is_letter)
    ]
    scripts = [
        template
        for template, element in ELEMENTS
        if element.tag == "script" and "src" not in element.attributes
        if element.attributes != {"type": "application/ld+json"}
    ]

    assert inline == []
    assert scripts == []


def test_a_script_is_one_of_ours_and_named_to_the_policy_of_its_page() -> None:
    unnamed = [
        str(template)
        for template in ALL
        for tag in re.findall(r"<script\b[^>]*>", template.source)
        if tag != DATA
        if not re.search(r"""type="module" src="{{ script\('[\w-]+\.js'\) }}\"""", tag)
    ]

    assert unnamed == []


def test_data_for_programs_is_written_by_its_presenter_alone() -> None:
    held = [
        held
        for template in ALL
        for held in re.findall(re.escape(DATA) + "(.*?)</script>", template.source, re.S)
    ]

    assert held == ["{{ card.linked_data }}"]


def test_addresses_come_from_urls() -> None:
    typed_in = [
        f"{template}: {element.attributes[name]}"
        for template, element in ELEMENTS
        for name in ("href", "src", "action")
        if element.attributes.get(name, "").startswith(("/", "http:", "https:"))
    ]

    assert typed_in == []


def test_a_template_can_be_read_in_one_sitting() -> None:
    assert [one for one in ALL if len(one.source.splitlines()) > LONGEST] == []


def test_every_letter_has_text_and_html() -> None:
    letters = [one.path for one in ALL if one.is_letter and not one.path.name.startswith("_")]
    texts = {path.stem for path in letters if path.suffix == ".txt"}
    pages = {path.stem for path in letters if path.suffix == ".html"}

    assert texts == pages != set()


def test_every_template_is_used() -> None:
    sources = [*modules("blogsite"), *ALL]
    named = "".join(one.source for one in sources)

    assert [one for one in ALL if str(one) not in named and not _is_letter_in(named, one)] == []


def _is_letter_in(named: str, template: Template) -> bool:
    return template.is_letter and f'template="{template.path.stem}"' in named
