"""Pictures at their addresses: shown as posts are, and to nobody else."""

from __future__ import annotations

from bson import ObjectId
from flask import Blueprint, Response, redirect, request
from flask.typing import ResponseReturnValue as Answer

from blogsite import urls
from blogsite.models import Picture, picture_viewing
from blogsite.models.picture import ORIGINAL
from blogsite.models.picture_viewing import Viewing
from blogsite.web import stored_files
from blogsite.web.current import current
from blogsite.web.headers import FOR_GOOD, for_whoever_has_the_link, of_a_file
from blogsite.web.scopes import machine, shown

pictures = Blueprint("pictures", __name__)

_TO_NOBODY_ELSE = "private, no-store"
_ASK_EACH_TIME = "public, no-cache"
_TYPES = {
    "JPEG": "image/jpeg",
    "PNG": "image/png",
    "WEBP": "image/webp",
    "GIF": "image/gif",
    "AVIF": "image/avif",
}


@pictures.get("/media/<object_id:picture_id>/<size>")
@shown
def show(picture_id: ObjectId, size: str) -> Answer:
    viewing = Viewing.of(picture_id, size)
    if not viewing.public:
        viewing.check_visible_to(current.user)
    if viewing.moved:
        # Whoever keeps the page that leads here sees the file that took the place of the earlier.
        answer = redirect(urls.picture(viewing.picture, viewing.size))
        answer.headers["Cache-Control"] = _ASK_EACH_TIME if viewing.public else _TO_NOBODY_ELSE
        return answer
    return _file(viewing.picture, viewing.size, public=viewing.public)


@pictures.get("/posts/previews/media/<token>/<object_id:picture_id>/<size>")
@machine
def shared(token: str, picture_id: ObjectId, size: str) -> Answer:
    picture, size = picture_viewing.shared(token, picture_id, size)
    answer = _file(picture, size, public=False)
    answer.headers.update({**for_whoever_has_the_link(), "Cache-Control": _TO_NOBODY_ELSE})
    return answer


def _file(picture: Picture, size: str, *, public: bool) -> Response:
    if not picture.ready and size != ORIGINAL:
        # Nobody may keep what stands there for a moment only.
        answer, public = Response(picture.before, mimetype="image/webp"), False
    else:
        file = picture.file(size, avif=_shows_avif())
        answer = stored_files.answer(file, mimetype=_TYPES[file.kind], kept=public)
    if size == ORIGINAL:
        answer.headers.set("Content-Disposition", "attachment", filename=picture.file_name)
    else:
        answer.vary.add("Accept")
    answer.headers.update(of_a_file(for_everybody=public))
    answer.headers["Cache-Control"] = FOR_GOOD if public else _TO_NOBODY_ELSE
    return answer


def _shows_avif() -> bool:
    """Whether the visitor names it: who takes anything at all may not know it."""
    return any(kind == "image/avif" and quality > 0 for kind, quality in request.accept_mimetypes)
