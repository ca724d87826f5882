"""Our few scripts: the policy of a page that names one allows it, and no other page's does."""

from __future__ import annotations

from flask import Flask, g

from blogsite import urls


def init_app(app: Flask) -> None:
    """Let templates name scripts."""
    app.context_processor(lambda: {"script": script})


def script(name: str) -> str:
    """The address of a script of ours, for the page that is being made."""
    g.runs_scripts = True
    return urls.static(f"js/{name}")


def allowed() -> bool:
    """Whether the page that was made uses one."""
    return bool(g.get("runs_scripts"))
