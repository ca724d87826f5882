"""Following the link in the letter."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template
from flask.typing import ResponseReturnValue as Answer
from flask_babel import gettext as _

from blogsite import urls
from blogsite.forms import ActivationForm
from blogsite.models import Registration
from blogsite.models.errors import Invalid
from blogsite.web.current import browser, sign_in
from blogsite.web.scopes import anyone

activations = Blueprint("activations", __name__)


@activations.route("/users/activate/<token>", methods=["GET", "POST"])
@anyone
def show(token: str) -> Answer:
    registration = Registration.by_token(token)
    if registration.confirmed:
        return render_template("activations/waiting.html", email=registration.email)
    form = ActivationForm()
    if form.validate_on_submit():
        try:
            user = registration.activate(
                browser=browser(),
                password=form.password.data or "",
                new_password=form.new_password.data or "",
            )
        except Invalid as refusal:
            form.refuse(refusal)
        else:
            if user is None:
                return redirect(urls.activation(token))
            sign_in(user)
            flash(_("Welcome! Your account is active."))
            return redirect(urls.blogs())
    page = render_template(
        "activations/show.html",
        form=form,
        email=registration.email,
        asks_password=not registration.made_in(browser()),
    )
    return page, 422 if form.is_submitted() else 200
