"""IP addresses: how much of one to keep, and who counts as one neighbour."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network


def shortened(address: str) -> str:
    """The network an address belongs to, which says where somebody was and not who it was.

    The last byte of IPv4 and all but the first 48 bits of IPv6 are left out; what is no address
    is left out whole.
    """
    return _network(address, four=24, six=48)


def neighbourhood(address: str) -> str:
    """What one subscriber has: an IPv4 address, or the 64 bits before an IPv6 interface."""
    return _network(address, four=32, six=64)


def pattern(network: str) -> str:
    """A shortened address as people write it: "192.0.2.*", "2001:db8:1:…"; else as it stands."""
    try:
        first = ip_network(network).network_address
    except ValueError:
        return network
    if first.version == 4:
        return f"{str(first).rpartition('.')[0]}.*"
    return ":".join(f"{(int(first) >> bits) & 0xFFFF:x}" for bits in (112, 96, 80)) + ":…"


def on_this_machine(network: str) -> bool:
    """Whether a shortened address is of loopback, whose only IPv6 one is shortened to "::/48"."""
    try:
        return network == "::/48" or ip_network(network).is_loopback
    except ValueError:
        return False


def _network(address: str, *, four: int, six: int) -> str:
    try:
        found = _plain(ip_address(address.partition("%")[0]))
    except ValueError:
        return ""
    bits = four if found.version == 4 else six
    network = ip_network((found, bits), strict=False)
    return str(network.network_address) if bits == 32 else str(network)


def _plain(address: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return mapped or address
