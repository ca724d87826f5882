"""Proving once more who is there, before what opens or ends an account."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue as Answer

from blogsite import urls
from blogsite.errors import refused
from blogsite.forms import CodeForm, ConfirmationForm, PasskeyForm
from blogsite.forms.form import Form
from blogsite.models import Identity, Passkey, passkey_ceremonies, second_factor, sign_in
from blogsite.models.errors import Refusal, TooOften, WrongCredentials
from blogsite.web.current import current
from blogsite.web.leaving import while_leaving
from blogsite.web.returning import local
from blogsite.web.scopes import signed_in

confirmations = Blueprint("confirmations", __name__)

_PAGE = "confirmations/show.html"


@confirmations.route("/auth/confirmation", methods=["GET", "POST"])
@signed_in
@while_leaving
def show() -> Answer:
    form = ConfirmationForm()
    if form.validate_on_submit():
        try:
            sign_in.password_again(
                current.writer, password=form.password.data, device=current.device
            )
        except (WrongCredentials, TooOften) as refusal:
            return _refused(refusal, form)
        return _confirmed(form)
    if not form.is_submitted():
        form.next.data = local(request.args.get("next"))
    page = render_template(_PAGE, form=form, **_ways(form))
    return page, 422 if form.is_submitted() else 200


@confirmations.post("/auth/confirmation/code")
@signed_in
@while_leaving
def by_code() -> Answer:
    form = CodeForm()
    if not form.validate():
        return render_template(_PAGE, form=form, **_ways(form)), 422
    try:
        second_factor.confirm(current.writer, code=form.code.data, device=current.device)
    except (WrongCredentials, TooOften) as refusal:
        return _refused(refusal, form)
    return _confirmed(form)


@confirmations.post("/auth/confirmation/passkey")
@signed_in
@while_leaving
def by_passkey() -> Answer:
    form = PasskeyForm()
    form.validate()
    try:
        passkey_ceremonies.confirm(
            form.credential.data or "", user=current.writer, device=current.device
        )
    except (WrongCredentials, TooOften) as refusal:
        return _refused(refusal, form)
    return _confirmed(form)


def _confirmed(form: Form) -> Answer:
    current.session.confirm()
    return redirect(local(form.next.data) or urls.security())


def _refused(refusal: Refusal, form: Form) -> Answer:
    return refused(_PAGE, refusal, form=form, **_ways(form))


def _ways(form: Form) -> dict[str, object]:
    """The other forms of the page, empty, and by what else this account can prove itself."""
    user = current.writer
    passkeys = [one for one in Passkey.of(user) if not one.copied]
    blank = {"formdata": None, "next": form.next.data}
    return {
        "user": user,
        # An open session elsewhere proves less than a password: it serves where there is none.
        "providers": {one.provider for one in Identity.of(user) if one.set_up},
        "by_password": form if isinstance(form, ConfirmationForm) else ConfirmationForm(**blank),
        "by_code": form if isinstance(form, CodeForm) else CodeForm(**blank),
        "asks_code": second_factor.needed(user),
        "question": passkey_ceremonies.question_to_confirm(user, passkeys) if passkeys else "",
    }
