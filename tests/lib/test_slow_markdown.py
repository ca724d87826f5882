"""Short texts made to take long: whatever is typeset in a web worker is done in time."""

from __future__ import annotations

import pytest

from blogsite.lib import markdown
from blogsite.models.post.rendering import LONGEST_HERE
from tests.support.processor import quiet_seconds

MOST_TIMES_AS_LONG = 120
"""As an honest text of the same size takes."""
HONEST = "The river was *high*, and the [bridge](https://a.example) stood **deep** in it.\n\n"

ROW = "a|" * 500 + "\n" + "-|" * 500 + "\n"

REPEATED = {
    "quotes": "> ",
    "quoted lines": "> > > > > x\n",
    "brackets": "[",
    "links never closed": "[a](",
    "titles never closed": '[a](b "',
    "pictures in pictures": "![[]()",
    "emphasis": "*a **b ",
    "emphasis crossed": "a**b_c* ",
    "delimiters": "*_",
    "strokes": "~~a",
    "code spans": "`a``b",
    "line breaks": "é\n",
    "hard breaks": "a\\\n",
    "paragraphs": "a\n\n",
    "definitions": "[a]: b\n",
    "definitions never closed": '[a]:\nb\n"',
    "addresses": "http://a",
    "addresses with paths": "//a.b/(",
    "mail addresses": "mailto:a@b.c",
    "notes": "[^1]",
    "notes inside notes": "^[a",
    "notes never closed": "[^",
    "lists": "- a\n1. b\n",
    "lists in lists": "- ",
    "terms": "a\n: b\n",
    "headings": "# a\n",
    "headings of one another's names": "# a\n# a 2\n",
    "callouts": "> [!NOTE]\n> a\n\n",
    "dollars": "$",
    "dollars apart": "$ ",
    "dollars never closed": "$a",
    "formulas": "$a$ ",
    "formulas by themselves": "$$a$$\n\n",
    "formulas escaped": "$\\$",
    "cards": "https://youtu.be/dQw4w9WgXcQ\n\n",
    "addresses like cards": "https://vimeo.com/a/",
    "marks of the excerpt": "a <!--more-->\n\n",
    "captions": '![a](b "c")\n\n',
    "unfolding": "<details><summary>",
    "tildes": "~a ~~b",
    "blocks of code": "```c\n//\n```\n",
    "underlined": "a\n=\n",
    "table rows": "|\n",
    "elements": "<div>",
    "elements in text": "x <i><b><a>",
    "elements misnested": "<b><i></b></i>",
    "tables of elements": "<table><tr><td>",
    "comments": "a <!--",
    "declarations": "a <![CDATA[",
    "attributes": 'x <a b="',
    "entities": "&#",
    "backslashes": "\\*",
    "spaces": " ",
    "tabs": "\t",
}

CODE = {
    "c": "//",
    "c#": "a\n",
    "apache": "<",
    "awk": '"\\',
    "js": "/a",
    "python": '"""',
    "yaml": "- ",
    "html": "<a ",
    "diff": "-",
    "bash": "$(",
    "sql": "'a ",
    "perl": "q{",
}

MADE = {
    **{f"code in {name}": f"```{name}\n{code * 16_000}"[:16_000] for name, code in CODE.items()},
    "callouts inside callouts": "".join(">" * n + " [!TIP]\n" for n in range(1, 170)),
    "notes that call notes": "".join(f"[^{n}]: a[^{n + 1}] b[^{n + 1}]\n\n" for n in range(600))
    + "[^0]",
    "one note called often": "[^1]: a\n\n" + "[^1]" * 4000,
    "5,000 dollars": "$ a$b " * 2500,
    "different formulas": "".join(f"$a_{n}^2$ " for n in range(1400)),
    "roots in roots": "$" + r"\sqrt{" * 2000 + "a" + "}" * 2000 + "$",
    "roots without braces": "$" + r"\sqrt" * 390 + " a$",
    "a long formula": "$" + "a^b+" * 490 + "$",
    "fractions in fractions": "$" + r"\frac{a}{" * 190 + "b" + "}" * 190 + "$",
    "brackets in formulas": ("$" + r"\left(" * 25 + "a" + r"\right)" * 25 + "$ ") * 35,
    "a matrix": "$$" + r"\begin{matrix}" + "a&" * 900 + r"\end{matrix}" + "$$",
    "links in links": "[" * 2700 + "a" + "](b)" * 2700,
    "a wide table": ROW + "a\n" * 7000,
    "a tall table": "a|b\n-|-\n" + "|\n" * 8000,
    "a stair of lists": "".join(" " * 2 * n + "- a\n" for n in range(125)),
    "a stair of quotes": "".join(">" * n + "x\n" for n in range(175)),
    "ever longer code spans": "".join("`" * n + "a" for n in range(1, 175)),
    "many definitions used": "".join(f"[a{n}]: b\n\n" for n in range(700))
    + "".join(f"[a{n}]" for n in range(700)),
    "many notes": "".join(f"[^{n}]\n\n[^{n}]: x\n\n" for n in range(750)),
    "one element of many attributes": "<a " + "a=b " * 4000 + ">",
}


@pytest.mark.parametrize("kind", [*REPEATED, *MADE])
def test_a_short_text_never_takes_long(kind: str, honest_time: float) -> None:
    source = MADE.get(kind) or REPEATED[kind] * (LONGEST_HERE // len(REPEATED[kind].encode()))
    assert len(source.encode()) <= LONGEST_HERE

    assert spent_on(source) < MOST_TIMES_AS_LONG * honest_time


@pytest.fixture(scope="module")
def honest_time() -> float:
    """Seconds of processor time for an honest text that just is typeset here."""
    honest = HONEST * (LONGEST_HERE // len(HONEST))
    return min(spent_on(honest) for _ in range(3))


@pytest.mark.parametrize("language", ["c", "python", "c#"])
def test_long_blocks_of_code_stay_bounded(language: str) -> None:
    block = f"```{language}\n" + "//a\n" * 12_400 + "```\n\n"

    assert spent_on(block * 3) < 3


def spent_on(source: str) -> float:
    return quiet_seconds(lambda: markdown.render(source))


@pytest.mark.parametrize(
    "named", ['[a]: x "' + "&" * 8000 + '"\n\n', "[a]: http://example.org/" + "y" * 8000 + "\n\n"]
)
def test_a_short_text_never_becomes_a_huge_page(named: str) -> None:
    with pytest.raises(markdown.Swollen):
        markdown.render(named + "[a]" * 2600)
