"""When somebody is asked: by their own clock, in their window, on the days of their plan; and what a row of answers tells."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.checkins import load_rhythms
from helpline.checkins.answers import worsening
from helpline.checkins.hours import Hours, first_open, is_open, opening
from helpline.checkins.plan import LATE, Plan, PlanKind, Rung, days_from, next_due, next_rung, when_to_ask
from helpline.checkins.safe_word import is_fit, phrases
from helpline.topics import Topic
from tests.prove import calendar

RHYTHMS = load_rhythms()
HONG_KONG = Hours("Asia/Hong_Kong", time(21))


def first_days(kind: PlanKind, count: int) -> list[int]:
    numbers = days_from(RHYTHMS[kind], None, -100)
    return [day for day, _ in zip(numbers, range(count), strict=False)]


def test_the_rhythms_that_are_shipped() -> None:
    assert first_days(PlanKind.CANDIDATE, 9) == [-30, -7, -1]
    assert first_days(PlanKind.ABROAD, 12) == [1, 2, 3, 7, 14, 30, 60, 90, 120, 150, 180, 210]
    assert [d for d in first_days(PlanKind.ABROAD, 19) if d > 330] == [360, 451, 542]
    assert first_days(PlanKind.RETURNED, 9) == [3, 14, 30, 90]
    assert first_days(PlanKind.FAMILY, 3) == [30, 60, 90]
    assert first_days(PlanKind.AFTERCARE, 20) == [1, 2, 3, 4, 5, 6, 7, 14, 21, 28, 35]


def test_in_every_zone_nothing_is_missed_doubled_or_outside_the_window() -> None:
    """A smoke of `make prove`'s calendar, which goes through every zone with a hundred thousand plans."""
    verdict = calendar.campaign(plans=600, seed=20261125, zones=24)
    assert verdict.questions > 2000
    assert verdict.faults == []


@pytest.mark.parametrize(
    ("zone", "day", "at", "instant"),
    [
        ("Asia/Riyadh", date(2026, 11, 25), time(21), datetime(2026, 11, 25, 18, tzinfo=UTC)),
        ("Europe/Amsterdam", date(2026, 3, 29), time(2, 30), datetime(2026, 3, 29, 1, tzinfo=UTC)),  # an hour that is skipped
        ("Europe/Amsterdam", date(2026, 10, 25), time(2, 30), datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),  # one that comes twice
        ("Asia/Beirut", date(2026, 3, 29), time(0), datetime(2026, 3, 28, 22, tzinfo=UTC)),  # no midnight on this day
    ],
)
def test_the_window_opens_by_the_wall_clock(zone: str, day: date, at: time, instant: datetime) -> None:
    assert opening(Hours(zone, at), day) == instant


@given(st.datetimes(datetime(2025, 1, 1), datetime(2029, 1, 1), timezones=st.just(UTC)), st.sets(st.integers(0, 6), min_size=1))  # noqa: DTZ001
def test_what_is_first_open_is_open_and_never_earlier(instant: datetime, weekdays: set[int]) -> None:
    hours = Hours("America/New_York", time(23), frozenset(weekdays))
    found = first_open(hours, instant)
    assert found >= instant
    assert is_open(hours, found)
    assert found - instant <= timedelta(days=7, hours=2)


def test_a_question_that_is_far_too_late_is_not_asked() -> None:
    sundays = Hours("Asia/Hong_Kong", time(21), frozenset({6}))
    due = opening(sundays, date(2026, 11, 29))
    assert when_to_ask(sundays, due, due + timedelta(minutes=90)) == due + timedelta(minutes=90)
    assert when_to_ask(sundays, due, due + timedelta(hours=3)) is None  # the next Sunday is a week away
    assert when_to_ask(HONG_KONG, due, due + timedelta(hours=3)) == due + timedelta(days=1)
    assert when_to_ask(HONG_KONG, due, due + LATE) is None


def test_a_candidates_plan_ends_with_the_departure_and_a_past_day_asks_nothing() -> None:
    plan = Plan(PlanKind.CANDIDATE, date(2026, 12, 1), HONG_KONG)
    due = opening(HONG_KONG, date(2026, 11, 30))
    assert next_due(RHYTHMS[PlanKind.CANDIDATE], plan, due - timedelta(days=2)) == due
    assert next_due(RHYTHMS[PlanKind.CANDIDATE], plan, due) is None


def test_no_question_before_the_pause_is_over() -> None:
    plan = Plan(PlanKind.FAMILY, date(2026, 1, 1), HONG_KONG, every=7, paused_until=date(2026, 6, 1))
    due = next_due(RHYTHMS[PlanKind.FAMILY], plan, datetime(2026, 2, 1, tzinfo=UTC))
    assert due
    assert HONG_KONG.local(due).date() >= date(2026, 6, 1)


def test_the_short_ladder_waits_for_no_window_and_the_long_one_does() -> None:
    asked = opening(HONG_KONG, date(2026, 11, 25))
    short, long = RHYTHMS[PlanKind.AFTERCARE].ladder, RHYTHMS[PlanKind.ABROAD].ladder
    assert next_rung(short, 0, HONG_KONG, asked) == (1, asked + timedelta(hours=4))
    assert next_rung(short, 1, HONG_KONG, asked) == (1, asked + timedelta(hours=2))
    assert next_rung(short, 2, HONG_KONG, asked) is None
    sundays = Hours("Asia/Hong_Kong", time(21), frozenset({6}))
    asked = opening(sundays, date(2026, 11, 29))
    assert long[0][0] is Rung.NUDGE
    assert next_rung(long, 0, sundays, asked) == (0, asked + timedelta(days=7))


GOOD, PAID, UNPAID = {"check_in": "good"}, {"check_in": "good", "wages_paid": "yes"}, {"check_in": "good", "wages_paid": "no"}
TELL, NO_PHONE = {"check_in": "words"}, {"check_in": "good", "phone_mine": "no"}


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ([GOOD, GOOD, GOOD], None),
        ([UNPAID, UNPAID], None),
        ([UNPAID, UNPAID, PAID], None),
        ([UNPAID, GOOD, UNPAID], None),
        ([UNPAID, UNPAID, UNPAID], Topic.WAGES),
        ([PAID, UNPAID, {**NO_PHONE, **TELL}], Topic.CONFINEMENT),
        ([TELL, TELL, TELL], Topic.OTHER),
    ],
)
def test_a_row_that_grows_worse_calls_a_human(row: list[dict[str, str]], told: Topic | None) -> None:
    assert worsening(row) is told


@pytest.mark.parametrize(
    ("words", "fit"),
    [("martabak jalan kenanga", True), ("kenanga", True), ("ok", False), ("a b c", False), ("satu dua tiga empat lima", False)],
)
def test_which_words_can_serve(words: str, fit: bool) -> None:
    assert is_fit(words) is fit


def test_the_safe_word_is_found_in_a_sentence_whatever_its_marks() -> None:
    assert "jalan kenanga" in phrases("Tadi ke JALAN, Kenanga. Enak!", 2)
    assert phrases("", 2) == []
