"""Pictures in a real browser: pasted and dropped into a text, and seen by readers."""

from __future__ import annotations

import base64
import io
import re

import pytest
from playwright.sync_api import Route, expect

from blogsite import jobs, urls
from blogsite.models import Picture, Post, Session
from tests.journeys.steps import sign_in
from tests.support.browser import Meet, Person
from tests.support.factories import PASSWORD, address, make_blog, make_post, make_user
from tests.support.photographs import picture

pytestmark = pytest.mark.browser

GIVE = """([how, files]) => {
  const data = new DataTransfer();
  for (const [name, content] of files) {
    const bytes = Uint8Array.from(atob(content), (one) => one.charCodeAt(0));
    data.items.add(new File([bytes], name, { type: "image/png" }));
  }
  const text = document.querySelector("#content") ?? document.body;
  const event = { bubbles: true, cancelable: true, clipboardData: data, dataTransfer: data };
  event.clientY = text.getBoundingClientRect().bottom;
  const made = how == "paste" ? new ClipboardEvent("paste", event) : new DragEvent("drop", event);
  text.dispatchEvent(made);
}"""
PATIENCE = 30_000  # milliseconds
ONE = r"!\[\]\(/media/[0-9a-f]{24}/480\)"


def give(person: Person, how: str, **files: bytes) -> None:
    said = [[name, base64.b64encode(content).decode()] for name, content in files.items()]
    if person.page.locator("#content").count():
        person.page.locator("#content").focus()
    person.page.evaluate(GIVE, [how, said])


def arrives(person: Person, words: str) -> None:
    """Wait for what takes a while: a picture is looked at by a process of its own."""
    expect(person.page.locator("body")).to_contain_text(words, timeout=PATIENCE)


def at_the_editor(meet: Meet, content: str = "") -> tuple[Person, Post]:
    """Alice, about to write."""
    make_user("Dan")
    user = make_user("Alice")
    post = make_post(make_blog(by=user), by=user, content=content)
    alice = meet()
    sign_in(alice, name="Alice")
    alice.open(urls.edit(post))
    return alice, post


def test_pictures_are_pasted_and_dropped_and_come_out_for_readers(meet: Meet) -> None:
    alice, post = at_the_editor(meet)
    text = alice.page.locator("#content")

    give(alice, "paste", bridge=picture("PNG"))
    expect(text).to_have_value(re.compile(f"^{ONE}$"), timeout=PATIENCE)
    alice.types("A bridge")
    text.press("Control+End")
    give(alice, "drop", a=picture("GIF"), heic=b"nothing", b=picture("JPEG"))
    wanted = ONE.replace(r"\[\]", r"\[A bridge\]") + rf"\n\n{ONE}\n\n{ONE}$"
    expect(text).to_have_value(re.compile("^" + wanted), timeout=PATIENCE)
    alice.looks()
    arrives(alice, "heic: This is")
    alice.sees("2 pictures without a description")
    alice.page.get_by_placeholder("What does it show?").first.fill("A [tall] tower")
    alice.keys("Enter")
    expect(text).to_have_value(re.compile(r"\n\n!\[A \\\[tall\\\] tower\]\("))
    alice.sees("1 picture without a description")
    jobs.run_due()
    alice.press("Publish")

    reader = meet()
    reader.open(f"/posts/{post.id}")
    shown = reader.page.locator(".photo img:last-child")
    expect(shown).to_have_count(3)
    assert shown.first.evaluate("(one) => one.decode().then(() => one.clientWidth)") == 400
    reader.looks()
    assert Picture.collection().count_documents({}) == 3


def test_what_is_saved_meanwhile_holds_nothing_half_sent(meet: Meet) -> None:
    alice, post = at_the_editor(meet, "Before.\n\nAfter.")
    on_their_way: list[Route] = []
    alice.page.route("**/media", lambda route: on_their_way.insert(0, route))
    text = alice.page.locator("#content")

    give(alice, "drop", bridge=picture("PNG"))
    alice.sees("bridge")
    text.press("Control+Home")
    alice.types("Long ")
    expect(alice.page.locator("[data-autosave]")).to_have_attribute("data-state", "saved")
    expect(text).to_have_value("Long Before.\n\nAfter.")
    alice.page.get_by_role("button", name="Save draft").click()
    alice.sees("Saved as soon as the pictures are there.")
    assert Post.get(post.id).source == "Before.\n\nAfter."
    on_their_way.pop().continue_()

    arrives(alice, "Saved as a draft.")
    alice.page.wait_for_load_state()
    saved = Post.get(post.id)
    assert re.fullmatch(rf"Long Before\.\n\nAfter\.\n\n{ONE}", saved.source)


def test_a_picture_comes_while_somebody_writes_elsewhere(meet: Meet) -> None:
    alice, _post = at_the_editor(meet, "Before.")
    on_their_way: list[Route] = []
    alice.page.route("**/media", lambda route: on_their_way.insert(0, route))
    text, title = alice.page.locator("#content"), alice.page.locator("#title")

    give(alice, "drop", bridge=picture("PNG"))
    title.focus()
    title.press("End")
    alice.types(" at no")
    expect(alice.page.locator(".sending li")).to_have_count(1)
    on_their_way.pop().continue_()
    expect(text).to_have_value(re.compile(rf"^Before\.\n\n{ONE}$"), timeout=PATIENCE)
    alice.types("on")

    expect(title).to_have_value(re.compile(" at noon$"))


def test_a_picture_comes_while_somebody_says_what_another_shows(meet: Meet) -> None:
    alice, _post = at_the_editor(meet)
    on_their_way: list[Route] = []
    alice.page.route("**/media", lambda route: on_their_way.insert(0, route))
    text, asked = (
        alice.page.locator("#content"),
        alice.page.get_by_placeholder("What does it show?"),
    )

    give(alice, "drop", bridge=picture("PNG"), tower=picture("GIF"))
    expect(alice.page.locator(".sending progress")).to_have_count(3)
    on_their_way.pop().continue_()
    asked.click(timeout=PATIENCE)
    alice.types("A bridge at")
    on_their_way.pop().continue_()
    expect(text).to_have_value(re.compile(rf"^{ONE}\n\n{ONE}$"), timeout=PATIENCE)
    expect(asked).to_have_count(2)
    alice.types(" noon")
    asked.last.click()

    wanted = ONE.replace(r"\[\]", r"\[A bridge at noon\]") + rf"\n\n{ONE}$"
    expect(text).to_have_value(re.compile("^" + wanted))
    expect(asked).to_be_focused()


def test_a_session_that_ended_is_said_and_the_picture_sent_again(meet: Meet) -> None:
    alice, _post = at_the_editor(meet)
    Session.collection().delete_many({})

    give(alice, "drop", bridge=picture("PNG"))
    arrives(alice, "bridge was not sent: you are signed out.")
    window = alice.page.context.new_page()
    window.goto(f"{alice.site}/login")
    window.locator("main [name=email]").fill(address("Alice"))
    window.locator("main [name=password]").fill(PASSWORD)
    window.get_by_role("button", name="Sign in", exact=True).first.click()
    window.wait_for_url("**/blogs")
    alice.page.get_by_role("button", name="Send again").click()

    text = alice.page.locator("#content")
    expect(text).to_have_value(re.compile(f"^{ONE}$"), timeout=PATIENCE)
    text.press("Control+z")
    expect(text).to_have_value("")


def test_pictures_are_sent_from_their_page_and_described_at_once(meet: Meet) -> None:
    make_user("Dan")
    user = make_user("Alice")
    blog = make_blog(by=user)
    alice = meet()
    sign_in(alice, name="Alice")
    alice.open(urls.media(blog))

    give(alice, "drop", bridge=picture("PNG"), heic=b"nothing")
    arrives(alice, "heic: This is")
    expect(alice.page.locator(".new-row textarea")).to_be_focused()
    alice.types("A bri")
    files = [{"name": "tower.gif", "mimeType": "image/gif", "buffer": picture("GIF")}]
    alice.page.locator("#picture").set_input_files(files)  # type: ignore[arg-type]
    expect(alice.page.locator(".new-row")).to_have_count(2, timeout=PATIENCE)
    alice.types("dge")
    alice.page.get_by_label("tower.gif", exact=True).fill("A tower")
    alice.looks()
    alice.press("Save descriptions")

    alice.sees("The descriptions are saved.")
    assert {one["alt"] for one in Picture.collection().find()} == {"A bridge", "A tower"}


def test_a_picture_that_was_made_small_shows_itself(meet: Meet) -> None:
    user = make_user("Alice")
    blog = make_blog(by=user)
    Picture.take(io.BytesIO(picture("PNG")), label="bridge.png", blog_id=blog.id, by=user)
    alice = meet()
    sign_in(alice, name="Alice")
    alice.open(urls.media(blog))
    facts = alice.page.locator(".media-facts")
    jobs.run_due()  # here, or by the site's own worker
    expect(facts).to_have_text("not used", timeout=PATIENCE)
    Picture.collection().update_one({}, {"$set": {"state": "waiting"}})
    alice.open(urls.media(blog))
    expect(facts).to_have_text("being made small")

    Picture.collection().update_one({}, {"$set": {"state": "ready"}})

    expect(facts).to_have_text("not used", timeout=PATIENCE)


@pytest.mark.parametrize("kind", ["without-javascript"], indirect=True)
def test_the_way_to_the_pictures_and_back_loses_nothing(meet: Meet, kind: str) -> None:
    alice, post = at_the_editor(meet, "Before.")
    alice.fill(content="Typed and not saved.")

    alice.press("Pictures")
    alice.sees("Your text waits here as you left it.")
    files = [
        {"name": "bridge.png", "mimeType": "image/png", "buffer": picture("PNG")},
        {"name": "notes.png", "mimeType": "image/png", "buffer": b"nothing"},
    ]
    alice.page.locator("#picture").set_input_files(files)  # type: ignore[arg-type]
    alice.press("Send")
    arrives(alice, "notes.png: This is")
    code = alice.page.locator(".media-new .media-code input").input_value()
    alice.page.locator(".media-new textarea").fill("A bridge")
    alice.press("Save description")
    alice.page.locator(".media-card a").click()
    alice.press("Save")
    alice.sees("What the picture shows is saved.")
    alice.follow("Back to")
    expect(alice.page.locator("#content")).to_have_value("Typed and not saved.")
    alice.fill(content=f"Typed and not saved.\n\n{code}")
    alice.press("Save draft")

    assert 'alt="A bridge"' in Post.get(post.id).html
