"""`flask demo seed`: the same site for the same seed, plausible in numbers and fit to be shown."""

from __future__ import annotations

import re
import statistics
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from blogsite import urls
from blogsite.cli.demo import pictures
from blogsite.cli.demo.grammar import LANGUAGES, sections
from blogsite.cli.demo.plan import AGE, Plan, PostPlan
from blogsite.cli.demo.seeding import AUTHOR
from blogsite.lib import clock, markdown
from blogsite.models import Blog, Membership, Picture, Post, User
from blogsite.models.errors import WrongCredentials
from blogsite.models.sitemap import BEGINNING
from tests.support import heads
from tests.support.commands import objects, run
from tests.support.feeds import atom_faults, json_faults, understood
from tests.support.stored_pictures import read
from tests.support.visitor import Visitor

PASSWORD = "seven kettles under a bridge"
SEED = ("demo", "seed", "--json", "--password", PASSWORD)


@pytest.fixture(scope="module")
def plan() -> Plan:
    return Plan(blogs=12, posts=600, seed=3)


@pytest.fixture(scope="module")
def posts(plan: Plan) -> list[PostPlan]:
    return [post for blog in plan.blogs() for post in plan.posts(blog)]


@pytest.fixture
def seeded(app: Flask) -> dict[str, Any]:
    (told,) = objects(run(app, *SEED, "--blogs", "7", "--posts", "40"))
    return told


def stored_posts() -> list[Post]:
    return Post.load_all(Post.stream({}))


def unaddressed(content: str) -> str:
    """A text, whatever the addresses of its pictures are: each site gives them anew."""
    return re.sub(r"\((picture:[0-9]+|/media/[0-9a-f]{24}/[0-9]+)", "(", content)


def share(posts: Sequence[PostPlan], feature: str) -> float:
    return sum(feature in f"\n{post.content}" for post in posts) / len(posts)


def test_a_plan_is_the_same_for_the_same_seed() -> None:
    one, same, other = (Plan(blogs=8, posts=30, seed=seed) for seed in (5, 5, 6))

    def whole(plan: Plan) -> list[Any]:
        return [plan.people, [(blog, list(plan.posts(blog))) for blog in plan.blogs()]]

    assert whole(one) == whole(same)
    assert whole(one) != whole(other)


def test_one_post_more_changes_no_other() -> None:
    small, large = (Plan(blogs=1, posts=posts, seed=5) for posts in (3, 9))

    (of_small,), (of_large,) = list(small.blogs()), list(large.blogs())

    assert list(small.posts(of_small)) == list(large.posts(of_large))[:3]


def test_there_are_as_many_as_asked_for(plan: Plan, posts: list[PostPlan]) -> None:
    blogs = list(plan.blogs())

    assert (len(blogs), len(posts)) == (12, 600)
    assert {blog.language for blog in blogs} == set(LANGUAGES)
    assert max(blog.post_count for blog in blogs) > 3 * min(blog.post_count for blog in blogs)
    assert all(len(blog.members) > 1 for blog in blogs)
    assert len({blog.title for blog in blogs}) == 12


def test_lengths_are_spread_as_people_write(posts: list[PostPlan]) -> None:
    counts = sorted(markdown.render(post.content).word_count for post in posts)

    assert 215 <= statistics.median(counts) <= 290
    assert counts[0] < 70
    assert counts[-6] > 1200


def test_all_of_markdown_is_used(posts: list[PostPlan]) -> None:
    features = ("\n## ", "\n- ", "\n1. ", "\n> ", "\n```", "\n| ", "[^1]: ", "](https", "- [x] ")

    assert [one for one in features if not 0.01 < share(posts, one) < 0.9] == []


def test_dates_are_spread_over_two_years_and_denser_of_late(posts: list[PostPlan]) -> None:
    ages = [post.public for post in posts if post.public and post.public > timedelta()]

    assert max(ages) > AGE * 0.9
    assert max(ages) <= AGE
    assert sum(age < AGE / 4 for age in ages) > 2 * sum(age > AGE * 3 / 4 for age in ages)


def test_posts_are_in_every_state(posts: list[PostPlan]) -> None:
    states = Counter(
        "trashed"
        if post.trashed
        else "withdrawn"
        if post.withdrawn
        else "draft"
        if post.public is None
        else "scheduled"
        if post.public < timedelta()
        else "published"
        for post in posts
    )

    assert set(states) == {"trashed", "withdrawn", "draft", "scheduled", "published"}
    assert states["published"] > 450


def test_few_tags_are_used_often(plan: Plan) -> None:
    (blog, *_others) = plan.blogs()

    tags = Counter(tag for post in plan.posts(blog) for tag in post.tags).most_common()

    assert tags[0][1] > 3 * tags[-1][1]
    assert len(tags) >= 8


def test_posts_have_pictures_of_their_blog(app: Flask, seeded: dict[str, Any]) -> None:
    posts = [post for post in stored_posts() if not post.is_page]
    shown = Picture.load_all(Picture.stream({}))

    assert sum(post.cover is not None for post in posts) > len(posts) / 5
    assert any('class="gallery"' in post.html for post in posts)
    assert {one.blog_id for one in shown} == {post.blog_id for post in posts}
    assert len({one.digest for one in shown}) <= 60
    assert all(one.ready and read(one, one.largest).startswith(b"RIFF") for one in shown)
    assert all("(picture:" not in post.source for post in posts)


def test_what_a_picture_shows_is_said_in_the_language_of_its_blog(plan: Plan) -> None:
    for blog in plan.blogs():
        said = sections(blog.language)["picture"]
        assert {one.alt for one in blog.pictures} <= set(said)
        assert len(said) == len(pictures.MOTIFS)


def test_every_picture_is_drawn_alike_each_time() -> None:
    once = pictures.as_sent(9)
    pictures.drawn.cache_clear()

    assert pictures.as_sent(9) == once


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_the_same_word_lists(language: str) -> None:
    words = sections(language)

    assert {*words} - {"place"} == {*sections("en")} - {"place"}
    assert [name for name, entries in words.items() if len(entries) < 2] == ["name"]
    assert [line for line in words["topic"] if len(line.split("|")) < 3] == []
    assert [line for line in words["column"] if len(line.split("|")) < 3] == []


def test_no_slot_is_left_open(posts: list[PostPlan]) -> None:
    assert [post.title for post in posts if "{" in post.title + post.content] == []


def test_the_site_is_filled_by_the_plan(app: Flask, seeded: dict[str, Any]) -> None:
    plan = Plan(blogs=7, posts=40, seed=1)
    planned = sorted(
        (post.title, unaddressed(post.content))
        for blog in plan.blogs()
        for post in plan.posts(blog)
    )

    assert (seeded["blogs"], len(seeded["addresses"])) == (7, 7)
    written = [post for post in stored_posts() if not post.is_page]
    assert sorted((post.title, unaddressed(post.source)) for post in written) == planned
    assert sum(post.pinned for post in written) == 3
    assert sum(bool(one.pages) for one in Blog.load_all(Blog.stream({}))) == 3
    assert Membership.collection().count_documents({"role": "owner"}) == 7


def test_the_same_seed_gives_the_same_addresses_and_ages(app: Flask) -> None:
    def seeded_at() -> tuple[set[str], dict[tuple[Any, str], timedelta]]:
        run(app, *SEED, "--blogs", "3", "--posts", "20")
        now = clock.now()
        blogs = {blog.id: blog.slug for blog in Blog.load_all(Blog.stream({}))}
        ages = {(blogs[post.blog_id], post.slug): now - post.created_at for post in stored_posts()}
        for noun in (User, Blog, Post, Membership):
            noun.collection().delete_many({})
        return set(blogs.values()), ages

    (first_blogs, first), (again_blogs, again) = seeded_at(), seeded_at()

    assert (first_blogs, set(first)) == (again_blogs, set(again))
    assert all(abs(first[one] - again[one]) < timedelta(seconds=20) for one in first)


def test_only_the_demo_author_can_sign_in(app: Flask, seeded: dict[str, Any]) -> None:
    author = User.authenticate(email=seeded["email"], password=seeded["password"])

    assert (author.name, seeded["password"]) == (AUTHOR.name, PASSWORD)
    assert len(Blog.of(author).found) >= 3
    for one in User.every():
        if one != author:
            with pytest.raises(WrongCredentials):
                User.authenticate(email=one.email, password=PASSWORD)


def test_the_first_real_person_still_becomes_the_administrator(
    app: Flask, seeded: dict[str, Any]
) -> None:
    assert list(User.every(administrators=True)) == []
    assert User.create(email="you@example.org", name="You", password_hash="-").administrator


def test_every_page_of_it_can_be_read(app: Flask, seeded: dict[str, Any], reader: Visitor) -> None:
    author = User.find_by_email(AUTHOR.email)
    writer = Visitor(app, author)
    blogs = {blog.id: blog for blog in Blog.load_all(Blog.stream({}))}

    statuses = Counter(
        reader.get(f"/@{blogs[post.blog_id].slug}/{post.slug}").status_code
        for post in stored_posts()
    )
    pages = ["/", *(f"/@{blog.slug}/" for blog in blogs.values())]
    feeds = [f"/@{blog.slug}/{name}" for blog in blogs.values() for name in urls.DOCUMENTS]

    public = sum(post.published for post in stored_posts())
    assert statuses[200] == public
    assert set(statuses) <= {200, 404, 410}
    assert {reader.get(page).status_code for page in (*pages, *feeds)} == {200}
    assert writer.get("/blogs").status_code == 200


def test_programs_understand_every_page_and_feed_of_it(
    app: Flask, seeded: dict[str, Any], reader: Visitor, tmp_path: Path
) -> None:
    blogs = {blog.id: blog for blog in Blog.load_all(Blog.stream({}))}
    bases = ["/", *(f"/@{blog.slug}/" for blog in blogs.values())]
    public = {f"/@{blogs[one.blog_id].slug}/{one.slug}" for one in stored_posts() if one.listed}

    untold = [path for path in sorted({*bases, *public}) if not _told(reader.get(path).text, path)]
    part = reader.get(urls.sitemap(BEGINNING)).text
    atoms = {base: reader.get(f"{base}feed.xml").data for base in bases}

    assert untold == []
    assert [one for one in public if f"http://localhost:5454{one}</loc>" not in part] == []
    assert atom_faults(atoms, tmp_path) == []
    for base in bases:
        assert json_faults(reader.get(f"{base}feed.json").data) == []
        assert understood(reader.get(f"{base}rss.xml").data).feed.title


def _told(html: str, path: str) -> bool:
    head, whole = heads.read(html), f"http://localhost:5454{path}"
    if head.meta("robots") == "noindex":
        return not head.things
    return bool(head.things) and {head.meta("og:url"), head.link("canonical")} == {whole}


def test_a_second_run_is_refused_unless_more_is_wanted(app: Flask, seeded: dict[str, Any]) -> None:
    again = run(app, "demo", "seed", "--blogs", "2", "--posts", "4")
    more = run(app, "demo", "seed", "--blogs", "2", "--posts", "4", "--more")
    wrong = run(app, *SEED, "--more")

    assert (again.exit_code, more.exit_code, wrong.exit_code) == (1, 0, 2)
    assert "say --more" in again.stderr
    assert "the one printed the first time" in more.stdout
    assert Blog.find({"slug": {"$regex": "-2$"}})
    assert sum(not post.is_page for post in stored_posts()) == 44


def test_a_password_is_made_up_and_printed(app: Flask) -> None:
    said = run(app, "demo", "seed", "--blogs", "1", "--posts", "0").stdout

    password = said.rpartition("password: ")[2].strip()
    assert User.authenticate(email=AUTHOR.email, password=password)


def test_a_site_that_others_reach_is_not_filled_by_mistake(app: Flask) -> None:
    here = app.config["SETTINGS"]
    app.config["SETTINGS"] = replace(here, base_url="https://blogs.example")
    try:
        refused = run(app, "demo", "seed", "--posts", "1", typed="n\n")
    finally:
        app.config["SETTINGS"] = here

    assert (refused.exit_code, stored_posts()) == (1, [])


def test_progress_is_told(app: Flask) -> None:
    told = run(app, *SEED, "--blogs", "1", "--posts", "3").stderr

    assert told.splitlines()[-1] == "Posts: 3 of 3"
