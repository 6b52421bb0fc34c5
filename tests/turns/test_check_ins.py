"""Nobody falls silent unnoticed: asked in their own time, heard whatever they say, missed by a human when they say nothing."""

from datetime import UTC, datetime, time, timedelta

import pytest
from sqlalchemy import update

from bot.checkins import planning
from helpline.checkins.hours import Hours
from helpline.checkins.plan import Plan, PlanKind
from helpline.delivery import Attempt, Outcome
from helpline.events import Event
from helpline.severity import Severity
from helpline.takeover import take_over
from helpline.topics import Topic
from storage import conversations, tasks
from storage.checkin_tables import check_in_plans as check_in_plans_table
from storage.transaction import Transaction
from tests.checkins import DAY, EVENING, QUESTION, asked, happened, history, look_at, planned, watches, with_turn
from tests.clock import FrozenClock
from tests.emulator.people import Person
from tests.letterbox import Letterbox, case_of, conversation_at
from tests.makers import a_counsellor
from tests.turns.conftest import NotingWire


@pytest.fixture
def siti(box: Letterbox) -> Person:
    return box.person(77001, "Siti")


async def test_the_question_comes_in_the_window_of_the_contacts_own_clock(
    box: Letterbox, clock: FrozenClock, siti: Person
) -> None:
    await planned(box, siti)
    before = await box.heard_by(siti)
    assert await look_at(box, clock, datetime(2026, 11, 25, 12, 59, 50, tzinfo=UTC)) == 0
    assert await look_at(box, clock, datetime(2026, 11, 25, 13, 0, tzinfo=UTC)) == 1  # nine in the evening in Hong Kong
    assert (await box.heard_by(siti))[len(before) :] == [QUESTION]


async def test_many_looks_ask_once(box: Letterbox, clock: FrozenClock, siti: Person) -> None:
    await planned(box, siti)
    await asked(box, clock, siti)
    for _look in range(3):
        assert await box.helpline.schedule.check_ins.look() == 0
    assert (await box.heard_by(siti)).count(QUESTION) == 1


async def test_a_worker_whose_clock_is_five_minutes_ahead_does_not_ask_twice(
    box: Letterbox, clock: FrozenClock, siti: Person
) -> None:
    await planned(box, siti)
    due = await asked(box, clock, siti)
    await box.says(siti, "baik")
    for skew in (timedelta(minutes=-5), timedelta(0), timedelta(minutes=5)):
        await look_at(box, clock, due + skew)
    assert (await box.heard_by(siti)).count(QUESTION) == 1


async def test_an_answer_ends_the_wait_and_the_plan_goes_on(box: Letterbox, clock: FrozenClock, siti: Person) -> None:
    await planned(box, siti)
    due = await asked(box, clock, siti)
    await box.says(siti, "[Baik]", "ya")
    (kept,) = await history(box, siti)
    assert (kept.state, kept.answers) == ("answered", {"check_in": "good", "wages_paid": "yes"})
    (watch,) = await watches(box, siti)
    assert watch.asks_at == due + DAY  # the second of the first three days
    assert await case_of(box.helpline.database, siti) is None


@pytest.mark.parametrize("said", ["halo kak", "[Baik]", "menu"])
async def test_whatever_is_sent_is_a_sign_of_life(box: Letterbox, clock: FrozenClock, siti: Person, said: str) -> None:
    await planned(box, siti)
    due = await asked(box, clock, siti)
    await box.says(siti, said)
    await look_at(box, clock, due + timedelta(hours=23))
    assert (await history(box, siti))[0].state == "answered"
    assert await happened(box, Event.CHECK_IN_NUDGED) == 0


async def test_silence_climbs_to_a_human(box: Letterbox, clock: FrozenClock, siti: Person) -> None:
    await planned(box, siti)
    due = await asked(box, clock, siti)
    await look_at(box, clock, due + DAY - timedelta(seconds=1))
    assert await happened(box, Event.CHECK_IN_NUDGED) == 0
    await look_at(box, clock, due + DAY)
    assert (await box.heard_by(siti))[-1] == f"Halo lagi. Tidak usah buru-buru, kalau sempat saja.\n\n{QUESTION}"
    await look_at(box, clock, due + 2 * DAY)
    assert (await box.heard_by(siti))[-1].startswith("Lagi sibuk, ya?")
    assert await case_of(box.helpline.database, siti) is None
    await look_at(box, clock, due + 3 * DAY)
    case = await case_of(box.helpline.database, siti)
    assert case
    assert (case.topic, case.severity) == (Topic.SILENCE, Severity.S2)
    assert await happened(box, Event.CHECK_IN_MISSED) == 1
    assert [one.state for one in await history(box, siti)] == ["missed"]


async def test_after_an_urgent_case_a_silence_of_four_hours_calls_the_counsellors(
    box: Letterbox, clock: FrozenClock, siti: Person
) -> None:
    await planned(box, siti, PlanKind.AFTERCARE)
    due = await asked(box, clock, siti)
    await look_at(box, clock, due + timedelta(hours=2))  # eleven at night: the window has closed, nothing is said
    assert await happened(box, Event.CHECK_IN_NUDGED) == 0


async def test_a_nudge_outside_the_window_never_delays_the_human(box: Letterbox, clock: FrozenClock, siti: Person) -> None:
    """The short ladder: a second line after two hours where the window allows, a human two hours later all the same."""
    await planned(box, siti, PlanKind.AFTERCARE)
    due = await asked(box, clock, siti)
    deadline = due + timedelta(hours=4)
    await look_at(box, clock, due + timedelta(hours=2))
    await look_at(box, clock, deadline - timedelta(seconds=1))
    assert await happened(box, Event.CHECK_IN_MISSED) == 0
    await look_at(box, clock, deadline + timedelta(seconds=10))
    case = await case_of(box.helpline.database, siti)
    assert case
    assert case.severity is Severity.S1
    assert await happened(box, Event.COUNSELLORS_CALLED) == 1


async def test_while_the_case_is_a_crisis_every_plan_climbs_fast(box: Letterbox, clock: FrozenClock, siti: Person) -> None:
    await planned(box, siti)
    await with_turn(box, siti, lambda turn: turn.open_case(Topic.VIOLENCE, Severity.S1))
    due = await asked(box, clock, siti)
    await look_at(box, clock, due + timedelta(hours=4))
    assert await happened(box, Event.CHECK_IN_MISSED) == 1


async def test_three_days_of_downtime_ask_nothing_late_and_tell_a_human_once(
    box: Letterbox, clock: FrozenClock, siti: Person
) -> None:
    await planned(box, siti, hours=Hours("Asia/Hong_Kong", time(21), frozenset({6})))  # Sundays only
    (watch,) = await watches(box, siti)
    assert watch.asks_at == datetime(2026, 11, 29, 13, tzinfo=UTC)
    for _look in range(3):
        await look_at(box, clock, watch.asks_at + 3 * DAY)
    assert QUESTION not in await box.heard_by(siti)
    assert [one.state for one in await history(box, siti)] == ["late"]
    assert [task.kind for task in await box.helpline.database.read(tasks.open_tasks)] == ["check_in"]
    (after,) = await watches(box, siti)
    assert after.asks_at == watch.asks_at + 7 * DAY


async def test_a_few_hours_late_waits_for_the_next_window(box: Letterbox, clock: FrozenClock, siti: Person) -> None:
    await planned(box, siti)
    (watch,) = await watches(box, siti)
    assert watch.asks_at
    await look_at(box, clock, watch.asks_at + timedelta(hours=5))  # two at night in Hong Kong
    assert QUESTION not in await box.heard_by(siti)
    await look_at(box, clock, watch.asks_at + DAY)
    assert (await box.heard_by(siti)).count(QUESTION) == 1


async def test_a_clock_that_jumps_a_year_tells_a_human_and_comes_back(box: Letterbox, clock: FrozenClock, siti: Person) -> None:
    await planned(box, siti)
    due = (await watches(box, siti))[0].asks_at
    assert due
    await look_at(box, clock, due + 365 * DAY)
    assert QUESTION not in await box.heard_by(siti)
    clock.time = due + timedelta(minutes=1)
    assert await box.helpline.schedule.check_ins.mend() == 1  # the plan stands a year ahead of its own rhythm
    (watch,) = await watches(box, siti)
    assert watch.asks_at == due + DAY


async def test_who_blocks_the_helpline_reaches_a_human_at_once(
    box: Letterbox, clock: FrozenClock, siti: Person, wire: NotingWire
) -> None:
    await planned(box, siti)
    await box.helpline.postman.deliver_once()
    await asked(box, clock, siti)
    wire.next = [Attempt(Outcome.UNREACHABLE, reason="blocked")]
    await box.helpline.postman.deliver_once()
    await box.helpline.schedule.check_ins.look()
    case = await case_of(box.helpline.database, siti)
    assert case
    assert case.topic is Topic.SILENCE
    assert [one.state for one in await history(box, siti)] == ["unreachable"]


async def test_while_a_counsellor_has_the_conversation_the_bot_asks_nothing(
    box: Letterbox, clock: FrozenClock, siti: Person
) -> None:
    await planned(box, siti)

    def take(tx: Transaction) -> None:
        conversation, _messages = conversation_at(tx, str(siti.chat))
        later = clock.now() + 30 * DAY
        taken = take_over(conversation.ownership, a_counsellor(tx, clock), clock.now(), timedelta(days=60))
        assert taken.lease_until
        assert taken.lease_until > later
        conversations.set_ownership(tx, conversation.id, conversation.ownership, taken)

    await box.helpline.database.write(take)
    await asked(box, clock, siti)
    assert QUESTION not in await box.heard_by(siti)
    assert [one.state for one in await history(box, siti)] == ["with_human"]


async def test_not_now_is_asked_again_the_next_day(box: Letterbox, clock: FrozenClock, siti: Person) -> None:
    await planned(box, siti, PlanKind.FAMILY)
    due = await asked(box, clock, siti)
    await box.says(siti, "nanti saja")
    (watch,) = await watches(box, siti)
    assert watch.asks_at == due + DAY


async def test_answers_that_grow_worse_raise_the_case_by_themselves(box: Letterbox, clock: FrozenClock, siti: Person) -> None:
    await planned(box, siti)
    for second in ("tidak", "tidak"):
        await asked(box, clock, siti)
        await box.says(siti, "[Baik]", second)
    assert await case_of(box.helpline.database, siti) is None
    await asked(box, clock, siti)
    await box.says(siti, "capek kak")
    case = await case_of(box.helpline.database, siti)
    assert case
    assert (case.severity, case.topic) == (Severity.S2, Topic.CONDITIONS)
    assert await happened(box, Event.CHECK_INS_WORSEN) == 1


async def test_danger_in_an_answer_is_read_before_anything_else(box: Letterbox, clock: FrozenClock, siti: Person) -> None:
    await planned(box, siti)
    await asked(box, clock, siti)
    await box.says(siti, "saya dipukul majikan tiap hari")
    case = await case_of(box.helpline.database, siti)
    assert case
    assert case.severity is Severity.S1


async def test_two_plans_that_fall_on_one_day_ask_one_question(box: Letterbox, clock: FrozenClock, siti: Person) -> None:
    await planned(box, siti)
    today = EVENING.local(clock.now()).date()
    await with_turn(box, siti, lambda turn: planning.set_plan(turn, Plan(PlanKind.AFTERCARE, today, EVENING)))
    await look_at(box, clock, datetime(2026, 11, 25, 13, 0, tzinfo=UTC))
    assert (await box.heard_by(siti)).count(QUESTION) == 1
    assert sorted(one.state for one in await history(box, siti)) == ["asked", "merged"]


async def test_who_is_writing_at_this_moment_is_not_asked_in_the_middle_of_it(
    box: Letterbox, clock: FrozenClock, siti: Person
) -> None:
    await planned(box, siti)
    clock.time = datetime(2026, 11, 25, 12, 55, tzinfo=UTC)
    await box.says(siti, "menu")
    await look_at(box, clock, datetime(2026, 11, 25, 13, 0, tzinfo=UTC))
    assert QUESTION not in await box.heard_by(siti)
    await look_at(box, clock, datetime(2026, 11, 25, 13, 10, tzinfo=UTC))
    assert QUESTION in await box.heard_by(siti)


async def test_a_plan_that_cannot_be_worked_on_keeps_nobody_else_from_being_asked(
    box: Letterbox, clock: FrozenClock, siti: Person
) -> None:
    budi = box.person(77002, "Budi")
    for person in (siti, budi):
        await planned(box, person)
    broken = (await watches(box, siti))[0].id

    def break_it(tx: Transaction) -> None:
        tx.connection.execute(update(check_in_plans_table).where(check_in_plans_table.c.id == broken).values(zone="Asia/Nowhere"))

    await box.helpline.database.write(break_it)
    due = (await watches(box, budi))[0].asks_at
    assert due
    await look_at(box, clock, due)
    assert QUESTION in await box.heard_by(budi)
    assert QUESTION not in await box.heard_by(siti)
    assert [task.kind for task in await box.helpline.database.read(tasks.open_tasks)] == ["check_in"]


async def test_what_was_told_before_is_not_shown_to_whoever_answers_a_check_in(
    box: Letterbox, clock: FrozenClock, siti: Person
) -> None:
    await planned(box, siti)
    await box.says(siti, "lapor", "lapor", "[Ya, saya aman]")
    await asked(box, clock, siti)
    await box.says(siti, "[Baik]", "ya")
    assert (await box.heard_by(siti))[-1] == "Terima kasih. Sampai ketemu lagi!"


async def test_an_answer_to_a_worker_whose_clock_was_ahead_asks_nothing_again(
    box: Letterbox, clock: FrozenClock, siti: Person
) -> None:
    await planned(box, siti)
    due = await asked(box, clock, siti)
    clock.time = due - timedelta(minutes=4)
    await box.says(siti, "baik")
    (watch,) = await watches(box, siti)
    assert watch.asks_at == due + DAY


async def test_an_urgent_question_is_never_left_to_another_plans(box: Letterbox, clock: FrozenClock, siti: Person) -> None:
    await planned(box, siti)
    due = await asked(box, clock, siti)
    await box.says(siti, "baik")
    await with_turn(box, siti, lambda turn: planning.watch_life(turn, {}))
    await look_at(box, clock, due + timedelta(hours=1))
    assert (await box.heard_by(siti)).count(QUESTION) == 2
