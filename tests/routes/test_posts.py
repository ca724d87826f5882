"""Posts: reading, writing, their life."""

from __future__ import annotations

from datetime import timedelta
from html import unescape

import pytest
from bson import ObjectId

from blogsite import urls
from blogsite.lib import clock
from blogsite.models import Blog, Post, User
from tests.support.factories import make_post
from tests.support.visitor import Visitor


def only_post() -> Post:
    (stored,) = Post.stream({"trashing": None})
    return Post.load(stored)


def test_a_stranger_reads_what_is_published(reader: Visitor, published: Post) -> None:
    page = reader.get(urls.post(published))

    assert page.status_code == 200
    assert "<p>It <em>rained</em> all day.</p>" in page.text
    assert "/edit" not in page.text


def test_a_stranger_cannot_read_a_draft(
    reader: Visitor, carol_browsing: Visitor, draft: Post
) -> None:
    assert reader.get(urls.post(draft)).status_code == 404
    assert carol_browsing.get(urls.post(draft)).status_code == 404


def test_members_read_drafts_and_are_led_to_the_editor(
    bob_browsing: Visitor, alice_browsing: Visitor, draft: Post
) -> None:
    for member in (bob_browsing, alice_browsing):
        page = member.get(urls.post(draft))
        assert page.status_code == 200
        assert f'href="/posts/{draft.id}/edit"' in page.text


def test_a_link_to_a_post_begins_with_its_title(reader: Visitor, blog: Blog, alice: User) -> None:
    post = make_post(blog, by=alice, title="Rain & snow", status="published")

    for path in ("/", urls.blog(blog)):
        after = reader.get(path).text.split(f'href="{urls.post(post)}"')[1]
        assert after.split(">", 1)[1].lstrip().startswith("Rain &amp; snow")


def test_what_was_public_is_gone_and_not_merely_missing(
    reader: Visitor, published: Post, alice: User
) -> None:
    published.withdraw(by=alice)
    assert reader.get(urls.post(published)).status_code == 410

    published.publish(by=alice)
    published.trash(by=alice)
    assert reader.get(urls.post(published)).status_code == 410
    assert reader.get(urls.permanent(published)).status_code == 410


def test_owners_are_led_to_the_editor_of_what_is_published(
    alice_browsing: Visitor, published: Post, blog: Blog
) -> None:
    for path in (urls.blog(blog), urls.post(published)):
        assert f'href="/posts/{published.id}/edit"' in alice_browsing.get(path).text


def test_a_post_leads_to_what_else_its_author_writes(
    reader: Visitor, published: Post, alice: User
) -> None:
    there = urls.author(published, published.blog)
    assert f'href="{there}"' in reader.get(urls.post(published)).text
    assert f'href="{urls.written_by(alice)}"' in reader.get(there).text


def test_a_permanent_address_leads_to_the_readable_one(
    reader: Visitor, alice_browsing: Visitor, published: Post, blog: Blog, draft: Post
) -> None:
    led = reader.get(urls.permanent(published))
    assert (led.status_code, led.location) == (301, urls.post(published))
    assert reader.get(urls.permanent(blog)).location == urls.blog(blog)
    assert reader.get(urls.permanent(draft)).status_code == 404
    assert alice_browsing.get(urls.permanent(draft)).location == urls.post(draft)


@pytest.mark.parametrize("thing", ["0" * 24, "1", "z" * 24, "0" * 25, "%00", "0" * 23 + "A"])
def test_malformed_and_foreign_ids_are_not_found(alice_browsing: Visitor, thing: str) -> None:
    for path in (f"/posts/{thing}", f"/posts/{thing}/edit", f"/posts/new/{thing}"):
        assert alice_browsing.get(path).status_code == 404
    for path in ("edit", "publication", "publication/withdrawal", "trash", "trash/restoration"):
        assert alice_browsing.post(f"/posts/{thing}/{path}").status_code == 404


def test_a_post_without_a_status_is_published(alice_browsing: Visitor, blog: Blog) -> None:
    answer = alice_browsing.post(
        urls.new_post(blog), title="Rain", content="It rained.", tags="weather, Wet days,weather"
    )

    post = only_post()
    assert (answer.status_code, answer.location) == (302, "/@field-notes/rain")
    assert post.published
    assert post.tags == ["weather", "Wet days"]


def test_a_draft_is_kept_and_its_writer_goes_on_writing(
    alice_browsing: Visitor, blog: Blog
) -> None:
    answer = alice_browsing.post(urls.new_post(blog), title="Rain", status="draft")

    post = only_post()
    assert post.draft
    assert answer.location == urls.edit(post)
    assert "Saved as a draft." in alice_browsing.get(answer.location).text


def test_a_scheduled_post_says_when(alice_browsing: Visitor, reader: Visitor, blog: Blog) -> None:
    at = (clock.now() + timedelta(days=2)).replace(second=0, microsecond=0)

    answer = alice_browsing.post(
        urls.new_post(blog),
        title="Later",
        content="x",
        status="scheduled",
        publish_at=at.strftime("%Y-%m-%dT%H:%M"),
    )

    post = only_post()
    assert answer.status_code == 302
    assert post.scheduled
    assert post.publication.at == at  # type: ignore[union-attr]
    editor = alice_browsing.get(urls.edit(post)).text
    assert at.strftime("%Y-%m-%dT%H:%M") in editor
    assert f"by itself on {at.day} {at:%B %Y, %H:%M} UTC" in editor
    assert f"{at.day} {at:%B %Y, %H:%M} UTC" in alice_browsing.get("/blogs").text
    assert reader.get(f"/@field-notes/{post.slug}").status_code == 404


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"title": ""}, "Give the post a title."),
        ({"title": "  "}, "Give the post a title."),
        ({"title": "t" * 201}, "Use 200 characters at the most."),
        ({"content": ""}, "Write something before you publish."),
        ({"tags": ",".join("abcdefghijklmnopqrstu")}, "Use 20 tags at the most."),
        ({"tags": "t" * 51}, "Keep each tag to 50 characters."),
        ({"status": "gone"}, "Choose draft, published or scheduled."),
        ({"status": "scheduled"}, "Say when it is to be published."),
        ({"status": "scheduled", "publish_at": "tomorrow"}, "Write the moment as in"),
        ({"status": "scheduled", "publish_at": "2020-01-01T00:00"}, "still to come"),
        ({"status": "scheduled", "publish_at": "0001-01-01T00:00+23:59"}, "Write the moment"),
    ],
)
def test_a_refused_post_keeps_every_word(
    alice_browsing: Visitor, blog: Blog, fields: dict[str, str], sentence: str
) -> None:
    typed = {"title": "Rain", "content": "Two hours of <work>", "tags": "wet", **fields}

    answer = alice_browsing.post(urls.new_post(blog), **typed)

    assert answer.status_code == 422
    assert sentence in answer.text
    assert typed["title"] in answer.text
    assert typed["content"].replace("<work>", "&lt;work&gt;") in answer.text
    assert typed["tags"] in answer.text
    assert Post.collection().count_documents({}) == 0


def test_an_edit_keeps_what_was_not_sent(alice_browsing: Visitor, published: Post) -> None:
    answer = alice_browsing.post(urls.edit(published), content="It *snowed*.")

    stored = Post.get(published.id)
    assert answer.location == urls.post(published)
    assert (stored.title, stored.source, stored.published) == ("Rain", "It *snowed*.", True)


def test_an_edit_may_change_the_status(alice_browsing: Visitor, published: Post) -> None:
    alice_browsing.post(urls.edit(published), status="draft")
    assert Post.get(published.id).draft

    alice_browsing.post(urls.edit(published), status="published")
    assert Post.get(published.id).published


def test_a_refused_edit_keeps_every_word(alice_browsing: Visitor, published: Post) -> None:
    answer = alice_browsing.post(urls.edit(published), title="", content="New words")

    assert answer.status_code == 422
    assert "New words" in answer.text
    assert Post.get(published.id).source == "It *rained* all day."


def test_saving_a_draft_withdraws_nothing_that_was_published_meanwhile(
    bob_browsing: Visitor, alice: User, draft: Post, reader: Visitor
) -> None:
    opened_at = str(draft.version)
    draft.publish(by=alice)
    sent = {"title": draft.title, "content": "Bob's words.", "version": opened_at}

    refused = bob_browsing.post(urls.edit(draft), **sent, status="draft")

    assert refused.status_code == 409
    assert "Bob&#39;s words." in refused.text
    assert "published this post" in refused.text
    assert "Bob" not in reader.get(urls.post(draft)).text

    bob_browsing.post(urls.edit(draft), **sent, status="published")

    assert "Bob’s words." in unescape(reader.get(urls.post(draft)).text).replace("'", "’")


def test_who_is_overtaken_sees_both_sides_and_saves_once_more(
    alice_browsing: Visitor, bob_browsing: Visitor, draft: Post
) -> None:
    form = {"title": "Mine", "content": "Alice's words", "tags": "a", "version": "1"}
    bob_browsing.post(urls.edit(draft), title="Bob's", content="Bob's words", version="1")

    refused = alice_browsing.post(urls.edit(draft), **form)

    assert refused.status_code == 409
    for words in ("Alice", "Bob", "Saved by Bob", "Yours, not saved yet", "Title saved by Bob"):
        assert words in refused.text
    assert 'value="Mine"' in refused.text
    assert Post.get(draft.id).source == "Bob's words"
    assert 'name="version" type="hidden" value="2"' in refused.text
    again = alice_browsing.post(urls.edit(draft), **{**form, "version": "2"})
    assert again.status_code == 302
    assert Post.get(draft.id).source == "Alice's words"


def test_edits_of_different_paragraphs_need_no_page(
    alice_browsing: Visitor, bob_browsing: Visitor, blog: Blog, alice: User
) -> None:
    post = make_post(blog, by=alice, content="One.\n\nTwo.")
    bob_browsing.post(urls.edit(post), content="One, by Bob.\n\nTwo.", version="1")

    saved = alice_browsing.post(urls.edit(post), content="One.\n\nTwo, by Alice.", version="1")

    assert "Put together with what Bob saved on" in alice_browsing.get(saved.location).text
    assert Post.get(post.id).source == "One, by Bob.\n\nTwo, by Alice."


def test_two_windows_of_one_person_are_told_so(alice_browsing: Visitor, draft: Post) -> None:
    for words in ("Here.", "There."):
        answer = alice_browsing.post(urls.edit(draft), content=words, version="1")
    assert "You saved this post in another window" in answer.text

    for words in ("It *rained* all day.\n\nA.", "It *rained* all day.\n\nB."):
        alice_browsing.post(urls.edit(draft), content=words, version="1", status="draft")
    assert "One" not in Post.get(draft.id).source


def test_marked_versions_are_not_published_by_mistake(
    alice_browsing: Visitor, bob_browsing: Visitor, published: Post
) -> None:
    bob_browsing.post(urls.edit(published), content="Bob's words", version="2")
    asked = {"content": "Alice's words", "version": "2", "status": "published"}
    page = alice_browsing.post(urls.edit(published), **asked)
    proposal = unescape(page.text.partition("<textarea")[2].partition(">")[2].partition("</")[0])

    refused = alice_browsing.post(
        urls.edit(published), content=proposal.strip(), version="3", status="published"
    )

    assert refused.status_code == 422
    assert "Two versions of a paragraph still stand in the text." in refused.text
    assert Post.get(published.id).source == "Bob's words"


def test_a_damaged_version_is_refused(alice_browsing: Visitor, draft: Post) -> None:
    assert alice_browsing.post(urls.edit(draft), version="one").status_code == 422


def test_strangers_may_not_touch_a_post(
    reader: Visitor, carol_browsing: Visitor, published: Post, blog: Blog
) -> None:
    paths = [
        urls.edit(published),
        urls.publication(published),
        urls.withdrawal(published),
        urls.trash(published),
        urls.restoration(published),
        urls.new_post(blog),
    ]
    for path in paths:
        assert carol_browsing.post(path, title="Mine").status_code == 403
        assert reader.post(path).location.startswith("/login")
    assert Post.get(published.id).version == 2
    assert carol_browsing.get(urls.edit(published)).status_code == 403


def test_strangers_do_not_learn_of_a_draft(carol_browsing: Visitor, draft: Post) -> None:
    assert carol_browsing.get(urls.edit(draft)).status_code == 404
    assert carol_browsing.post(urls.trash(draft)).status_code == 404


def test_an_editor_may_do_what_an_owner_does(bob_browsing: Visitor, draft: Post) -> None:
    assert bob_browsing.post(urls.edit(draft), title="Snow").status_code == 302
    assert bob_browsing.post(urls.publication(draft)).status_code == 302
    assert Post.get(draft.id).published


def test_publishing_and_withdrawing_are_acts_of_their_own(
    alice_browsing: Visitor, draft: Post
) -> None:
    published = alice_browsing.post(urls.publication(draft))
    assert published.location == urls.post(draft)
    assert "Everybody can read it now." in alice_browsing.get(published.location).text

    withdrawn = alice_browsing.post(urls.withdrawal(draft))
    assert "It is a draft again" in alice_browsing.get(withdrawn.location).text
    assert Post.get(draft.id).draft


def test_an_empty_draft_is_sent_back_to_its_editor(
    alice_browsing: Visitor, blog: Blog, alice: User
) -> None:
    empty = make_post(blog, by=alice, content="")

    answer = alice_browsing.post(urls.publication(empty))

    assert answer.location == urls.edit(empty)
    assert "Write something before you publish." in alice_browsing.get(answer.location).text


def test_the_trash_gives_back_what_it_took(alice_browsing: Visitor, published: Post) -> None:
    trashed = alice_browsing.post(urls.trash(published))
    assert trashed.location == "/blogs"
    assert alice_browsing.get(urls.post(published)).status_code == 410

    restored = alice_browsing.post(urls.restoration(published))
    assert restored.location == urls.post(published)
    assert alice_browsing.get(urls.post(published)).status_code == 200


def test_in_the_trash_nothing_is_published_or_saved(
    alice_browsing: Visitor, published: Post
) -> None:
    alice_browsing.post(urls.trash(published))

    refused = alice_browsing.post(urls.edit(published), content="New words", status="draft")
    assert refused.status_code == 422
    assert "Take it out first." in refused.text
    assert "New words" in refused.text
    for act in (urls.publication(published), urls.withdrawal(published)):
        alice_browsing.post(act)
    stored = Post.get(published.id)
    assert (stored.trashed, stored.draft) == (True, False)


def test_the_editor_of_a_trashed_post_says_so(alice_browsing: Visitor, published: Post) -> None:
    alice_browsing.post(urls.trash(published))

    page = alice_browsing.get(urls.edit(published))

    assert page.status_code == 200
    assert urls.restoration(published) in page.text


def test_an_unknown_blog_takes_no_posts(alice_browsing: Visitor) -> None:
    assert alice_browsing.get(f"/posts/new/{ObjectId()}").status_code == 404


def test_a_moved_post_is_found_at_its_new_address(
    alice_browsing: Visitor, reader: Visitor, published: Post
) -> None:
    alice_browsing.post(urls.edit(published), slug="wet-days")

    led = reader.get("/@field-notes/rain")

    assert (led.status_code, led.location) == (301, "/@field-notes/wet-days")
    assert reader.get(led.location).status_code == 200


def test_a_taken_address_is_refused_beside_its_field(
    alice_browsing: Visitor, published: Post
) -> None:
    answer = alice_browsing.post(urls.edit(published), slug="archive", content="New words")

    assert answer.status_code == 422
    assert "This address is taken in your blog." in answer.text
    assert "New words" in answer.text


def test_deleting_for_good_is_asked_once_more(
    alice_browsing: Visitor, reader: Visitor, published: Post
) -> None:
    address = urls.post(published)
    alice_browsing.post(urls.trash(published))
    assert urls.removal(published) in alice_browsing.get(urls.trashed()).text
    assert "Delete for good?" in alice_browsing.get(urls.removal(published)).text

    answer = alice_browsing.post(urls.removal(published))

    assert answer.location == urls.trashed()
    assert reader.get(address).status_code == 410
    assert alice_browsing.get(urls.edit(published)).status_code == 404
    assert reader.get(urls.permanent(published)).status_code == 410


def test_a_long_post_begins_with_its_contents(reader: Visitor, blog: Blog, alice: User) -> None:
    headings = "# A < b\n\n## B\n\n# C"
    long = make_post(blog, by=alice, status="published", content=headings)
    short = make_post(blog, by=alice, status="published")

    assert '<a href="#p-a-b" dir="auto">A &lt; b</a>' in reader.get(urls.post(long)).text
    assert 'class="contents"' not in reader.get(urls.post(short)).text


def test_the_help_shows_the_signs_themselves(alice_browsing: Visitor, blog: Blog) -> None:
    page = alice_browsing.get(urls.new_post(blog)).text

    typed = unescape(page.partition('class="markdown-help"')[2])
    assert all(signs in typed for signs in ("## ", "> [!TIP]", "<!--more-->"))
    assert "&lt;!--more--&gt;" in page
