"""The form of a blog's menu and foot: a line for each page, and for each link."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Self

from flask import request
from flask_babel import lazy_gettext as _
from wtforms import HiddenField, SelectField, StringField
from wtforms.fields.choices import SelectChoice

from blogsite.forms.form import Form, Text
from blogsite.forms.post_settings import NumberField
from blogsite.lib import web_addresses
from blogsite.models.menu import (
    LONGEST_FOOT,
    LONGEST_LABEL,
    MOST_LINKS,
    Arrangement,
    Link,
    Menu,
    Place,
)

FREE_LINKS = 3
"""Empty lines below those that are there."""

_PLACE = _("Place")


class MenuForm(Form):
    """What was not sent stays as it is."""

    seen = HiddenField()
    foot = StringField(_("Line at the foot"), [Text(LONGEST_FOOT)])
    pages: Sequence[Any] = ()

    @classmethod
    def of(cls, menu: Menu) -> Self:
        """The form for what there is, with room for more links."""
        fields: dict[str, Any] = {}
        data: dict[str, Any] = {"foot": menu.blog.foot, "seen": menu.mark}
        for page in menu.pages:
            place = page.menu_place
            fields[f"place_{page.id}"] = NumberField(_PLACE)
            fields[f"shown_{page.id}"] = SelectField(
                _("In the menu"),
                choices=[SelectChoice("yes", _("yes")), SelectChoice("no", _("no"))],
            )
            data[f"place_{page.id}"] = place.number if place and place.number else ""
            data[f"shown_{page.id}"] = "no" if place and place.hidden else "yes"
        links = menu.links
        for n in range(min(max(len(links) + FREE_LINKS, _rows_sent()), MOST_LINKS)):
            fields[f"label_{n}"] = StringField(_("Name"), [Text(LONGEST_LABEL)])
            fields[f"address_{n}"] = StringField(_("Leads to"), [Text(web_addresses.LONGEST)])
            fields[f"place_{n}"] = NumberField(_PLACE)
            if n < len(links):
                data[f"label_{n}"], data[f"address_{n}"] = links[n].label, links[n].address
                data[f"place_{n}"] = links[n].number or ""
        form: Self = type("MenuForm", (cls,), fields)(data=data)
        form.pages = menu.pages
        return form

    @property
    def links(self) -> Sequence[tuple[StringField, StringField, NumberField]]:
        """The fields of each link."""
        found: list[tuple[StringField, StringField, NumberField]] = []
        while f"label_{len(found)}" in self:
            n = len(found)
            found.append((self[f"label_{n}"], self[f"address_{n}"], self[f"place_{n}"]))
        return found

    @property
    def wish(self) -> Arrangement:
        """What was sent."""
        places = {
            page.id: Place(
                number=self[f"place_{page.id}"].number,
                hidden=self[f"shown_{page.id}"].data == "no",
            )
            for page in self.pages
            if self.sent(f"place_{page.id}") and self.sent(f"shown_{page.id}")
        }
        links = [
            Link(label=label.data or "", address=address.data or "", number=place.number)
            for label, address, place in self.links
        ]
        return Arrangement(
            places=places,
            links=links if any(self.sent(label.name) for label, _a, _p in self.links) else None,
            foot=self.foot.data or "" if self.sent("foot") else None,
            seen=self.seen.data or "",
        )


def _rows_sent() -> int:
    """How many lines for links stood on the page on which this was typed."""
    rows = range(MOST_LINKS, 0, -1)
    names = ("label", "address")
    return next((n for n in rows if any(f"{name}_{n - 1}" in request.form for name in names)), 0)
