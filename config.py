"""Every setting of the site, once, typed; the only place that reads the environment."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from email.utils import getaddresses
from ipaddress import IPv4Address, IPv6Address, ip_address
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
    cache_memory: int
    log_format: str
    throttles: bool
    media_quota: int
    security_contact: str | None

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
        return cls(
            host=reader.text("HOST", "127.0.0.1"),
            port=(port := reader.whole("PORT", 5454, smallest=1, largest=65535)),
            base_url=reader.base_url(f"http://localhost:{port}"),
            data_dir=Path(reader.text("DATA_DIR", str(ROOT / "instance"))).absolute(),
            mongo_uri=reader.mongo_uri(),
            mongod=reader.optional("MONGOD"),
            secret_key=reader.secret_key(),
            secret_key_fallbacks=reader.secret_key_fallbacks(),
            mail_server=reader.shaped("MAIL_SERVER"),
            mail_port=reader.whole("MAIL_PORT", 25, smallest=1, largest=65535),
            mail_username=reader.together("MAIL_USERNAME", "MAIL_PASSWORD"),
            mail_password=reader.together("MAIL_PASSWORD", "MAIL_USERNAME"),
            mail_use_tls=reader.switch("MAIL_USE_TLS", default=False),
            mail_use_ssl=reader.switch("MAIL_USE_SSL", default=False, excludes="MAIL_USE_TLS"),
            mail_default_sender=reader.shaped("MAIL_DEFAULT_SENDER") or _SENDER,
            oauth_providers=reader.oauth_providers(),
            registration=reader.choice("REGISTRATION", ("open", "approval", "invite", "closed")),
            web_concurrency=reader.whole("WEB_CONCURRENCY", 2, smallest=1, largest=64),
            threads=reader.whole("THREADS", 4, smallest=1, largest=128),
            server=reader.choice("SERVER", ("gunicorn", "granian")),
            statsd_host=reader.shaped("STATSD_HOST"),
            trusted_proxies=reader.whole("TRUSTED_PROXIES", 0, smallest=0, largest=9),
            cache=reader.switch("CACHE", default=True),
            cache_memory=reader.whole("CACHE_MEMORY", 64, smallest=1, largest=100_000),
            log_format=reader.choice("LOG_FORMAT", ("text", "json")),
            throttles=reader.switch("THROTTLES", default=True),
            media_quota=reader.whole("MEDIA_QUOTA", 2048, smallest=1, largest=10_000_000),
            security_contact=reader.shaped("SECURITY_CONTACT"),
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

    def shaped(self, name: str) -> str | None:
        value = self.optional(name)
        fits, wanted = _SHAPES[name]
        if value and not fits(value):
            raise SettingRefused(f"{name} is {value!r}: give {wanted}.")
        return value

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
        if not (found := _URL.fullmatch(value)) or found[3] or not _is_place(found[2]):
            raise SettingRefused(
                f"BASE_URL is {value!r}: give one like https://blogs.example, without a path."
            )
        return value

    def together(self, name: str, other: str) -> str | None:
        value = self.optional(name)
        if value is None and self.optional(other):
            raise SettingRefused(f"{name} is not set, but {other} is: give both or neither.")
        return value

    def mongo_uri(self) -> str | None:
        value = self.optional("MONGO_URI")
        if value and not value.startswith(("mongodb://", "mongodb+srv://")):
            raise SettingRefused(
                "MONGO_URI does not begin with mongodb:// or mongodb+srv://: give the address of "
                "a replica set, such as mongodb://db.example/blogsite?replicaSet=rs0."
            )
        return value

    def secret_key(self) -> str | None:
        value = self.optional("SECRET_KEY")
        if value and len(value) < 16:
            raise SettingRefused("SECRET_KEY is shorter than 16 characters: give a longer one.")
        return value

    def secret_key_fallbacks(self) -> tuple[str, ...]:
        keys = self._listed("SECRET_KEY_FALLBACKS")
        if any(len(key) < 16 for key in keys):
            raise SettingRefused("SECRET_KEY_FALLBACKS holds a key shorter than 16 characters.")
        return tuple(keys)

    def _listed(self, name: str) -> list[str]:
        return [one for part in self.text(name, "").split(",") if (one := part.strip())]

    def oauth_providers(self) -> tuple[OAuthProvider, ...]:
        names = self._listed("OAUTH_PROVIDERS")
        if len(set(names)) < len(names):
            raise SettingRefused("OAUTH_PROVIDERS names somebody twice: once is enough.")
        return tuple(map(self._oauth_provider, names))

    def _oauth_provider(self, name: str) -> OAuthProvider:
        if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name):
            raise SettingRefused(f"OAUTH_PROVIDERS names {name!r}: use a-z, 0-9 and hyphens.")
        prefix = f"OAUTH_{name.upper().replace('-', '_')}_"
        return OAuthProvider(
            name=name,
            client_id=self._required(prefix + "CLIENT_ID"),
            client_secret=self._required(prefix + "CLIENT_SECRET"),
            discovery_url=self._discovery_url(prefix + "DISCOVERY_URL", known=name in _LABELS),
            label=self.text(prefix + "LABEL", _LABELS.get(name, name.capitalize())),
        )

    def _required(self, name: str) -> str:
        value = self.optional(name)
        if value is None:
            raise SettingRefused(f"{name} is not set, but OAUTH_PROVIDERS asks for it.")
        return value

    def _discovery_url(self, name: str, *, known: bool) -> str | None:
        url = self.optional(name) if known else self._required(name)
        if url and not _is_secure(url):
            raise SettingRefused(f"{name} is {url!r}: give an https address.")
        return url


_URL = re.compile(r"(https?)://([^/?#\s]+)([/?#][^\s\x00-\x1f]*)?")
_PLACE = re.compile(r"(\[[0-9a-fA-F:.]+\]|[^\[\]:]+)(?::([0-9]{1,5}))?")
_PART = re.compile(r"(?!-)[\w-]{1,63}(?<!-)")
_SENDER = "Blogsite <blogsite@localhost>"
_LABELS = {"github": "GitHub", "google": "Google"}
_SWITCH = dict.fromkeys(("1", "on", "true", "yes"), True)
_SWITCH |= dict.fromkeys(("0", "off", "false", "no"), False)


def _is_secure(url: str) -> bool:
    """Whether it leads there over TLS, or nowhere but to this machine."""
    fits = (found := _URL.fullmatch(url)) is not None and _is_place(found[2])
    return fits and (url.startswith("https:") or is_loopback(urlsplit(url).hostname or ""))


def _is_place(text: str) -> bool:
    """Whether it is a host and perhaps a port, as in `blogs.example:8080` or `[::1]:8080`."""
    found = _PLACE.fullmatch(text)
    return bool(found and _is_host(found[1]) and 0 < int(found[2] or 1) < 65536)


def _is_host(text: str) -> bool:
    if not re.fullmatch(r"\[.*\]|[0-9.]+", text):
        return len(text) < 254 and all(_PART.fullmatch(label) for label in text.split("."))
    try:
        return bool(IPv6Address(text[1:-1]) if text[0] == "[" else IPv4Address(text))
    except ValueError:
        return False


def _is_sender(text: str) -> bool:
    address = pairs[0][1] if len(pairs := getaddresses([text])) == 1 else ""
    name, _at, host = address.rpartition("@")
    # Of "Blogs post@blogs.example" Python makes an address that nobody wrote.
    meant = address in text and text.isprintable() and " " not in address
    return meant and bool(name) and _is_host(host)


_SHAPES: dict[str, tuple[Callable[[str], bool], str]] = {
    "MAIL_SERVER": (lambda it: _is_host(it) or _is_host(f"[{it}]"), "a host like mail.example"),
    "MAIL_DEFAULT_SENDER": (_is_sender, "one address, such as Blogs <post@blogs.example>"),
    "SECURITY_CONTACT": (
        lambda it: _is_secure(it) or ("<" not in it and _is_sender(it)),
        "an address such as security@blogs.example, or of a page: https://blogs.example/security",
    ),
    "STATSD_HOST": (
        lambda text: ":" in text.rpartition("]")[2] and _is_place(text),
        "a host and a port, such as 127.0.0.1:8125",
    ),
}
