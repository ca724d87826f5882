"""The settings of a post: all that is said about it besides title, text, tags and address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from blogsite.lib import languages, text, web_addresses
from blogsite.models.errors import Invalid
from blogsite.models.membership import Membership
from blogsite.models.post.cover import named
from blogsite.models.post.covering import Covered
from blogsite.models.post.dating import Dated, check_over
from blogsite.models.post.pages import Paged
from blogsite.models.post.pinning import Pinnable
from blogsite.models.post.series import Serial
from blogsite.models.user import User

LONGEST_SUMMARY = 500
LONGEST_CAPTION = 500

_LONGEST = {
    "summary": (LONGEST_SUMMARY, _l("Keep the summary to %(num)d characters.")),
    "cover_caption": (LONGEST_CAPTION, _l("Keep the caption to %(num)d characters.")),
}
DIRECTIONS = ("", "ltr", "rtl")
"""Nothing said: each paragraph as its first letters say."""
TWINS = ("", "no")
"""Nothing said: whoever can read the post can have its Markdown too."""

NAMES = (
    *("summary", "canonical_url", "language", "direction", "author", "date"),
    *("pinned", "kind", "menu_number", "series", "part", "cover", "cover_caption", "twin"),
)

_TOLD = frozenset(("summary",))
"""What a reader would call an update."""


@dataclass(frozen=True, kw_only=True)
class SettingsWish:
    """What somebody wants some settings to be.

    Arguments:
        values: settings by name, as `Settable.settings` has them; one that is missing stays.
        opened: what the writer saw when beginning. What is as it was then was not touched, and
            overwrites nothing; a name that is missing here was touched.
    """

    values: Mapping[str, Any]
    opened: Mapping[str, Any] = field(default_factory=dict)

    @property
    def touched(self) -> dict[str, Any]:
        return {
            name: value
            for name, value in self.values.items()
            if name not in self.opened or value != self.opened[name]
        }


class Settable(Dated, Paged, Pinnable, Serial, Covered):
    """Each setting is told and changed by a name; what nobody touched stays as others left it."""

    @property
    def settings(self) -> dict[str, Any]:
        """All of them, by name."""
        return {
            "summary": self.summary,
            "canonical_url": self.canonical_url,
            "language": self.language,
            "direction": self.direction,
            "author": self.author_id,
            "date": self.date,
            "pinned": self.pinned,
            "kind": self.kind,
            "menu_number": self.menu_place.number if self.menu_place else None,
            "series": self.part.title if self.part else "",
            "part": self.part.number if self.part else None,
            "cover": str(self.cover.id) if self.cover else "",
            "cover_caption": self.cover_caption,
            "twin": self.twin,
        }

    def set_up(self, wish: SettingsWish | None, *, by: User) -> bool:
        """Do what is wished; whether anything changed.

        Where somebody else has set something meanwhile, the last hand wins, and `overruled` says
        which settings that were.

        Raises:
            Invalid: a rule for one of them is not kept.
        """
        if wish is None:
            return False
        present = self.settings
        touched = {name: tidied(name, value) for name, value in wish.touched.items()}
        new = {name: value for name, value in touched.items() if value != present[name]}
        self.overruled = [
            name for name in new if name in wish.opened and present[name] != wish.opened[name]
        ]
        changes = self._stored(new, {**present, **new}, by=by)
        if changes:
            quietly = {} if _TOLD & set(changes) else {"updated_at": self.updated_at}
            self._change(**changes, **quietly)
        return bool(changes)

    def _stored(
        self, new: Mapping[str, Any], wished: Mapping[str, Any], *, by: User
    ) -> dict[str, Any]:
        plain = ("summary", "canonical_url", "language", "direction", "cover_caption", "twin")
        changes: dict[str, Any] = {name: new[name] for name in plain if name in new}
        if "author" in new:
            changes["author_id"] = self._member(new["author"])
        if "date" in new:
            changes |= self._dated(new["date"])
        if "pinned" in new:
            changes["pinning"] = self._pin(new["pinned"], by=by)
        if new.keys() & {"kind", "menu_number"}:
            changes["menu_place"] = self._placed(wished["kind"], wished["menu_number"])
        if new.get("part") is not None and not wished["series"]:
            raise Invalid(_("Name the series that it is a part of."), field="series")
        if new.keys() & {"series", "part"}:
            changes["part"] = self._as_part(wished["series"], wished["part"])
        if "cover" in new:
            changes |= self._covered(new["cover"])
        return {name: one for name, one in changes.items() if one != getattr(self, name)}

    def _member(self, user_id: Any) -> Any:
        one = {"blog_id": self.blog_id, "user_id": user_id}
        if Membership.find(one) is None:
            raise Invalid(_("Choose somebody who belongs to this blog."), field="author")
        return user_id


def tidied(name: str, value: Any) -> Any:
    """A value as it is stored.

    Raises:
        Invalid: it cannot be stored.
    """
    if name in _LONGEST:
        return _line(name, value)
    if name == "canonical_url":
        return _canonical_url(value)
    if name == "language":
        return _language(value)
    if name == "date":
        check_over(value)
    if name == "cover":
        return _cover(value)
    if value not in {"direction": DIRECTIONS, "twin": TWINS}.get(name, (value,)):
        raise Invalid(_("Choose from the list."), field=name)
    return text.line(value) if name == "series" else value


def _line(name: str, value: str) -> str:
    line = text.line(value)
    most, sentence = _LONGEST[name]
    if len(line) > most:
        raise Invalid(str(sentence) % {"num": most}, field=name)
    return line


def _cover(value: str) -> str:
    picture_id = named(value)
    if picture_id is None:
        raise Invalid(_("Choose a picture of this blog."), field="cover")
    return picture_id


def _canonical_url(value: str) -> str:
    try:
        return web_addresses.page(value) if value.strip() else ""
    except web_addresses.AddressRefused as error:
        raise Invalid(
            _("Write a whole address, such as https://example.org/rain."), field="canonical_url"
        ) from error


def _language(value: str) -> str:
    try:
        return languages.tag(value) if value.strip() else ""
    except languages.LanguageRefused as error:
        raise Invalid(
            _("Write a language by its tag, such as en, de-AT or zh-Hant."), field="language"
        ) from error
