"""What stands for a post or a blog where others link to it: seen by whoever sees the page."""

from __future__ import annotations

from bson import ObjectId
from flask import Blueprint, redirect
from flask.typing import ResponseReturnValue as Answer

from blogsite.models.social_drawing import Showing
from blogsite.urls.media import social_picture
from blogsite.web.headers import of_a_file
from blogsite.web.scopes import machine
from blogsite.web.stored_files import named_by_digest

social_pictures = Blueprint("social_pictures", __name__)

_PNG = "image/png"


@social_pictures.get("/media/social/<object_id:thing_id>/<digest>.png")
@machine
def show(thing_id: ObjectId, digest: str) -> Answer:
    showing = Showing.of(thing_id)
    if digest != showing.poster.digest:
        # Whoever keeps an earlier page is led to what took the place of its picture.
        answer = redirect(social_picture(showing.thing_id, showing.poster.digest))
        answer.headers["Cache-Control"] = "public, no-cache"
        return answer
    response = named_by_digest(showing.picture, digest=digest, mimetype=_PNG)
    response.headers.update(of_a_file(for_everybody=True))
    return response
