"""Addresses: scope decorator, form, one model verb, answer."""

from __future__ import annotations

from flask import Flask

from blogsite.routes.accounts import accounts
from blogsite.routes.activations import activations
from blogsite.routes.appearance import appearance
from blogsite.routes.archive import archive
from blogsite.routes.authenticators import authenticators
from blogsite.routes.authors import authors
from blogsite.routes.autosaves import autosaves
from blogsite.routes.avatars import avatars
from blogsite.routes.blog_addresses import blog_addresses
from blogsite.routes.blog_pictures import blog_pictures
from blogsite.routes.blog_settings import blog_settings
from blogsite.routes.blogs import blogs
from blogsite.routes.confirmations import confirmations
from blogsite.routes.covers import covers
from blogsite.routes.deletions import deletions
from blogsite.routes.desk import desk
from blogsite.routes.dev import dev
from blogsite.routes.downloads import downloads
from blogsite.routes.emails import emails
from blogsite.routes.feeds import feeds
from blogsite.routes.health import health
from blogsite.routes.home import home
from blogsite.routes.identities import identities
from blogsite.routes.kept_forms import kept_forms
from blogsite.routes.machines import machines
from blogsite.routes.media import media
from blogsite.routes.menus import menus
from blogsite.routes.passkeys import passkeys
from blogsite.routes.passwords import passwords
from blogsite.routes.picture_pages import picture_pages
from blogsite.routes.pictures import pictures
from blogsite.routes.posts import posts
from blogsite.routes.preview_links import preview_links
from blogsite.routes.previews import previews
from blogsite.routes.providers import providers
from blogsite.routes.publications import publications
from blogsite.routes.redirects import redirects
from blogsite.routes.registrations import registrations
from blogsite.routes.revisions import revisions
from blogsite.routes.robots import robots
from blogsite.routes.search import search
from blogsite.routes.second_steps import second_steps
from blogsite.routes.security import security
from blogsite.routes.series import series
from blogsite.routes.sessions import sessions
from blogsite.routes.social_pictures import social_pictures
from blogsite.routes.table import table
from blogsite.routes.tags import tags
from blogsite.routes.trash import trash
from blogsite.routes.users import users
from blogsite.routes.vouchers import vouchers

BLUEPRINTS = (
    home,
    registrations,
    activations,
    sessions,
    second_steps,
    passkeys,
    authenticators,
    providers,
    identities,
    passwords,
    emails,
    confirmations,
    accounts,
    avatars,
    deletions,
    downloads,
    security,
    users,
    blogs,
    blog_pictures,
    appearance,
    feeds,
    machines,
    blog_addresses,
    blog_settings,
    redirects,
    menus,
    desk,
    posts,
    previews,
    covers,
    kept_forms,
    autosaves,
    publications,
    preview_links,
    revisions,
    series,
    tags,
    archive,
    authors,
    search,
    table,
    media,
    pictures,
    picture_pages,
    social_pictures,
    trash,
    vouchers,
    dev,
    health,
    robots,
)


def init_app(app: Flask) -> None:
    """Open every address."""
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
