"""The site that is judged: the demo site, and a post with ten pictures."""

from __future__ import annotations

import io
from collections.abc import Mapping

from blogsite import create_app, jobs, urls
from blogsite.cli.demo.plan import Plan
from blogsite.cli.demo.seeding import Seeding
from blogsite.database import connection
from blogsite.models import Blog, Picture
from blogsite.models.membership import OWNER, Membership
from blogsite.models.user import User
from config import Settings
from tests.audit.landscapes import landscape

BLOGS, POSTS, PICTURES = 6, 120, 10
_PASSWORD = "a word for nobody"
_WORDS = (
    "We left before the sun was over the ridge, and the valley lay in a blue so deep that the road "
    "seemed to end in water. By noon the wind had turned, and each of us took another picture of "
    "the same three hills.\n\n"
)


def filled(environment: Mapping[str, str]) -> dict[str, str]:
    """Fill the site of that environment; the paths of the pages to judge, by their names."""
    app = create_app(Settings.load(dict(environment)))
    with app.app_context():
        plan = Plan(blogs=BLOGS, posts=POSTS, seed=1)
        blog = Seeding(plan, password=_PASSWORD).run(lambda _done: None)[0]
        plain = blog.front().posts[0]
        paths = {
            "front page": urls.home(),
            "blog": urls.blog(blog),
            "post": urls.post(plain),
            "post with ten pictures": _pictured(blog),
            "sign-in": urls.login(),
        }
        connection().close()
    return paths


def _pictured(blog: Blog) -> str:
    """The path of a post with single pictures, some with captions, and a gallery."""
    owner = _owner(blog)
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
        status="published",
        by=owner,
    )
    if len(post.pictures) != PICTURES:
        raise SystemExit(f"{len(post.pictures)} pictures of {PICTURES} are shown")
    post.loaded_blog = blog
    return urls.post(post)


def _taken(number: int, blog: Blog, owner: User) -> Picture:
    sent = io.BytesIO(landscape(number))
    return Picture.take(sent, label=f"hills-{number}.jpg", blog_id=blog.id, by=owner)


def _owner(blog: Blog) -> User:
    found = Membership.find({"blog_id": blog.id, "role": OWNER})
    assert found is not None
    return User.get(found.user_id)
