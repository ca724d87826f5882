"""The table of a blog's posts: what its filters find."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from pymongo.errors import ExecutionTimeout

from blogsite.lib import clock
from blogsite.models import Blog, Post, User, listing
from blogsite.models.errors import NotFound
from blogsite.models.listing import Window
from blogsite.models.post import Filters, Table, table
from blogsite.models.post.states import STATES, query_of
from tests.support.factories import make_blog, make_post

pytestmark = pytest.mark.quick


def found(blog: Blog, **filters: Any) -> list[str]:
    return [post.title for post in blog.table(Filters(**filters)).posts]


@pytest.fixture
def one_of_each(blog: Blog, alice: User) -> Blog:
    """A post in every state, titled by it."""
    made = {state: make_post(blog, by=alice, title=state) for state in STATES}
    made["scheduled"].schedule(clock.now() + timedelta(days=1), by=alice)
    made["published"].publish(by=alice)
    made["withdrawn"].publish(by=alice)
    made["withdrawn"].withdraw(by=alice)
    made["unlisted"].publish(by=alice)
    made["unlisted"].unlist(by=alice)
    made["trash"].trash(by=alice)
    return blog


def test_each_state_finds_its_own(one_of_each: Blog) -> None:
    assert {state: found(one_of_each, state=state) for state in STATES} == {
        state: [state] for state in STATES
    }
    assert sorted(found(one_of_each)) == sorted(set(STATES) - {"trash"})


def test_a_post_says_the_state_that_finds_it(one_of_each: Blog) -> None:
    for state in STATES:
        stored = Post.collection().find({"blog_id": one_of_each.id, **query_of(state)})
        assert [post.state for post in Post.load_all(stored)] == [state]


def test_what_was_scheduled_and_thrown_away_comes_back_as_a_draft(blog: Blog, alice: User) -> None:
    post = make_post(blog, by=alice)
    post.schedule(clock.now() + timedelta(days=1), by=alice)
    post.trash(by=alice)
    post.restore(by=alice)

    assert found(blog, state="draft") == [post.title]
    assert found(blog, state="withdrawn") == []


def test_filters_work_together(edited_blog: Blog, alice: User, bob: User) -> None:
    make_post(edited_blog, by=alice, title="Wet", tags=["weather"], status="published")
    make_post(edited_blog, by=bob, title="Dry", tags=["weather", "sun"])
    make_post(edited_blog, by=bob, title="Wind", tags=["weather"], status="published")
    bobs = str(bob.id)

    assert found(edited_blog, tag="weather") == ["Wind", "Dry", "Wet"]
    assert found(edited_blog, tag="weather", author=bobs) == ["Wind", "Dry"]
    assert found(edited_blog, tag="weather", author=bobs, state="draft") == ["Dry"]
    assert found(edited_blog, author=bobs, state="published", q="win") == ["Wind"]
    assert found(edited_blog, author=str(alice.id), tag="sun") == []


def test_a_tag_is_found_in_capitals_and_without(blog: Blog, alice: User) -> None:
    for tag in ("Long reads", "long reads", "LONG READS", "GitHub"):
        make_post(blog, by=alice, title=tag, tags=[tag])

    three = ["LONG READS", "long reads", "Long reads"]
    assert found(blog, tag="long reads") == found(blog, tag="Long Reads") == three
    assert found(blog, tag="GitHub") == ["GitHub"]
    assert found(blog, tag="long") == found(blog, tag="g") == []


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("Zwetschgenkuchen am Sonntag", "zwetsch"),
        ("Zwetschgenkuchen am Sonntag", "sonntag KUCHEN"),
        ("Дождь весь день", "дож"),
        ("المطر على السطح", "مطر"),
        ("屋顶上的雨下了一整天", "雨下"),
        ("Cafe\u0301 au lait", "caf\u00e9"),
        ("Caf\u00e9 au lait", "Cafe\u0301"),
        ("Costs 5 $ (about)", "$ (about)"),
        ("a+b=c", "A+B"),
    ],
)
def test_a_part_of_a_word_finds_it_in_any_language(
    blog: Blog, alice: User, text: str, asked: str
) -> None:
    make_post(blog, by=alice, title="One", content=text)
    make_post(blog, by=alice, title=text, content="Two")
    make_post(blog, by=alice, title="Another", content="Something else")

    assert found(blog, q=asked) == [text, "One"]


@pytest.mark.parametrize(
    "pattern", [".*", "^R", "(a+)+$", "[", "\\", "$where", "R|S", "(?s).", "{1"]
)
def test_nothing_that_is_typed_is_a_pattern(blog: Blog, draft: Post, pattern: str) -> None:
    assert found(blog, q=pattern) == []


def test_every_word_has_to_be_there(blog: Blog, alice: User) -> None:
    make_post(blog, by=alice, title="Rain", content="on the roof")

    assert found(blog, q="roof rain") == ["Rain"]
    assert found(blog, q="roof snow") == []


@pytest.mark.parametrize(
    "asked",
    [{"state": "gone"}, {"author": "alice"}, {"author": "0" * 24}, {"tag": "x"}, {"state": "$ne"}],
)
def test_a_filter_that_means_nothing_finds_nothing(
    blog: Blog, draft: Post, asked: dict[str, str]
) -> None:
    page = blog.table(Filters(**asked))

    assert (page.posts, page.count) == ([], 0) or (list(page.posts), page.count) == ([], 0)


def test_filters_are_read_from_an_address_whatever_it_says() -> None:
    filters = Filters.of({"q": " a\x00\n b " + "x" * 500, "tag": "Rain", "page": "7"})

    assert filters.given == {"q": ("a b " + "x" * 500)[:100], "tag": "Rain"}
    assert filters.without("q") == {"tag": "Rain"}


def test_other_blogs_have_no_place_in_it(blog: Blog, alice: User, draft: Post) -> None:
    other = make_blog(by=alice, title="Other")
    make_post(other, by=alice, title="Snow", tags=["x"])

    assert found(blog) == ["Rain"]
    assert found(blog, tag="x") == found(blog, q="snow") == []


def test_rows_know_their_authors_even_those_who_have_left(
    edited_blog: Blog, alice: User, bob: User, carol: User
) -> None:
    make_post(edited_blog, by=alice)
    make_post(edited_blog, by=bob)
    Post.collection().update_one({"author_id": bob.id}, {"$set": {"author_id": carol.id}})

    page = edited_blog.table(Filters())

    assert [post.author_name for post in page.posts] == ["Carol", "Alice"]
    assert list(page.authors.values()) == ["Alice", "Bob"]
    assert page.author_called(str(bob.id)) == "Bob"


@pytest.fixture
def narrow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table, "ROWS", 2)


@pytest.mark.usefixtures("narrow")
def test_pages_keep_to_the_filters_and_are_counted(blog: Blog, alice: User) -> None:
    for n in range(5):
        make_post(blog, by=alice, title=f"Day {n}", tags=["day"])
        make_post(blog, by=alice, title=f"Night {n}")
    pages = [blog.table(Filters(tag="day"))]
    while pages[-1].older:
        pages.append(blog.table(Filters(tag="day"), window=Window(before=pages[-1].older)))

    assert [post.title for page in pages for post in page.posts] == [
        f"Day {n}" for n in (4, 3, 2, 1, 0)
    ]
    assert [page.count for page in pages] == [5, 5, 5]
    back = blog.table(Filters(tag="day"), window=Window(after=pages[-1].newer))
    assert back.posts == pages[1].posts


@pytest.mark.usefixtures("narrow")
def test_counting_stops_and_says_so(
    blog: Blog, alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(table, "MOST_AT_ONCE", 3)
    for n in range(5):
        make_post(blog, by=alice, title=f"Day {n}")

    assert (blog.table(Filters()).count, blog.table(Filters()).more_than) == (4, 3)
    words = blog.table(Filters(q="day"))
    assert (words.count, words.more_than) == (None, 2)


def looked_through(blog: Blog, filters: Filters) -> list[Table]:
    pages = [blog.table(filters)]
    while pages[-1].older:
        pages.append(blog.table(filters, window=Window(before=pages[-1].older)))
    return pages


def test_a_long_search_goes_on_from_where_it_stopped(
    blog: Blog, alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing, "MOST_SIFTED", 3)
    make_post(blog, by=alice, title="Snow")
    for n in range(4):
        make_post(blog, by=alice, title=f"Day {n}")

    pages = looked_through(blog, Filters(q="snow"))

    assert [[post.title for post in page.posts] for page in pages] == [[], ["Snow"]]
    assert [(page.unfinished, page.count) for page in pages] == [(True, None), (False, None)]
    assert looked_through(blog, Filters(q="day"))[0].unfinished


def test_no_page_of_a_search_is_left_out(
    blog: Blog, alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing, "MOST_SIFTED", 3)
    monkeypatch.setattr(table, "ROWS", 2)
    posts = [make_post(blog, by=alice, title=f"Day {n}") for n in range(11)][::-1]

    pages = looked_through(blog, Filters(q="day"))

    assert [post for page in pages for post in page.posts] == posts


def test_words_that_take_too_long_are_given_up_and_nothing_else_is(
    blog: Blog, draft: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    def slow(*_: Any, **__: Any) -> None:
        raise ExecutionTimeout("too slow", 50)

    monkeypatch.setattr(listing, "page", slow)

    assert blog.table(Filters(q="rain")).too_slow
    with pytest.raises(ExecutionTimeout):
        blog.table(Filters())


def test_all_that_match_are_taken_up_to_a_limit(
    blog: Blog, alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(table, "MOST_AT_ONCE", 3)
    posts = [make_post(blog, by=alice, title=f"Day {n}") for n in range(5)][::-1]

    first, onward = Post.all_in_table(Filters(q="day"), blog_id=blog.id)
    rest, end = Post.all_in_table(Filters(), blog_id=blog.id, window=Window(before=onward))

    assert [*first, *rest] == [post.id for post in posts]
    assert (len(first), end) == (3, None)
    assert Post.all_in_table(Filters(state="x"), blog_id=blog.id) == ([], None)


@pytest.mark.parametrize("q", ["", "rain"])
def test_a_page_of_nonsense_is_not_found(blog: Blog, q: str) -> None:
    for window in (Window(before="1-2"), Window(after="x")):
        with pytest.raises(NotFound):
            blog.table(Filters(q=q), window=window)
