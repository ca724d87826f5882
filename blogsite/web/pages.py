"""Pages of lists, as addresses name them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from flask import request

from blogsite.models.listing import Window

KEYS = ("before", "after")
"""The parameters of an address that name a page of a list."""


class Paged(Protocol):
    """Whatever has pages beside it."""

    @property
    def older(self) -> str | None: ...

    @property
    def newer(self) -> str | None: ...


def wanted() -> Window:
    """The page that the address asks for; where both are given, the one on the way back."""
    return Window(before=request.args.get("before"), after=request.args.get("after"))


def first() -> bool:
    """Whether the address asks for the first page."""
    return not {"before", "after"} & set(request.args)


def beside(page: Paged, address: Callable[..., str]) -> dict[str, str | None]:
    """The addresses of the pages beside this one, for templates.

    Arguments:
        page: this one.
        address: makes an address `before` or `after` a key.
    """
    return {
        "older": address(before=page.older) if page.older else None,
        "newer": address(after=page.newer) if page.newer else None,
    }
