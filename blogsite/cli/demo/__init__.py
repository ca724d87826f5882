"""`flask demo`: a lively site to try, to measure and to take pictures of."""

from __future__ import annotations

import secrets
import time

import click
from flask import current_app

from blogsite import urls
from blogsite.cli import output
from blogsite.cli.commands import Group, Refused
from blogsite.cli.demo.plan import Plan
from blogsite.cli.demo.seeding import AUTHOR, Seeding
from blogsite.models import Blog

demo = Group("demo", help="A lively site to try, to measure and to take pictures of.")

_MOST_BLOGS = 10_000
_MOST_POSTS = 10_000_000


@demo.command(
    examples=[
        ("demo seed", "20 blogs with 2000 posts, beside the running site"),
        ("demo seed --blogs 3 --posts 50 --seed 7", "a small one, the same every time"),
        ("demo seed --more --seed 8", "other blogs on top of it"),
    ]
)
@click.option(
    "--blogs", type=click.IntRange(1, _MOST_BLOGS), default=20, show_default=True, help="How many."
)
@click.option(
    "--posts", type=click.IntRange(0, _MOST_POSTS), default=2000, show_default=True, help="In all."
)
@click.option("--seed", "number", type=int, default=1, show_default=True, help="Which site it is.")
@click.option("--more", is_flag=True, help="Add to the demo site that is here already.")
@click.option("--password", help="For the demo author; left out, one is made up and printed.")
@click.option("--yes", is_flag=True, help="Do not ask before filling a site that others can reach.")
@output.as_json_option
def seed(
    blogs: int,
    posts: int,
    number: int,
    more: bool,  # noqa: FBT001 (how Click hands over a flag, here and below)
    password: str | None,
    yes: bool,  # noqa: FBT001
    as_json: bool,  # noqa: FBT001
) -> None:
    """Fill the site with blogs and posts that look as if people had written them.

    In seven languages and five scripts, over two years, with tags, drafts, scheduled, withdrawn
    and trashed posts. The same --seed gives the same people, texts and addresses, and the same
    dates counted back from now. At the end it says how to sign in as the demo author; the
    other authors cannot sign in, and none of them administers the site.

    A second run is refused, so that a site is not filled by mistake. With --more it adds blogs:
    with another seed other ones, with the same seed the same ones once more under numbered
    addresses. There is no way to take a demo site away but to remove its DATA_DIR: give it one of
    its own.
    """
    seeded = _seeded(more=more, password=password, yes=yes)
    chosen = password or secrets.token_urlsafe(9)
    begun = time.monotonic()
    seeding = Seeding(Plan(blogs=blogs, posts=posts, seed=number), password=chosen)
    with output.progress("Posts", posts) as advance:
        made = seeding.run(advance)
    facts = {
        "blogs": len(made),
        "posts": posts,
        "seconds": round(time.monotonic() - begun, 1),
        "sign_in": urls.absolute(urls.login()),
        "email": AUTHOR.email,
        "password": None if seeded else chosen,
        "addresses": [urls.absolute(urls.blog(blog)) for blog in made],
    }
    output.facts(facts, as_json=as_json, sentence=_told(facts, made))


def _seeded(*, more: bool, password: str | None, yes: bool) -> bool:
    seeded = Seeding.done_before()
    if seeded and not more:
        raise Refused("There is a demo site here already: say --more to add to it.")
    if seeded and password:
        raise click.UsageError("The demo author has a password already: leave --password out.")
    if not (current_app.config["SETTINGS"].on_loopback or yes):
        click.confirm("Others can reach this site. Fill it all the same?", abort=True, err=True)
    return seeded


def _told(facts: output.Row, made: list[Blog]) -> str:
    password = facts["password"] or "the one printed the first time"
    return (
        f"{facts['blogs']} blogs with {facts['posts']} posts in {facts['seconds']} s. Begin at "
        f"{urls.absolute(urls.blog(made[0]))}\n"
        f"Sign in at {facts['sign_in']} as {AUTHOR.email}, password: {password}"
    )
