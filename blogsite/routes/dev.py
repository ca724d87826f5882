"""Kept letters, for the person at this machine."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue as Answer

from blogsite.models.kept_letter import kept_letters
from blogsite.web.scopes import on_this_machine

dev = Blueprint("dev", __name__)


@dev.get("/dev/mail")
@on_this_machine
def mail() -> Answer:
    mailbox = kept_letters()
    letter = mailbox.find(request.args.get("letter", ""))
    return render_template("dev/mail.html", letters=mailbox.letters(), letter=letter)
