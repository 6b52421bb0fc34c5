"""The safe word: kept nowhere, heard everywhere, and answered like any other words."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from helpline.cases import Case
from helpline.events import Event
from helpline.severity import Severity
from helpline.topics import Topic
from storage import inbox
from storage.tables import inbox as inbox_table
from storage.transaction import Transaction
from tests.checkins import happened, look_at, planned, watches
from tests.clock import FrozenClock
from tests.emulator.people import Person
from tests.letterbox import Letterbox, case_of, conversation_at


@pytest.fixture
def siti(box: Letterbox) -> Person:
    return box.person(77001, "Siti")


WORD = "martabak jalan kenanga"


async def agree(box: Letterbox, siti: Person) -> None:
    await box.says(siti, "menu", "[Sapaan rutin]", "[Kata milik kita]", "[Pilih kata]", WORD)


async def test_the_word_is_kept_nowhere(box: Letterbox, clock: FrozenClock, siti: Person) -> None:
    await planned(box, siti)
    await agree(box, siti)

    def everything(tx: Transaction) -> str:
        conversation, spoken = conversation_at(tx, str(siti.chat))
        raws = [inbox.raw(tx, id) for id in tx.connection.execute(select(inbox_table.c.id)).scalars().all()]
        return repr((conversation, [message.text for message in spoken], raws))

    kept = await box.helpline.database.read(everything)
    assert "kenanga" not in kept
    assert "•••" in kept


async def test_said_it_calls_a_human_and_the_contact_sees_an_ordinary_answer(
    box: Letterbox, clock: FrozenClock, siti: Person
) -> None:
    budi = box.person(77002, "Budi")
    heard = []
    for person, words in (
        (siti, f"baik kak, tadi beli {WORD} enak"),
        (budi, "baik kak, tadi beli bakso dua porsi enak"),
    ):
        await planned(box, person)
        await agree(box, person)
        due = (await watches(box, person))[0].asks_at
        assert due
        await look_at(box, clock, due)
        before = len(await box.heard_by(person))
        await box.says(person, words)
        assert await box.helpline.schedule.safe_words.look() == 1
        heard.append((await box.heard_by(person))[before:])
        clock.time = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
    assert heard[0] == heard[1]
    assert await case_of(box.helpline.database, budi) is None
    case = await case_of(box.helpline.database, siti)
    assert case
    assert (case.topic, case.severity) == (Topic.SAFE_WORD, Severity.S1)


async def test_in_the_hearing_of_a_counsellor_it_is_heard_too(box: Letterbox, clock: FrozenClock, siti: Person) -> None:
    await planned(box, siti)
    await agree(box, siti)
    await box.says(siti, "menu", "[Bicara dengan petugas]", "lewati", "MARTABAK, jalan Kenanga!")
    await box.helpline.schedule.safe_words.look()
    case: Case | None = await case_of(box.helpline.database, siti)
    assert case
    assert case.severity is Severity.S1
    assert await happened(box, Event.SAFE_WORD_SAID) == 1


async def test_forgotten_it_means_nothing(box: Letterbox, clock: FrozenClock, siti: Person) -> None:
    await planned(box, siti)
    await agree(box, siti)
    await box.says(siti, "menu", "[Sapaan rutin]", "[Kata milik kita]", "[Lupakan kata saya]", WORD)
    await box.helpline.schedule.safe_words.look()
    assert await happened(box, Event.SAFE_WORD_SAID) == 0
