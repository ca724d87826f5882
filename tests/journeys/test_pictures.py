"""Pictures in a real browser: pasted and dropped into a text, and seen by readers."""

from __future__ import annotations

import base64
import re

import pytest
from playwright.sync_api import expect

from blogsite import jobs, urls
from blogsite.models import Picture
from tests.journeys.steps import sign_in
from tests.support.browser import Meet, Person
from tests.support.factories import make_blog, make_post, make_user
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
ONE = r"!\[\]\(/media/[0-9a-f]{24}/480\)"


def give(person: Person, how: str, **files: bytes) -> None:
    said = [[name, base64.b64encode(content).decode()] for name, content in files.items()]
    person.page.locator("#content").focus()
    person.page.evaluate(GIVE, [how, said])


def test_pictures_are_pasted_and_dropped_and_come_out_for_readers(meet: Meet) -> None:
    make_user("Dan")
    user = make_user("Alice")
    post = make_post(make_blog(by=user), by=user, content="")
    alice = meet()
    sign_in(alice, name="Alice")
    alice.open(urls.edit(post))
    text = alice.page.locator("#content")

    give(alice, "paste", bridge=picture("PNG"))
    expect(text).to_have_value(re.compile(f"^{ONE}$"))
    alice.types("A bridge")
    text.press("Control+End")
    give(alice, "drop", a=picture("GIF"), heic=b"nothing", b=picture("JPEG"))
    wanted = ONE.replace(r"\[\]", r"\[A bridge\]") + rf"\n\n{ONE}\n\n{ONE}$"
    expect(text).to_have_value(re.compile("^" + wanted))
    alice.looks()
    jobs.run_due()
    alice.press("Publish")

    reader = meet()
    reader.open(f"/posts/{post.id}")
    shown = reader.page.locator(".photo img:last-child")
    expect(shown).to_have_count(3)
    assert shown.first.evaluate("(one) => one.decode().then(() => one.clientWidth)") == 400
    reader.looks()
    assert Picture.collection().count_documents({}) == 3
