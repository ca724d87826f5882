"""A life of blogs in random steps, and every address that it ever gave to somebody.

The same seed lives the same life. What is known beforehand of an address is only what was promised:
that it once showed something. `broken` then says which of them do not keep it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any

from blogsite.models import Blog, Post, SettingsWish, User
from blogsite.models.errors import Invalid
from blogsite.models.redirect import Redirects
from tests.support.factories import make_blog, make_post

WORDS = [f"{one}-{two}" for one in ("red", "old", "wet", "far") for two in ("fog", "dew", "sky")]
NAMES = ("alder", "birch", "cedar", "elm", "fir", "hazel")
TAG, SERIES = "tags/weather", "series/walks"
PAGES = ("", "archive", TAG, "feed.xml", "rss.xml", "feed.json", f"{TAG}/feed.xml")
"""What each blog always has, if only to say that there is nothing."""

# An address asked for: its status, and where it leads.
Ask = Callable[[str], tuple[int, str | None]]


@dataclass
class Life:
    """Two blogs, their posts, and the addresses that were given out: what each once showed."""

    random: Random
    owner: User
    blogs: list[Blog] = field(default_factory=list)
    posts: list[Post] = field(default_factory=list)
    given: dict[str, set[Any]] = field(default_factory=dict)
    once: dict[tuple[Any, str], set[Any]] = field(default_factory=dict)
    lived: list[str] = field(default_factory=list)

    def begin(self) -> None:
        for name in NAMES[:2]:
            self.blogs.append(make_blog(by=self.owner, title=name))
        for blog in self.blogs:
            make_post(blog, by=self.owner, status="published")
        self.note()

    def step(self) -> None:
        """Do one thing that somebody might do; what is refused is no step."""
        kinds = (
            *(self.rename_post, self.rename_post, self.rename_blog, self.write, self.withdraw),
            *(self.publish, self.publish, self.trash, self.restore, self.restore, self.unlist),
            *(self.redirect, self.redirect),
        )
        act = self.purge if self.random.random() < 0.03 else self.random.choice(kinds)
        try:
            act()
        except Invalid:
            self.lived.append(f"{act.__name__}: refused")
        else:
            self.lived.append(act.__name__)
        self.note()

    def note(self) -> None:
        """Remember each address that shows something to everybody now."""
        for address, thing in self.shown().items():
            self._give(address, thing)
            # A tag is a word as somebody wrote it: in other letters it is another.
            if TAG not in address:
                self._give(f"{address.upper()}/", thing)
            if not address.endswith(SERIES):
                self.given[f"/posts/{thing}"] = {thing}

    def _give(self, address: str, thing: Any) -> None:
        # What shows something below one name of a blog shows it below each other.
        name, _slash, rest = address.lower().removeprefix("/@").partition("/")
        blog = next(one for one in self.blogs if one.slug == name)
        once = self.once.setdefault((blog.id, rest.rstrip("/")), set())
        once.add(thing)
        self.given[address] = once

    def shown(self) -> dict[str, Any]:
        """What shows something to everybody now, and what."""
        self._look()
        names = {blog.id: f"/@{blog.slug}/" for blog in self.blogs}
        shown: dict[str, Any] = {
            home + rest: blog for blog, home in names.items() for rest in PAGES
        }
        for post in self.posts:
            here = names[post.blog_id]
            if post.published:
                shown |= {f"{here}{post.slug}{ending}": post.id for ending in ("", ".md")}
            if post.listed and post.part:
                shown[here + SERIES] = post.part.series_id
        return shown

    def rename_post(self) -> None:
        self._post().revise(slug=self.random.choice(WORDS), by=self.owner)

    def rename_blog(self) -> None:
        self.random.choice(self.blogs).move(self.random.choice(NAMES), by=self.owner)

    def write(self) -> None:
        self._written()

    def withdraw(self) -> None:
        self._post().withdraw(by=self.owner)

    def publish(self) -> None:
        self._post().publish(by=self.owner)

    def unlist(self) -> None:
        self._post().set_visibility("unlisted", by=self.owner)

    def trash(self) -> None:
        self._post().trash(by=self.owner)

    def restore(self) -> None:
        self._post().restore(by=self.owner)

    def purge(self) -> None:
        post = self._post()
        post.trash(by=self.owner)
        post.remove(by=self.owner)

    def redirect(self) -> None:
        post = self._post()
        blog = self.random.choice(self.blogs)
        path = f"{self.random.randint(2000, 2004)}/{self.random.choice(WORDS)}.html"
        page = self.random.random() < 0.3
        target = self.random.choice(("feed.xml", "/")) if page else f"/posts/{post.id}"
        Redirects(blog).add(path, target, by=self.owner)
        if page or post.published:
            thing = blog.id if page else post.id
            self._give(f"/@{blog.slug}/{path}", thing)

    def _look(self) -> None:
        self.posts = Post.load_all(Post.collection().find({"blog_id": {"$in": self._ids()}}))

    def _ids(self) -> list[Any]:
        return [blog.id for blog in self.blogs]

    def _post(self) -> Post:
        there = [one for one in self.posts if one.removal is None]
        return self.random.choice(there) if there else self._written()

    def _written(self) -> Post:
        blog = self.random.choice(self.blogs)
        status = self.random.choice(("draft", "published"))
        title = self.random.choice(WORDS)
        values = {"series": "Walks"} if self.random.random() < 0.3 else {}
        settings = SettingsWish(values=values)
        return make_post(
            blog, by=self.owner, title=title, status=status, tags=["weather"], settings=settings
        )


def broken(life: Life, ask: Ask, addresses: Sequence[str] = ()) -> list[str]:
    """The addresses that answer otherwise than was promised, and how.

    200; or one 301 to an address that answers 200; or 410, if nothing is public any more of what
    was there. What is shown in the end is what the address once showed, or what took the same place
    in the blog since.
    """
    found = []
    shown = life.shown()
    public = set(shown.values())
    for address in addresses or life.given:
        status, leads_to = ask(address)
        last = leads_to if status == 301 and leads_to else address
        end = ask(last)[0] if last != address else status
        # Whether any part of a series is left, its own page alone knows.
        if status == 410 or (end == 410 and last.endswith(SERIES)):
            if life.given[address] & public:
                found.append(f"{address} → 410, but what it showed is public")
        elif end != 200:
            found.append(f"{address} → {status} {leads_to or ''} → {end}")
        elif shown.get(last) not in life.given[address] or _source(address) != _source(last):
            found.append(f"{address} shows something else at {last}")
    return found


def _source(address: str) -> bool:
    return address.lower().rstrip("/").endswith(".md")
