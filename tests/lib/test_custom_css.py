"""CSS of others: what stays is about the inside of one element, and fetches nothing from elsewhere.

What a browser makes of the hardest ones is in `tests/journeys/test_appearance.py`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import tinycss2
from hypothesis import given, settings
from hypothesis import strategies as st

from blogsite.lib.custom_css import LONGEST, Unfit, Why, confined

KEPT = {
    "h1 { color: red }": ".own h1{color:red}",
    "body { margin: 0 } :root { --x: teal }": ".own{margin:0}.own{--x:teal}",
    "body > main, html body .x {a: b}": ".own > main,.own .x{a:b}",
    "/* a */ a/**/b {c: d; /* e */}": ".own a/**/b{c:d}",
    "a { color: #fff !important }": ".own a{color:#fff!important}",
    "p { background: url(/media/a1/640.webp) }": ".own p{background:url(/media/a1/640.webp)}",
    "p { background: URL( '/media/a.png' ) }": '.own p{background:URL( "/media/a.png" )}',
    "@media (width < 40rem) { a { b: c } }": "@media (width < 40rem){.own a{b:c}}",
    "@supports (display: grid) { a { b: c } }": "@supports (display: grid){.own a{b:c}}",
    "@keyframes x { from { top: 0 } 50%, to { top: 1px } }": (
        "@keyframes x{from{top:0}50%, to{top:1px}}"
    ),
    "a { width: calc(1px + (2 * var(--x))) }": ".own a{width:calc(1px + (2 * var(--x)))}",
    "li:not(.x):nth-child(odd)::before { content: 'x' }": (
        '.own li:not(.x):nth-child(odd)::before{content:"x"}'
    ),
    "a { content: '</style><!-- ' }": '.own a{content:"<\\/style><\\!-- "}',
    "": "",
}

REFUSED = {
    "@import '/media/x.css';": Why.AT_RULE,
    "@import url(https://evil.example/x.css);": Why.AT_RULE,
    "@font-face { src: url(/media/x) }": Why.AT_RULE,
    "@charset 'utf-8';": Why.AT_RULE,
    "@namespace x 'y';": Why.AT_RULE,
    "@property --ink { syntax: '*'; inherits: false }": Why.AT_RULE,
    "@layer x { a { b: c } }": Why.AT_RULE,
    "@page { margin: 0 }": Why.AT_RULE,
    "@media print;": Why.AT_RULE,
    "@\\69mport 'x';": Why.AT_RULE,
    "a { background: url(https://evil.example/x) }": Why.ADDRESS,
    "a { background: url('//evil.example/x') }": Why.ADDRESS,
    "a { background: \\75rl(//evil.example) }": Why.ADDRESS,
    "a { background: u\\rl(x) }": Why.ADDRESS,
    "a { background: url(/media/../../x) }": Why.ADDRESS,
    "a { background: url(/media//evil.example) }": Why.ADDRESS,
    "a { background: url(/media/\\5c x) }": Why.ADDRESS,
    "a { background: url('/media/a' x) }": Why.ADDRESS,
    "a { background: url(data:image/png;base64,xx) }": Why.ADDRESS,
    "a { background: image-set('x' 1x) }": Why.ADDRESS,
    "a { background: -webkit-image-set('x' 1x) }": Why.ADDRESS,
    "a { background: src('x') }": Why.ADDRESS,
    "a { background: var(--x, url(//evil.example)) }": Why.ADDRESS,
    "a { --x: url(//evil.example) }": Why.ADDRESS,
    "@media screen { a { cursor: url(//evil.example), auto } }": Why.ADDRESS,
    "@keyframes x { to { background: url(//evil.example) } }": Why.ADDRESS,
    "@supports (background: url(//evil.example)) { a { b: c } }": Why.ADDRESS,
    "a { width: expression(alert(1)) }": Why.FUNCTION,
    "a { filter: alpha(opacity=50) }": Why.FUNCTION,
    "a { behavior: none }": Why.PROPERTY,
    "a { -moz-bind\\69ng: none }": Why.PROPERTY,
    "a { color: red": Why.OPEN,
    "a { content: 'x }": Why.OPEN,
    "a { color: red } /* b": Why.OPEN,
    "a { width: calc(1px }": Why.OPEN,
    "a } body { color: red }": Why.SELECTOR,
    "a { } } footer { color: red }": Why.SELECTOR,
    "+ footer { color: red }": Why.SELECTOR,
    "body + footer { color: red }": Why.SELECTOR,
    "body ~ * { color: red }": Why.SELECTOR,
    "> footer { color: red }": Why.SELECTOR,
    "a, { color: red }": Why.SELECTOR,
    "{ color: red }": Why.SELECTOR,
    ":not(&) { color: red }": Why.SELECTOR,
    "& { color: red }": Why.SELECTOR,
    ":host { color: red } :host(a) { b: c }": Why.SELECTOR,
    "*|footer { color: red }": Why.SELECTOR,
    "a || b { color: red }": Why.SELECTOR,
    "@keyframes x { footer { top: 0 } }": Why.SELECTOR,
    "a { b { color: red } }": Why.NESTED,
    "a { @media screen { color: red } }": Why.NESTED,
    "a { color red; }": Why.UNKNOWN,
    "a { color: }": Why.UNKNOWN,
    "a { color: {b: c} }": Why.UNKNOWN,
    "a { color: red;; b }": Why.UNKNOWN,
    "a { color: a\\;b: c@d }": Why.UNKNOWN,
    "a": Why.UNKNOWN,
    "a { width: " + "9" * 5000 + "px }": Why.UNKNOWN,
    "a { b: " + "(" * 50 + ")" * 50 + " }": Why.DEEP,
    "a { b: " + "(" * 30_000 + " }": Why.OPEN,
    "a { b: " + "(" * 9_000 + ")" * 9_000 + "}": Why.DEEP,
    ":not(" * 30 + "a" + ")" * 30 + " { b: c }": Why.DEEP,
    "@media screen {" * 6 + "a { b: c }" + "}" * 6: Why.DEEP,
    "a" * (LONGEST + 1): Why.LONG,
}


def cleaned(source: str) -> str:
    return confined(source, within=".own", files="/media/")


@pytest.mark.parametrize("source", KEPT)
def test_harmless_rules_stay_and_are_about_the_inside(source: str) -> None:
    assert cleaned(source) == KEPT[source]


@pytest.mark.parametrize("source", REFUSED, ids=lambda source: source[:40])
def test_what_could_do_harm_is_refused_with_a_reason(source: str) -> None:
    with pytest.raises(Unfit) as refusal:
        cleaned(source)

    assert REFUSED[source] in {one.why for one in refusal.value.objections}


@pytest.mark.parametrize(
    "source", ['h1::before { content: "\\d800 " }', "h1\\dfff x { a: b }", "a { b: \\00DABCx }"]
)
def test_half_a_character_is_shown_as_browsers_show_it(source: str) -> None:
    assert b"\xef\xbf\xbd" in cleaned(source).encode()


def test_half_a_character_can_be_told_of() -> None:
    with pytest.raises(Unfit) as refusal:
        cleaned("a { \\d800 : b }\n@\\d800 x {}\nc { d: e\\d800 (f) }\n.g[h\\d800 ^] { i: j }")

    assert all(one.what.encode() for one in refusal.value.objections)


def test_the_line_is_told() -> None:
    with pytest.raises(Unfit) as refusal:
        cleaned("a { b: c }\r\n\n/* x\n*/ d { e: f;\n  background: url(x) }\n@import 'x';")

    told = [(one.line, one.why) for one in refusal.value.objections]
    assert told == [(5, Why.ADDRESS), (6, Why.AT_RULE)]


@pytest.mark.parametrize(
    "source", ["h1{{color:\n{}}}", "h1\n{}{{a:b}}", "@keyframes x{{\n{}{{a:b}}}}", "@media\n{}{{}}"]
)
@pytest.mark.parametrize("pair", ["{}", "()", "[]"])
def test_what_stands_too_deep_is_told_wherever_it_stands(source: str, pair: str) -> None:
    with pytest.raises(Unfit) as refusal:
        cleaned(source.format(pair[0] * 20_000 + pair[1] * 20_000))

    assert [(one.line, one.why) for one in refusal.value.objections] == [(2, Why.DEEP)]


def test_many_objections_are_told_twenty_at_a_time() -> None:
    with pytest.raises(Unfit) as refusal:
        cleaned("a { b: url(x) }\n" * 100)

    assert len(refusal.value.objections) == 20


SELECTORS = ("a", ".b", "#c", "*", "[d]", "body", ":root", " ", " > ", " + ", ",", ":not(.e)")
VALUES = ("red", "1px", " ", " ", ",", "'s'", "url(/media/x)", "calc(1px)", "var(--x)", "#fff", "é")
HOSTILE = (
    *("{", "}", "(", ")", "[", "]", ";", ":", "!", "/*", "*/", '"', "'", "\\", "\\\n", "\n", ","),
    *("@media", "@import", "@font-face", "@keyframes x", "@", "&", "|", "~", "+", ">", "<", "#"),
    *("url(", "url(/media/y)", "url('/media/z')", "//evil.example", "\\75rl(", "image-set("),
    *("expression(", "behavior", "</style>", "<!--", "-->", "\x00", "\ufeff", "\ud800", "\x0c"),
    *("\\7d", "\\0", "\\", "\\d800", "U+26", "1e9999", "--", ".own", ":is(", "::x", "!important"),
    "{b:c}",
)
selectors = st.lists(st.sampled_from(SELECTORS), min_size=1, max_size=4).map("".join)
values = st.lists(st.sampled_from(VALUES), min_size=1, max_size=4).map("".join)
rules = st.builds("{}{{{}:{}}}".format, selectors, st.sampled_from(["color", "--x"]), values)
sheets = st.lists(
    rules | rules.map("@media screen{{{}}}".format) | rules.map("@supports (a:b){{{}}}".format),
    max_size=4,
).map("".join)


@st.composite
def broken(draw: st.DrawFn) -> str:
    """What somebody could have meant, with something in it that nobody should."""
    sheet = draw(sheets)
    for _ in range(draw(st.integers(0, 2))):
        at = draw(st.integers(0, len(sheet)))
        sheet = sheet[:at] + draw(st.sampled_from(HOSTILE)) + sheet[at:]
    return sheet


FETCHING = {"url", "src", "image", "image-set", "-webkit-image-set", "expression", "element"}


@settings(max_examples=150)
@given(source=broken() | st.text(max_size=60))
def test_whatever_is_sent_nothing_forbidden_comes_out(source: str) -> None:
    try:
        written = cleaned(source)
    except Unfit:
        return

    assert "</" not in written
    written.encode()  # half a character would end here
    rules = tinycss2.parse_stylesheet(written, skip_comments=True, skip_whitespace=True)
    assert [fault for rule in rules for fault in _faults(rule)] == []


def _faults(rule: Any) -> Iterator[str]:
    """What in a rule, as it is read anew, is not about the inside, or fetches something."""
    if rule.type == "at-rule":
        if rule.lower_at_keyword not in ("media", "supports", "container", "keyframes"):
            yield rule.lower_at_keyword
        yield from _fetched([*rule.prelude, *rule.content])
        inside = tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True)
        for one in inside if rule.lower_at_keyword != "keyframes" else ():
            yield from _faults(one)
    elif rule.type == "qualified-rule":
        selector = tinycss2.serialize(rule.prelude)
        if not selector.startswith(".own") or selector[4:5] not in ("", " ", ","):
            yield selector
        yield from _fetched([*rule.prelude, *rule.content])
    else:
        yield rule.type


def _fetched(tokens: list[Any]) -> Iterator[str]:
    for token in tokens:
        if token.type == "url" and not token.value.startswith("/media/"):
            yield token.value
        if token.type == "function" and token.lower_name == "url":
            if not tinycss2.serialize(token.arguments).strip()[1:].startswith("/media/"):
                yield token.serialize()
        elif token.type == "function" and token.lower_name in FETCHING:
            yield token.lower_name
        if token.type == "error":
            yield token.kind
        inside = getattr(token, "content", None) or getattr(token, "arguments", None) or []
        yield from _fetched(inside if isinstance(inside, list) else [])
