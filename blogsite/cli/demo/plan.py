"""What a demo site consists of: everything follows from the seed, nothing from the clock."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cached_property
from random import Random
from typing import Any

from blogsite.cli.demo.essays import Essay
from blogsite.cli.demo.grammar import LANGUAGES, Voice
from blogsite.cli.demo.illustrating import Illustrator, PicturePlan, shelf
from blogsite.lib import slugs

AGE = timedelta(days=730)
MEDIAN_WORDS = 250

_SHARES = (34, 15, 13, 12, 8, 10, 8)  # percent, in the order of LANGUAGES
_SPREAD = 0.8  # of the logarithm: one post in fifty has more than five times the median
_FEWEST, _MOST = 25, 6000
_CHARACTERS_A_WORD = 1.4
_MOTTOES = 0.06  # titles that say nothing of what the post is about
_STATES = {"published": 84, "draft": 7, "scheduled": 3, "withdrawn": 3, "trashed": 3}


@dataclass(frozen=True)
class PersonPlan:
    """Somebody who writes."""

    name: str
    email: str


@dataclass(frozen=True)
class PostPlan:
    """A post; all ages are counted back from the moment of seeding, a negative one is to come.

    `cover` is the number of a picture in the list of its blog, and so is what its text refers to.
    """

    author: int
    title: str
    content: str
    tags: Sequence[str]
    written: timedelta
    public: timedelta | None = None
    withdrawn: timedelta | None = None
    trashed: timedelta | None = None
    cover: int | None = None
    cover_caption: str = ""


@dataclass(frozen=True)
class BlogPlan:
    """A blog: its members are numbers of people, the owner first; it began so long ago."""

    number: int
    language: str
    title: str
    description: str
    members: Sequence[int]
    begun: timedelta
    post_count: int
    pictures: Sequence[PicturePlan]


class Plan:
    """A whole site on paper.

    Arguments:
        blogs: how many.
        posts: how many in all; some blogs have many, most have few.
        seed: the same one gives the same plan, on any machine.
    """

    def __init__(self, *, blogs: int, posts: int, seed: int) -> None:
        self._seed = seed
        self._counts = _shared_out(posts, [1 / math.sqrt(n) for n in range(1, blogs + 1)])
        self._languages = self._spoken(blogs)

    @cached_property
    def people(self) -> list[PersonPlan]:
        """Three to two blogs or so; each speaks the language of the blog of that number."""
        voices = self._voices("people")
        count = len(self._languages) * 3 // 2 + 1
        languages = [self._languages[number % len(self._languages)] for number in range(count)]
        names = [voices[language].say("name") for language in languages]
        return [PersonPlan(name, _address(name, number)) for number, name in enumerate(names)]

    def blogs(self) -> Iterator[BlogPlan]:
        """All blogs, in each language under different titles for as long as there are some."""
        voices = self._voices("blogs")
        for number, (language, count) in enumerate(zip(self._languages, self._counts, strict=True)):
            yield BlogPlan(
                number=number,
                language=language,
                title=voices[language].say("blog"),
                description=voices[language].say("about"),
                members=self._members(number),
                begun=AGE + timedelta(days=3 + number % 28),
                post_count=count,
                pictures=shelf(self._random("pictures", number), language),
            )

    def posts(self, blog: BlogPlan) -> Iterator[PostPlan]:
        """All posts of a blog, in no order."""
        for number in range(blog.post_count):
            post = self._post(blog, self._random("post", blog.number, number))
            yield self._illustrated(post, blog, self._random("pictures", blog.number, number))

    @staticmethod
    def _illustrated(post: PostPlan, blog: BlogPlan, random: Random) -> PostPlan:
        illustrator = Illustrator(blog.pictures, blog.language, random)
        cover, caption = illustrator.cover()
        content = illustrator.illustrated(post.content)
        return replace(post, content=content, cover=cover, cover_caption=caption)

    def _post(self, blog: BlogPlan, random: Random) -> PostPlan:
        topics = Voice(blog.language, random).topics
        chosen = _zipf(random, len(topics), random.choice((1, 1, 2, 2, 3)))
        voice = Voice(blog.language, random, topic=chosen[0])
        (state,) = random.choices(list(_STATES), weights=list(_STATES.values()))
        return PostPlan(
            author=random.choice(blog.members),
            title=voice.say("motto" if random.random() < _MOTTOES else "title"),
            content=Essay(voice, length=_length(random, voice)).markdown(),
            tags=[topics[one] for one in chosen],
            **_life(random, state),
        )

    def _members(self, blog: int) -> list[int]:
        random = self._random("members", blog)
        spoken = self._languages
        others = [one for one in range(len(self.people)) if one != blog]
        same = [one for one in others if spoken[one % len(spoken)] == spoken[blog]]
        others = same or others
        return [blog, *random.sample(others, k=min(len(others), random.randint(1, 3)))]

    def _spoken(self, blogs: int) -> list[str]:
        random = self._random("languages")
        more = random.choices(LANGUAGES, weights=_SHARES, k=max(0, blogs - len(LANGUAGES)))
        return [*LANGUAGES, *more][:blogs]

    def _voices(self, *of: object) -> dict[str, Voice]:
        return {one: Voice(one, self._random(*of, one)) for one in LANGUAGES}

    def _random(self, *of: object) -> Random:
        # Each thing draws its own numbers: one post more changes no other.
        return Random(" ".join(map(str, (self._seed, *of))))  # noqa: S311


def _address(name: str, number: int) -> str:
    letters = slugs.slug(name, fallback="author").replace("-", ".")
    return f"{letters}.{number}@demo.example.org"


def _shared_out(total: int, weights: Sequence[float]) -> list[int]:
    """A total in whole numbers, by weight: the leftovers go to the first."""
    shares = [int(total * weight / sum(weights)) for weight in weights]
    for number in range(total - sum(shares)):
        shares[number % len(shares)] += 1
    return shares


def _zipf(random: Random, size: int, count: int) -> list[int]:
    """Different numbers below `size`; the n-th is n times as rare as the first."""
    chosen: list[int] = []
    while len(chosen) < count:
        (one,) = random.choices(range(size), weights=[1 / n for n in range(1, size + 1)])
        if one not in chosen:
            chosen.append(one)
    return chosen


def _length(random: Random, voice: Voice) -> int:
    words = random.lognormvariate(math.log(MEDIAN_WORDS), _SPREAD)
    bounded = min(max(words, _FEWEST), _MOST)
    return round(bounded if voice.spaced else bounded * _CHARACTERS_A_WORD)


def _life(random: Random, state: str) -> dict[str, Any]:
    """When it was written and what became of it; recent days have more posts than old ones."""
    age = AGE * (random.random() ** 2)
    begun = age + timedelta(hours=random.uniform(0.2, 60))
    if state == "draft":
        return {"written": age}
    if state == "scheduled":
        return {"written": age * 0.05, "public": -timedelta(days=random.uniform(0.5, 45))}
    if state == "withdrawn":
        return {"written": begun, "public": age, "withdrawn": age * random.random()}
    if state == "trashed":
        public = {"public": age} if random.random() < 0.5 else {}
        return {"written": begun, **public, "trashed": age * random.random()}
    return {"written": begun, "public": age}
