"""gunicorn's settings: the same under the launcher and for `gunicorn app:app` by hand."""

from __future__ import annotations

import atexit
import os
import sys
import threading
import time
from pathlib import Path
from typing import Any

from blogsite.database import deployment
from blogsite.database.errors import DatabaseRefused
from blogsite.database.private import ROLE, PrivateMongo
from blogsite.lib.follower import follow_parent
from blogsite.web import logs
from config import ROOT, SettingRefused, Settings

try:
    _settings = Settings.load()
except SettingRefused as refusal:
    sys.exit(str(refusal))

logs.take_over(_settings)

_host = f"[{_settings.host}]" if ":" in _settings.host else _settings.host
_memory = Path("/dev/shm")  # noqa: S108 - gunicorn makes private files in it
_database = PrivateMongo(_settings.data_dir, mongod=_settings.mongod)

wsgi_app = "app:app"
chdir = str(ROOT)
bind = f"{_host}:{_settings.port}"
worker_class = "gthread"
workers = _settings.web_concurrency
threads = _settings.threads
graceful_timeout = 5
# The heartbeat file must not wait for a disk.
worker_tmp_dir = str(_memory) if os.access(_memory, os.W_OK) else None
# Its path is the same for every gunicorn of this user: two sites would share it.
control_socket_disable = True
# The app alone decides which proxies it believes (TRUSTED_PROXIES).
forwarded_allow_ips = ""
statsd_host = _settings.statsd_host
statsd_prefix = "blogsite"
logconfig_dict = logs.gunicorn_lines(_settings)


def on_starting(server: Any) -> None:
    """Hold the database for as long as gunicorn runs; its master may be mongod's parent."""
    followed = follow_parent()
    try:
        if _settings.mongo_uri is None:
            _attach(watch=not followed)
        elif not followed:
            deployment.check(_settings.mongo_uri)
    except DatabaseRefused as refusal:
        logs.say(refusal)
        sys.exit(1)
    if not followed:
        server.log.warning("Letters wait until a job worker runs: flask --app app jobs work")


def post_fork(_server: Any, _worker: Any) -> None:
    """A worker attaches itself when it needs the database, and leaves starting it to others."""
    os.environ[ROLE] = "web"


def on_exit(_server: Any) -> None:
    """Let go of the database after the last worker has."""
    _database.release()


def _attach(*, watch: bool) -> None:
    _database.attach()
    atexit.register(_database.release)
    if watch:
        threading.Thread(target=_keep_alive, name="mongod watch", daemon=True).start()


def _keep_alive() -> None:
    while True:
        time.sleep(0.5)
        try:
            _database.keep_alive()
        except DatabaseRefused as refusal:
            logs.say(refusal)
