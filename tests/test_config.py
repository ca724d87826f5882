"""The settings: their defaults, and what is refused."""

from __future__ import annotations

import pytest

from config import SettingRefused, Settings, is_loopback


def test_a_newcomer_needs_no_setting() -> None:
    settings = Settings.load({})

    assert (settings.host, settings.port) == ("127.0.0.1", 5454)
    assert settings.base_url == "http://localhost:5454"
    assert settings.data_dir.name == "instance"
    assert (settings.mongo_uri, settings.mail_server, settings.secret_key) == (None, None, None)
    assert (settings.web_concurrency, settings.threads, settings.registration) == (2, 4, "open")
    assert settings.on_loopback


def test_the_address_follows_the_port() -> None:
    assert Settings.load({"PORT": "8080"}).base_url == "http://localhost:8080"


def test_an_address_is_written_small() -> None:
    assert Settings.load({"BASE_URL": "HTTPS://Blogs.Example/"}).base_url == "https://blogs.example"


@pytest.mark.parametrize(
    ("name", "nonsense"),
    [
        ("PORT", "0"),
        ("PORT", "70000"),
        ("PORT", "http"),
        ("PORT", "٣"),
        ("MAIL_PORT", "-1"),
        ("WEB_CONCURRENCY", "many"),
        ("THREADS", "0"),
        ("TRUSTED_PROXIES", "x"),
        ("BASE_URL", "blogs.example"),
        ("BASE_URL", "ftp://blogs.example"),
        ("BASE_URL", "https://blogs.example/path"),
        ("BASE_URL", "https://u:p@blogs.example"),
        ("BASE_URL", "http://[::1"),
        ("BASE_URL", "http://a:99999"),
        ("MONGO_URI", "localhost:27017"),
        ("SECRET_KEY", "short"),
        ("SECRET_KEY_FALLBACKS", "a key that is long enough,short"),
        ("REGISTRATION", "maybe"),
        ("SERVER", "apache"),
        ("CACHE", "perhaps"),
        ("STATSD_HOST", "127.0.0.1"),
        ("STATSD_HOST", "http://x:1/"),
        ("MAIL_USE_TLS", "2"),
        ("LOG_FORMAT", "xml"),
        ("OAUTH_PROVIDERS", "Corp!"),
    ],
)
def test_nonsense_is_refused_by_its_name(name: str, nonsense: str) -> None:
    with pytest.raises(SettingRefused, match=name):
        Settings.load({name: nonsense})


def test_mail_is_encrypted_in_one_way_or_the_other() -> None:
    with pytest.raises(SettingRefused, match="MAIL_USE_TLS"):
        Settings.load({"MAIL_USE_SSL": "on", "MAIL_USE_TLS": "on"})


CORP = {
    "OAUTH_PROVIDERS": "github, corp",
    "OAUTH_GITHUB_CLIENT_ID": "id",
    "OAUTH_GITHUB_CLIENT_SECRET": "secret",
    "OAUTH_CORP_CLIENT_ID": "id",
    "OAUTH_CORP_CLIENT_SECRET": "secret",
    "OAUTH_CORP_DISCOVERY_URL": "https://corp.example/.well-known/openid-configuration",
    "OAUTH_CORP_LABEL": "The Corp",
}


def test_providers_are_read_by_name() -> None:
    providers = Settings.load(CORP).oauth_providers

    assert [(one.name, one.label) for one in providers] == [
        ("github", "GitHub"),
        ("corp", "The Corp"),
    ]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("OAUTH_CORP_CLIENT_ID", ""),
        ("OAUTH_CORP_CLIENT_SECRET", ""),
        ("OAUTH_CORP_DISCOVERY_URL", ""),
        ("OAUTH_CORP_DISCOVERY_URL", "http://corp.example/"),
    ],
)
def test_a_half_described_provider_is_refused(name: str, value: str) -> None:
    with pytest.raises(SettingRefused, match=name):
        Settings.load({**CORP, name: value})


def test_a_provider_on_this_machine_may_be_plain_http() -> None:
    url = "http://localhost:3000/.well-known/openid-configuration"

    assert Settings.load({**CORP, "OAUTH_CORP_DISCOVERY_URL": url}).oauth_providers


@pytest.mark.parametrize("host", ["localhost", "a.localhost", "127.0.0.1", "127.8.8.8", "::1"])
def test_this_machine_is_known_by_many_names(host: str) -> None:
    assert is_loopback(host)


@pytest.mark.parametrize(
    "host", ["", "example.org", "10.0.0.1", "localhost.example.org", "0.0.0.0"]
)
def test_other_machines_are_not_this_one(host: str) -> None:
    assert not is_loopback(host)
