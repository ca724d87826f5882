"""What people do in more than one journey."""

from __future__ import annotations

from tests.support.browser import Person
from tests.support.factories import PASSWORD, address, make_user


def register(person: Person, *, name: str) -> None:
    person.open("/")
    person.follow("Create account")
    person.fill(email=address(name), password=PASSWORD, name=name)
    person.press("Create account")
    person.sees("Check your mail")


def open_letter(person: Person, subject: str) -> None:
    """Read the newest letter with this subject among the kept ones."""
    person.open("/dev/mail")
    person.waits_for(subject)
    person.follow(subject)


def activate(person: Person) -> None:
    open_letter(person, "Activate your account")
    person.follow(f"{person.site}/users/activate/")
    person.press("Activate my account")
    person.sees("Your account is active")


def sign_in(person: Person, *, name: str) -> None:
    person.open("/login")
    person.fill(email=address(name), password=PASSWORD)
    person.press("Sign in")


def come_in(person: Person, *, name: str) -> None:
    """Have an account and sign in, where that is not what the journey is about."""
    make_user(name)
    sign_in(person, name=name)


def make_blog(person: Person, *, title: str) -> None:
    person.open("/blogs/new")
    person.fill(title=title)
    person.press("Create blog")
    person.sees(title)


def write(person: Person, *, title: str, content: str, then: str) -> None:
    person.open("/blogs")
    person.follow("New post")
    person.fill(title=title, content=content)
    person.press(then)
