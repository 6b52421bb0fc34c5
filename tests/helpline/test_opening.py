"""Opening hours: by the office's own clock, over weekends and closed days; what is no hours is refused."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpline.opening import Opening

RIYADH = Opening.read("mon-thu 09:00-17:00, fri 09:00-11:30", "Asia/Riyadh", "12-29, 01-01")


def at(day: int, hour: int, minute: int = 0, month: int = 12) -> datetime:
    """2026; the 1st of December is a Tuesday. Riyadh is three hours ahead."""
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "until", "again"),
    [
        (at(1, 5, 59), None, at(1, 6)),
        (at(1, 6), at(1, 14), at(2, 6)),
        (at(1, 13, 59), at(1, 14), at(2, 6)),
        (at(1, 14), None, at(2, 6)),
        (at(4, 8), at(4, 8, 30), at(7, 6)),  # Friday is short, and then comes the weekend
        (at(28, 20), None, at(30, 6)),  # Tuesday the 29th is closed
    ],
)
def test_it_is_open_by_the_clock_of_the_office(now: datetime, until: datetime | None, again: datetime) -> None:
    assert RIYADH.open_until(now) == until
    assert RIYADH.opens_at(now) == again


def test_hours_follow_the_clocks_of_a_country_that_changes_them() -> None:
    london = Opening.read("mon-sun 09:00-17:00", "Europe/London")
    assert london.opens_at(datetime(2026, 3, 28, 18, tzinfo=UTC)) == datetime(2026, 3, 29, 8, tzinfo=UTC)
    assert london.opens_at(datetime(2026, 10, 24, 18, tzinfo=UTC)) == datetime(2026, 10, 25, 9, tzinfo=UTC)


@given(st.integers(0, 2 * 365 * 24 * 60))
def test_it_is_open_or_opens_again_and_never_both_at_the_wrong_time(minute: int) -> None:
    now = at(1, 0) + timedelta(minutes=minute)
    until, again = RIYADH.open_until(now), RIYADH.opens_at(now)
    assert again is not None
    assert now < again <= now + timedelta(days=7)
    assert until is None or now < until < again
    assert RIYADH.open_until(again) is not None


@pytest.mark.parametrize(
    ("spans", "zone", "closed", "told"),
    [
        ("weekdays", "Asia/Seoul", None, "written like this"),
        ("mon-fri 25:00-26:00", "Asia/Seoul", None, "hour"),
        ("fri-mon 09:00-10:00", "Asia/Seoul", None, "begin before they end"),
        ("mon 17:00-09:00", "Asia/Seoul", None, "begin before they end"),
        ("mon 09:00-17:00", None, None, "need the time zone"),
        ("mon 09:00-17:00", "Asia/Nowhere", None, "no such time zone"),
        ("mon 09:00-17:00", "../etc/passwd", None, "no such time zone"),
        ("mon 09:00-17:00", "Asia/Seoul", "29 Dec", "closed days"),
    ],
)
def test_what_is_no_hours_is_refused(spans: str, zone: str | None, closed: str | None, told: str) -> None:
    with pytest.raises(ValueError, match=told):
        Opening.read(spans, zone, closed)
