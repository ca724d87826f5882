"""The second step of signing in, for accounts that ask for one."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue as Answer
from flask_babel import gettext as _

from blogsite.errors import refused
from blogsite.forms import CodeForm, RecoveryCodeForm
from blogsite.models import second_factor
from blogsite.models.errors import TooOften, WrongCredentials
from blogsite.web.current import current
from blogsite.web.entering import enter
from blogsite.web.halfway import first_step
from blogsite.web.scopes import anyone

second_steps = Blueprint("second_steps", __name__)


@second_steps.route("/auth/second-step", methods=["GET", "POST"])
@anyone
def show() -> Answer:
    step = first_step()
    if step is None:
        return render_template("second_steps/expired.html"), 401
    recovering = "recovery" in request.args
    form = RecoveryCodeForm() if recovering else CodeForm()
    if form.validate_on_submit():
        try:
            by = second_factor.prove(step.user, code=form.code.data, device=current.device)
        except (WrongCredentials, TooOften) as refusal:
            return refused("second_steps/show.html", refusal, form=form, recovering=recovering)
        how = _("%(first)s and %(second)s", first=step.how, second=by)
        return enter(step.user, how=how, then=step.then, greeting=step.greeting, twofold=True)
    page = render_template("second_steps/show.html", form=form, recovering=recovering)
    return page, 422 if form.is_submitted() else 200
