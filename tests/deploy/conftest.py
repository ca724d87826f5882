"""A site behind a real nginx, started once for all tests of a process."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from pymongo import MongoClient

from tests.deploy.nginx import Nginx
from tests.processes.running import RunningSite
from tests.support.ports import free_port

GUNICORN = (sys.executable, "-m", "gunicorn", "--config", "gunicorn.conf.py")


class Public(NamedTuple):
    """A site as the world sees it: through nginx."""

    nginx: Nginx
    site: RunningSite


@pytest.fixture(scope="session")
def public(
    tmp_path_factory: pytest.TempPathFactory,
    mongo_uri: str,
    mongo_client: MongoClient[dict[str, Any]],
) -> Iterator[Public]:
    """gunicorn as the unit starts it, behind nginx as its file configures it."""
    folder = tmp_path_factory.mktemp("public")
    uri = mongo_uri.replace("/blogsite_test", "/blogsite_public")
    nginx = Nginx(folder / "nginx", upstream=free_port())
    site = _site(folder, nginx, uri)
    try:
        site.start(*GUNICORN, "tests.deploy.mirror:app")
        nginx.start()
        site.wait_until(site.answers)
        yield Public(nginx, site)
    finally:
        nginx.stop()
        site.tidy_up()
        mongo_client.drop_database(uri.rpartition("/")[2].partition("?")[0])


@pytest.fixture
def nginx(public: Public) -> Nginx:
    """The way in for everybody."""
    return public.nginx


def _site(folder: Path, nginx: Nginx, uri: str) -> RunningSite:
    # On loopback and without a mail server: if /dev/mail were ever shown, then here.
    return RunningSite(
        folder,
        port=nginx.upstream,
        MONGO_URI=uri,
        BASE_URL=nginx.url,
        TRUSTED_PROXIES="1",
        WEB_CONCURRENCY="1",
    )
