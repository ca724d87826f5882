"""The site with other settings, for the length of one test."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from flask import Flask


def give(app: Flask, patch: pytest.MonkeyPatch, **settings: Any) -> None:
    """Let the site have these settings, such as `registration="closed"`."""
    patch.setitem(app.config, "SETTINGS", replace(app.config["SETTINGS"], **settings))
