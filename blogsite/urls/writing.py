"""Blogs, posts and what is done with them."""

from __future__ import annotations

from typing import Any

from blogsite.urls.paths import Named, NamedBlog, NamedPost, path


def home(**page: str | None) -> str:
    """The front page; `before` or `after` a key, another page of its list."""
    return path("home.show", **page)


def blogs(**page: str | None) -> str:
    return path("blogs.index", **page)


def blogs_of(user: Named, **page: str | None) -> str:
    return path("blogs.of_user", user_id=user.id, **page)


def author(of: Any, within: NamedBlog | None = None) -> str:
    """Whoever wrote a post; `within` a blog, what that person wrote there."""
    if within is None:
        return path("blogs.of_user", user_id=of.author_id)
    return path("authors.of_blog", blog_slug=within.slug, user_id=of.author_id)


def new_blog() -> str:
    return path("blogs.new")


def blog(of: NamedBlog, **page: str | None) -> str:
    return path("blogs.show", blog_slug=of.slug, **page)


def posts(**page: str | None) -> str:
    """All posts of whoever is signed in."""
    return path("desk.posts", **page)


def drafts(within: Named | None = None, **page: str | None) -> str:
    """The drafts of one blog, or of all blogs of whoever is signed in."""
    return _shelf("drafts", within, **page)


def scheduled(within: Named | None = None, **page: str | None) -> str:
    """What is scheduled in one blog, or in all blogs of whoever is signed in."""
    return _shelf("scheduled", within, **page)


def _shelf(name: str, within: Named | None, **page: str | None) -> str:
    if within is None:
        return path(f"desk.{name}", **page)
    return path(f"blogs.{name}", blog_id=within.id, **page)


def table(of: Named, **asked: str | None) -> str:
    """The posts of a blog for its members; asked for by filters, and by a key of its pages."""
    return path("table.show", blog_id=of.id, **asked)


def bulk(of: Named, **asked: str | None) -> str:
    """Where something is done to many posts of a blog; `asked` leads back to the table."""
    return path("table.act", blog_id=of.id, **asked)


def trashed(**page: str | None) -> str:
    """The trash of all blogs of whoever is signed in."""
    return path("trash.show", **page)


def trash_emptying() -> str:
    return path("trash.empty")


def permanent(thing: Named) -> str:
    return path("posts.permanent", thing_id=thing.id)


def new_post(into: Named) -> str:
    return path("posts.new", blog_id=into.id)


def kept_form(of: Any) -> str:
    """The editor's page with what was kept put in."""
    return _editor(of, kept=str(of.id))


def kept_form_page(of: Any) -> str:
    """The editor's page as it is without."""
    return _editor(of)


def _editor(of: Any, **page: str) -> str:
    if of.post_id is None:
        return path("posts.new", blog_id=of.blog_id, **page)
    return path("posts.edit", post_id=of.post_id, **page)


def kept_form_removal(of: Named) -> str:
    return path("kept_forms.remove", kept_id=of.id)


def editor(of: Any) -> str:
    """The editor's page for what was written, as it is without."""
    return _editor(of)


def editor_without(of: Any) -> str:
    """The editor's page with nothing put in, not even by the browser that has it."""
    return _editor(of, autosave="none")


def autosave(of: Any) -> str:
    """The editor's page with what was put aside put in."""
    return _editor(of, autosave=str(of.id))


def autosave_removal(of: Named) -> str:
    return path("autosaves.remove", autosave_id=of.id)


def autosaving(blog: Named, post: Named | None = None) -> str:
    """Where an editor's page puts aside what is written in it."""
    if post is None:
        return path("autosaves.of_new_post", blog_id=blog.id)
    return path("autosaves.of_post", post_id=post.id)


def post(of: NamedPost) -> str:
    return path("posts.show", blog_slug=of.blog.slug, post_slug=of.slug)


def post_at(within: NamedBlog, slug: str) -> str:
    """A post of which no more than its slug is known."""
    return path("posts.show", blog_slug=within.slug, post_slug=slug)


def series(within: NamedBlog, slug: str) -> str:
    return path("series.show", blog_slug=within.slug, series_slug=slug)


def pictures_meanwhile(*, post: Named | None, blog: Named) -> str:
    """To the pictures, with what is written put aside until somebody comes back."""
    if post is None:
        return path("autosaves.pictures_for_new", blog_id=blog.id)
    return path("autosaves.pictures_for_edited", post_id=post.id)


def search(within: NamedBlog | None = None, **asked: str | None) -> str:
    """Where one blog is searched, or all; asked for by `q`, and by the key of a page."""
    if within is None:
        return path("search.site", **asked)
    return path("search.within", blog_slug=within.slug, **asked)


def preview(*, post: Named | None, blog: Named) -> str:
    """The editor's page with what is written typeset above it, nothing saved."""
    if post is None:
        return path("previews.of_new", blog_id=blog.id)
    return path("previews.of_edited", post_id=post.id)


def cover(*, post: Named | None, blog: Named) -> str:
    """Where the editor sends a picture for the head of the post, and nothing is saved."""
    if post is None:
        return path("covers.of_new", blog_id=blog.id)
    return path("covers.of_edited", post_id=post.id)


def live_preview(blog: Named) -> str:
    """What is written, typeset, for a script."""
    return path("previews.live", blog_id=blog.id)


def edit(of: Named) -> str:
    return path("posts.edit", post_id=of.id)


def edit_of(post_id: Any) -> str:
    """The editor of a post of which only the id is at hand."""
    return path("posts.edit", post_id=post_id)


def publication(of: Named) -> str:
    return path("publications.create", post_id=of.id)


def withdrawal(of: Named) -> str:
    return path("publications.withdraw", post_id=of.id)


def shared_draft(token: str) -> str:
    return path("preview_links.show", token=token)


def sharing(of: Named) -> str:
    return path("preview_links.create", post_id=of.id)


def sharing_revocation(of: Named) -> str:
    return path("preview_links.revoke", post_id=of.id)


def sharing_block(of: Named) -> str:
    """Where the editor's page tells of the link."""
    return f"{edit(of)}#sharing"


def trash(of: Named) -> str:
    return path("trash.create", post_id=of.id)


def removal(of: Named) -> str:
    return path("trash.remove", post_id=of.id)


def restoration(of: Named) -> str:
    return path("trash.restore", post_id=of.id)


def revisions(of: Named, **page: str | None) -> str:
    """The versions of a post; `before` or `after` a key, another page of them."""
    return path("revisions.index", post_id=of.id, **page)


def revision_of(one: Any) -> str:
    """A version of a post of which only the id is at hand."""
    return path("revisions.show", post_id=one.post_id, revision_id=one.id)


def revision(of: Named, one: Named, *, since: Any = None, view: str | None = None) -> str:
    """One version of a post beside what it says now, or what changed to it since another one."""
    given = {"from": str(since) if since else None, "view": view}
    return path("revisions.show", post_id=of.id, revision_id=one.id, **given)


def revision_restoration(of: Named, one: Named) -> str:
    return path("revisions.restore", post_id=of.id, revision_id=one.id)


def revision_name(of: Named, one: Named) -> str:
    return path("revisions.call", post_id=of.id, revision_id=one.id)


def dev_mail(*, letter: str | None = None) -> str:
    return path("dev.mail", letter=letter)
