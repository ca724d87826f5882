"""Searching 100,000 posts of 150 words: what a page of results costs, and what is looked into.

Times are those of the model, from the question to the marked lines, without the page around them;
CPU is that of both processes, which tells more where other programs want the processors too.
Of 2,000 texts each stands in 50 posts, every post with a word of its own and a title of its own.
"""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from itertools import islice
from statistics import median, quantiles
from typing import Any

from bson import ObjectId

from benchmarks.explaining import Examined, examined, noted, processor
from benchmarks.loading import load_average
from benchmarks.site import app_with_database
from blogsite.database import connection, indexes
from blogsite.lib import clock, markdown, passwords, terms
from blogsite.models import Blog, Post, User
from blogsite.models.post import Publication
from blogsite.models.search import Asked, Search
from blogsite.models.search_entry import SearchEntry, SearchWord, Told, head_of, terms_told

POSTS, TEXTS, BLOGS, WORDS = 100_000, 2_000, 20, 150
ROUNDS = 120
AT_ONCE = 500
DICTIONARY = 30_000
LANGUAGES = ("en", "de", "zh")

ASKED = {
    "a rare word": ["{own}"],
    "a rare word and a common one": ["{own} the", "water {own}"],
    "a common word": ["the", "water", "of"],
    "a common word, in a blog": ["the", "water", "of"],
    "a common word, page 5": ["the", "water", "of"],
    "two common words": ["the water", "of and", "water house"],
    "two that never meet": ["water wasser", "house haus"],
    "a beginning of a word": ["wat", "hou", "riv", "str"],
    "a common phrase": ['"of the"', '"in the water"'],
    "a phrase nobody says": ['"the of house water"', '"and in of the"'],
    "a common word without another": ["water -house", "the -water", "the -the"],
    "Chinese, a pair": ["河水", "城市"],
    "Chinese, a run": ["河水城市", "城市天空"],
    "by a tag and a word": ["tag:diary water", "tag:diary the"],
    "by an author": ["author:ada", "author:ada water", "author:nobody water"],
    "a word of every title": ["post", "post the"],
    "nothing": ["xyzzyq", "the xyzzyq"],
}

COMMON = {
    "en": "the of and to in that it is was for on with as at be this have from by not water house",
    "de": "der die das und ist nicht ein eine zu den mit sich des auf für im dem es wasser haus",
}
CHINESE = "河水城市天空大地山川日月星辰风雨雷电春夏秋冬花草树木鸟兽虫鱼人心手足"


def run() -> None:
    with app_with_database(timeout=600) as app:
        folder = str(app.config["SETTINGS"].data_dir)
        began_at = time.perf_counter()
        blogs = _fill()
        print(
            f"{POSTS} posts made and indexed in {time.perf_counter() - began_at:.0f} s; {_size()}"
        )
        print(f"{'':<30} {'time: p50':>10} {'p99':>7} {'CPU: p50':>9} {'p99':>7}   documents, keys")
        for name, questions in ASKED.items():
            _measure(name, questions, blogs, folder)
        print(load_average())


def _measure(name: str, questions: list[str], blogs: list[Blog], folder: str) -> None:
    chosen = random.Random(name)  # noqa: S311 (the same questions each time)
    times: list[float] = []
    costs: list[float] = []
    for _ in range(ROUNDS):
        asked = chosen.choice(questions).format(own=_own(chosen.randrange(POSTS)))
        blog = chosen.choice(blogs) if "in a blog" in name else None
        key = None
        for _page in range(4 if "page 5" in name else 0):
            key = Search.through(Asked.of(asked), key=key).older
        used, began_at = time.process_time() + processor(folder), time.perf_counter()
        found = Search.through(Asked.of(asked), blog=blog, key=key)
        times.append((time.perf_counter() - began_at) * 1000)
        costs.append((time.process_time() + processor(folder) - used) * 1000)
        if found.too_slow:
            print(f"too slow: {asked}")
    took, cost = (f"{median(one):>4.0f} ms {_p99(one):>4.0f} ms" for one in (times, costs))
    documents, keys = _examined(questions, blogs if "in a blog" in name else [None])
    print(f"{name:<30} {took:>18} {cost:>17}   {documents:>6}, {keys}")


def _p99(times: list[float]) -> float:
    return quantiles(times, n=100)[98]


def _examined(questions: list[str], blogs: list[Any]) -> Examined:
    """Of one page, as the database explains it."""
    costs = []
    for question in questions:
        with noted() as commands:
            Search.through(Asked.of(question.format(own=_own(7))), blog=blogs[0])
        costs.append(examined(commands))
    return Examined(max(one.documents for one in costs), max(one.keys for one in costs))


def _fill() -> list[Blog]:
    hashed = passwords.hashed("umbrella stand weather")
    ada = User.create(email="ada@example.org", name="Ada", password_hash=hashed)
    bob = User.create(email="bob@example.org", name="Bob", password_hash=hashed)
    blogs = [Blog.create(title=f"Blog {n}", description="", by=ada) for n in range(BLOGS)]
    entries = SearchEntry.collection(quick=True)
    posts = Post.collection(quick=True)
    # Made at the end they cost a fraction.
    entries.drop_indexes()
    posts.drop_indexes()
    made = _made(blogs, [ada, bob, bob, bob])
    learned: set[str] = set()
    while few := list(islice(made, AT_ONCE)):
        entries.insert_many([entry.as_stored for _, entry in few], ordered=False)
        posts.insert_many([post for post, _ in few], ordered=False)
        learned |= {word for _, entry in few for word in entry.words}
    SearchWord.collection(quick=True).insert_many([{"_id": one} for one in learned])
    indexes.create_all(connection().database)
    return blogs


def _made(blogs: list[Blog], authors: list[User]) -> Iterator[tuple[dict[str, Any], SearchEntry]]:
    chosen = random.Random(1)  # noqa: S311 (the same posts each time)
    readings = [terms.read(text) for text in _texts(chosen)]
    now = clock.now()
    for number in range(POSTS):
        reading, blog = readings[number % TEXTS], chosen.choice(blogs)
        author = chosen.choice(authors)
        own = _own(number)
        title, tags = f"Post {own}", ["diary" if number % 3 else "essay"]
        told = Told(title=title, tags=tags, author_id=author.id)
        with_own = replace(reading, running=f"{reading.running}{own} ", terms=[*reading.terms, own])
        found, words = terms_told(told, with_own)
        publication = Publication(at=now - timedelta(minutes=number), by=author.id)
        entry = SearchEntry(
            id=ObjectId(),
            blog_id=blog.id,
            author_id=author.id,
            language=reading.language,
            head=head_of(told),
            running=with_own.running,
            shown=reading.shown,
            terms=found,
            at=publication.at,
            words=words,
        )
        yield _post(entry, title=title, tags=tags, publication=publication), entry


def _post(entry: SearchEntry, *, title: str, tags: list[str], publication: Publication) -> Any:
    at, excerpt = publication.at, entry.shown[:280]
    return {
        "_id": entry.id,
        "blog_id": entry.blog_id,
        "author_id": entry.author_id,
        "slug": title.lower().replace(" ", "-"),
        "title": title,
        "tags": tags,
        "source": entry.shown,
        "html": f"<p>{entry.shown}</p>",
        "excerpt": excerpt,
        "word_count": WORDS,
        "reading_minutes": 1,
        "version": 1,
        "public_since": at,
        "render_version": markdown.RENDER_VERSION,
        "contents": [],
        "pictures": [],
        "publication": {"at": at, "by": entry.author_id},
        "created_at": at,
        "updated_at": at,
        **dict.fromkeys(("trashing", "unlisting", "menu_place", "pinning", "part", "removal")),
    }


def _texts(chosen: random.Random) -> Iterator[str]:
    letters = "abcdefghijklmnoprstuvw"
    rare = ["".join(chosen.choices(letters, k=chosen.randint(4, 9))) for _ in range(DICTIONARY)]
    weights = [1 / (n + 3) for n in range(DICTIONARY)]
    for number in range(TEXTS):
        language = LANGUAGES[number % len(LANGUAGES)]
        if language == "zh":
            yield "。".join("".join(chosen.choices(CHINESE, k=12)) for _ in range(20))
            continue
        common = chosen.choices(COMMON[language].split(), k=WORDS // 2)
        others = chosen.choices(rare, weights, k=WORDS - len(common))
        words = [*common, *others]
        chosen.shuffle(words)
        yield " ".join(words)


def _own(number: int) -> str:
    """The word that one post has alone."""
    return f"own{number:06d}"


def _size() -> str:
    sizes = connection().database.command("collStats", SearchEntry.collection_name)
    index = sum(sizes["indexSizes"].values()) / 2**20
    return f"entries {sizes['storageSize'] / 2**20:.0f} MB, their indexes {index:.0f} MB"
