"""The helpline's rules: severity, cases, take-over, delivery, permissions, the directory, designations."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpline.cases import NUMBER_ALPHABET, AlreadyClosed, Case, CaseStatus, case_number, check_open, raised
from helpline.delivery import MAX_ATTEMPTS, Delivery, after_retry, after_unknown, backoff
from helpline.designation import designation
from helpline.directory import (
    Confidence,
    Entry,
    EntryKind,
    emergency_entries,
    entries_for,
    is_sure,
    may_be_shown,
    with_something_sure,
)
from helpline.permissions import PERMISSIONS, Action, NotAllowed, Role, access_action
from helpline.severity import Severity, is_crisis, worse
from helpline.takeover import (
    LEASE,
    AlreadyTaken,
    NotYours,
    Owner,
    Ownership,
    bot_may_speak,
    hand_back,
    hand_over,
    lapse,
    renew,
    take_over,
)
from helpline.targets import ANSWERS, Target, Targets, Unit
from helpline.topics import Topic

NOW = datetime(2026, 11, 24, tzinfo=UTC)
MINE = Ownership(Owner.COUNSELLOR, "ratna", 3, NOW + LEASE)


def a_case(severity: Severity = Severity.S2, status: CaseStatus = CaseStatus.OPEN) -> Case:
    return Case("1", "AAA-AAA", "c", Topic.WAGES, severity, status, NOW)


@pytest.mark.parametrize(("one", "other", "expected"), [("S0", "S4", "S0"), ("S3", "S1", "S1"), ("S2", "S2", "S2")])
def test_the_worse_severity_wins(one: str, other: str, expected: str) -> None:
    assert worse(Severity(one), Severity(other)) is Severity(expected)


def test_only_the_two_gravest_are_a_crisis_and_targets_grow_with_calm() -> None:
    assert [s for s in Severity if is_crisis(s)] == [Severity.S0, Severity.S1]
    lengths = [target.length for s in Severity if (target := ANSWERS[s]) is not None]
    assert lengths == sorted(lengths)
    assert ANSWERS[Severity.S4] is None


JAKARTA = timedelta(hours=7)


@pytest.mark.parametrize(
    ("since", "days", "due"),
    [
        ("2026-11-24T10:00", 1, "2026-11-25T10:00"),  # Tuesday
        ("2026-11-27T16:00", 1, "2026-11-30T16:00"),  # Friday: Monday
        ("2026-11-28T09:00", 1, "2026-11-30T09:00"),  # Saturday: Monday
        ("2026-11-26T08:00", 3, "2026-12-02T08:00"),  # Thursday; Tuesday is a holiday
        ("2026-11-30T23:30", 1, "2026-12-02T23:30"),  # the day before the holiday
    ],
)
def test_working_days_leave_out_weekends_and_holidays_of_the_helplines_own_calendar(since: str, days: int, due: str) -> None:
    asked, expected = (datetime.fromisoformat(text).replace(tzinfo=UTC) - JAKARTA for text in (since, due))
    target, holiday = Target(days, Unit.DAY), [date(2026, 12, 1)]
    assert target.due(asked, holiday) == expected
    targets = Targets({Severity.S2: target})
    assert not targets.is_late(Severity.S2, asked, expected, holiday)
    assert targets.is_late(Severity.S2, asked, expected + timedelta(seconds=1), holiday)


def test_a_question_is_never_late() -> None:
    assert not Targets().is_late(Severity.S4, NOW, NOW + timedelta(days=999))


@given(st.sampled_from(list(Severity)), st.sampled_from(list(Severity)))
def test_a_case_never_becomes_less_urgent_by_itself(before: Severity, told: Severity) -> None:
    assert raised(a_case(before), told).rank <= before.rank


@given(st.integers(0, 2**63))
def test_a_case_number_can_be_read_aloud(chance: int) -> None:
    number = case_number(chance)
    assert len(number) == 7
    assert set(number.replace("-", "")) <= set(NUMBER_ALPHABET)


def test_a_closed_case_is_left_alone() -> None:
    check_open(a_case())
    with pytest.raises(AlreadyClosed):
        check_open(a_case(status=CaseStatus.CLOSED))


def test_the_way_of_a_conversation_from_bot_to_counsellor_and_back() -> None:
    waiting = hand_over(Ownership())
    assert (waiting.owner, waiting.version) == (Owner.WAITING, 1)
    assert hand_over(waiting) == waiting
    taken = take_over(waiting, "ratna", NOW)
    assert (taken.owner, taken.counsellor, taken.version, taken.lease_until) == (Owner.COUNSELLOR, "ratna", 2, NOW + LEASE)
    assert hand_over(taken) == taken
    assert hand_back(taken, "ratna") == Ownership(Owner.BOT, None, 3)


def test_another_counsellors_conversation_is_not_taken() -> None:
    with pytest.raises(AlreadyTaken):
        take_over(MINE, "budi", NOW)
    for act in (lambda: renew(MINE, "budi", NOW), lambda: hand_back(MINE, "budi"), lambda: hand_back(Ownership(), "ratna")):
        with pytest.raises(NotYours):
            act()


def test_taking_over_ones_own_renews_the_lease_and_keeps_the_version() -> None:
    later = NOW + timedelta(minutes=20)
    assert take_over(MINE, "ratna", later) == renew(MINE, "ratna", later)
    assert take_over(MINE, "ratna", later).version == MINE.version


@pytest.mark.parametrize(
    ("minutes", "owner"), [(0, Owner.COUNSELLOR), (29, Owner.COUNSELLOR), (30, Owner.WAITING), (60, Owner.WAITING)]
)
def test_a_claim_lapses_exactly_when_its_lease_ends(minutes: int, owner: Owner) -> None:
    assert lapse(MINE, NOW + timedelta(minutes=minutes)).owner is owner
    assert lapse(Ownership(), NOW) == Ownership()


@pytest.mark.parametrize(
    ("now", "written", "notice", "may"),
    [
        (Ownership(version=4), 4, False, True),
        (Ownership(version=4), 1, False, False),
        (Ownership(version=4), 1, True, True),
        (Ownership(Owner.WAITING, None, 4), 4, False, True),
        (Ownership(Owner.WAITING, None, 4), 3, False, True),
        (Ownership(Owner.WAITING, None, 4), 2, False, False),
        (Ownership(Owner.COUNSELLOR, "ratna", 4), 4, False, False),
        (Ownership(Owner.COUNSELLOR, "ratna", 4), 1, True, True),
    ],
)
def test_when_the_bot_may_speak(now: Ownership, written: int, notice: bool, may: bool) -> None:
    assert bot_may_speak(now, written, notice=notice) is may


def test_a_line_from_before_a_take_over_is_not_said_after_the_claim_lapsed() -> None:
    written = Ownership()
    lapsed = lapse(take_over(hand_over(written), "ratna", NOW), NOW + LEASE)
    assert not bot_may_speak(lapsed, written.version, notice=False)
    assert not bot_may_speak(lapsed, written.version + 1, notice=False)


def test_waits_double_up_to_two_minutes() -> None:
    assert [backoff(n).total_seconds() for n in (0, 1, 2, 3, 7, 8, 50)] == [1, 1, 2, 4, 64, 120, 120]


@pytest.mark.parametrize(
    ("safety", "attempts", "unknown", "retry"),
    [
        (True, 1, Delivery.PENDING, Delivery.PENDING),
        (True, MAX_ATTEMPTS, Delivery.UNCERTAIN, Delivery.PENDING),
        (False, 1, Delivery.UNCERTAIN, Delivery.PENDING),
        (False, MAX_ATTEMPTS, Delivery.UNCERTAIN, Delivery.FAILED),
    ],
)
def test_silence_is_not_failure(safety: bool, attempts: int, unknown: Delivery, retry: Delivery) -> None:
    assert after_unknown(safety=safety, attempts=attempts) is unknown
    assert after_retry(safety=safety, attempts=attempts) is retry


@pytest.mark.parametrize("action", list(Action))
@pytest.mark.parametrize("role", [None, *Role])
def test_the_table_of_permissions_cell_by_cell(role: Role | None, action: Action) -> None:
    granted = action is Action.PUBLIC or (role is not None and action in PERMISSIONS[role])
    if granted:
        access_action(role, action)
    else:
        with pytest.raises(NotAllowed):
            access_action(role, action)


def test_only_supervisors_and_administrators_manage_staff() -> None:
    assert [role for role in Role if Action.MANAGE_STAFF in PERMISSIONS[role]] == [Role.SUPERVISOR, Role.ADMINISTRATOR]


def an_entry(id: str, country: str = "MY", kind: EntryKind = EntryKind.MISSION, **more: object) -> Entry:
    values: dict[str, object] = {"serves": (country,), "confidence": Confidence.HIGH, "public": True, "phone": "999"} | more
    return Entry(id=id, country=country, kind=kind, name=id, source="s", checked="2026-01", **values)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("more", "shown"),
    [
        ({}, True),
        ({"public": False}, False),
        ({"confidence": Confidence.LOW}, False),
        ({"confidence": Confidence.MEDIUM}, True),
        ({"phone": None}, False),
        ({"phone": None, "url": "https://example.org"}, True),
    ],
)
def test_what_is_not_sourced_well_enough_is_not_shown(more: dict[str, object], shown: bool) -> None:
    assert may_be_shown(an_entry("x", **more)) is shown


def test_emergency_numbers_come_first_and_the_ministry_last() -> None:
    entries = [
        an_entry("ministry", "ID", EntryKind.GOVERNMENT, serves=("ALL",)),
        an_entry("mission"),
        an_entry("police", kind=EntryKind.EMERGENCY),
        an_entry("elsewhere", "SG", EntryKind.EMERGENCY),
        an_entry("union", kind=EntryKind.ORGANISATION),
    ]
    assert [e.id for e in emergency_entries(entries, "MY")] == ["police", "mission", "ministry"]
    assert [e.id for e in emergency_entries(entries, None)] == ["ministry"]
    assert [e.id for e in entries_for(entries, "MY")] == ["police", "mission", "ministry", "union"]


ENTRIES = st.builds(
    an_entry,
    st.uuids().map(str),
    st.sampled_from(("MY", "OM", "ID")),
    st.sampled_from(list(EntryKind)),
    serves=st.sampled_from((("MY",), ("OM",), ("ALL",))),
    confidence=st.sampled_from(list(Confidence)),
    public=st.booleans(),
    phone=st.sampled_from((None, "999", "+60 3 1234567")),
    phone_abroad=st.sampled_from((None, "+62 21 1234567")),
    dial_from=st.sampled_from((None, "in_country")),
)


@given(st.lists(ENTRIES, max_size=12), st.sampled_from(("MY", "OM", "LA", None)), st.sampled_from(("MY", "ID", None)))
def test_what_is_unsure_never_stands_alone_where_anything_sure_is_known(
    entries: list[Entry], country: str | None, there: str | None
) -> None:
    where = there or country
    known = [e for e in entries if is_sure(e, where) and (e.country == where or "ALL" in e.serves)]
    for shown in (
        emergency_entries(entries, country, there),
        entries_for(entries, country, there),
        with_something_sure([e for e in entries if may_be_shown(e)][:1], entries, where),
        with_something_sure([], entries, where),
    ):
        assert all(may_be_shown(entry) for entry in shown)
        assert len({entry.id for entry in shown}) == len(shown)
        assert not known or any(is_sure(entry, where) for entry in shown)


def test_who_is_at_home_sees_first_what_can_be_dialled_from_there() -> None:
    entries = [an_entry("abroad", "MY", EntryKind.EMERGENCY), an_entry("home", "ID", EntryKind.EMERGENCY)]
    assert [e.id for e in emergency_entries(entries, "MY", "ID")] == ["home", "abroad"]
    assert [e.id for e in emergency_entries(entries, "MY")] == ["abroad"]


@given(st.integers(0, 2**63))
def test_a_designation_is_two_words_and_a_number(chance: int) -> None:
    noun, adjective, number = designation(chance).split()
    assert noun.istitle()
    assert adjective.istitle()
    assert 10 <= int(number) <= 99
