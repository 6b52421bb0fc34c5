"""A voice note or photo without words, while a problem is open: nobody knows what it tells, so a human is to hear it soon."""

from datetime import timedelta

import pytest

from helpline.cases import Case
from helpline.severity import Severity
from helpline.topics import Topic
from storage import calls, cases
from storage.transaction import Transaction
from tests.clock import FrozenClock
from tests.emulator.people import Person
from tests.letterbox import Letterbox, case_of, conversation_at


@pytest.fixture
async def siti(box: Letterbox) -> Person:
    person = box.person(77001, "Siti")
    await box.says(person, "halo", "menu")
    return person


async def sends(box: Letterbox, person: Person, kind: str = "voice", caption: str | None = None) -> Case | None:
    person.sends_file(kind, b"...", caption=caption)
    await box.drain()
    return await case_of(box.helpline.database, person)


async def with_a_case(box: Letterbox, clock: FrozenClock, person: Person, severity: Severity = Severity.S3) -> None:
    """A case of this severity, in which nobody waits at present."""

    def make(tx: Transaction) -> None:
        conversation, _kept = conversation_at(tx, str(person.chat))
        number = "AAA-222"
        values = {"id": clock.new_id(), "number": number, "origin": number, "topic": Topic.WAGES, "severity": severity}
        assert cases.open(tx, conversation=conversation, at=clock.now(), **values)  # type: ignore[arg-type]

    await box.helpline.database.write(make)


@pytest.mark.parametrize("kind", ["voice", "photo", "video", "audio"])
async def test_it_waits_for_a_human_and_the_severity_stays(box: Letterbox, clock: FrozenClock, siti: Person, kind: str) -> None:
    await with_a_case(box, clock, siti)
    case = await sends(box, siti, kind)
    assert case
    assert (case.severity, case.topic, case.unknown_since) == (Severity.S3, Topic.WAGES, clock.now())
    assert await box.helpline.database.read(cases.waiting_since, case.id) == clock.now()


async def test_with_words_it_is_read_like_any_message(box: Letterbox, clock: FrozenClock, siti: Person) -> None:
    await with_a_case(box, clock, siti)
    case = await sends(box, siti, "photo", "slip gaji bulan ini")
    assert case
    assert case.unknown_since is None


async def test_a_sticker_tells_nothing(box: Letterbox, clock: FrozenClock, siti: Person) -> None:
    await with_a_case(box, clock, siti)
    case = await sends(box, siti, "sticker")
    assert case
    assert case.unknown_since is None


async def test_where_no_problem_is_open_nobody_is_troubled(box: Letterbox, siti: Person) -> None:
    assert await sends(box, siti) is None


async def test_in_a_report_it_opens_the_case_that_the_report_goes_on_with(box: Letterbox, siti: Person) -> None:
    await box.says(siti, "lapor")
    case = await sends(box, siti)
    assert case
    assert (case.topic, case.severity) == (Topic.UNREADABLE, Severity.S3)
    assert case.unknown_since
    await box.says(siti, "aman", "taiwan", "gaji")
    again = await case_of(box.helpline.database, siti)
    assert again
    assert (again.id, again.topic) == (case.id, Topic.WAGES)


async def test_where_files_were_asked_for_they_are_what_was_expected(box: Letterbox, siti: Person) -> None:
    await box.says(siti, "lapor", "aman", "taiwan", "gaji")
    for _question in range(20):
        if (await box.heard_by(siti))[-1].startswith("Anda boleh mengirim"):
            break
        await box.says(siti, "[Lewati]")
    case = await sends(box, siti, "photo")
    assert case
    assert case.unknown_since is None


async def test_it_is_called_out_like_s1_from_when_it_came(box: Letterbox, clock: FrozenClock, siti: Person) -> None:
    await with_a_case(box, clock, siti)
    await sends(box, siti, "photo", "halo")
    look = box.helpline.schedule.callout.look
    clock.tick(timedelta(days=1))
    assert await look() == 0
    case = await sends(box, siti)
    assert case
    made = []
    for minutes in (0, 29, 1, 90):
        clock.tick(timedelta(minutes=minutes))
        await look()
        made.append(await box.helpline.database.read(calls.count, case.id))
    assert made == [1, 1, 2, 3]


async def test_an_answer_clears_it(box: Letterbox, clock: FrozenClock, siti: Person) -> None:
    await with_a_case(box, clock, siti)
    case = await sends(box, siti)
    assert case
    await box.helpline.database.write(cases.answered_all, case.contact_id, clock.now())
    case = await case_of(box.helpline.database, siti)
    assert case
    assert case.unknown_since is None
    assert await box.helpline.schedule.callout.look() == 0
