"""`flask db`: whether the database is as it should be."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from itertools import islice

import click
from pymongo.errors import OperationFailure

from blogsite.cli import output
from blogsite.cli.commands import Group, Refused
from blogsite.database import inspection
from blogsite.database.inspection import MISSING, PRESENT, UNKNOWN, Finding, Index
from blogsite.models import integrity

db = Group("db", help="The database: check it, and look at its indexes.")

_NAMED = 5  # orphans of one kind that are named


@db.command(
    examples=[
        ("db check", "after a move, a restore, an upgrade"),
        ("db check --fast", "without looking for orphans, as a monitor does it"),
        ("db check --json | jq 'select(.fine | not)'", "only what is wrong"),
    ]
)
@click.option("--fast", is_flag=True, help="Leave out the orphans: do not look at every document.")
@output.as_json_option
def check(fast: bool, as_json: bool) -> None:  # noqa: FBT001 (how Click hands over a flag)
    """Check connection, version, replica set, write concern, indexes and orphans.

    An orphan is something whose parent is gone, such as a post without a blog; there should be
    none. Looking for them reads a part of every document. Ends with status 1 when anything is not
    as it should be. Nothing is changed but for a mark that is written and taken away again.
    """
    findings: list[Finding] = []
    output.rows(_noted(fast=fast, into=findings), as_json=as_json, empty="")
    wrong = [one.name for one in findings if not one.fine]
    if wrong:
        raise Refused(f"Not as it should be: {', '.join(wrong)}")


@db.command(
    "indexes",
    examples=[
        ("db indexes", "what is there, what was missing"),
        ("db indexes --dry-run", "make nothing"),
    ],
)
@click.option("--dry-run", is_flag=True, help="Make nothing; status 1 when one is missing.")
@output.as_json_option
def list_indexes(dry_run: bool, as_json: bool) -> None:  # noqa: FBT001
    """Show declared indexes beside those that are there, and make the missing ones.

    The state `created` says that one was missing until now, `unknown` that no model declares it:
    from an older version, or made by hand; it costs a little with each write and is left alone.
    `different` is declared otherwise than it is there: drop it with mongosh, then run this again.
    Ends with status 1 when one cannot be made or is different.
    """
    before = list(inspection.all_indexes())
    if not dry_run:
        _create_missing(before)
    rows = [_index_row(one, created=not dry_run) for one in before]
    output.rows(rows, as_json=as_json, empty="No indexes are declared.")
    fine = {PRESENT, UNKNOWN, *(() if dry_run else (MISSING,))}
    wrong = [f"{one.collection}.{one.name}" for one in before if one.state not in fine]
    if wrong:
        raise Refused(f"Not as declared: {', '.join(wrong)}")


def _noted(*, fast: bool, into: list[Finding]) -> Iterator[output.Row]:
    for finding in _findings(fast=fast):
        into.append(finding)
        yield {"check": finding.name, "fine": finding.fine, "seen": finding.seen}


def _findings(*, fast: bool) -> Iterator[Finding]:
    yield from inspection.server()
    yield _indexes()
    if not fast:
        yield _orphans()


def _indexes() -> Finding:
    all_of_them = list(inspection.all_indexes())
    odd = [f"{one.collection}.{one.name} is {one.state}" for one in all_of_them if _is_odd(one)]
    unknown = sum(one.state == UNKNOWN for one in all_of_them)
    fine = f"{len(all_of_them) - unknown} as declared, unknown: {unknown}"
    return Finding(name="indexes", fine=not odd, seen="; ".join(odd) or fine)


def _is_odd(index: Index) -> bool:
    return index.state not in (PRESENT, UNKNOWN)


def _orphans() -> Finding:
    with output.progress("Documents", integrity.document_count()) as advance:
        found = integrity.orphans(advance)
        named = [
            f"{one.collection} {one.id} lacks its {one.lacks}" for one in islice(found, _NAMED)
        ]
        more = sum(1 for _ in found)
    seen = "; ".join([*named, *([f"and {more} more"] if more else [])])
    return Finding(name="orphans", fine=not named, seen=seen or "none")


def _create_missing(before: list[Index]) -> None:
    if not any(one.state == MISSING for one in before):
        return
    try:
        inspection.create_missing()
    except OperationFailure as error:
        raise Refused(f"An index cannot be made: {error}") from error


def _index_row(index: Index, *, created: bool) -> output.Row:
    made = created and index.state == MISSING
    return {**asdict(index), "state": "created" if made else index.state}
