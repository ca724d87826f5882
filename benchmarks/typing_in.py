"""Writing in Chromium: a key in a post of 20,000 words, and the preview after a pause in typing.

A key is timed to the end of the frame that shows it, the wait for the screen included; beside it
stands the processor time of the page, which a busy machine does not stretch as much.
"""

from __future__ import annotations

import tempfile
from statistics import median, quantiles

from playwright.sync_api import Page, sync_playwright

from benchmarks.site import free_port, python, running, text
from benchmarks.visiting import EMAIL, PASSWORD, prepare
from tests.support.chromium import find_browser

WORDS = 20_000
BYTES = {"10 KB": 10_000, "120 KB": 120_000}
TYPED = "and the rain came down on the river all night " * 2
ROUNDS = 10

WATCH = """() => {
  const text = document.querySelector("#content");
  const middle = text.value.indexOf(" ", text.value.length / 2);
  text.focus();
  text.setSelectionRange(middle, middle);
  window.spent = [];
  addEventListener("keydown", ({ timeStamp }) => requestAnimationFrame(() => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => window.spent.push(performance.now() - timeStamp);
    port2.postMessage(0);
  }), true);
}"""
PREVIEWED = """async (mark) => {
  const place = document.querySelector("[data-previewed]");
  const beganAt = performance.now();
  while (!place.textContent.includes(mark)) await new Promise((go) => setTimeout(go, 2));
  return performance.now() - beganAt;
}"""


def run() -> None:
    browser = find_browser(whole=True)
    if browser is None:
        print("There is no browser here.")
        return
    book = text(WORDS * 8)
    while len(book.split()) > WORDS:
        book = book[: len(book) - 1000]
    with tempfile.TemporaryDirectory(prefix="blogsite-bench-") as folder:
        port = free_port()
        _, posts = prepare(folder, book, *map(text, BYTES.values()))
        own = {"DATA_DIR": folder, "PORT": str(port), "THROTTLES": "off"}
        with running(python("app.py"), own, port) as site, sync_playwright() as playwright:
            chromium = playwright.chromium.launch(executable_path=browser, args=["--no-sandbox"])
            page = chromium.new_page(viewport={"width": 1280, "height": 900})
            _sign_in(page, site)
            _keys(page, f"{site}/posts/{posts[0]}/edit", len(book.split()))
            for size, post in zip(BYTES, posts[1:], strict=True):
                _previews(page, f"{site}/posts/{post}/edit", size)
            chromium.close()


def _sign_in(page: Page, site: str) -> None:
    page.goto(f"{site}/login")
    page.fill("main [name=email]", EMAIL)
    page.fill("main [name=password]", PASSWORD)
    page.click("main button[type=submit]")
    page.wait_for_url("**/blogs")


def _keys(page: Page, editor: str, words: int) -> None:
    devtools = page.context.new_cdp_session(page)
    devtools.send("Performance.enable", {"timeDomain": "threadTicks"})

    def worked() -> float:
        metrics = devtools.send("Performance.getMetrics")["metrics"]
        return next(float(one["value"]) for one in metrics if one["name"] == "TaskDuration")

    for beside in ("without", "with"):
        page.goto(editor)
        page.wait_for_selector("markdown-toolbar:defined")
        if beside == "with":
            page.click("[data-show-preview]")
            page.wait_for_selector("[data-shown]")
        page.evaluate(WATCH)
        before = worked()
        page.keyboard.type(TYPED, delay=60)
        page.wait_for_function(f"window.spent.length === {len(TYPED)}")
        own = (worked() - before) * 1000 / len(TYPED)
        spent = page.evaluate("window.spent")
        worst = quantiles(spent, n=20)[-1]
        told = f"median {median(spent):.1f} ms, 95 % below {worst:.1f} ms, worked {own:.1f} ms"
        print(f"a key in {words:,} words, {beside} the preview: {told}")


def _previews(page: Page, editor: str, size: str) -> None:
    page.goto(editor)
    if page.get_attribute("[data-show-preview]", "aria-pressed") != "true":
        page.click("[data-show-preview]")
    page.wait_for_selector("[data-shown]")
    page.evaluate("document.querySelector('#content').focus()")
    spent = []
    for n in range(ROUNDS):
        page.keyboard.press("Control+Home")
        mark = f"mark{n}x"
        page.keyboard.insert_text(f"{mark}\n\n")
        spent.append(page.evaluate(PREVIEWED, mark))
        page.wait_for_timeout(300)
    print(f"a preview of {size}, the pause of at least 150 ms included: {_told(spent)}")


def _told(spent: list[float]) -> str:
    return f"median {median(spent):.0f} ms, most {max(spent):.0f} ms"
