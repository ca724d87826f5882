"""The accounts elsewhere through which I sign in."""

from __future__ import annotations

from bson import ObjectId
from flask import Blueprint, abort, flash, redirect, render_template
from flask.typing import ResponseReturnValue as Answer
from flask_babel import gettext as _

from blogsite import urls
from blogsite.forms import ButtonForm
from blogsite.models import Identity, provider_entry
from blogsite.models.errors import Invalid, NotFound
from blogsite.routes.providers import failed
from blogsite.web import visits
from blogsite.web.current import current
from blogsite.web.providers import find
from blogsite.web.providers.provider import origin_of
from blogsite.web.providers.trouble import Trouble
from blogsite.web.scopes import freshly_signed_in
from blogsite.web.waiting import wait_no_more, waiting

identities = Blueprint("identities", __name__)


@identities.post("/account/identities/<provider>")
@freshly_signed_in
def create(provider: str) -> Answer:
    asked = find(provider)
    if asked is None:
        abort(404)
    try:
        address = visits.begin(asked, intent=visits.LINK, user_id=current.writer.id)
    except Trouble as trouble:
        return failed(asked, trouble)
    if origin_of(address) == asked.origin:
        return redirect(address)
    # Browsers let no form lead to a server that the policy of its page does not name.
    return render_template("providers/onward.html", address=address, label=asked.label)


@identities.post("/account/identities/<object_id:identity_id>/removal")
@freshly_signed_in
def remove(identity_id: ObjectId) -> Answer:
    try:
        gone = Identity.unlink(identity_id, by=current.writer, device=current.device)
    except NotFound:
        flash(_("That was not linked any more."))
    except Invalid as refusal:
        flash(str(refusal.sentence), "problem")
    else:
        flash(_("%(provider)s does not open your account any more.", provider=gone.label))
    return redirect(urls.security())


@identities.route("/account/identities", methods=["GET", "POST"])
@freshly_signed_in
def link() -> Answer:
    ticket = waiting()
    if ticket is None or ticket.user_id != current.writer.id:
        flash(_("There is nothing to link to this account. Begin again from here."))
        return redirect(urls.security())
    claims = provider_entry.claims_of(ticket)
    label = Identity.label_of(claims.provider)
    form = ButtonForm()
    if not form.validate_on_submit():
        return render_template("providers/link.html", form=form, claims=claims, label=label)
    wait_no_more()
    try:
        provider_entry.link_waiting(ticket, current.writer, device=current.device)
    except Invalid as refusal:
        flash(str(refusal.sentence), "problem")
    else:
        flash(_("You can sign in through %(provider)s from now on.", provider=label))
    return redirect(urls.security())
