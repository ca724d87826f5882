"""A plan made real, by the same verbs as pages use."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

from blogsite import urls
from blogsite.cli.demo import pictures
from blogsite.cli.demo.illustrating import REFERENCE
from blogsite.cli.demo.pictures.finishing import finished
from blogsite.cli.demo.plan import BlogPlan, PersonPlan, Plan
from blogsite.lib import clock, passwords
from blogsite.models import Avatar, Blog, BlogPicture, BlogStyle, Picture, SettingsWish, User
from blogsite.models.blog_style import Style
from blogsite.models.membership import EDITOR
from blogsite.models.password import hashed
from blogsite.models.picture import Captioned
from blogsite.models.post import Manuscript
from blogsite.models.post.cover import Cover
from blogsite.presenters.looks import Look

AUTHOR = PersonPlan("Robin Vale", "demo@example.org")
"""Whoever is shown around: the owner of the first blog, an editor of the next two."""

_EDITED, _FACELESS = 3, 3
_LOOKS = (
    *(Look(), Look(theme="novel"), Look(theme="orchard"), Look(theme="studio")),
    *(Look(accent="#7a3fb0", fonts="magazine"), Look(theme="novel", accent="#1d5c88")),
    *(Look(theme="orchard", accent="#0f7a5a"), Look(theme="studio", fonts="review")),
)
"""One after the other, so that each theme is met in several languages."""
_ABOUT = {
    "en": "About",
    "de": "Über dieses Blog",
    "fr": "À propos",
    "ru": "О блоге",
    "ja": "このブログについて",
    "zh": "关于本博客",
    "ar": "عن المدونة",
}


class Seeding:
    """One run.

    Arguments:
        plan: what to make.
        password: of the demo author; nobody else can sign in.

    Raises:
        Invalid: the password is easy to guess.
    """

    def __init__(self, plan: Plan, *, password: str) -> None:
        self._plan = plan
        self._now = clock.now()
        self._author_hash = hashed(password, about=(AUTHOR.name, AUTHOR.email))
        self._nobodys_hash = passwords.hashed(secrets.token_urlsafe(32))

    @staticmethod
    def done_before() -> bool:
        """Whether there is a demo site here already."""
        return User.find_by_email(AUTHOR.email) is not None

    def run(self, advance: Callable[[int], None]) -> list[Blog]:
        """Make it.

        Arguments:
            advance: is told after each batch how many posts it had.
        """
        blogs = list(self._plan.blogs())
        self._draw(blogs)
        self._now = clock.now()
        author = self._account(AUTHOR, self._author_hash)
        others = [self._account(one, self._nobodys_hash) for one in self._plan.people[1:]]
        people = [author, *others]
        self._portray(people)
        return [self._blog(one, people, advance) for one in blogs]

    @staticmethod
    def _draw(blogs: Sequence[BlogPlan]) -> None:
        """All at once on all processors, and each picture once however many blogs have it."""
        numbers = {picture.number for blog in blogs for picture in blog.pictures}
        with ThreadPoolExecutor() as pool:
            list(pool.map(finished, sorted(numbers)))

    @staticmethod
    def _portray(people: Sequence[User]) -> None:
        # One in four shows no picture, as people do.
        for number, person in enumerate(people):
            if person.avatar is None and number % 4 != _FACELESS:
                Avatar.keep(pictures.face(number % pictures.FACES), of=person)

    def _account(self, person: PersonPlan, password_hash: str) -> User:
        return User.find_by_email(person.email) or User.create(
            email=person.email,
            name=person.name,
            password_hash=password_hash,
            may_administer=False,
        )

    def _blog(self, plan: BlogPlan, people: list[User], advance: Callable[[int], None]) -> Blog:
        owner, *editors = (people[number] for number in plan.members)
        blog = Blog.create(
            title=plan.title,
            description=plan.description,
            by=owner,
            language=plan.language,
            created_at=self._ago(plan.begun),
        )
        for editor in editors:
            blog.admit(editor, role=EDITOR)
        if plan.number < _EDITED:
            blog.admit(people[0], role=EDITOR)
        shelf = self._shelf(blog, plan, by=owner)
        BlogPicture.keep(pictures.emblem(plan.pictures[0].number), of=blog)
        BlogStyle.restyle(blog, Style(look=_LOOKS[plan.number % len(_LOOKS)]), by=owner)
        for count in blog.import_posts(self._manuscripts(plan, people, shelf)):
            advance(count)
        if plan.number < _EDITED:
            self._furnish(blog, plan, by=owner)
        return blog

    @staticmethod
    def _furnish(blog: Blog, plan: BlogPlan, *, by: User) -> None:
        """A page in the menu, and a post above the others."""
        page = SettingsWish(values={"kind": "page", "language": plan.language})
        blog.write(
            title=_ABOUT[plan.language],
            content=plan.description,
            status="published",
            settings=page,
            by=by,
        )
        for post in blog.front().posts[-1:]:
            post.revise(settings=SettingsWish(values={"pinned": True}), by=by)

    def _shelf(self, blog: Blog, plan: BlogPlan, *, by: User) -> list[Picture]:
        """The pictures of a blog, sent one after the other since it began."""
        some = [
            Captioned(
                picture=finished(one.number),
                label=pictures.label(one.number),
                alt=one.alt,
                at=self._ago(plan.begun - timedelta(days=7 * number)),
            )
            for number, one in enumerate(plan.pictures)
        ]
        return Picture.enter(some, blog_id=blog.id, by=by)

    def _manuscripts(
        self, plan: BlogPlan, people: list[User], shelf: Sequence[Picture]
    ) -> Iterator[Manuscript]:
        addresses = [urls.picture(one, one.largest) for one in shelf]
        for post in self._plan.posts(plan):
            yield Manuscript(
                title=post.title,
                content=REFERENCE.sub(lambda of: f"({addresses[int(of[1])]}", post.content),
                cover=None if post.cover is None else Cover.of(shelf[post.cover]),
                cover_caption=post.cover_caption,
                tags=post.tags,
                by=people[post.author],
                written_at=self._ago(post.written),
                public_at=self._maybe(post.public),
                withdrawn_at=self._maybe(post.withdrawn),
                trashed_at=self._maybe(post.trashed),
            )

    def _maybe(self, age: timedelta | None) -> datetime | None:
        return None if age is None else self._ago(age)

    def _ago(self, age: timedelta) -> datetime:
        # In whole milliseconds, as the database keeps time.
        return self._now - age // timedelta(milliseconds=1) * timedelta(milliseconds=1)
