"""Posts: reading, writing, and their permanent addresses."""

from __future__ import annotations

from bson import ObjectId
from flask import Blueprint, flash, redirect, render_template
from flask.typing import ResponseReturnValue as Answer
from flask_babel import gettext as _

from blogsite import urls
from blogsite.forms import PostForm
from blogsite.models import Blog, Post, Suggestions, readers
from blogsite.models.errors import Conflict, Invalid, Overtaken
from blogsite.models.kept_form import writers_mark
from blogsite.models.permalink import permalink
from blogsite.models.picture.depicting import undescribed
from blogsite.models.post.reconciling import Reconciliation
from blogsite.presenters import cards
from blogsite.web import autosaving, browser_copies, keeping
from blogsite.web.current import current
from blogsite.web.headers import not_indexed
from blogsite.web.languages import blog_opened_at
from blogsite.web.moments import moment, own_zone
from blogsite.web.page_cache import cached, shows
from blogsite.web.scopes import shown, with_blog, with_post

posts = Blueprint("posts", __name__)


@posts.get("/@<blog_slug>/<post_slug>")
@cached()
@shown
def show(blog_slug: str, post_slug: str) -> Answer:
    blog = blog_opened_at(blog_slug, post_slug)
    post = blog.open(post_slug, visible_to=current.user)
    if post.slug != post_slug:
        return redirect(urls.post(post), 302 if current.user else 301)
    shows(
        readers.of_blog(blog),
        readers.of_user(post.author_id),
        until=lambda _: post.next_beside,
    )
    told = {"card": cards.of_post(post)} if post.published else {}
    editable = post.editable_by(current.user)
    page = render_template("posts/show.html", blog=blog, post=post, editable=editable, **told)
    return page, 200, not_indexed() if post.unlisted else {}


@posts.get("/posts/<object_id:thing_id>")
@shown
def permanent(thing_id: ObjectId) -> Answer:
    address = permalink(thing_id, visible_to=current.user)
    # A member may be led to a draft, whose address still follows its title.
    return redirect(address, 302 if current.user else 301)


@posts.route("/posts/new/<object_id:blog_id>", methods=["GET", "POST"])
@with_blog
def new(blog: Blog) -> Answer:
    form = opened()
    if form.validate_on_submit():
        try:
            post = blog.write(**form.new, by=current.writer, closes=autosaving.marks())
        except Invalid as refusal:
            form.refuse(refusal)
        else:
            return _after_saving(post, form)
    page = render_template("posts/new.html", **editor(form, blog))
    return page, 422 if form.is_submitted() else 200


@posts.route("/posts/<object_id:post_id>/edit", methods=["GET", "POST"])
@with_post
def edit(post: Post) -> Answer:
    form = opened(post)
    status = 200
    if form.validate_on_submit():
        try:
            met = post.revise(**form.changes, by=current.writer, closes=autosaving.marks())
        except Overtaken as refusal:
            return _both_sides(form, post, refusal)
        except Conflict as refusal:
            form.refuse(refusal)
            status = 409
        except Invalid as refusal:
            form.refuse(refusal)
        else:
            return _after_saving(post, form, met)
    page = render_template("posts/edit.html", **editor(form, post.blog, post))
    return page, 422 if form.is_submitted() and status == 200 else status


def opened(post: Post | None = None) -> PostForm:
    """The form as the editor opens it, for a new post or one that is edited."""
    if post is None:
        return PostForm(publish_zone=own_zone().key)
    return PostForm.of(post, zone=own_zone())


def editor(form: PostForm, blog: Blog, post: Post | None = None) -> dict[str, object]:
    """What the editor's page shows; a kept form that was asked for is put in."""
    offer = keeping.offer(form.kept.data, blog=blog, post=post)
    kept = offer.put_in
    form.prepare(
        writer=writers_mark(current.writer),
        kept_id=str(kept.id) if kept else "",
        put_in=kept.written if kept and not form.is_submitted() else {},
    )
    chosen = form.chosen_cover
    suggestions = Suggestions.of(blog, by=current.writer, post=post, chosen=chosen)
    form.choose_author(suggestions.members, default=current.writer.id)
    form.show_covers([one.id for one in suggestions.pictures])
    known = {
        "offer": offer,
        "unsaved": autosaving.offer(form, blog=blog, post=post, kept=offer),
        "suggestions": suggestions,
        "undescribed": undescribed(form.content.data or "", blog_id=blog.id),
        "preview_link": post.preview_link if post else None,
    }
    return {"form": form, "blog": blog, "post": post, **known}


def published(post: Post) -> str:
    """What is said to whoever has published it."""
    if post.unlisted:
        return str(_("Published. Whoever has its address can read it now."))
    return str(_("Published. Everybody can read it now."))


def _both_sides(form: PostForm, post: Post, refusal: Overtaken) -> Answer:
    form.overtake(refusal)
    form.slug.data = form.slug.data or post.slug
    met = refusal.reconciliation
    page = render_template("posts/conflict.html", met=met, **editor(form, post.blog, post))
    return page, 409


def _after_saving(post: Post, form: PostForm, met: Reconciliation | None = None) -> Answer:
    keeping.throw_away(form.kept.data)
    browser_copies.forget(autosaving.marks())
    flash(_saved(post))
    if post.scheduled and form.publish_at.warning:
        flash(form.publish_at.warning)
    if post.overruled:
        flash(_overruled(post, form))
    if met:
        flash(_joined(met))
    return redirect(urls.post(post) if post.published else urls.edit(post))


def _overruled(post: Post, form: PostForm) -> str:
    names = ", ".join(str(form[name].label.text) for name in post.overruled)
    said = _("Somebody else had set this meanwhile, and what you chose counts now: %(names)s.")
    return str(said) % {"names": names}


def _joined(met: Reconciliation) -> str:
    at = moment(met.at)
    if met.mine_too:
        return str(_("Put together with what you saved elsewhere on %(at)s.", at=at))
    return str(_("Put together with what %(name)s saved on %(at)s.", name=met.other_name, at=at))


def _saved(post: Post) -> str:
    if post.published:
        return published(post)
    if post.publication and post.scheduled:
        at = moment(post.publication.at, exact=True)
        return str(_("Saved. It will be published by itself on %(at)s.", at=at))
    return str(_("Saved as a draft. Only the members of the blog can see it."))
