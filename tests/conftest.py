"""What every test may ask for, in the modules named here."""

from __future__ import annotations

from tests.support.plugins import PLUGINS

pytest_plugins = (*PLUGINS, "tests.support.fixtures", "tests.support.cast")
