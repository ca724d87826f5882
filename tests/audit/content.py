"""The site that is judged: the demo site, with everything in it that a page can show."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import Flask

from blogsite import create_app, jobs, urls
from blogsite.cli.demo.plan import Plan
from blogsite.cli.demo.seeding import AUTHOR, Seeding
from blogsite.database import connection
from blogsite.lib import clock
from blogsite.models import (
    Blog,
    Picture,
    Post,
    Registration,
    Revision,
    SettingsWish,
    User,
    email_change,
    invitation,
    password_change,
)
from blogsite.models.device import Device
from blogsite.models.ticket import Ticket
from config import Settings
from tests.audit import addresses
from tests.audit.landscapes import landscape

BLOGS, POSTS, PICTURES = 6, 120, 10
_PASSWORD = "a word for nobody"
_WORDS = (
    "We left before the sun was over the ridge, and the valley lay in a blue so deep that the road "
    "seemed to end in water. By noon the wind had turned, and each of us took another picture of "
    "the same three hills.\n\n"
)


@dataclass(frozen=True, kw_only=True)
class Content:
    """What there is to look at.

    Arguments:
        paths: of the pages that are measured, by their names.
        every: the paths of all pages.
        email: of the owner of the first blog.
        password: hers.
    """

    paths: Mapping[str, str]
    every: Sequence[str]
    email: str = AUTHOR.email
    password: str = _PASSWORD


def filled(environment: Mapping[str, str]) -> Content:
    """Fill the site of that environment."""
    app = create_app(Settings.load(dict(environment)))
    with app.app_context():
        plan = Plan(blogs=BLOGS, posts=POSTS, seed=1)
        blogs = Seeding(plan, password=_PASSWORD).run(lambda _done: None)
        content = _content(app, blogs)
        connection().close()
    return content


def _content(app: Flask, blogs: Sequence[Blog]) -> Content:
    blog, owner = blogs[0], _owner()
    plain = blog.front().posts[0]
    pictured = _pictured(blog, owner)
    paths = {
        "front page": urls.home(),
        "blog": urls.blog(blog),
        "post": urls.post(plain),
        "post with ten pictures": urls.post(pictured),
        "sign-in": urls.login(),
    }
    known = _known(blog, pictured, owner)
    if known.keys() != addresses.KNOWN:
        raise SystemExit(f"not known, or needed no more: {known.keys() ^ addresses.KNOWN}")
    others = [path for one in blogs for path in (urls.blog(one), urls.post(one.front().posts[0]))]
    every = [*paths.values(), *addresses.every(app, known), *_doors(blog, owner), *others]
    return Content(paths=paths, every=list(dict.fromkeys(every)))


def _known(blog: Blog, post: Post, owner: User) -> dict[str, object]:
    """What stands in addresses."""
    return {
        "blog_slug": blog.slug,
        "blog_id": blog.id,
        "user_id": owner.id,
        "post_slug": post.slug,
        "post_id": post.id,
        "thing_id": post.id,
        "series_slug": blog.series[0]["slug"],
        "tag": post.tags[0],
        "picture_id": post.pictures[0],
        "size": "480",
        "year": clock.now().year,
        "revision_id": Revision.page_of(post).found[0].id,
    }


def _doors(blog: Blog, owner: User) -> list[str]:
    """What letters and shared links lead to."""
    draft = blog.write(title="Three hills by night", content=_WORDS, status="draft", by=owner)
    gone = blog.write(title="A fourth hill", content=_WORDS, status="published", by=owner)
    gone.loaded_blog = blog
    gone.withdraw(by=owner)
    Registration.request(
        email="new@example.org",
        password="some other word for nobody",
        name="New",
        browser="a browser",
        device=Device(),
    )
    waiting = Registration.waiting_for("new@example.org")[0]
    hour = invitation.LIFETIME
    change = Ticket.issue(email_change.CHANGE, lifetime=hour, user=owner, email="o@example.org")
    undo = Ticket.issue(email_change.UNDO, lifetime=hour, user=owner, email="o@example.org")
    password = Ticket.issue(password_change.PURPOSE, lifetime=hour, user=owner)
    return [
        urls.shared_draft(draft.share(by=owner).token or ""),
        urls.edit(draft),
        urls.post(gone),
        urls.activation(waiting.token),
        urls.invitation(invitation.invite().token),
        urls.email_confirmation(change.token),
        urls.email_undo(undo.token),
        urls.new_password(password.token),
        f"{urls.search()}?q=hills",
        f"{urls.search(blog)}?q=hills",
        "/nothing-here",
    ]


def _pictured(blog: Blog, owner: User) -> Post:
    """A post with single pictures, some with captions, and a gallery."""
    addresses = [f"/media/{_taken(number, blog, owner).id}/960" for number in range(PICTURES)]
    jobs.run_due()
    single = [
        f'{_WORDS}![Hills before noon]({address} "The ridge, once more")\n\n'
        for address in addresses[:6]
    ]
    gallery = "\n".join(f"![Hills, seen from the pass]({address})" for address in addresses[6:])
    post = blog.write(
        title="Ten pictures of three hills",
        content="".join(single) + gallery,
        tags=["hills"],
        status="published",
        settings=SettingsWish(values={"series": "Hills", "part": 1}),
        by=owner,
    )
    if len(post.pictures) != PICTURES:
        raise SystemExit(f"{len(post.pictures)} pictures of {PICTURES} are shown")
    post.revise(title="Ten pictures of three hills", content=f"{post.source}\n", by=owner)
    blog.refresh()
    post.loaded_blog = blog
    return post


def _taken(number: int, blog: Blog, owner: User) -> Picture:
    sent = io.BytesIO(landscape(number))
    return Picture.take(sent, label=f"hills-{number}.jpg", blog_id=blog.id, by=owner)


def _owner() -> User:
    found = User.find_by_email(AUTHOR.email)
    assert found is not None
    return found
