"""The roster: shifts by their own clock, over midnight and over the days on which clocks change; never a hole between two."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpline.roster import ZONES, Shift, on_duty, turn_on, turns_between

EVERY_DAY = frozenset(range(7))
DAY = date(2026, 3, 2)  # a Monday


def a_shift(who: str = "ani", begin: str = "08:00", end: str = "16:00", zone: str = "Asia/Jakarta", **more: object) -> Shift:
    known = {"weekdays": EVERY_DAY, "first_day": date(2020, 1, 1)} | more
    return Shift(who, who, zone, starts=time.fromisoformat(begin), ends=time.fromisoformat(end), **known)  # type: ignore[arg-type]


def at(said: str, zone: str = "Asia/Jakarta") -> datetime:
    return datetime.fromisoformat(said).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


@pytest.mark.parametrize(
    ("said", "duty"),
    [("2026-03-02T07:59", []), ("2026-03-02T08:00", ["ani"]), ("2026-03-02T15:59", ["ani"]), ("2026-03-02T16:00", [])],
)
def test_a_shift_begins_and_ends_on_the_minute(said: str, duty: list[str]) -> None:
    assert on_duty([a_shift()], at(said), {}, ()) == duty


def test_a_night_shift_belongs_to_the_day_on_which_it_begins() -> None:
    night = a_shift(begin="22:00", end="06:00", weekdays=frozenset({0}))
    assert on_duty([night], at("2026-03-03T05:59"), {}, ()) == ["ani"]
    assert on_duty([night], at("2026-03-02T05:59"), {}, ()) == []


def test_the_same_clock_time_is_another_instant_in_papua() -> None:
    papua = a_shift(zone="Asia/Jayapura")
    assert on_duty([papua], at("2026-03-02T06:30", "Asia/Jakarta"), {}, ()) == ["ani"]


def test_a_swapped_day_and_a_holiday() -> None:
    shift = a_shift(on_holidays=False)
    assert on_duty([shift], at("2026-03-02T09:00"), {(shift.id, DAY): "budi"}, ()) == ["budi"]
    assert on_duty([shift], at("2026-03-03T09:00"), {(shift.id, DAY): "budi"}, ()) == ["ani"]
    assert on_duty([shift], at("2026-03-02T09:00"), {}, {DAY}) == []
    assert on_duty([a_shift()], at("2026-03-02T09:00"), {}, {DAY}) == ["ani"]


def test_a_shift_has_a_first_and_a_last_day() -> None:
    shift = a_shift(first_day=DAY, last_day=DAY)
    days = [turn_on(shift, DAY + timedelta(days=n), {}, ()) is not None for n in (-1, 0, 1)]
    assert days == [False, True, False]


@pytest.mark.parametrize("day", [date(2026, 3, 29), date(2026, 10, 25)])
def test_a_night_on_which_the_clock_changes_has_no_hole(day: date) -> None:
    zone = "Europe/Amsterdam"
    crew = [a_shift("ani", "18:00", "02:30", zone), a_shift("budi", "02:30", "10:00", zone)]
    instant = datetime.combine(day, time(0), ZoneInfo(zone)).astimezone(UTC)
    for minutes in range(0, 9 * 60, 5):
        assert on_duty(crew, instant + timedelta(minutes=minutes), {}, ()) != []


@given(
    zone=st.sampled_from(ZONES),
    borders=st.lists(st.integers(0, 95), min_size=2, max_size=6, unique=True),
    minutes=st.integers(0, 7 * 366 * 24 * 60),
)
def test_shifts_that_follow_each_other_around_the_clock_leave_nobody_alone(zone: str, borders: list[int], minutes: int) -> None:
    marks = [time(border // 4, border % 4 * 15) for border in sorted(borders)]
    crew = [
        Shift(str(n), str(n), zone, EVERY_DAY, begin, marks[(n + 1) % len(marks)], date(2020, 1, 1))
        for n, begin in enumerate(marks)
    ]
    assert on_duty(crew, datetime(2024, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes), {}, ()) != []


def test_a_week_lists_each_turn_once_by_its_beginning() -> None:
    begin = at("2026-03-02T00:00")
    turns = turns_between([a_shift(begin="22:00", end="06:00")], begin, begin + timedelta(days=7), {}, ())
    assert len({turn.day for turn in turns}) == len(turns) == 8
    assert turns == sorted(turns, key=lambda turn: turn.begins_at)
