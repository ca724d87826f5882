"""What happens on the site, told to whoever listens.

A signal is sent when its act is committed, once for each act that changed something; what the act
found done already is not told again. A listener is called in the process that acted, with the
noun as the sender and the rest by name:

    @post_published.connect
    def tell(post, *, by): ...

An exception in a listener reaches the person who acted, whose act is done all the same: listeners
that may fail ask for a job instead (`jobs.later`). docs/signals.md lists all of them for people.
"""

from __future__ import annotations

from typing import Any

from blinker import NamedSignal, Namespace

from blogsite.database import after_commit

_signals = Namespace()

user_registered = _signals.signal("user-registered", "A `Registration` waits for its activation.")
user_activated = _signals.signal("user-activated", "There is a new account: a `User`.")
user_signed_in = _signals.signal("user-signed-in", "A `User` signed in.")
user_signed_out = _signals.signal(
    "user-signed-out", "Somebody signed out; the sender is the id of the `User`."
)
user_suspended = _signals.signal(
    "user-suspended", "A `User` is kept out: see `user.suspension`; `by` whom, or None."
)
user_reinstated = _signals.signal(
    "user-reinstated", "A `User` is let in again; `by` whom, or None."
)
user_removed = _signals.signal(
    "user-removed", "An account was deleted; the sender is the id of its user."
)
blog_created = _signals.signal("blog-created", "A `Blog` was made; `by` its owner.")
blog_moved = _signals.signal(
    "blog-moved", "A `Blog` has another name, and so another address; `by` whom."
)
blog_described = _signals.signal(
    "blog-described", "A `Blog` has another title, description, language or clock; `by` whom."
)
blog_removed = _signals.signal("blog-removed", "A `Blog` was deleted for good; `by` whom.")
member_admitted = _signals.signal(
    "member-admitted", "A `Membership` began: somebody may write in a blog."
)
post_written = _signals.signal("post-written", "A `Post` was saved for the first time; `by` whom.")
post_revised = _signals.signal(
    "post-revised", "The title, text, tags, address or settings of a `Post` changed; `by` whom."
)
post_published = _signals.signal("post-published", "A `Post` became public now; `by` whom.")
post_scheduled = _signals.signal(
    "post-scheduled",
    "A `Post` will be public at `post.publication.at`; `by` whom. That moment sends no signal.",
)
post_withdrawn = _signals.signal("post-withdrawn", "A `Post` is a draft again; `by` whom.")
post_unlisted = _signals.signal(
    "post-unlisted", "A `Post` is kept out of all lists, public or not; `by` whom."
)
post_listed = _signals.signal("post-listed", "A `Post` may stand in lists again; `by` whom.")
post_trashed = _signals.signal("post-trashed", "A `Post` went to the trash; `by` whom.")
post_restored = _signals.signal("post-restored", "A `Post` came out of the trash; `by` whom.")
post_removed = _signals.signal("post-removed", "A `Post` was deleted for good; `by` whom, or None.")


def tell(signal: NamedSignal, sender: Any, **details: Any) -> None:
    """Send a signal as soon as what it tells of is committed."""

    def send() -> None:
        signal.send(sender, **details)

    after_commit(send)
