"""Whatever holds something about a person is in every copy and goes with the account."""

from __future__ import annotations

from dataclasses import fields

from blogsite import create_app
from blogsite.database import Document
from blogsite.models.holdings import ELSEWHERE, HOLDINGS
from config import Settings

NAMES_A_PERSON = {"user_id", "author_id", "email_key", "email"}
SECRET = {"password_hash", "public_key", "credential_id", "sealed_secret", "recovery", "salt"}
THEMSELVES = {"users"}


def test_every_collection_that_names_a_person_is_seen_to() -> None:
    create_app(Settings.load({"SECRET_KEY": "a key for looking only"}))

    named = {
        noun.collection_name
        for noun in _nouns(Document)
        if NAMES_A_PERSON & {one.name for one in fields(noun)}
    }

    assert named - set(HOLDINGS) - set(ELSEWHERE) - THEMSELVES == set()


def test_no_secret_is_among_what_a_copy_tells() -> None:
    assert {name for name, one in HOLDINGS.items() if SECRET & set(one.told)} == set()


def test_ids_that_open_something_are_told_of_handles_only() -> None:
    assert {name for name, one in HOLDINGS.items() if "_id" in one.told} == {"handles"}


def _nouns(noun: type[Document]) -> set[type[Document]]:
    below = {one for child in noun.__subclasses__() for one in _nouns(child)}
    return below | ({noun} if hasattr(noun, "collection_name") else set())
