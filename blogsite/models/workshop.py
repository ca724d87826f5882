"""Where pictures are looked at and made small: in a process that can be stopped, one at a time."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any

from flask_babel import format_decimal
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from blogsite.lib import bounded, images
from blogsite.models.errors import Invalid

log = logging.getLogger(__name__)

LIMITS = bounded.Limits(cpu=30, memory=448 * 1024 * 1024, wall=45)
"""The largest JPEG takes 1.4 s and 70 MB, the largest PNG 2 s and 150 MB beside the interpreter."""

_PATIENCE = 20  # seconds
# So that no process of the site needs that much memory more than once.
_turn = BoundedSemaphore(1)

_SENTENCES: Mapping[str, Any] = {
    "kind": _l("This is no picture we can read. Send a JPEG, PNG, WebP, GIF or AVIF."),
    "heic": _l(
        "This is a HEIC, which browsers cannot show. Send it as a JPEG: a phone makes one of it "
        "when you choose the picture in its browser."
    ),
    "svg": _l("This is an SVG, which may hold programs. Send it as a PNG."),
    "page": _l("There is a web page hidden in this picture. Save it anew and send that."),
    "damaged": _l("This picture is damaged, or its end is missing. Save it anew and send that."),
    "scans": _l("This JPEG is drawn in too many steps. Save it anew and send that."),
    "ballast": _l("There is much in this file besides the picture. Save it anew and send that."),
    "animation": _l("This picture moves, and is no GIF. Send it as a GIF, or one frame of it."),
    "frames": _l("This animation is too long. Send a shorter or smaller one."),
}
_TOO_LARGE = _l("This picture is too large to be made small here. Send one of fewer pixels.")


def examine(sent: Path, original: Path) -> images.Seen:
    """Look at what somebody sent, and write it anew without what it tells of them.

    Arguments:
        sent: the file.
        original: where to put what is kept.

    Raises:
        Invalid: it is no picture that we take.
    """
    seen = _made("examine", str(sent), str(original))
    if "refused" in seen:
        raise _refusal(seen["refused"], most=seen["most"], found=seen["found"])
    return images.Seen(**seen)


def portrait(sent: Path, made: Path) -> None:
    """Make a small square of what somebody sent.

    Raises:
        Invalid: it is no picture that we take.
    """
    if refused := _made("portrait", str(sent), str(made)):
        raise _refusal(refused["refused"], most=refused["most"], found=refused["found"])


def render(original: Path, folder: Path) -> Sequence[images.Rendition]:
    """Make the smaller ones of a picture that was examined.

    Raises:
        TooMuch: it was stopped at a limit.
        RuntimeError: it failed.
    """
    return _rendered("render", original, folder)


def render_avif(original: Path, folder: Path) -> Sequence[images.Rendition]:
    """Make the smaller ones once more, as AVIF; otherwise as `render`."""
    return _rendered("render_avif", original, folder)


def _rendered(how: str, original: Path, folder: Path) -> Sequence[images.Rendition]:
    made = bounded.call(images.__file__, how, str(original), str(folder), limits=LIMITS)
    return [images.Rendition(**one) for one in made]


def _made(what: str, *paths: str) -> Any:
    if not _turn.acquire(timeout=_PATIENCE):
        raise Invalid(_("Many pictures arrive just now. Send it once more."), field="picture")
    try:
        return bounded.call(images.__file__, what, *paths, limits=LIMITS)
    except bounded.TooMuch as error:
        raise Invalid(_TOO_LARGE, field="picture") from error
    except RuntimeError as error:
        log.warning("a picture could not be read: %s", str(error).strip().rpartition("\n")[2])
        raise _refusal("damaged") from error
    finally:
        _turn.release()


def _refusal(reason: str, *, most: int = 0, found: int = 0) -> Invalid:
    if reason in ("pixels", "progressive"):
        return Invalid(_too_many_pixels(reason, most=most, found=found), field="picture")
    return Invalid(_SENTENCES.get(reason, _SENTENCES["kind"]), field="picture")


def _too_many_pixels(reason: str, *, most: int, found: int) -> Any:
    if not most:
        return _TOO_LARGE
    if reason == "progressive":
        return _(
            "A progressive JPEG may have %(most)s megapixels. Save it without “progressive”, or "
            "with fewer pixels.",
            most=_millions(most),
        )
    return _(
        "This picture has %(found)s megapixels, and one of its kind may have %(most)s. Send a "
        "smaller one, or a JPEG.",
        found=_millions(found),
        most=_millions(most),
    )


def _millions(pixels: int) -> str:
    return str(format_decimal(round(pixels / 1_000_000, 1)))
