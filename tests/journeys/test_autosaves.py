"""Writing while things break: the words are kept, come back, and go when they are not wanted."""

from __future__ import annotations

import re
import time
from threading import Event
from typing import Any

import pytest
from playwright.sync_api import expect

from blogsite.models import Autosave, Blog, Post, Session, User
from tests.journeys.steps import activate, make_blog, register, sign_in
from tests.support.browser import Meet, Person

pytestmark = pytest.mark.browser

KEPT = """async () => {
  const names = (await indexedDB.databases()).map((one) => one.name);
  if (!names.includes("autosave")) return [];
  const open = indexedDB.open("autosave");
  await new Promise((done) => { open.onsuccess = done; });
  const all = open.result.transaction("pages").objectStore("pages").getAll();
  await new Promise((done) => { all.onsuccess = done; });
  open.result.close();
  return all.result.map((one) => Object.fromEntries(one.fields).content);
}"""


@pytest.fixture
def alice(meet: Meet) -> Person:
    """At the editor of a new post."""
    alice = meet()
    register(alice, name="Alice")
    activate(alice)
    make_blog(alice, title="Field Notes")
    alice.follow("New post")
    return alice


def write(person: Person, words: str) -> None:
    person.page.locator("[name=content]").press_sequentially(words)


def waits_for(person: Person, state: str) -> None:
    expect(person.page.locator(f"[data-autosave][data-state={state}]")).to_be_visible()


def kept_here(person: Person) -> list[str]:
    return [words for words in person.page.evaluate(KEPT) if words]


def at_the_site() -> list[str]:
    # A browser that was closed may still send something, of somebody who is gone by now.
    users = [one["_id"] for one in User.collection().find({}, {"_id": 1})]
    kept = Autosave.collection().find({"slot": {"$gte": 0}, "user_id": {"$in": users}})
    found = Autosave.load_all(list(kept))
    return sorted(one.written["content"][0] for one in found)


def comes_to_the_site(person: Person, *texts: str) -> None:
    """It says that something is saved, while what was typed after that is on its way."""
    for _ in range(50):
        if at_the_site() == sorted(texts):
            return
        person.page.wait_for_timeout(100)
    assert at_the_site() == sorted(texts)


def test_what_is_written_without_a_connection_is_sent_when_it_is_back(alice: Person) -> None:
    write(alice, "Before. ")
    waits_for(alice, "saved")

    alice.page.context.set_offline(True)
    write(alice, "Meanwhile. ")
    waits_for(alice, "offline")
    assert kept_here(alice) == ["Before. Meanwhile. "]
    comes_to_the_site(alice, "Before. ")

    alice.page.context.set_offline(False)
    waits_for(alice, "saved")
    comes_to_the_site(alice, "Before. Meanwhile. ")
    assert Post.collection().count_documents({}) == 0

    alice.page.locator("[name=content]").focus()
    alice.keys("Control+z")
    # How much of it was typed in one go is for the browser to say.
    expect(alice.page.locator("[name=content]")).not_to_have_value("Before. Meanwhile. ")
    assert "Before. Meanwhile. ".startswith(alice.page.locator("[name=content]").input_value())


def test_a_tab_that_comes_back_has_its_words_and_saving_forgets_them(alice: Person) -> None:
    write(alice, "It rained. ")
    waits_for(alice, "saved")

    alice.page.reload()
    alice.sees("These are your unsaved changes")
    expect(alice.page.locator("[name=content]")).to_have_value("It rained. ")
    alice.looks()

    write(alice, "It stormed. ")
    alice.fill(title="Rain")
    alice.press("Save draft")
    alice.sees("Saved as a draft")
    expect(alice.page.locator("[name=content]")).to_have_value(re.compile("It stormed"))
    assert at_the_site() == []
    alice.follow("Versions")
    assert kept_here(alice) == []


def test_an_answer_that_comes_while_the_form_is_saved_sends_nothing_after_it(
    alice: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep, write_post, saved = Autosave.keep, Blog.write, Event()

    def keep_until_saved(*words: Any, **more: Any) -> Autosave:
        kept = keep(*words, **more)
        assert saved.wait(20)
        return kept

    def write_slowly(*words: Any, **more: Any) -> Post:
        post = write_post(*words, **more)
        saved.set()
        time.sleep(1)  # meanwhile the page hears of its autosave
        return post

    monkeypatch.setattr(Autosave, "keep", keep_until_saved)
    monkeypatch.setattr(Blog, "write", write_slowly)
    write(alice, "It rained. ")
    comes_to_the_site(alice, "It rained. ")
    alice.fill(title="Rain")
    alice.press("Save draft")
    alice.sees("Saved as a draft")
    alice.page.wait_for_timeout(500)

    assert at_the_site() == []


def test_who_wants_to_begin_anew_gets_an_empty_page(alice: Person) -> None:
    write(alice, "It rained. ")
    waits_for(alice, "saved")
    alice.page.reload()
    alice.sees("These are your unsaved changes")

    alice.follow("Begin an empty post")
    alice.sees("You have begun a post: It rained.")

    expect(alice.page.locator("[name=content]")).to_have_value("")
    waits_until_looked_through(alice)
    assert "autosave" not in alice.page.url


def test_an_answer_that_is_not_the_sites_counts_for_none(alice: Person) -> None:
    page = "<h1>Welcome to our hotel</h1>"
    alice.page.route("**/autosave", lambda route: route.fulfill(status=200, body=page))
    write(alice, "It rained. ")
    waits_for(alice, "offline")

    alice.page.unroute("**/autosave")
    waits_for(alice, "saved")

    comes_to_the_site(alice, "It rained. ")


def test_two_tabs_do_not_eat_each_others_words(alice: Person) -> None:
    address = alice.page.url
    write(alice, "In one window. ")
    waits_for(alice, "saved")
    first = alice.page

    alice.page = first.context.new_page()
    alice.open(address)
    alice.sees("Take up again")
    write(alice, "In another. ")
    waits_for(alice, "saved")

    comes_to_the_site(alice, "In another. ", "In one window. ")


def test_who_is_signed_out_goes_on_after_signing_in_elsewhere(alice: Person) -> None:
    Session.collection().delete_many({})
    write(alice, "Nobody is here. ")
    waits_for(alice, "signed-out")
    editor = alice.page

    alice.page = editor.context.new_page()
    sign_in(alice, name="Alice")
    alice.page = editor
    editor.bring_to_front()
    write(alice, "Somebody is.")

    waits_for(alice, "saved")
    comes_to_the_site(alice, "Nobody is here. Somebody is.")


def test_signing_out_leaves_nothing_in_the_browser(alice: Person) -> None:
    alice.page.context.set_offline(True)
    write(alice, "Only here. ")
    waits_for(alice, "offline")
    editor = alice.page
    alice.page = editor.context.new_page()
    alice.page.context.set_offline(False)
    editor.close()
    alice.open("/blogs")
    assert kept_here(alice) == ["Only here. "]

    alice.press("Sign out")
    alice.sees("You are signed out.")

    assert kept_here(alice) == []


def test_another_account_in_the_same_browser_sees_nothing(alice: Person) -> None:
    alice.page.context.set_offline(True)
    write(alice, "Only for Alice. ")
    waits_for(alice, "offline")
    alice.page.close()
    alice.page = alice.page.context.new_page()
    alice.page.context.set_offline(False)
    alice.page.context.clear_cookies()

    register(alice, name="Bob")
    activate(alice)
    make_blog(alice, title="Bob's notes")
    alice.follow("New post")
    waits_until_looked_through(alice)

    alice.sees_no("Only for Alice")
    assert at_the_site() == []
    assert "Only for Alice. " in kept_here(alice)


def waits_until_looked_through(person: Person) -> None:
    """The script looks for what was left over when a page opens; then it takes what is written."""
    write(person, "Mine.")
    waits_for(person, "saved")
    person.page.locator("[name=content]").fill("")
    expect(person.page.locator("[data-autosave]")).to_contain_text("Saved")
    Autosave.collection().delete_many({})
