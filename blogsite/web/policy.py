"""The content security policy: nothing but our own, unless the page that answers asks for more."""

from __future__ import annotations

from flask import g

_NOBODY = "'none'"

DIRECTIVES = {
    "default-src": [_NOBODY],
    "script-src": [_NOBODY],
    # No page without a script connects to anything. But who looks at a page for a search engine, as
    # Lighthouse does, fetches /robots.txt under its policy.
    "connect-src": ["'self'"],
    "style-src": ["'self'"],
    "img-src": ["'self'", "data:"],
    "form-action": ["'self'"],
    "frame-ancestors": [_NOBODY],
    "base-uri": [_NOBODY],
}


def allow(directive: str, *sources: str) -> None:
    """Let the page that answers this request do a little more than others.

    Arguments:
        directive: of the policy, such as `form-action`.
        sources: whom to add there.
    """
    g.setdefault("allowed", {}).setdefault(directive, []).extend(sources)


def of_this_page() -> str:
    """The policy as its header says it."""
    allowed = g.get("allowed", {})
    return "; ".join(
        f"{name} {' '.join(_together(sources, allowed.get(name, ())))}"
        for name, sources in DIRECTIVES.items()
    )


def _together(usual: list[str], more: list[str] | tuple[()]) -> list[str]:
    return [one for one in dict.fromkeys([*usual, *more]) if not more or one != _NOBODY]
