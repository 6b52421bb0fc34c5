"""Whom a limit counts."""

import pytest

from helpline.network import origin_of


@pytest.mark.parametrize(
    ("direct", "forwarded", "counted"),
    [
        ("93.184.216.34", [], "93.184.216.34"),
        ("10.0.0.2", ["93.184.216.34"], "93.184.216.34"),
        ("127.0.0.1", ["6.6.6.6, 93.184.216.34"], "93.184.216.34"),
        ("127.0.0.1", ["6.6.6.6", "93.184.216.34"], "93.184.216.34"),
        ("93.184.216.34", ["6.6.6.6"], "93.184.216.34"),
        ("10.0.0.2", [""], "10.0.0.2"),
        ("10.0.0.2", ["unknown"], "unknown"),
        ("2001:db8:1:2:3:4:5:6", [], "2001:db8:1:2::/64"),
        ("::1", ["2001:db8:1:2:ffff::1"], "2001:db8:1:2::/64"),
        ("", [], ""),
    ],
)
def test_only_a_proxy_beside_us_is_believed_and_only_its_own_word(direct: str, forwarded: list[str], counted: str) -> None:
    assert origin_of(direct, forwarded) == counted
