"""`flask jobs`: the work that waits."""

from __future__ import annotations

import logging
import signal
from collections.abc import Callable, Iterable, Sequence
from itertools import islice
from threading import Event

import click
from bson import ObjectId
from flask import current_app
from pymongo.errors import PyMongoError

from blogsite import jobs as queue
from blogsite.cli import output
from blogsite.cli.commands import Group, Refused
from blogsite.jobs import Job
from blogsite.models.post import refreshing, trashing
from blogsite.web import logs

jobs = Group("jobs", help="Letters to send and other work that waits: do, list, retry, drop it.")

log = logging.getLogger(__name__)

_STATES = click.Choice(["waiting", "dead"])


@jobs.command(
    examples=[
        ("jobs work", "a worker; run as many as you like, on as many machines"),
        ("jobs work --once", "from cron, where no worker runs"),
    ]
)
@click.option("--once", is_flag=True, help="Do what is due now, then stop.")
@output.as_json_option
def work(once: bool, as_json: bool) -> None:  # noqa: FBT001 (how Click hands over a flag)
    """Do what is waiting, and what will wait later, until stopped.

    `python app.py` runs a worker by itself; under another web server one has to be started.
    SIGTERM and Ctrl-C end it after the job that it is doing. What fails is tried again later,
    ten times at the most, then it is dead: see `jobs list --state dead`.
    """
    if once:
        refreshing.refresh_later()
        trashing.sweep_later()
        done = queue.run_due()
        output.facts({"done": done}, as_json=as_json, sentence=f"Done: {done}")
        return
    logs.take_over(current_app.config["SETTINGS"])
    stop = Event()
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, lambda *_: stop.set())
    _ask_for_what_is_left()
    queue.work(until=stop.wait)


def _ask_for_what_is_left() -> None:
    try:
        refreshing.refresh_later()
        trashing.sweep_later()
    except PyMongoError as error:
        log.warning("old posts are not seen to before the next start: %s", error)


@jobs.command(
    "list",
    examples=[
        ("jobs list --state dead", "what was given up, and why"),
        ("jobs list --json | jq -r .kind | sort | uniq -c", "how many of each kind"),
    ],
)
@click.option("--state", type=_STATES, help="Only those.")
@click.option("--limit", type=click.IntRange(min=1), help="How many at the most.")
@output.as_json_option
def list_jobs(state: str | None, limit: int | None, as_json: bool) -> None:  # noqa: FBT001
    """Show jobs, the oldest first. A finished job is gone."""
    found = islice(Job.every(state=state), limit)
    output.rows(map(_row, found), as_json=as_json, empty="No jobs wait.")


@jobs.command(
    examples=[
        ("jobs retry --dead", "after the mail server was mended"),
        ("jobs retry 6560…", "one job, now instead of later"),
    ]
)
@click.argument("ids", nargs=-1, metavar="[ID]...")
@click.option("--dead", is_flag=True, help="All that were given up.")
@output.as_json_option
def retry(ids: Sequence[str], dead: bool, as_json: bool) -> None:  # noqa: FBT001
    """Let jobs be done now, as if they had never failed; a worker takes them at once.

    Name them by ID, as `jobs list` shows it, or say --dead. Ends with status 1 when one of them
    is gone or is being done at this moment.
    """
    _each("retried", Job.retry, ids, dead=dead, as_json=as_json)


@jobs.command(
    examples=[
        ("jobs drop 6560…", "one job"),
        ("jobs drop --dead --yes", "all that were given up, without being asked"),
    ]
)
@click.argument("ids", nargs=-1, metavar="[ID]...")
@click.option("--dead", is_flag=True, help="All that were given up.")
@click.option("--yes", is_flag=True, help="Do not ask before dropping all dead ones.")
@output.as_json_option
def drop(
    ids: Sequence[str],
    dead: bool,  # noqa: FBT001
    yes: bool,  # noqa: FBT001
    as_json: bool,  # noqa: FBT001
) -> None:
    """Remove jobs undone: a letter that is dropped is never sent.

    Name them by ID, as `jobs list` shows it, or say --dead. Ends with status 1 when one of them
    is gone or is being done at this moment.
    """
    if dead and not yes:
        click.confirm(f"Drop {Job.count('dead')} dead jobs for good?", abort=True, err=True)
    _each("dropped", Job.drop, ids, dead=dead, as_json=as_json)


def _each(
    done: str, verb: Callable[[Job], bool], ids: Sequence[str], *, dead: bool, as_json: bool
) -> None:
    if bool(ids) == dead:
        raise click.UsageError("Name jobs by their ids, or say --dead.")
    unknown = [one for one in ids if not ObjectId.is_valid(one)]
    if unknown:
        raise click.BadParameter(f"{unknown[0]} is no id: an id has 24 hexadecimal digits.")
    results = dict(_tried(verb, _dead() if dead else map(_by_id, ids)))
    failed = [job for job, fine in results.items() if not fine]
    count = len(results) - len(failed)
    output.facts(
        {done: count, "left": list(map(str, failed))},
        as_json=as_json,
        sentence=f"{done.capitalize()}: {count}",
    )
    if failed and ids:
        raise Refused(f"Gone, or being done just now: {', '.join(map(str, failed))}")


def _tried(verb: Callable[[Job], bool], found: Iterable[Job]) -> Iterable[tuple[ObjectId, bool]]:
    return ((job.id, verb(job)) for job in found)


def _dead() -> Iterable[Job]:
    with output.progress("Dead jobs", Job.count("dead")) as advance:
        for job in Job.every(state="dead"):
            yield job
            advance(1)


def _by_id(text: str) -> Job:
    # One that is gone has no kind any more; its verbs find nothing and say so.
    return Job.find({"_id": ObjectId(text)}) or Job(id=ObjectId(text), kind="")


def _row(job: Job) -> output.Row:
    return {
        "id": job.id,
        "kind": job.kind,
        "state": "being done" if job.state == "waiting" and job.leased else job.state,
        "attempts": job.attempts,
        "due_at": job.run_at,
        "created_at": job.created_at,
        "last_error": job.last_error,
    }
