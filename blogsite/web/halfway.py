"""Between the two steps of signing in: the cookie says what has been proved, for ten minutes."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import redirect
from flask import session as cookie
from flask.typing import ResponseReturnValue as Answer

from blogsite import urls
from blogsite.models.first_step import FirstStep
from blogsite.web.current import sign_out

LONGEST_PATH = 600  # characters: browsers drop a cookie that is too large, and the step with it
_STEP = "first-step"


def ask_for_second_step(step: FirstStep) -> Answer:
    """Keep what has been proved, and lead to the second step; nobody is signed in meanwhile."""
    sign_out()
    if step.then and len(step.then) > LONGEST_PATH:
        step = replace(step, then=None)
    cookie[_STEP] = step.word
    return redirect(urls.second_step())


def first_step() -> FirstStep | None:
    """What this browser has proved a short while ago."""
    word: Any = cookie.get(_STEP)
    return FirstStep.opened(word) if isinstance(word, str) else None
