"""Whatever is stored says which readers see it, so that no page outlives what it shows."""

from __future__ import annotations

from flask import Flask

from blogsite import create_app
from blogsite.database import Document, connection, indexes, readership
from blogsite.models import readers
from blogsite.web.page_cache.declaring import parameters_of
from config import Settings


def test_every_collection_says_who_sees_it() -> None:
    create_app(Settings.load({"SECRET_KEY": "a key for looking only"}))

    assert set(indexes.declared()) - set(readership.declared()) - {"shoes"} == set()


def test_every_collection_that_is_there_says_so_too(app: Flask) -> None:
    there = {
        name
        for name in connection().database.list_collection_names()
        if not name.startswith("system.")
    }

    assert there - set(readership.declared()) - {"shoes", "places"} == set()


def test_nothing_is_said_twice_or_of_what_is_not_there() -> None:
    assert set(readers.SEEN) & set(readers.UNSEEN) == set()
    assert all(reason for reason in readers.UNSEEN.values())


def test_each_document_names_what_it_belongs_to() -> None:
    nouns = {noun.collection_name: noun for noun in Document.__subclasses__()}
    for name, seen in readers.SEEN.items():
        fields = {*nouns[name].__dataclass_fields__, "_id"}
        tops = {one.partition(".")[0] for one in seen.unseen}
        assert set(seen.by.values()) <= fields, name
        # The blog's marks of who counts at the same time are no fields of the noun.
        assert {one for one in tops if not one.endswith("_at")} <= fields, name


def test_every_page_for_all_readers_is_kept_or_named_here(app: Flask) -> None:
    elsewhere = {
        "posts.permanent": "it only leads on",
        "pictures.show": "its address is for good",
        "search.site": "everybody asks for something else",
        "search.within": "everybody asks for something else",
        "machines.sitemap_index": "it is read seldom, and must not push out what is read often",
        "machines.sitemap": "it is long, and sent as it is written",
    }
    shown = {name for name, view in app.view_functions.items() if _scope(view) == "shown"}

    assert {name for name in shown if parameters_of(app, name) is None} == set(elsewhere)


def test_only_pages_for_all_readers_are_kept(app: Flask) -> None:
    kept = [name for name in app.view_functions if parameters_of(app, name) is not None]

    assert {_scope(app.view_functions[name]) for name in kept} == {"shown"}


def _scope(view: object) -> str:
    return str(getattr(view, "scope", ""))
