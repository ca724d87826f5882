"""Which language a page speaks, and a letter: the blog's, the reader's, the addressee's.

Greek and Hebrew stand for every language, see `tests.support.tongues`.
"""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from blogsite import jobs, urls
from blogsite.models import Blog, Device, Post, User, email_change, own_language
from blogsite.models.errors import Forbidden, Invalid
from blogsite.models.kept_letter import kept_letters
from tests.support.factories import BROWSER, PASSWORD, make_post, make_registration
from tests.support.kept import keep, ready, said
from tests.support.visitor import Visitor

pytestmark = pytest.mark.usefixtures("marked")

GREEK = {"Accept-Language": "el-GR, en;q=0.5"}
HEBREW = {"Accept-Language": "he"}


@pytest.fixture
def greek_blog(alice: User) -> Blog:
    return Blog.create(title="Σημειώσεις", description="", language="el", by=alice)


@pytest.fixture
def japanese_blog(alice: User) -> Blog:
    return Blog.create(title="手帳", description="", language="ja", by=alice)


def spoken(page: TestResponse) -> str:
    return page.text.partition('<html lang="')[2].partition('"')[0]


def varies(page: TestResponse) -> bool:
    return "Accept-Language" in page.headers["Vary"]


@pytest.mark.parametrize("path", ["/", "/login", "/register", "/feeds", "/search"])
def test_a_page_of_the_site_speaks_what_the_browser_asks_for(reader: Visitor, path: str) -> None:
    page = reader.get(path, headers=GREEK)

    assert spoken(page) == "el"
    assert "⟦Sign in⟧" in page.text
    assert varies(page)


@pytest.mark.parametrize("header", ["", "tlh", "el;q=0", ";q=,*", "xx" * 2000])
def test_who_asks_for_nothing_that_there_is_reads_english(reader: Visitor, header: str) -> None:
    page = reader.get("/", headers={"Accept-Language": header})

    assert spoken(page) == "en"
    assert "⟦" not in page.text


def test_a_language_from_right_to_left_turns_the_page(reader: Visitor) -> None:
    assert '<html lang="he" dir="rtl">' in reader.get("/login", headers=HEBREW).text
    assert "dir=" not in reader.get("/login", headers=GREEK).text.partition("<head>")[0]


def test_a_blogs_pages_speak_its_language_whoever_reads(
    reader: Visitor, alice: User, greek_blog: Blog
) -> None:
    post = make_post(greek_blog, by=alice, status="published")

    for path in (urls.blog(greek_blog), urls.post(post), urls.search(greek_blog)):
        page = reader.get(path, headers=HEBREW)
        assert spoken(page) == "el"
        assert "⟦Search⟧" in page.text
        assert not varies(page)


def test_a_blog_in_a_language_without_words_of_ours_is_shown_in_english(
    reader: Visitor, alice: User, japanese_blog: Blog
) -> None:
    post = make_post(japanese_blog, by=alice, title="雨", status="published")

    page = reader.get(urls.post(post), headers=GREEK)

    assert spoken(page) == "en"
    assert '<article class="post" dir="auto" lang="ja">' in page.text
    assert '<span lang="ja">手帳</span>' in page.text
    assert '"inLanguage":"ja"' in page.text


def test_a_post_may_be_in_another_language_than_its_blog(
    reader: Visitor, alice: User, greek_blog: Blog
) -> None:
    post = make_post(greek_blog, by=alice, status="published")
    post.update({"language": "de"}, expecting={})

    page = reader.get(urls.post(post))

    assert spoken(page) == "el"
    assert '<article class="post" dir="auto" lang="de">' in page.text


def test_a_page_of_the_site_is_kept_once_for_each_language(app: Flask, reader: Visitor) -> None:
    cache = ready(app)
    for header in ("el", "el-GR, en;q=0.5", "EL;q=0.3"):
        keep(app, reader, "/", headers={"Accept-Language": header})
    english = keep(app, reader, "/")

    again = reader.get("/", headers={"Accept-Language": "el-CY"})

    assert (said(again), spoken(again), varies(again)) == ("hit", "el", True)
    assert (spoken(english), varies(english)) == ("en", True)
    assert len(cache.store) == 2


def test_a_page_of_a_blog_is_kept_once_for_all(
    app: Flask, reader: Visitor, greek_blog: Blog
) -> None:
    cache = ready(app)
    keep(app, reader, urls.blog(greek_blog), headers=HEBREW)

    again = reader.get(urls.blog(greek_blog), headers={"Accept-Language": "en"})

    assert (said(again), spoken(again), varies(again)) == ("hit", "el", False)
    assert len(cache.store) == 1


def test_a_blog_that_changes_its_language_is_shown_in_it_at_once(
    app: Flask, reader: Visitor, alice: User, alice_browsing: Visitor, greek_blog: Blog
) -> None:
    ready(app)
    keep(app, reader, urls.blog(greek_blog))

    alice_browsing.post(urls.blog_settings(greek_blog), title="Σημειώσεις", language="he")

    assert spoken(reader.get(urls.blog(greek_blog))) == "he"


def test_feeds_say_the_same_to_everybody(reader: Visitor, alice: User, greek_blog: Blog) -> None:
    make_post(greek_blog, by=alice, status="published")

    site = reader.get(urls.site_feed(), headers=HEBREW)
    own = reader.get(urls.feed(greek_blog), headers=HEBREW)

    assert not varies(site)
    assert not varies(own)
    assert "<title>Blogsite</title>" in site.text
    assert 'xml:lang="el"' in own.text.partition("<entry")[0]
    assert reader.get(urls.feed(greek_blog, urls.JSON)).json["language"] == "el"
    assert "<language>el</language>" in reader.get(urls.feed(greek_blog, urls.RSS)).text


def test_the_day_of_a_post_is_that_of_the_blogs_clock(
    reader: Visitor, alice: User, greek_blog: Blog
) -> None:
    greek_blog.update({"time_zone": "Pacific/Kiritimati"}, expecting={})
    post = make_post(greek_blog, by=alice, status="published")
    at = {"publication.at": datetime(2026, 1, 31, 20, tzinfo=UTC)}
    Post.collection().update_one({"_id": post.id}, {"$set": at})

    for path in (urls.post(post), urls.blog(greek_blog)):
        assert "1 Φεβρουαρίου 2026" in reader.get(path).text
    assert "1 February 2026" in reader.get("/").text


def test_what_somebody_chose_beats_what_the_browser_asks_for(
    alice: User, alice_browsing: Visitor
) -> None:
    answer = alice_browsing.post(urls.own_language(), language="el")
    page = alice_browsing.get(answer.location, headers=HEBREW)

    assert spoken(page) == "el"
    assert "⟦Saved. This is the language in which the site speaks" in page.text
    assert '<option lang="el" selected value="el">' in page.text


def test_who_wants_no_language_of_his_own_gets_the_browsers_again(
    alice: User, alice_browsing: Visitor
) -> None:
    own_language.choose(alice, "el")

    alice_browsing.post(urls.own_language(), language="")

    assert User.get(alice.id).language is None
    assert spoken(alice_browsing.get("/", headers=HEBREW)) == "he"


def test_a_language_that_the_site_does_not_speak_is_refused(
    alice: User, alice_browsing: Visitor
) -> None:
    answer = alice_browsing.post(urls.own_language(), language="tlh")

    assert answer.status_code == 422
    assert "Choose a language from the list." in answer.text
    assert User.get(alice.id).language is None


def test_whoever_signs_in_is_greeted_in_the_chosen_language(alice: User, reader: Visitor) -> None:
    own_language.choose(alice, "el")

    reader.post("/auth/login", email=alice.email, password=PASSWORD)

    assert spoken(reader.get("/profile", headers=HEBREW)) == "el"


@pytest.mark.parametrize("path", ["/nothing", "/@nobody/", "/posts/" + "0" * 24])
def test_an_error_is_told_in_the_readers_language(reader: Visitor, path: str) -> None:
    page = reader.get(path, headers=GREEK)

    assert (page.status_code, spoken(page)) == (404, "el")
    assert "⟦Nothing here⟧" in page.text


def test_a_refused_form_speaks_the_readers_language(reader: Visitor) -> None:
    page = reader.send(
        "/auth/register", {"email": "no", "csrf_token": reader.token()}, headers=GREEK
    )

    assert spoken(page) == "el"
    assert "⟦" in page.text.partition('class="error"')[2][:80]


def test_a_letter_speaks_the_language_of_its_registration(app: Flask, reader: Visitor) -> None:
    token = {"csrf_token": reader.token()}
    form = {"email": "erin@example.org", "password": PASSWORD, **token}
    reader.send("/auth/register", form, headers=GREEK)

    jobs.run_due()

    letter = kept_letters().letters()[0]
    assert letter.subject == "⟦Activate your account⟧"
    assert letter.message["Content-Language"] == "el"


def test_an_account_is_written_to_in_the_language_it_was_asked_for_in(
    app: Flask, dan: User
) -> None:
    registration = make_registration("Erin")
    registration.update({"language": "he"}, expecting={})

    user = registration.activate(browser=BROWSER)

    assert user is not None
    assert user.speaks == "he"


def test_a_letter_speaks_the_language_that_was_chosen(alice: User) -> None:
    own_language.choose(alice, "he")
    email_change.request(alice, email="new@example.org", device=Device())

    jobs.run_due()

    letter = kept_letters().letters()[0]
    assert letter.subject == "⟦Confirm your new address⟧"
    html = letter.message.get_payload()[1].get_payload(decode=True).decode()
    assert '<html lang="he" dir="rtl">' in html


def test_a_new_blog_is_in_the_language_of_whoever_makes_it(
    alice: User, alice_browsing: Visitor
) -> None:
    own_language.choose(alice, "el")

    alice_browsing.post("/blogs/new", title="Σημειώσεις")

    assert Blog.by_slug("semeioseis").language == "el"


def test_only_the_owner_says_what_a_blog_is(
    bob: User, bob_browsing: Visitor, edited_blog: Blog
) -> None:
    answer = bob_browsing.post(urls.blog_settings(edited_blog), title="Mine", language="el")

    assert answer.status_code == 403
    assert Blog.get(edited_blog.id).title == "Field Notes"
    with pytest.raises(Forbidden):
        edited_blog.describe(title="Mine", description="", language="", time_zone="UTC", by=bob)


def test_a_blog_says_of_itself_what_its_owner_wrote(
    alice_browsing: Visitor, reader: Visitor, blog: Blog
) -> None:
    settings = {"title": "Notes", "description": "On rain.", "language": "de"}
    alice_browsing.post(urls.blog_settings(blog), **settings, time_zone="Europe/Berlin")

    changed = Blog.get(blog.id)

    assert (changed.title, changed.description) == ("Notes", "On rain.")
    assert (changed.language, changed.time_zone) == ("de", "Europe/Berlin")
    assert changed.slug == blog.slug


@pytest.mark.parametrize(
    "wrong", [{"title": "\u200b"}, {"language": "klingon"}, {"time_zone": "Mars/Olympus"}]
)
def test_a_blog_that_cannot_be_so_is_refused_with_all_that_was_typed(
    alice: User, alice_browsing: Visitor, blog: Blog, wrong: dict[str, str]
) -> None:
    typed = {"title": "Notes", "description": "On rain.", **wrong}
    answer = alice_browsing.post(urls.blog_settings(blog), **typed)

    assert answer.status_code == 422
    assert "On rain." in answer.text
    assert 'class="error"' in answer.text
    assert Blog.get(blog.id).title == "Field Notes"


def test_no_blog_is_in_a_language_that_there_is_not(alice: User) -> None:
    with pytest.raises(Invalid):
        Blog.create(title="Notes", description="", language="klingon", by=alice)


def test_a_preview_shows_what_readers_will_see(
    reader: Visitor, alice: User, greek_blog: Blog
) -> None:
    draft: Post = make_post(greek_blog, by=alice)
    link = urls.shared_draft(str(draft.share(by=alice).token))

    assert spoken(reader.get(link, headers=HEBREW)) == "el"
