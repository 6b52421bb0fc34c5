"""Small steps after hard times, and questionnaires: at their own pace, with consent; death is a crisis whatever the total."""

from datetime import timedelta

import pytest

from content.recovery import load_recovery
from helpline.checkins.plan import PlanKind
from helpline.checkins.watch import PlanState
from helpline.screening import FORMS, Screener, scored
from helpline.severity import Severity
from helpline.takeover import Owner
from helpline.topics import Topic
from storage import screenings
from storage.database import Database
from storage.transaction import Transaction
from tests.checkins import history, watches
from tests.clock import FrozenClock
from tests.emulator.people import Person
from tests.letterbox import Letterbox, case_of, conversation_at

DAY = timedelta(days=1)


@pytest.fixture
async def siti(box: Letterbox) -> Person:
    person = box.person(77001, "Siti")
    await box.says(person, "halo", "menu", "[Langkah kecil sesudah masa sulit]")
    return person


async def kept(database: Database, person: Person) -> list[tuple[Screener, int, int]]:
    def read(tx: Transaction) -> list[tuple[Screener, int, int]]:
        found = screenings.of_contact(tx, conversation_at(tx, str(person.chat))[0].contact.id)
        return [(one.screener, one.score, one.unanswered) for one in found]

    return await database.read(read)


async def test_a_step_a_day_in_order_and_silence_is_no_sign(box: Letterbox, clock: FrozenClock, siti: Person) -> None:
    days = load_recovery()
    await box.says(siti, "[Mulai pelan-pelan]")
    for day in days[:3]:
        (watch,) = await watches(box, siti)
        assert watch.look_at
        clock.time = watch.look_at
        await box.helpline.schedule.check_ins.look()
        assert (await box.heard_by(siti))[-1].startswith(day.text("id"))
        clock.tick(DAY - timedelta(minutes=1))
        await box.helpline.schedule.check_ins.look()
    assert await case_of(box.helpline.database, siti) is None
    assert {one.state for one in await history(box, siti)} == {"asked"}


async def test_it_stops_with_one_tap(box: Letterbox, clock: FrozenClock, siti: Person) -> None:
    await box.says(siti, "[Mulai pelan-pelan]")
    (watch,) = await watches(box, siti)
    assert watch.plan.kind is PlanKind.RECOVERY
    assert watch.look_at
    clock.time = watch.look_at
    await box.helpline.schedule.check_ins.look()
    await box.says(siti, "[Jangan disapa lagi]")
    assert [one.state for one in await watches(box, siti)] == [PlanState.STOPPED]


async def test_the_question_about_death_calls_a_human_at_once(box: Letterbox, siti: Person) -> None:
    await box.says(siti, "[Pertanyaan tentang keadaan saya]", "ya", *["tidak"] * 16, "ya")
    case = await case_of(box.helpline.database, siti)
    assert case
    assert (case.topic, case.severity) == (Topic.DISTRESS, Severity.S1)
    assert (await box.conversation_of(siti))[0].ownership.owner is Owner.WAITING
    assert await kept(box.helpline.database, siti) == [(Screener.SRQ20, 1, 3)]


async def test_a_high_score_reaches_a_counsellor_and_the_contact_hears_no_number(box: Letterbox, siti: Person) -> None:
    await box.says(siti, "[Pertanyaan tentang keadaan saya]", "ya", *["ya"] * 6, *["tidak"] * 10, "tidak", *["lewati"] * 3)
    case = await case_of(box.helpline.database, siti)
    assert case
    assert case.severity is Severity.S2
    assert await kept(box.helpline.database, siti) == [(Screener.SRQ20, 6, 3)]
    assert (await box.heard_by(siti))[-1].startswith("Terima kasih sudah menjawab.")
    assert not any(sign.isdigit() for sign in (await box.heard_by(siti))[-1].split("\n")[0])


async def test_a_low_score_is_kept_and_alarms_nobody(box: Letterbox, siti: Person) -> None:
    await box.says(siti, "[Pertanyaan tentang suasana hati]", "ya", *["tidak pernah"] * 9)
    assert await kept(box.helpline.database, siti) == [(Screener.PHQ9, 0, 0)]
    assert await case_of(box.helpline.database, siti) is None


@pytest.mark.parametrize("screener", Screener)
def test_the_highest_score(screener: Screener) -> None:
    worst = "yes" if screener is Screener.SRQ20 else "3"
    answers = {f"{screener}_{item}": worst for item in range(1, FORMS[screener].items + 1)}
    assert scored(screener, answers) == (FORMS[screener].items * FORMS[screener].highest, 0)
    assert scored(screener, {}) == (0, FORMS[screener].items)
