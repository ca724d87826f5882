"""Where somebody asks from, and with what: as much as is needed, in words."""

from __future__ import annotations

import pytest

from blogsite.lib import networks, user_agents


@pytest.mark.parametrize(
    ("address", "place", "neighbourhood"),
    [
        ("192.0.2.57", "192.0.2.0/24", "192.0.2.57"),
        ("::ffff:192.0.2.57", "192.0.2.0/24", "192.0.2.57"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1::/48", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/48", "fe80::/64"),
        ("", "", ""),
        ("unix:", "", ""),
        ("192.0.2.57, 198.51.100.1", "", ""),
    ],
)
def test_an_address_is_kept_as_its_network(address: str, place: str, neighbourhood: str) -> None:
    assert networks.shortened(address) == place
    assert networks.neighbourhood(address) == neighbourhood


@pytest.mark.parametrize(
    ("network", "pattern", "here"),
    [
        ("192.0.2.0/24", "192.0.2.*", False),
        ("2001:db8:1::/48", "2001:db8:1:…", False),
        ("fe80::/48", "fe80:0:0:…", False),
        ("127.0.0.0/24", "127.0.0.*", True),
        ("::/48", "0:0:0:…", True),
        ("", "", False),
        ("the old library", "the old library", False),
    ],
)
def test_a_network_is_shown_as_people_write_it(network: str, pattern: str, here: bool) -> None:
    assert networks.pattern(network) == pattern
    assert networks.on_this_machine(network) is here


_LINUX = "Mozilla/5.0 (X11; Linux x86_64"
_CHROME = "AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36"


@pytest.mark.parametrize(
    ("agent", "browser", "system"),
    [
        (f"{_LINUX}; rv:132.0) Gecko/20100101 Firefox/132.0", "Firefox", "Linux"),
        (f"{_LINUX}) {_CHROME}", "Chrome", "Linux"),
        (f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {_CHROME} Edg/131.0", "Edge", "Windows"),
        (f"Mozilla/5.0 (Windows NT 10.0) {_CHROME} OPR/115.0", "Opera", "Windows"),
        (f"Mozilla/5.0 (Linux; Android 15) {_CHROME}", "Chrome", "Android"),
        (
            f"Mozilla/5.0 (Linux; Android 14) SamsungBrowser/26 {_CHROME}",
            "Samsung Internet",
            "Android",
        ),
        (f"Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) {_CHROME}", "Chrome", "ChromeOS"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 14) Version/18 Safari/605.1", "Safari", "macOS"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18) CriOS/131 Safari/604.1", "Chrome", "iPhone"),
        ("Mozilla/5.0 (iPad; CPU OS 18_0) FxiOS/132 Safari/605.1", "Firefox", "iPad"),
        ("curl/8.5.0", "curl", ""),
        ("", "", ""),
        ("\x00<script>", "", ""),
    ],
)
def test_a_browser_is_named_as_its_owner_knows_it(agent: str, browser: str, system: str) -> None:
    assert (user_agents.browser(agent), user_agents.system(agent)) == (browser, system)
