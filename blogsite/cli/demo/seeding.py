"""A plan made real, by the same verbs as pages use."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from blogsite.cli.demo.plan import BlogPlan, PersonPlan, Plan
from blogsite.lib import clock, passwords
from blogsite.models import Blog, SettingsWish, User
from blogsite.models.membership import EDITOR
from blogsite.models.password import hashed
from blogsite.models.post import Manuscript

AUTHOR = PersonPlan("Robin Vale", "demo@example.org")
"""Whoever is shown around: the owner of the first blog, an editor of the next two."""

_EDITED = 3
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
        author = self._account(AUTHOR, self._author_hash)
        others = [self._account(one, self._nobodys_hash) for one in self._plan.people[1:]]
        people = [author, *others]
        return [self._blog(one, people, advance) for one in self._plan.blogs()]

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
            created_at=self._ago(plan.begun),
        )
        for editor in editors:
            blog.admit(editor, role=EDITOR)
        if plan.number < _EDITED:
            blog.admit(people[0], role=EDITOR)
        for count in blog.import_posts(self._manuscripts(plan, people)):
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

    def _manuscripts(self, plan: BlogPlan, people: list[User]) -> Iterator[Manuscript]:
        for post in self._plan.posts(plan):
            yield Manuscript(
                title=post.title,
                content=post.content,
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
