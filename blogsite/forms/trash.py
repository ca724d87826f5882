"""The form that empties the trash."""

from __future__ import annotations

from datetime import UTC, datetime

from flask_babel import lazy_gettext as _
from wtforms import HiddenField, ValidationError

from blogsite.forms.form import Form
from blogsite.lib import clock, zones


class EmptyingForm(Form):
    """Knows when its page was made: what was thrown away since then is not meant."""

    before = HiddenField(default=lambda: clock.now().isoformat())

    @property
    def moment(self) -> datetime:
        """When the page was made."""
        return zones.read(self.before.data, zones.zone(None)).at.astimezone(UTC)

    def validate_before(self, _field: HiddenField) -> None:
        """Let a moment pass."""
        try:
            _moment = self.moment
        except (ValueError, OverflowError) as error:
            raise ValidationError(_("This form is damaged.")) from error
