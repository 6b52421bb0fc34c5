"""Reminders to learn: off until they are asked for, in the contact's own hours, never beside a problem, resting when unheard."""

from datetime import timedelta

import pytest

from helpline.cases import CloseReason, Outcome
from helpline.checkins.plan import PlanKind
from helpline.checkins.watch import PlanState, Watch
from storage import cases
from storage.database import Database
from storage.transaction import Transaction
from tests.checkins import history, watches
from tests.clock import FrozenClock
from tests.emulator.people import Person
from tests.letterbox import Letterbox, case_of, conversation_at

DAY = timedelta(days=1)
HELLO = "Halo, apa kabar? Ada hal kecil di sini hari ini, kalau Anda mau."
AGAIN = "Halo, semoga hari-hari Anda sudah lebih ringan."
IN_A_LESSON = ("halo", "menu", "belajar", "[Pelajaran singkat]", "[Malaysia]", "[Rumah tangga]", "[Belum tahu]", "1")


@pytest.fixture
async def siti(box: Letterbox) -> Person:
    """Somebody in the middle of her lessons, with a reminder at nine in the morning."""
    person = box.person()
    await box.says(person, *IN_A_LESSON, "[Ingatkan saya]", "pagi", "[Setiap hari]")
    return person


async def plan(box: Letterbox, person: Person) -> Watch:
    (watch,) = await watches(box, person)
    assert watch.plan.kind is PlanKind.LESSON
    return watch


async def when_due(box: Letterbox, clock: FrozenClock, person: Person) -> Watch:
    """The worker looks at the moment the plan has set; the plan afterwards."""
    due = (await plan(box, person)).look_at
    assert due
    clock.time = due
    await box.helpline.schedule.check_ins.look()
    return await plan(box, person)


async def greeted(box: Letterbox, person: Person) -> int:
    return sum(text.startswith((HELLO, AGAIN)) for text in await box.heard_by(person))


async def test_without_asking_for_it_there_is_no_reminder(box: Letterbox, clock: FrozenClock) -> None:
    dewi = box.person()
    await box.says(dewi, *IN_A_LESSON)
    assert await watches(box, dewi) == []


async def test_it_comes_at_the_chosen_hour_of_their_own_clock_and_leads_into_the_lesson(
    box: Letterbox, clock: FrozenClock, siti: Person
) -> None:
    watch = await plan(box, siti)
    assert watch.look_at
    local = watch.plan.hours.local(watch.look_at)
    assert (local.hour, local.date()) == (9, watch.plan.hours.local(clock.now()).date() + DAY)
    await when_due(box, clock, siti)
    assert (await box.heard_by(siti))[-1].startswith(HELLO)
    await box.says(siti, "[Coba lihat]")
    assert "❓" in "\n".join((await box.heard_by(siti))[-2:])
    assert await history(box, siti) == []  # it is no check-in, and its silence is nobody's business


async def test_it_rests_after_three_that_nobody_answered(box: Letterbox, clock: FrozenClock, siti: Person) -> None:
    for count in (1, 2, 3):
        await when_due(box, clock, siti)
        assert await greeted(box, siti) == count
    assert (await when_due(box, clock, siti)).state is PlanState.STOPPED
    assert await greeted(box, siti) == 3
    assert await case_of(box.helpline.database, siti) is None


async def test_who_answers_is_reminded_further(box: Letterbox, clock: FrozenClock, siti: Person) -> None:
    for count in (1, 2, 3, 4, 5):
        await when_due(box, clock, siti)
        assert await greeted(box, siti) == count
        await box.says(siti, "nanti")


async def test_never_beside_a_problem_and_offered_again_when_it_is_closed(
    database: Database, box: Letterbox, clock: FrozenClock, siti: Person
) -> None:
    await box.says(siti, "majikan saya tidak bayar gaji 3 bulan", "menu", "lapor", "[Ya, saya aman]", "Malaysia", "[Gaji]")
    assert await case_of(database, siti) is not None
    for _day in range(4):
        assert (await when_due(box, clock, siti)).state is PlanState.ACTIVE
    assert await greeted(box, siti) == 0

    def close(tx: Transaction) -> None:
        conversation, _messages = conversation_at(tx, str(siti.chat))
        case = cases.current(tx, conversation.contact.id)
        assert case
        cases.close(tx, case, CloseReason.HELPED, Outcome.SOLVED, clock.now())

    await database.write(close)
    await box.says(siti, "menu")
    await when_due(box, clock, siti)
    assert (await box.heard_by(siti))[-1].startswith(AGAIN)
    await box.says(siti, "[Coba lihat]")
    assert "Kita lanjutkan dari yang terakhir" in "\n".join((await box.heard_by(siti))[-3:])


async def test_a_lesson_is_not_taken_up_again_after_a_report(database: Database, box: Letterbox, siti: Person) -> None:
    await box.says(siti, "[Pelajaran berikutnya]", "sos")
    assert await case_of(database, siti) is not None
    conversation, _kept = await box.conversation_of(siti)
    assert conversation.session is not None
    threads = [*conversation.session["suspended"], *filter(None, [conversation.session["thread"]])]
    assert not any(frame["flow"] == "lesson" for thread in threads for frame in thread["frames"])
    assert conversation.session["memory"]["paused"] is True
    assert len(conversation.session["memory"]["done"]) == 1


async def test_it_stops_with_one_tap(box: Letterbox, clock: FrozenClock, siti: Person) -> None:
    await when_due(box, clock, siti)
    await box.says(siti, "[Jangan disapa lagi]")
    assert (await plan(box, siti)).state is PlanState.STOPPED
