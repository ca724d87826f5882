"""CSS in fewer bytes, and the same rules."""

from __future__ import annotations

import pytest

from blogsite.lib.stylesheets import minify


@pytest.mark.parametrize(
    ("written", "small"),
    [
        (
            "/* Ground */\na , b > c { color : red ; margin: 0 auto }\n",
            "a,b>c{color :red;margin:0 auto}",
        ),
        ("@media (min-width: 44rem) {\n  a { top: 0 }\n}", "@media (min-width:44rem){a{top:0}}"),
        (
            "@media (max-width: 43.99rem) and (pointer: coarse) { a { x: y } }",
            "@media (max-width:43.99rem) and (pointer:coarse){a{x:y}}",
        ),
        ("a { font: 1rem/1.5 var(--sans), serif; }", "a{font:1rem/1.5 var(--sans),serif}"),
        (
            "@supports (field-sizing: content) { a { b: c } }",
            "@supports (field-sizing:content){a{b:c}}",
        ),
    ],
)
def test_space_and_comments_that_mean_nothing_are_left_out(written: str, small: str) -> None:
    assert minify(written) == small


@pytest.mark.parametrize(
    "rule",
    [
        'a::before{content:"• /* ; } x:  y"}',
        "a::before{content:'\\'  {'}",
        "a :is(b,c) :hover{top:calc(1px + -2 * var(--x))}",
        ".prose > * + *{margin:0}".replace(" > ", ">"),
        "a ~ b + c{--ratio:.6}",
        "@media (min-width:1rem){a :dir(rtl){x:y}}",
    ],
)
def test_space_that_means_something_stays(rule: str) -> None:
    assert minify(rule) == rule
