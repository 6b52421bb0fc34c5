"""What follows words of danger: the question that fits, a human called, and silence that counts as yes."""

from datetime import timedelta

import pytest

from bot import sensing
from helpline.checkins.plan import PlanKind
from helpline.danger import Reading
from helpline.events import Event
from helpline.severity import Severity
from helpline.takeover import Owner
from helpline.topics import Topic
from tests.checkins import happened, look_at, watches
from tests.clock import FrozenClock
from tests.emulator.people import Person
from tests.letterbox import Letterbox, case_of

ASKED = "Terima kasih sudah menulis. Apakah Anda aman sekarang?"
UNCLEAR = "dia mulai lagi kayak kemarin"
DIRECT = "apakah sekarang Anda ingin mengakhiri hidup?"


@pytest.fixture
async def siti(box: Letterbox) -> Person:
    person = box.person(77001, "Siti")
    await box.says(person, "halo", "menu")
    return person


@pytest.fixture
def left_open(monkeypatch: pytest.MonkeyPatch) -> None:
    """Words that the reader finds unclear, whatever it has learned since."""

    def reads(text: str, recent: object = ()) -> Reading:
        return Reading(Severity.S4, unclear=text == UNCLEAR)

    monkeypatch.setattr(sensing, "read_danger", reads)


async def test_who_wants_to_die_is_asked_directly_and_a_human_is_called(box: Letterbox, siti: Person) -> None:
    await box.says(siti, "saya mau bunuh diri saja")
    assert (await box.heard_by(siti))[-1].endswith(DIRECT)
    case = await case_of(box.helpline.database, siti)
    assert case
    assert case.topic is Topic.DISTRESS
    assert case.severity in (Severity.S0, Severity.S1)
    await box.says(siti, "iya", "sendiri", "[Sudah menjauh]", "kakak saya")
    assert (await box.conversation_of(siti))[0].ownership.owner is Owner.WAITING
    case = await case_of(box.helpline.database, siti)
    assert case
    assert case.severity is Severity.S0


async def test_and_the_helpline_comes_back_after_an_hour_a_day_three_and_seven(
    box: Letterbox, clock: FrozenClock, siti: Person
) -> None:
    began = clock.now()
    await box.says(siti, "saya mau bunuh diri saja", "tidak", "nanti")
    (watch,) = await watches(box, siti)
    assert watch.plan.kind is PlanKind.LIFE
    asked = []
    while watch.look_at and len(asked) < 4:
        await look_at(box, clock, watch.look_at)
        asked.append(round((clock.now() - began) / timedelta(hours=1)))
        await box.says(siti, "baik")
        (watch,) = await watches(box, siti)
    assert asked == [1, 24, 72, 168]


@pytest.mark.usefixtures("left_open")
class TestUnclear:
    async def test_it_asks_one_gentle_question_and_calls_nobody_yet(self, box: Letterbox, siti: Person) -> None:
        await box.says(siti, UNCLEAR)
        assert (await box.heard_by(siti))[-1] == ASKED
        assert await case_of(box.helpline.database, siti) is None

    @pytest.mark.parametrize(("answer", "severity"), [("tidak", Severity.S0), ("[Tidak bisa bicara sekarang]", Severity.S1)])
    async def test_who_is_not_safe_reaches_a_human(self, box: Letterbox, siti: Person, answer: str, severity: Severity) -> None:
        await box.says(siti, UNCLEAR, answer)
        case = await case_of(box.helpline.database, siti)
        assert case
        assert case.severity is severity

    async def test_silence_counts_as_yes(self, box: Letterbox, clock: FrozenClock, siti: Person) -> None:
        await box.says(siti, UNCLEAR)
        clock.tick(timedelta(minutes=29))
        assert await box.helpline.schedule.unanswered.look() == 0
        clock.tick(timedelta(minutes=1))
        assert await box.helpline.schedule.unanswered.look() == 1
        assert await box.helpline.schedule.unanswered.look() == 0
        case = await case_of(box.helpline.database, siti)
        assert case
        assert case.severity is Severity.S1
        assert await happened(box, Event.SAFETY_UNANSWERED) == 1

    async def test_any_answer_ends_the_wait(self, box: Letterbox, clock: FrozenClock, siti: Person) -> None:
        await box.says(siti, UNCLEAR, "aman kok")
        clock.tick(timedelta(hours=2))
        assert await box.helpline.schedule.unanswered.look() == 0
        assert await case_of(box.helpline.database, siti) is None
