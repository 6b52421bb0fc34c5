"""Network: who asks, as limits count them."""

from collections.abc import Iterable
from ipaddress import IPv6Address, ip_address, ip_network

HOUSEHOLD = 64
"""Bits of an IPv6 address that tell one household from another; the others each of its machines chooses as it likes."""


def origin_of(direct: str, forwarded: Iterable[str]) -> str:
    """Whom a limit counts. Only a proxy beside us is believed, and only in what it added itself: the last entry of all its
    `X-Forwarded-For` lines. Of an IPv6 address what one household has."""
    told = ",".join(forwarded).rpartition(",")[2].strip()
    return household(told if told and is_beside_us(direct) else direct)


def is_beside_us(address: str) -> bool:
    try:
        return ip_address(address).is_private
    except ValueError:
        return False


def household(address: str) -> str:
    try:
        known = ip_address(address)
    except ValueError:
        return address
    return str(ip_network((known, HOUSEHOLD), strict=False)) if isinstance(known, IPv6Address) else str(known)
