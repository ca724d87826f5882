"""The form around the table of posts: which ones, and what is to be done to them."""

from __future__ import annotations

from bson import ObjectId
from flask import request
from flask_babel import lazy_gettext as _
from wtforms import HiddenField, StringField

from blogsite.forms.form import Form
from blogsite.forms.posts import TagsField


class BulkForm(Form):
    """`post` is sent once for each that is chosen, `all` for whatever the filters find.

    `undo` names an earlier act: what that did is chosen. `onward` is the key where an act that
    took all it could goes on.
    """

    action = StringField(_("Action"))
    post = StringField(_("Posts"))
    tags = TagsField(_("Tags"))
    all = StringField()
    undo = HiddenField()
    onward = HiddenField()

    @property
    def chosen(self) -> list[ObjectId | str]:
        """What is chosen, in order; what is no id at all is there as it came."""
        sent = dict.fromkeys(request.form.getlist("post"))
        return [ObjectId(one) if ObjectId.is_valid(one) else one[:40] for one in sent]

    @property
    def undone(self) -> ObjectId | None:
        """The act that is to be undone, if there can be one of that id."""
        wanted = self.undo.data or ""
        return ObjectId(wanted) if ObjectId.is_valid(wanted) else None
