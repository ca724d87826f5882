"""The site through a real nginx, with the configuration that we ship and `TRUSTED_PROXIES=1`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from blogsite import create_app
from config import Settings
from tests.deploy.conftest import Public
from tests.deploy.nginx import VISITOR, Nginx
from tests.deploy.person import Person
from tests.support.code import ROOT

pytestmark = [pytest.mark.processes, pytest.mark.xdist_group("nginx")]

MIB = 1024 * 1024
FORGED = {
    "X-Forwarded-For": "192.0.2.66",
    "X-Forwarded-Proto": "gopher",
    "X-Forwarded-Host": "evil.example",
    "X-Forwarded-Port": "666",
    "X-Forwarded-Prefix": "/evil",
    "X-Request-ID": "evil",
    "Forwarded": "for=192.0.2.66;proto=gopher;host=evil.example",
}


def test_nginx_accepts_the_file_without_a_warning(tmp_path: Path) -> None:
    nginx = Nginx(tmp_path / "nginx", upstream=5454)
    nginx.write()

    checked = nginx.check()

    assert checked.returncode == 0, checked.stderr
    assert "warn" not in checked.stderr + nginx.errors


def test_the_visitors_address_scheme_and_host_arrive(nginx: Nginx) -> None:
    seen = _mirrored(nginx, {})

    assert (seen["address"], seen["scheme"]) == (VISITOR, "https")
    assert seen["host"] == f"localhost:{nginx.https}"


def test_what_a_visitor_claims_about_himself_is_not_believed(nginx: Nginx) -> None:
    seen = _mirrored(nginx, FORGED)

    assert (seen["address"], seen["scheme"]) == (VISITOR, "https")
    assert seen["host"] == f"localhost:{nginx.https}"
    assert "evil" not in json.dumps(seen)
    assert "192.0.2.66" not in json.dumps(seen)


def test_a_visitor_without_tls_is_led_to_the_same_page_with_it(nginx: Nginx) -> None:
    answer = nginx.ask("/search?q=rain", headers={"Host": "localhost"}, plain=True)

    assert answer.status == 301
    assert answer.headers["Location"] == "https://localhost/search?q=rain"


def test_somebody_signs_in_with_a_cookie_that_never_travels_in_the_clear(public: Public) -> None:
    person = Person(public)
    person.is_known_to_the_site()

    answer = person.signs_in()

    assert answer.url == f"{public.nginx.url}/blogs"
    assert {cookie.secure for cookie in person.cookies} == {True}
    assert person.opens("/profile").status == 200


def test_a_letters_link_leads_back_through_nginx(public: Public) -> None:
    person = Person(public)
    person.registers()

    link = person.link_in_letter()

    assert link.startswith(f"{public.nginx.url}/users/activate/")
    assert person.opens(link.removeprefix(public.nginx.url)).status == 200


def test_a_form_posted_from_another_site_is_refused(public: Public) -> None:
    person = Person(public)
    person.is_known_to_the_site()

    assert person.signs_in(referer="https://evil.example/login").status == 400


def test_a_versioned_static_file_comes_from_nginx_to_be_kept_for_good(nginx: Nginx) -> None:
    answer = nginx.ask("/static/css/site.css?v=1", headers={"Accept-Encoding": "gzip"})

    assert answer.status == 200
    assert answer.headers["Server"] == "nginx"
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.headers["Content-Encoding"] == "gzip"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Type"].startswith("text/css")
    assert nginx.from_site(answer) is False


def test_a_static_file_without_a_version_is_asked_for_again(nginx: Nginx) -> None:
    answer = nginx.ask("/static/css/site.css")

    assert answer.body == (ROOT / "static/css/site.css").read_bytes()
    assert answer.headers["Cache-Control"] == "no-cache"
    again = nginx.ask("/static/css/site.css", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status == 304


def test_every_static_file_has_its_type(nginx: Nginx) -> None:
    files = [path for path in (ROOT / "static").rglob("*") if path.is_file()]

    untyped = [
        path
        for path in files
        if nginx.ask(f"/{path.relative_to(ROOT)}").headers["Content-Type"]
        == "application/octet-stream"
    ]

    assert files
    assert untyped == []


def test_a_static_file_that_is_not_there_is_answered_by_the_site(nginx: Nginx) -> None:
    answer = nginx.ask("/static/css/none.css")

    assert answer.status == 404
    assert nginx.from_site(answer)


@pytest.mark.parametrize(
    "path",
    [
        "/static/../config.py",
        "/static/%2e%2e/config.py",
        "/static/..%2fconfig.py",
        "/static../config.py",
    ],
)
def test_no_other_file_of_the_checkout_is_served(nginx: Nginx, path: str) -> None:
    answer = nginx.ask(path)

    assert answer.status in (400, 404)
    assert b"SettingRefused" not in answer.body


@pytest.mark.parametrize("mebibytes", [5, 31])
def test_who_sends_too_much_sees_the_sites_own_page(nginx: Nginx, mebibytes: int) -> None:
    answer = _post(nginx, mebibytes)

    assert answer.status == 413
    assert nginx.from_site(answer)


def test_who_sends_far_too_much_sees_a_page_as_well(nginx: Nginx) -> None:
    answer = _post(nginx, 40)

    assert answer.status == 413
    assert b"That is too large" in answer.body


@pytest.mark.parametrize(
    "headers",
    [{}, {"Host": "localhost"}, {"Host": "127.0.0.1:5454"}, FORGED, {"X-Forwarded-For": ""}],
)
def test_kept_letters_are_shown_to_nobody_who_comes_through_nginx(
    public: Public, headers: dict[str, str]
) -> None:
    public.site.data_dir.joinpath("mail").mkdir(parents=True, exist_ok=True)

    assert public.nginx.ask("/dev/mail", headers=headers).status == 404


def test_tokens_and_searches_stay_out_of_the_log(nginx: Nginx) -> None:
    app = create_app(Settings.load({"SECRET_KEY": "a key for looking only"}))
    doors = [rule.rule for rule in app.url_map.iter_rules() if "token" in rule.arguments]

    for door in doors:
        nginx.ask(door.replace("<token>", "geheim"), headers={"Referer": "https://a/geheim"})
    nginx.ask("/search?q=geheim")

    assert doors
    nginx.wait_for_log("/search")
    assert "geheim" not in nginx.log


def test_both_logs_call_a_request_by_the_same_number(public: Public) -> None:
    number = public.nginx.ask("/about-this-number").headers["X-Request-Id"]

    public.nginx.wait_for_log("/about-this-number")
    assert number in public.nginx.log
    assert number in public.site.said


def test_while_the_site_is_away_a_page_says_so(tmp_path: Path, nginx: Nginx) -> None:
    lonely = Nginx(tmp_path / "nginx", upstream=1)
    lonely.start()
    try:
        answer = lonely.ask("/login", "POST", b"email=a")
    finally:
        lonely.stop()

    assert answer.status == 503
    assert answer.headers["Retry-After"] == "5"
    assert b"Back in a moment" in answer.body


def _mirrored(nginx: Nginx, headers: dict[str, str]) -> dict[str, Any]:
    answer = nginx.ask("/mirror", headers=headers)
    assert answer.status == 200
    seen: dict[str, Any] = json.loads(answer.body)
    return seen


def _post(nginx: Nginx, mebibytes: int) -> Any:
    body = urlencode({"email": "x" * mebibytes * MIB}).encode()
    return nginx.ask(
        "/auth/login", "POST", body, {"Content-Type": "application/x-www-form-urlencoded"}
    )
