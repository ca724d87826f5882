"""The settings: their defaults, and what is refused."""

from __future__ import annotations

import pytest

from config import OAuthProvider, SettingRefused, Settings, is_loopback


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
        ("BASE_URL", "http://a:0"),
        ("BASE_URL", "http://a:"),
        ("BASE_URL", "https://blogs example"),
        ("BASE_URL", "https://blogs.\texample"),
        ("BASE_URL", "http://-"),
        ("BASE_URL", "http://-a.example"),
        ("BASE_URL", "http://a..example"),
        ("BASE_URL", "http://a\\b"),
        ("BASE_URL", "http://256.0.0.1"),
        ("BASE_URL", "http://[127.0.0.1]"),
        ("BASE_URL", f"http://{'a' * 64}.example"),
        ("BASE_URL", "https://blogs.example?"),
        ("SECURITY_CONTACT", "somebody"),
        ("SECURITY_CONTACT", "Alice <alice@blogs.example>"),
        ("SECURITY_CONTACT", "http://blogs.example/security"),
        ("MONGO_URI", "localhost:27017"),
        ("SECRET_KEY", "short"),
        ("SECRET_KEY_FALLBACKS", "a key that is long enough,short"),
        ("REGISTRATION", "maybe"),
        ("SERVER", "apache"),
        ("CACHE", "perhaps"),
        ("STATSD_HOST", "127.0.0.1"),
        ("STATSD_HOST", "http://x:1/"),
        ("STATSD_HOST", "127.0.0.1:65536"),
        ("STATSD_HOST", "127.0.0.1:0"),
        ("STATSD_HOST", "[::g]:8125"),
        ("STATSD_HOST", "-:8125"),
        ("MAIL_SERVER", "mail example"),
        ("MAIL_SERVER", "smtp://mail.example"),
        ("MAIL_SERVER", "mail.example:587"),
        ("MAIL_SERVER", "mail.example/"),
        ("MAIL_DEFAULT_SENDER", "Blogs"),
        ("MAIL_DEFAULT_SENDER", "Blogs <>"),
        ("MAIL_DEFAULT_SENDER", "()"),
        ("MAIL_DEFAULT_SENDER", "Blogs <post>"),
        ("MAIL_DEFAULT_SENDER", "Blogs <post@>"),
        ("MAIL_DEFAULT_SENDER", "Blogs <post@blogs example>"),
        ("MAIL_DEFAULT_SENDER", "Blogs post@blogs.example"),
        ("MAIL_DEFAULT_SENDER", "a@blogs.example, b@blogs.example"),
        ("MAIL_DEFAULT_SENDER", "Blogs <post@blogs.example>\nBcc: x@y.example"),
        ("MAIL_USE_TLS", "2"),
        ("LOG_FORMAT", "xml"),
        ("OAUTH_PROVIDERS", "Corp!"),
        ("OAUTH_PROVIDERS", "Corp"),
        ("OAUTH_PROVIDERS", "my_corp"),
        ("OAUTH_PROVIDERS", "-corp"),
        ("OAUTH_PROVIDERS", "github,github"),
    ],
)
def test_nonsense_is_refused_by_its_name(name: str, nonsense: str) -> None:
    with pytest.raises(SettingRefused, match=name):
        Settings.load({name: nonsense})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("BASE_URL", "https://blogs.example:8443"),
        ("BASE_URL", "http://[::1]:8080"),
        ("BASE_URL", "http://192.0.2.1"),
        ("BASE_URL", "https://blögs.example"),
        ("BASE_URL", "http://the_web:5454"),
        ("STATSD_HOST", "[::1]:8125"),
        ("STATSD_HOST", "statsd.example:65535"),
        ("MAIL_SERVER", "mail.example"),
        ("MAIL_SERVER", "192.0.2.1"),
        ("MAIL_SERVER", "::1"),
        ("MAIL_DEFAULT_SENDER", "post@blogs.example"),
        ("MAIL_DEFAULT_SENDER", "Blögs & Co. <post@blogs.example>"),
        ("MAIL_DEFAULT_SENDER", '"Blogs, all" <post@localhost>'),
    ],
)
def test_what_can_be_meant_is_taken_as_it_stands(name: str, value: str) -> None:
    assert getattr(Settings.load({name: value}), name.lower()) == value


@pytest.mark.parametrize(
    ("given", "missing"),
    [("MAIL_USERNAME", "MAIL_PASSWORD"), ("MAIL_PASSWORD", "MAIL_USERNAME")],
)
def test_a_name_without_its_password_is_refused(given: str, missing: str) -> None:
    with pytest.raises(SettingRefused, match=f"^{missing} is not set, but {given} is"):
        Settings.load({given: "x"})


def test_a_refusal_shows_no_password() -> None:
    with pytest.raises(SettingRefused) as refusal:
        Settings.load({"MAIL_PASSWORD": "hunter2-hunter2"})

    assert "hunter2" not in str(refusal.value)


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
    assert Settings.load(CORP).oauth_providers == (
        OAuthProvider(
            name="github",
            label="GitHub",
            client_id="id",
            client_secret="secret",
            discovery_url=None,
        ),
        OAuthProvider(
            name="corp",
            label="The Corp",
            client_id="id",
            client_secret="secret",
            discovery_url="https://corp.example/.well-known/openid-configuration",
        ),
    )


def test_without_a_label_a_provider_goes_by_its_name() -> None:
    without = {**CORP, "OAUTH_CORP_LABEL": ""}

    assert [one.label for one in Settings.load(without).oauth_providers] == ["GitHub", "Corp"]


def test_a_hyphen_is_an_underscore_in_the_names_of_variables() -> None:
    settings = Settings.load(
        {
            "OAUTH_PROVIDERS": "my-corp",
            "OAUTH_MY_CORP_CLIENT_ID": "id",
            "OAUTH_MY_CORP_CLIENT_SECRET": "secret",
            "OAUTH_MY_CORP_DISCOVERY_URL": "https://corp.example",
        }
    )

    assert [one.name for one in settings.oauth_providers] == ["my-corp"]


@pytest.mark.parametrize("name", ["github", "google"])
def test_a_known_provider_needs_id_and_secret_only(name: str) -> None:
    known = {
        "OAUTH_PROVIDERS": name,
        f"OAUTH_{name.upper()}_CLIENT_ID": "id",
        f"OAUTH_{name.upper()}_CLIENT_SECRET": "secret",
    }

    assert Settings.load(known).oauth_providers[0].discovery_url is None
    for variable in list(known)[1:]:
        with pytest.raises(SettingRefused, match=variable):
            Settings.load({**known, variable: " "})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("OAUTH_CORP_CLIENT_ID", ""),
        ("OAUTH_CORP_CLIENT_SECRET", ""),
        ("OAUTH_CORP_DISCOVERY_URL", ""),
        ("OAUTH_CORP_DISCOVERY_URL", "http://corp.example/"),
        ("OAUTH_CORP_DISCOVERY_URL", "corp.example"),
        ("OAUTH_CORP_DISCOVERY_URL", "https://"),
        ("OAUTH_CORP_DISCOVERY_URL", "https://corp example/"),
        ("OAUTH_CORP_DISCOVERY_URL", "https://corp.example/a b"),
        ("OAUTH_CORP_DISCOVERY_URL", "https://u:p@corp.example/"),
        ("OAUTH_CORP_DISCOVERY_URL", "http://localhost@corp.example/"),
        ("OAUTH_CORP_DISCOVERY_URL", "http://[::1"),
        ("OAUTH_GITHUB_DISCOVERY_URL", "nonsense"),
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
