"""Every setting of the site, once, typed; the only place that reads the environment."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

from dotenv import dotenv_values

ROOT = Path(__file__).resolve().parent


class SettingRefused(ValueError):
    """A setting holds nonsense; the sentence names the variable and says what would do."""


@dataclass(frozen=True, kw_only=True)
class OAuthProvider:
    """One way to sign in through somebody else, as the environment describes it."""

    name: str
    client_id: str
    client_secret: str
    discovery_url: str | None
    label: str


@dataclass(frozen=True, kw_only=True)
class Settings:
    """The settings under their own names: `Settings.base_url` is the variable `BASE_URL`."""

    host: str
    port: int
    base_url: str
    data_dir: Path
    mongo_uri: str | None
    mongod: str | None
    secret_key: str | None
    secret_key_fallbacks: tuple[str, ...]
    mail_server: str | None
    mail_port: int
    mail_username: str | None
    mail_password: str | None
    mail_use_tls: bool
    mail_use_ssl: bool
    mail_default_sender: str
    oauth_providers: tuple[OAuthProvider, ...]
    registration: str
    web_concurrency: int
    threads: int
    server: str
    statsd_host: str | None
    trusted_proxies: int
    cache: bool
    log_format: str
    throttles: bool

    @property
    def on_loopback(self) -> bool:
        """Whether `BASE_URL` can only be reached from this machine."""
        return is_loopback(urlsplit(self.base_url).hostname or "")

    @property
    def mail_dir(self) -> Path:
        """Where letters are kept when there is no mail server."""
        return self.data_dir / "mail"

    @classmethod
    def load(cls, environment: Mapping[str, str] | None = None) -> Settings:
        """Read the settings.

        Arguments:
            environment: names to values; left out, the process environment over `.env`.

        Raises:
            SettingRefused: a variable holds what cannot be meant.
        """
        reader = _Reader(environment if environment is not None else _environment())
        port = reader.whole("PORT", 5454, smallest=1, largest=65535)
        return cls(
            host=reader.text("HOST", "127.0.0.1"),
            port=port,
            base_url=reader.base_url(f"http://localhost:{port}"),
            data_dir=Path(reader.text("DATA_DIR", str(ROOT / "instance"))).absolute(),
            mongo_uri=reader.mongo_uri(),
            mongod=reader.optional("MONGOD"),
            secret_key=reader.secret_key(),
            secret_key_fallbacks=reader.secret_key_fallbacks(),
            mail_server=reader.optional("MAIL_SERVER"),
            mail_port=reader.whole("MAIL_PORT", 25, smallest=1, largest=65535),
            mail_username=reader.optional("MAIL_USERNAME"),
            mail_password=reader.optional("MAIL_PASSWORD"),
            mail_use_tls=reader.switch("MAIL_USE_TLS", default=False),
            mail_use_ssl=reader.switch("MAIL_USE_SSL", default=False, excludes="MAIL_USE_TLS"),
            mail_default_sender=reader.text("MAIL_DEFAULT_SENDER", "Blogsite <blogsite@localhost>"),
            oauth_providers=reader.oauth_providers(),
            registration=reader.choice("REGISTRATION", ("open", "approval", "invite", "closed")),
            web_concurrency=reader.whole("WEB_CONCURRENCY", 2, smallest=1, largest=64),
            threads=reader.whole("THREADS", 4, smallest=1, largest=128),
            server=reader.choice("SERVER", ("gunicorn", "granian")),
            statsd_host=reader.statsd_host(),
            trusted_proxies=reader.whole("TRUSTED_PROXIES", 0, smallest=0, largest=9),
            cache=reader.switch("CACHE", default=True),
            log_format=reader.choice("LOG_FORMAT", ("text", "json")),
            throttles=reader.switch("THROTTLES", default=True),
        )


VARIABLES = tuple(field.name.upper() for field in fields(Settings))


def is_loopback(host: str) -> bool:
    """Whether a host name or address can only mean this machine."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _environment() -> dict[str, str]:
    kept = {name: value for name, value in dotenv_values(ROOT / ".env").items() if value}
    return {**kept, **os.environ}


class _Reader:
    """Takes one variable at a time; an empty one counts as unset."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._environment = environment

    def optional(self, name: str) -> str | None:
        return self._environment.get(name, "").strip() or None

    def text(self, name: str, default: str) -> str:
        return self.optional(name) or default

    def whole(self, name: str, default: int, *, smallest: int, largest: int) -> int:
        value = self.optional(name)
        if value is None:
            return default
        if not re.fullmatch(r"[0-9]{1,9}", value) or not smallest <= int(value) <= largest:
            raise SettingRefused(
                f"{name} is {value!r}: give a whole number from {smallest} to {largest}."
            )
        return int(value)

    def switch(self, name: str, *, default: bool, excludes: str | None = None) -> bool:
        value = (self.optional(name) or ("on" if default else "off")).lower()
        if value not in _SWITCH:
            raise SettingRefused(f"{name} is {value!r}: give on or off.")
        if excludes and _SWITCH[value] and self.switch(excludes, default=False):
            raise SettingRefused(f"{name} and {excludes} are both on: choose one.")
        return _SWITCH[value]

    def choice(self, name: str, choices: tuple[str, ...]) -> str:
        value = (self.optional(name) or choices[0]).lower()
        if value not in choices:
            raise SettingRefused(f"{name} is {value!r}: give one of {', '.join(choices)}.")
        return value

    def base_url(self, default: str) -> str:
        value = self.text("BASE_URL", default).rstrip("/").lower()
        if not _is_origin(value):
            raise SettingRefused(
                f"BASE_URL is {value!r}: give the address people type, such as "
                "https://blogs.example, with http or https and without a path."
            )
        return value

    def mongo_uri(self) -> str | None:
        value = self.optional("MONGO_URI")
        if value and not value.startswith(("mongodb://", "mongodb+srv://")):
            raise SettingRefused(
                "MONGO_URI does not begin with mongodb:// or mongodb+srv://: give the address of "
                "a replica set, such as mongodb://db.example/blogsite?replicaSet=rs0."
            )
        return value

    def statsd_host(self) -> str | None:
        value = self.optional("STATSD_HOST")
        if value and not re.fullmatch(r"[\w.-]+:[0-9]{1,5}|\[[0-9a-f:]+\]:[0-9]{1,5}", value):
            raise SettingRefused(
                f"STATSD_HOST is {value!r}: give a host and a port, such as 127.0.0.1:8125."
            )
        return value

    def secret_key(self) -> str | None:
        value = self.optional("SECRET_KEY")
        if value and len(value) < 16:
            raise SettingRefused("SECRET_KEY is shorter than 16 characters: give a longer one.")
        return value

    def secret_key_fallbacks(self) -> tuple[str, ...]:
        keys = [key.strip() for key in self.text("SECRET_KEY_FALLBACKS", "").split(",")]
        if any(0 < len(key) < 16 for key in keys):
            raise SettingRefused(
                "SECRET_KEY_FALLBACKS holds a key shorter than 16 characters: give the keys that "
                "were in use before, between commas."
            )
        return tuple(key for key in keys if key)

    def oauth_providers(self) -> tuple[OAuthProvider, ...]:
        names = [name.strip() for name in self.text("OAUTH_PROVIDERS", "").split(",")]
        return tuple(self._oauth_provider(name) for name in names if name)

    def _oauth_provider(self, name: str) -> OAuthProvider:
        if not re.fullmatch(r"[a-z][a-z0-9_]*", name):
            raise SettingRefused(
                f"OAUTH_PROVIDERS names {name!r}: use small letters, digits and underscores."
            )
        prefix = f"OAUTH_{name.upper()}_"
        url = self.optional(prefix + "DISCOVERY_URL")
        if url is None and name not in ("github", "google"):
            raise SettingRefused(f"{prefix}DISCOVERY_URL is not set: {name} cannot be found.")
        if url is not None:
            self._check_discovery(prefix + "DISCOVERY_URL", url)
        return OAuthProvider(
            name=name,
            client_id=self._required(prefix + "CLIENT_ID"),
            client_secret=self._required(prefix + "CLIENT_SECRET"),
            discovery_url=url,
            label=self.text(prefix + "LABEL", _LABELS.get(name, name.capitalize())),
        )

    def _required(self, name: str) -> str:
        value = self.optional(name)
        if value is None:
            raise SettingRefused(f"{name} is not set, but OAUTH_PROVIDERS asks for it.")
        return value

    def _check_discovery(self, name: str, url: str) -> None:
        parts = urlsplit(url)
        plain = parts.scheme == "http" and is_loopback(parts.hostname or "")
        if not parts.hostname or not (parts.scheme == "https" or plain):
            raise SettingRefused(f"{name} is {url!r}: give an https address.")


_LABELS = {"github": "GitHub", "google": "Google"}
_SWITCH = {
    **dict.fromkeys(("1", "on", "true", "yes"), True),
    **dict.fromkeys(("0", "off", "false", "no"), False),
}


def _is_origin(url: str) -> bool:
    try:
        parts = urlsplit(url)
        port_is_fine = parts.port is None or parts.port > 0
    except ValueError:
        return False
    return (
        parts.scheme in ("http", "https")
        and bool(parts.hostname)
        and port_is_fine
        and not (parts.path or parts.query or parts.fragment or parts.username)
    )
