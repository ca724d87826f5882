"""My account: my data."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue as Answer

from blogsite.web.current import current
from blogsite.web.scopes import signed_in

accounts = Blueprint("accounts", __name__)


@accounts.get("/account")
@signed_in
def show() -> Answer:
    return render_template("accounts/show.html", user=current.writer)
