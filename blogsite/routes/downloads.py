"""A copy of everything the site holds about me."""

from __future__ import annotations

from flask import Blueprint, render_template, request, send_file
from flask.typing import ResponseReturnValue as Answer

from blogsite.models import archive
from blogsite.web.current import current
from blogsite.web.leaving import while_leaving
from blogsite.web.scopes import freshly_signed_in

downloads = Blueprint("downloads", __name__)


@downloads.route("/account/download", methods=["GET", "POST"])
@freshly_signed_in
@while_leaving
def show() -> Answer:
    if request.method == "GET":
        return render_template("downloads/show.html", user=current.writer)
    copy = archive.copy(current.writer, device=current.device)
    name = f"blogsite-{current.writer.id}.zip"
    answer = send_file(copy, mimetype="application/zip", as_attachment=True, download_name=name)
    # Files are kept for a year otherwise, by whoever is between.
    answer.headers["Cache-Control"] = "no-store"
    return answer
