"""The writing room in a real browser: keys, pasting, the preview beside the text, a full screen."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from blogsite import urls
from blogsite.lib import markdown
from blogsite.models import Post
from tests.journeys.steps import sign_in
from tests.support.browser import Meet, Person
from tests.support.factories import make_blog, make_post, make_user

pytestmark = pytest.mark.browser

PASTE = """([html, plain]) => {
  const data = new DataTransfer();
  if (html) data.setData("text/html", html);
  data.setData("text/plain", plain);
  const paste = { clipboardData: data, bubbles: true, cancelable: true };
  document.activeElement.dispatchEvent(new ClipboardEvent("paste", paste));
}"""
DOCUMENT = """<meta charset=utf-8><b style="font-weight:normal" id="docs-internal-guid-1">
<h2>Rain</h2><p>It <span style="font-weight:700">poured</span> and <a href="https://x.org/">blew</a>.</p>
<ul><li><p>one</p></li><li><p><i>two</i></p></li></ul>
<script>alert(1)</script><img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=" alt="a cloud"></b>"""
TABLE = """<table><tr><td>place</td><td style="text-align:right">mm</td></tr>
<tr><td>north|east</td><td style="text-align:right">12</td></tr></table>"""
# Two hundred lines that become low ones, then headings, which become high ones.
UNEVEN = "```\n" + "It rained.\n" * 197 + "```\n\n" + "\n".join(f"## Part {n}\n" for n in range(60))
LOOKING = """() => {
  const paper = document.querySelector(".paper"), pane = document.querySelector("[data-preview]");
  const text = document.querySelector("#content");
  const high = (text.clientHeight - 1) / text.value.split("\\n").length;
  const from = (one, box) => one.getBoundingClientRect().top - box.getBoundingClientRect().top;
  const room = box => box.scrollHeight - box.clientHeight;
  const looked = box => box.scrollTop * box.scrollHeight / room(box);
  window.look = (box, y) => { box.scrollTop = y * room(box) / box.scrollHeight; };
  window.lineTop = line => from(text, paper) + paper.scrollTop + line * high;
  window.blockTop = id => from(pane.querySelector(id), pane) + pane.scrollTop;
  window.off = id => window.blockTop(id) - looked(pane);
  window.offLine = line => window.lineTop(line) - looked(paper);
}"""


def writing(meet: Meet, content: str = "") -> Person:
    """Alice at the editor of a post."""
    make_user("Dan")
    alice = make_user("Alice")
    post = make_post(make_blog(by=alice), by=alice, content=content)
    person = meet()
    sign_in(person, name="Alice")
    person.open(urls.edit(post))
    return person


def text_of(person: Person) -> Locator:
    return person.page.locator("#content")


def select(person: Person, words: str) -> None:
    """Mark the first of these words in the text, as with Shift and the arrows."""
    mark = """(text, words) => {
      const at = text.value.indexOf(words);
      text.focus();
      text.setSelectionRange(at, at + words.length);
    }"""
    text_of(person).evaluate(mark, words)


def paste(person: Person, *, html: str = "", plain: str = "") -> None:
    person.page.evaluate(PASTE, [html, plain])


def test_words_are_marked_by_keys_and_each_mark_is_undone(meet: Meet) -> None:
    alice = writing(meet, "It rained all day.")
    text = text_of(alice)

    select(alice, "rained")
    alice.keys("Control+b")
    expect(text).to_have_value("It **rained** all day.")
    select(alice, "day")
    alice.keys("Control+k")
    expect(text).to_have_value("It **rained** all [day](url).")

    alice.keys("Control+z")
    expect(text).to_have_value("It **rained** all day.")
    alice.keys("Control+z")
    expect(text).to_have_value("It rained all day.")
    alice.looks()


def test_the_toolbar_is_one_stop_and_arrows_go_along_it(meet: Meet) -> None:
    alice = writing(meet, "It rained.")
    select(alice, "rained")

    alice.page.locator("markdown-toolbar").focus()
    alice.keys("ArrowRight", "ArrowRight", "ArrowRight", "ArrowRight", "Enter")

    expect(text_of(alice)).to_have_value("- It rained.")
    assert alice.page.evaluate("document.activeElement.id") == "content"
    bold = alice.page.get_by_role("button", name="Bold")
    assert bold.get_attribute("title") == "Bold (Ctrl+B)"


def test_ctrl_s_keeps_the_draft(meet: Meet) -> None:
    alice = writing(meet, "It rained.")

    text_of(alice).press("End")
    alice.types(" And how!")
    with alice.page.expect_navigation():
        alice.keys("Control+s")

    alice.sees("Saved as a draft")
    assert [one["source"] for one in Post.collection().find({})] == ["It rained. And how!"]


def test_rich_text_and_tables_arrive_as_markdown_and_are_undone(meet: Meet) -> None:
    alice = writing(meet)
    text = text_of(alice)
    text.focus()

    paste(alice, html=DOCUMENT, plain="Rain It poured")
    said = "## Rain\n\nIt **poured** and [blew](https://x.org/).\n\n- one\n- _two_\n\na cloud"
    expect(text).to_have_value(said)
    alice.keys("Control+z")
    expect(text).to_have_value("")

    paste(alice, html=TABLE, plain="place\tmm")
    expect(text).to_have_value("| place | mm |\n| --- | --: |\n| north\\|east | 12 |")
    text.fill("see the map")
    select(alice, "the map")
    paste(alice, plain="https://example.org/map")
    expect(text).to_have_value("see [the map](https://example.org/map)")
    alice.looks()


def test_in_code_the_bare_words_are_pasted(meet: Meet) -> None:
    alice = writing(meet, "```\n\n```\n")
    text_of(alice).evaluate("text => { text.focus(); text.setSelectionRange(4, 4); }")

    unhandled = alice.page.evaluate(
        """html => {
          const data = new DataTransfer();
          data.setData("text/html", html);
          const paste = { clipboardData: data, bubbles: true, cancelable: true };
          return document.activeElement.dispatchEvent(new ClipboardEvent("paste", paste));
        }""",
        "<b>bold</b>",
    )

    assert unhandled, "the browser pastes what is plain"


def test_the_preview_stands_beside_the_text_and_follows_it(meet: Meet) -> None:
    alice = writing(meet, "It *rained*.")
    preview = alice.page.locator("[data-previewed]")

    alice.press("Preview")
    expect(preview.locator("em")).to_have_text("rained")
    text_of(alice).press("End")
    alice.types(" **Hard.**")
    alice.page.locator("#title").fill("Storm")

    expect(preview.locator("strong")).to_have_text("Hard.")
    expect(alice.page.locator("[data-preview-title]")).to_have_text("Storm")
    assert preview.locator("p").bounding_box()["x"] > text_of(alice).bounding_box()["x"] + 400  # type: ignore[index]
    assert [one["source"] for one in Post.collection().find({})] == ["It *rained*."]
    expect(alice.page.get_by_role("button", name="Make a link")).to_be_visible()
    expect(alice.page.get_by_role("button", name="Move to trash")).to_be_visible()
    alice.keys("Control+Shift+P")
    expect(preview).to_be_hidden()
    alice.looks()


def test_each_pane_follows_the_other_by_the_lines_of_the_text(meet: Meet) -> None:
    alice = writing(meet, UNEVEN)
    alice.press("Preview")
    pane, paper = alice.page.locator("[data-preview]"), alice.page.locator(".paper")
    expect(pane.locator("#p-part-59")).to_be_attached()
    alice.page.evaluate(LOOKING)

    # Both are measured in pixels from where the panes are looked at; far down, half of the source
    # is a small part of the preview.
    paper.evaluate("paper => window.look(paper, window.lineTop(200 + 2 * 30))")
    alice.page.wait_for_function("() => Math.abs(window.off('#p-part-30')) < 60")
    pane.evaluate("pane => window.look(pane, window.blockTop('#p-part-10'))")
    alice.page.wait_for_function("() => Math.abs(window.offLine(200 + 2 * 10)) < 60")

    pane.evaluate("pane => { pane.scrollTop = 0; }")
    alice.page.wait_for_function("() => document.querySelector('.paper').scrollTop < 2")


def test_a_preview_that_fails_says_so_and_comes_back(meet: Meet) -> None:
    alice = writing(meet, "One")
    alice.press("Preview")
    alice.sees("One")
    trouble = alice.page.locator("[data-trouble]")

    alice.page.context.clear_cookies()
    text_of(alice).press("End")
    alice.types(" two")

    expect(trouble).to_contain_text("You are signed out.")
    expect(text_of(alice)).to_have_value("One two")


def test_a_full_screen_holds_the_text_alone_and_escape_leaves_it(meet: Meet) -> None:
    alice = writing(meet, "It rained.")
    button = alice.page.get_by_role("button", name="Full screen")

    text_of(alice).press("Control+Shift+F")
    expect(button).to_have_attribute("aria-pressed", "true")
    expect(alice.page.get_by_role("button", name="Publish")).to_be_hidden()
    for beside in ("#tags", "[name=visibility]", ".post-settings"):
        expect(alice.page.locator(beside).first).to_be_hidden()
    alice.types("Listen. ")
    expect(alice.page.locator("[data-autosave][data-state=saved]")).to_be_in_viewport()
    alice.keys("Escape")

    expect(button).to_have_attribute("aria-pressed", "false")
    expect(alice.page.get_by_role("button", name="Publish")).to_be_visible()
    expect(text_of(alice)).to_have_value("Listen. It rained.")


def test_a_browser_that_keeps_nothing_has_every_tool(meet: Meet) -> None:
    alice = writing(meet)
    full = "() => { throw new DOMException('full', 'QuotaExceededError') }"
    alice.page.add_init_script(f"Storage.prototype.setItem = Storage.prototype.getItem = {full}")
    alice.page.reload()

    alice.page.get_by_role("button", name="Preview").click()
    text_of(alice).press_sequentially("It **rained**.")

    expect(alice.page.locator("[data-previewed] strong")).to_have_text("rained")
    expect(alice.page.get_by_role("button", name="Full screen")).to_be_visible()


SOURCES = (
    "It rained — all day, and the day after that.",
    "snow_white's 3 dogs’ tails; ½ a mile, x² and naïve",
    "雨が降った。 Rain in 東京",
    "## A heading\n\n- one\n- [two](https://example.org/a-b)\n\n> three\n\n```\nno\n```\n\nend",
    "| a | b |\n|---|--:|\n| c | d |\n\n1. one[^1]\n\n[^1]: two\n\n<b>three</b>",
    "word " * 700,
    "one\n\n<!-- two\n\nthree",
    "",
)


def test_words_are_counted_as_the_server_counts_them(meet: Meet) -> None:
    somebody = meet()
    somebody.open("/login")
    counting = "import('/static/js/editor/counting.js')"

    counted: Any = somebody.page.evaluate(
        f"sources => {counting}.then(({{ count }}) => sources.map(count))", SOURCES
    )

    known = [markdown.render(source) for source in SOURCES]
    assert counted == [{"words": one.word_count, "minutes": one.reading_minutes} for one in known]


@pytest.mark.usefixtures("kind")
def test_a_text_is_previewed_and_goes_on_being_written(meet: Meet, kind: str) -> None:
    alice = writing(meet, "It rained.")
    alice.fill(title="Storm", content="It *stormed*.", tags="weather")

    alice.press("Preview")
    expect(alice.page.locator("[data-previewed] em")).to_have_text("stormed")
    alice.looks()
    if kind == "narrow":
        alice.press("Write")
    expect(text_of(alice)).to_have_value("It *stormed*.")
    expect(alice.page.locator("#tags")).to_have_value("weather")

    assert [one["title"] for one in Post.collection().find({})] == ["Rain"]
    alice.press("Save draft")
    alice.sees("Saved as a draft")
    assert [one["title"] for one in Post.collection().find({})] == ["Storm"]
