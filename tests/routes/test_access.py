"""Who gets what at every address: each cell is written by hand, the URL map finds missing rows.

The actors: somebody signed out; somebody who has registered and not activated; Carol, who is no
member of the blog; Alice, its owner, a while after signing in; Alice, just signed in; and somebody
who was suspended while signed in. A cell is a status, or where one is led: `login`, or `confirm`
to prove once more who is there. Forms are sent empty, by one after the other in this order: where
Alice signs out all others, she does it from the older browser first.
"""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from werkzeug.test import TestResponse

from blogsite import create_app
from blogsite.lib import clock
from blogsite.models import Blog, Post, User
from blogsite.models.session import FRESH
from config import Settings
from tests.support.factories import make_user
from tests.support.rules import filled
from tests.support.visitor import Visitor

ACTORS = ("signed out", "waiting", "stranger", "owner", "owner just now", "suspended")

TABLE = """
GET  /                                             200   200   200     200     200   200
GET  /@<blog_slug>/                                200   200   200     200     200   200
GET  /@<blog_slug>/<post_slug>                     200   200   200     200     200   200
GET  /@<blog_slug>/style-<digest>.css              404   404   404     404     404   404
GET  /@<blog_slug>/series/<series_slug>            404   404   404     404     404   404
GET  /media/blogs/<object_id:blog_id>/<digest>.webp  404   404   404     404     404   404
GET  /media/social/<object_id:thing_id>/<digest>.png 302   302   302     302     302   302
GET  /@<blog_slug>/search                          200   200   200     200     200   200
GET  /search                                       200   200   200     200     200   200
GET  /sitemap.xml                                   200   200   200   200   200   200
GET  /sitemap/<object_id:first>.xml                 404   404   404   404   404   404
GET  /llms.txt                                      200   200   200   200   200   200
GET  /@<blog_slug>/llms.txt                         200   200   200   200   200   200
GET  /@<blog_slug>/<post_slug>.md                   200   200   200   200   200   200
GET  /feed.xml                                      200   200   200   200   200   200
GET  /rss.xml                                       200   200   200   200   200   200
GET  /feed.json                                     200   200   200   200   200   200
GET  /feeds                                         200   200   200   200   200   200
GET  /@<blog_slug>/feed.xml                         200   200   200   200   200   200
GET  /@<blog_slug>/rss.xml                          200   200   200   200   200   200
GET  /@<blog_slug>/feed.json                        200   200   200   200   200   200
GET  /@<blog_slug>/feeds                            200   200   200   200   200   200
GET  /@<blog_slug>/tags/<path:tag>/feed.xml         200   200   200   200   200   200
GET  /@<blog_slug>/tags/<path:tag>/rss.xml          200   200   200   200   200   200
GET  /@<blog_slug>/tags/<path:tag>/feed.json        200   200   200   200   200   200
GET  /@<blog_slug>/tags/<path:tag>/feeds            200   200   200   200   200   200
GET  /@<blog_slug>/tags/<path:tag>                  200   200   200   200   200   200
GET  /@<blog_slug>/archive                          200   200   200   200   200   200
GET  /@<blog_slug>/archive/<year:year>              200   200   200   200   200   200
GET  /@<blog_slug>/authors/<object_id:user_id>      200   200   200   200   200   200
GET  /users/<object_id:user_id>                     200   200   200   200   200   200
GET  /tags/<path:tag>                               200   200   200   200   200   200
GET  /tags/<path:tag>/feed.xml                      200   200   200   200   200   200
GET  /tags/<path:tag>/rss.xml                       200   200   200   200   200   200
GET  /tags/<path:tag>/feed.json                     200   200   200   200   200   200
GET  /tags/<path:tag>/feeds                         200   200   200   200   200   200
GET  /blogs/<object_id:user_id>/feed.xml            200   200   200   200   200   200
GET  /blogs/<object_id:user_id>/rss.xml             200   200   200   200   200   200
GET  /blogs/<object_id:user_id>/feed.json           200   200   200   200   200   200
GET  /blogs/<object_id:user_id>/feeds               200   200   200   200   200   200
GET  /posts/<object_id:thing_id>                   301     301     302     302     302     301
GET  /blogs/<object_id:user_id>                    200   200   200     200     200   200
GET  /healthz                                      200   200   200     200     200   200
GET  /readyz                                       200   200   200     200     200   200
GET  /.well-known/security.txt                     404   404   404     404     404   404
GET  /robots.txt                                   200   200   200     200     200   200
GET  /dev/mail                                     200   200   200     200     200   200
GET  /.well-known/change-password                  302   302   302     302     302   302

GET  /register                                     200   200   200     200     200   200
POST /auth/register                                422   422   422     422     422   422
GET  /register/check-mail                          200   200   200     200     200   200
GET  /register/letter                              200   200   200     200     200   200
POST /register/letter                              422   422   422     422     422   422
GET  /users/activate/<token>                       404   404   404     404     404   404
POST /users/activate/<token>                       404   404   404     404     404   404
GET  /voucher/redeem/<token>                       404   404   404     404     404   404
POST /voucher/redeem/<token>                       404   404   404     404     404   404

GET  /login                                        200   200   302     302     302   200
POST /auth/login                                   422   422   422     422     422   422
POST /auth/logout                                  302   302   302     302     302   302
GET  /auth/password-reset                          200   200   200     200     200   200
POST /auth/password-reset                          422   422   422     422     422   422
GET  /auth/password-reset/check-mail               200   200   200     200     200   200
GET  /auth/password-reset/<token>                  404   404   404     404     404   404
POST /auth/password-reset/<token>                  404   404   404     404     404   404
GET  /auth/confirmation                            login login 200     200     200   login
POST /auth/confirmation                            login login 422     422     422   login
POST /auth/confirmation/code                       login login 422     422     422   login
POST /auth/confirmation/passkey                    login login 401     401     401   login
POST /auth/passkey                                 401   401   401     401     401   401
GET  /auth/second-step                             401   401   401     401     401   401
POST /auth/second-step                             401   401   401     401     401   401

GET  /auth/oauth/<provider>                        404   404   404     404     404   404
GET  /auth/oauth/<provider>/callback               404   404   404     404     404   404
GET  /auth/identities/known-address                login login login   login   login login
POST /auth/identities/known-address                login login login   login   login login
GET  /auth/identities/new-address                  login login login   login   login login
POST /auth/identities/new-address                  login login login   login   login login
GET  /auth/identities/check-mail                   200   200   200     200     200   200
GET  /auth/identities/letters/<token>              404   404   404     404     404   404
POST /auth/identities/letters/<token>              404   404   404     404     404   404
GET  /account/identities                           login login confirm confirm 302   login
POST /account/identities                           login login confirm confirm 302   login
POST /account/identities/<provider>                login login confirm confirm 404   login
POST /account/identities/<object_id:identity_id>/removal login login confirm confirm 302 login

GET  /profile                                      login login 200     200     200   login
GET  /account                                      login login 200     200     200   login
POST /account                                      login login 302     302     302   login
POST /account/language                             login login 302     302     302   login
POST /account/time-zone                            login login 422     422     422   login
POST /account/avatar                               login login 422     422     422   login
POST /account/avatar/removal                       login login 302     302     302   login
GET  /media/avatars/<object_id:user_id>/<digest>.webp 404 404 404     404     404   404
GET  /account/download                             login login confirm confirm 200   login
POST /account/download                             login login confirm confirm 200   login
GET  /account/deletion                             login login confirm confirm 200   login
POST /account/deletion                             login login confirm confirm 422   login
GET  /account/deletion/withdrawal                  login login 302     302     302   login
POST /account/deletion/withdrawal                  login login 302     302     302   login
GET  /account/security                             login login 200     200     200   login
GET  /account/security/events                      login login 200     200     200   login
GET  /account/password                             login login confirm confirm 200   login
POST /account/password                             login login confirm confirm 422   login
GET  /account/email                                login login confirm confirm 200   login
POST /account/email                                login login confirm confirm 422   login
GET  /account/email/check-mail                     login login 200     200     200   login
GET  /account/email/<token>                        404   404   404     404     404   404
POST /account/email/<token>                        404   404   404     404     404   404
GET  /account/email/undo/<token>                   404   404   404     404     404   404
POST /account/email/undo/<token>                   404   404   404     404     404   404
GET  /account/passkeys/new                         login login confirm confirm 200   login
POST /account/passkeys/new                         login login confirm confirm 422   login
GET  /account/passkeys/<object_id:passkey_id>/name login login 404     404     404   login
POST /account/passkeys/<object_id:passkey_id>/name login login 404     404     404   login
POST /account/passkeys/<object_id:passkey_id>/removal login login confirm confirm 302 login
GET  /account/authenticator                        login login confirm confirm 200   login
POST /account/authenticator                        login login 302     302     302   login
POST /account/authenticator/removal                login login confirm confirm 404   login
GET  /account/recovery-codes                       login login confirm confirm 404   login
POST /account/recovery-codes                       login login confirm confirm 404   login
POST /account/sessions/revocation                  login   login   302     302     login   login
POST /account/sessions/<object_id:session_id>/revocation login login 302 302   302   login

GET  /blogs                                        login login 200     200     200   login
GET  /blogs/<object_id:blog_id>/drafts             login login 403     200     200   login
GET  /blogs/<object_id:blog_id>/scheduled          login login 403     200     200   login
GET  /blogs/<object_id:blog_id>/posts              login login 403     200     200   login
GET  /blogs/<object_id:blog_id>/posts/bulk         login login 403     302     302   login
POST /blogs/<object_id:blog_id>/posts/bulk         login login 403     422     422   login
GET  /media/<object_id:picture_id>/<size>          404   404   404     404     404   404
GET  /blogs/<object_id:blog_id>/media              login login 403     200     200   login
POST /blogs/<object_id:blog_id>/media              login login 403     422     422   login
POST /blogs/<object_id:blog_id>/media/<object_id:picture_id>/alt login login 403 404 404 login
POST /blogs/<object_id:blog_id>/media/descriptions login login 403     302     302   login
GET  /blogs/<object_id:blog_id>/media/<object_id:picture_id> login login 403 404 404 login
POST /blogs/<object_id:blog_id>/media/<object_id:picture_id>/file login login 403 404 404 login
GET  /blogs/<object_id:blog_id>/media/<object_id:picture_id>/removal login login 403 404 404 login
POST /blogs/<object_id:blog_id>/media/<object_id:picture_id>/removal login login 403 302 302 login
GET  /posts                                        login login 200     200     200   login
GET  /posts/drafts                                 login login 200     200     200   login
GET  /posts/scheduled                              login login 200     200     200   login
GET  /posts/trash                                  login login 200     200     200   login
GET  /posts/trash/removal                          login login 200     200     200   login
POST /posts/trash/removal                          login login 302     302     302   login
GET  /blogs/new                                    login login 200     200     200   login
POST /blogs/new                                    login login 422     422     422   login
GET  /posts/new/<object_id:blog_id>                login login 403     200     200   login
POST /posts/new/<object_id:blog_id>                login login 403     422     422   login
GET  /posts/<object_id:post_id>/edit               login login 403     200     200   login
POST /posts/<object_id:post_id>/edit               login   login   403     422     422     login
POST /posts/new/<object_id:blog_id>/preview        login   login   403     200     200     login
POST /posts/<object_id:post_id>/edit/preview       login   login   403     200     200     login
GET  /blogs/<object_id:blog_id>/address                login   login   403     200     200     login
POST /blogs/<object_id:blog_id>/address                login   login   403     302     302     login
GET  /blogs/<object_id:blog_id>/menu                   login   login   403     200     200     login
POST /blogs/<object_id:blog_id>/menu                   login   login   403     302     302     login
GET  /blogs/<object_id:blog_id>/settings               login   login   403     200     200     login
POST /blogs/<object_id:blog_id>/settings               login   login   403     302     302     login
GET  /blogs/<object_id:blog_id>/appearance         login login 403     200     200   login
POST /blogs/<object_id:blog_id>/appearance         login login 403     302     302   login
POST /blogs/<object_id:blog_id>/appearance/preview login login 403     200     200   login
GET  /blogs/<object_id:blog_id>/redirects              login   login   403     200     200     login
POST /blogs/<object_id:blog_id>/redirects              login   login   403     422     422     login
POST /blogs/<object_id:blog_id>/redirects/import       login   login   403     422     422     login
POST /blogs/<object_id:blog_id>/redirects/<object_id:redirect_id>/removal login login 403 302 302 login
GET  /blogs/<object_id:blog_id>/picture                login   login   403     200     200     login
POST /blogs/<object_id:blog_id>/picture               login   login   403     422     422     login
POST /blogs/<object_id:blog_id>/picture/removal       login   login   403     302     302     login
POST /posts/new/<object_id:blog_id>/cover              login   login   403     422     422     login
POST /posts/<object_id:post_id>/edit/cover            login   login   403     422     422     login
POST /blogs/<object_id:blog_id>/preview            login   login   403     200     200     login
POST /posts/new/<object_id:blog_id>/pictures       login   login   403     302     302     login
POST /posts/<object_id:post_id>/edit/pictures      login   login   403     302     302     login
POST /posts/<object_id:post_id>/autosave           401   401   403     422     422     401
POST /posts/new/<object_id:blog_id>/autosave       401   401   403     422     422     401
POST /posts/autosaves/<object_id:autosave_id>/removal login login 302   302     302     login
POST /posts/kept/<object_id:kept_id>/removal       login   login   302     302     302     login
POST /posts/<object_id:post_id>/publication        login login 403     302     302   login
POST /posts/<object_id:post_id>/publication/withdrawal login login 403 302     302   login
GET  /posts/previews/<token>                       404   404   404     404     404   404
GET  /posts/previews/media/<token>/<object_id:picture_id>/<size> 404 404 404 404   404   404
POST /posts/<object_id:post_id>/preview-link       login login 403     302     302   login
POST /posts/<object_id:post_id>/preview-link/revocation login login 403 302    302   login
POST /posts/<object_id:post_id>/trash              login login 403     302     302   login
POST /posts/<object_id:post_id>/trash/restoration  login login 403     302     302   login
GET  /posts/<object_id:post_id>/revisions          login login 403     200     200   login
GET  /posts/<object_id:post_id>/revisions/<object_id:revision_id> login login 403 404 404 login
POST /posts/<object_id:post_id>/revisions/<object_id:revision_id>/restoration login login 403 404 404 login
POST /posts/<object_id:post_id>/revisions/<object_id:revision_id>/name login login 403 404 404 login
GET  /posts/<object_id:post_id>/trash/removal      login   login   403     422     422     login
POST /posts/<object_id:post_id>/trash/removal      login   login   403     422     422     login
"""  # noqa: E501 (an address is as long as it is)
ROWS = {tuple(line.split()[:2]): line.split()[2:] for line in TABLE.splitlines() if line}
NOT_OURS = {"static"}


def test_every_address_has_its_row() -> None:
    app = create_app(Settings.load({"SECRET_KEY": "a key for looking only"}))

    rows = {
        (method, rule.rule)
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) & {"GET", "POST"}
        if rule.endpoint not in NOT_OURS
    }

    assert rows == set(ROWS)


@pytest.mark.parametrize("row", ROWS, ids=" ".join)
def test_everybody_gets_what_is_theirs_and_no_more(
    app: Flask, alice: User, carol: User, blog: Blog, published: Post, row: tuple[str, str]
) -> None:
    address = _address(app, row[1], blog, published)
    people = _people(app, alice, carol)

    got = {name: _told(_ask(person, row[0], address)) for name, person in people.items()}

    assert got == dict(zip(ACTORS, ROWS[row], strict=True))


def _people(app: Flask, alice: User, carol: User) -> dict[str, Visitor]:
    """Everybody at their browsers, those first who must not change anything."""
    waiting, eve = Visitor(app), make_user("Eve")
    with time_machine.travel(clock.now() - FRESH - timedelta(seconds=1)):
        stranger, owner = Visitor(app, carol), Visitor(app, alice)
    waiting.post("/auth/register", email="new@example.org", password="umbrella stand weather")
    suspended = Visitor(app, eve)
    eve.suspend()
    people = (Visitor(app), waiting, stranger, owner, Visitor(app, alice), suspended)
    return dict(zip(ACTORS, people, strict=True))


def _address(app: Flask, rule: str, blog: Blog, post: Post) -> str:
    known = {"blog_id": blog.id, "post_id": post.id, "thing_id": post.id}
    known |= {"blog_slug": blog.slug, "post_slug": post.slug, "user_id": str(post.author_id)}
    known |= {"year": clock.now().year}
    found = next(one for one in app.url_map.iter_rules() if one.rule == rule)
    return filled(found, known)


def _ask(person: Visitor, method: str, address: str) -> TestResponse:
    return person.get(address) if method == "GET" else person.post(address)


def _told(answer: TestResponse) -> str:
    if answer.status_code == 302 and answer.location.startswith("/login"):
        return "login"
    if answer.status_code == 302 and answer.location.startswith("/auth/confirmation"):
        return "confirm"
    return str(answer.status_code)
