"""Passkeys: signing in by one, and those of an account."""

from __future__ import annotations

from bson import ObjectId
from flask import Blueprint, flash, redirect, render_template
from flask.typing import ResponseReturnValue as Answer
from flask_babel import gettext as _

from blogsite import urls
from blogsite.errors import refused
from blogsite.forms import LoginForm, NewPasskeyForm, PasskeyForm, PasskeyNameForm
from blogsite.models import Passkey, device, passkey_ceremonies
from blogsite.models.errors import Invalid, NotFound, TooOften, WrongCredentials
from blogsite.models.passkey_ceremonies import question_to_add, question_to_sign_in
from blogsite.web.current import current
from blogsite.web.entering import enter
from blogsite.web.returning import local
from blogsite.web.scopes import anyone, freshly_signed_in, signed_in

passkeys = Blueprint("passkeys", __name__)


@passkeys.post("/auth/passkey")
@anyone
def sign_in() -> Answer:
    form = PasskeyForm()
    form.validate()
    try:
        user = passkey_ceremonies.sign_in(form.credential.data or "", device=current.device)
    except (WrongCredentials, TooOften) as refusal:
        door = LoginForm(formdata=None, next=local(form.next.data))
        return refused("sessions/new.html", refusal, form=door, question=question_to_sign_in())
    return enter(user, how=_("a passkey"), then=form.next.data, twofold=True)


@passkeys.route("/account/passkeys/new", methods=["GET", "POST"])
@freshly_signed_in
def new() -> Answer:
    form = NewPasskeyForm(name=device.named(current.device.agent))
    user = current.writer
    if form.validate_on_submit():
        try:
            passkey_ceremonies.add(
                form.credential.data or "",
                user=user,
                name=form.name.data or "",
                device=current.device,
            )
        except Invalid as refusal:
            question = question_to_add(user)
            return refused("passkeys/new.html", refusal, form=form, question=question)
        flash(_("The passkey is there: from now on it signs you in."))
        return redirect(urls.security())
    page = render_template("passkeys/new.html", form=form, question=question_to_add(user))
    return page, 422 if form.is_submitted() else 200


@passkeys.route("/account/passkeys/<object_id:passkey_id>/name", methods=["GET", "POST"])
@signed_in
def rename(passkey_id: ObjectId) -> Answer:
    passkey = Passkey.get(passkey_id, of=current.writer)
    form = PasskeyNameForm(name=passkey.name)
    if form.validate_on_submit():
        passkey.rename(form.name.data or "")
        flash(_("The passkey has its new name."))
        return redirect(urls.security())
    page = render_template("passkeys/rename.html", form=form, passkey=passkey)
    return page, 422 if form.is_submitted() else 200


@passkeys.post("/account/passkeys/<object_id:passkey_id>/removal")
@freshly_signed_in
def remove(passkey_id: ObjectId) -> Answer:
    try:
        Passkey.get(passkey_id, of=current.writer).remove(by=current.writer, device=current.device)
    except NotFound:
        flash(_("That passkey was removed already."))
    except Invalid as refusal:
        flash(str(refusal.sentence), "problem")
    else:
        flash(_("The passkey is removed. Delete it in your browser or on your device too."))
    return redirect(urls.security())
