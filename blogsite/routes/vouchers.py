"""One-time links: so far the one that makes the first administrator."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template
from flask.typing import ResponseReturnValue as Answer
from flask_babel import gettext as _

from blogsite import urls
from blogsite.forms import SetupForm
from blogsite.models import User, administration
from blogsite.models.errors import Invalid
from blogsite.web.current import sign_in
from blogsite.web.scopes import anyone

vouchers = Blueprint("vouchers", __name__)


@vouchers.route("/voucher/redeem/<token>", methods=["GET", "POST"])
@anyone
def redeem(token: str) -> Answer:
    administration.check_setup_token(token)
    form = SetupForm()
    if form.validate_on_submit():
        try:
            user = User.set_up(
                email=form.email.data, name=form.name.data or "", password=form.password.data
            )
        except Invalid as refusal:
            form.refuse(refusal)
        else:
            sign_in(user)
            flash(_("This site is yours. Welcome!"))
            return redirect(urls.blogs())
    return render_template("vouchers/setup.html", form=form), 422 if form.is_submitted() else 200
