"""`flask jobs`: the work that waits."""

from __future__ import annotations

import logging
import signal
from threading import Event

import click
from flask.cli import AppGroup

from blogsite import jobs as queue

jobs = AppGroup("jobs", help="Letters to send and other work that waits.")


@jobs.command()
@click.option("--once", is_flag=True, help="Do what is due now, then stop.")
def work(once: bool) -> None:  # noqa: FBT001 (how Click hands over a flag)
    """Do what is waiting, and what will wait later, until stopped."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s worker %(message)s")
    if once:
        click.echo(f"Done: {queue.run_due()}")
        return
    stop = Event()
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, lambda *_: stop.set())
    queue.work(until=stop.wait)
