"""Danger to somebody else has a case of its own, beside the contact's own: opened, raised, called out, answered and closed."""

from dataclasses import replace

import pytest

from bot import sensing
from helpline.cases import Case, CloseReason, Outcome
from helpline.danger import Kind, Reading, Whose
from helpline.events import Event
from helpline.severity import Severity
from helpline.topics import Topic
from storage import calls, cases, events
from storage.transaction import Transaction
from tests.clock import FrozenClock
from tests.emulator.people import Person
from tests.letterbox import Letterbox, conversation_at

HERSELF = Reading(Severity.S1, (Kind.CONFINEMENT,))
HER_SISTER = Reading(Severity.S1, (Kind.VIOLENCE,), whose=Whose.OTHER)
SPOKEN = {"saya dikurung": HERSELF, "adik dipukul": HER_SISTER, "adik sekarat": replace(HER_SISTER, severity=Severity.S0)}


@pytest.fixture(autouse=True)
def read_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """What follows a reading is tried here, whatever the reader has learned since."""
    monkeypatch.setattr(sensing, "read_danger", lambda text, recent=(): SPOKEN.get(text, Reading(Severity.S4)))


@pytest.fixture
async def siti(box: Letterbox) -> Person:
    person = box.person(77001, "Siti")
    await box.says(person, "halo", "menu")
    return person


async def unfinished(box: Letterbox, person: Person) -> list[Case]:
    return await box.helpline.database.read(lambda tx: cases.unfinished(tx, conversation_at(tx, str(person.chat))[0].contact.id))


async def test_danger_to_somebody_else_opens_a_case_about_them(box: Letterbox, siti: Person) -> None:
    await box.says(siti, "adik dipukul")
    [case] = await unfinished(box, siti)
    assert (case.about, case.topic, case.severity) == (Whose.OTHER, Topic.VIOLENCE, Severity.S1)
    assert await box.helpline.database.read(cases.waiting_since, case.id)


async def test_it_stands_beside_the_case_of_the_contact(box: Letterbox, siti: Person) -> None:
    await box.says(siti, "saya dikurung", "adik dipukul")
    own, other = await unfinished(box, siti)
    assert (own.about, own.topic) == (Whose.SELF, Topic.CONFINEMENT)
    assert (other.about, other.topic) == (Whose.OTHER, Topic.VIOLENCE)


async def test_what_is_told_of_the_other_raises_that_case_alone(box: Letterbox, siti: Person) -> None:
    await box.says(siti, "saya dikurung", "adik dipukul", "adik sekarat", "adik dipukul")
    own, other = await unfinished(box, siti)
    assert (own.about, own.severity) == (Whose.SELF, Severity.S1)
    assert (other.about, other.severity) == (Whose.OTHER, Severity.S0)


async def test_who_is_in_danger_too_has_a_case_too_and_it_is_at_hand(box: Letterbox, siti: Person) -> None:
    await box.says(siti, "adik dipukul", "saya dikurung", "adik sekarat")
    own, other = await unfinished(box, siti)
    assert (own.about, other.about, other.severity) == (Whose.SELF, Whose.OTHER, Severity.S0)
    assert own.severity is Severity.S1


async def test_each_fact_names_the_case_it_is_about(box: Letterbox, siti: Person) -> None:
    await box.says(siti, "saya dikurung", "adik sekarat")
    own, other = await unfinished(box, siti)
    told = await box.helpline.database.read(events.since, 0)
    sensed = [row.case_id for row in told if row.event is Event.DANGER_SENSED]
    opened = [row.case_id for row in told if row.event is Event.CASE_OPENED]
    assert sensed == opened == [own.id, other.id]


async def test_what_the_contact_writes_while_only_the_other_has_a_case_belongs_to_it(box: Letterbox, siti: Person) -> None:
    await box.says(siti, "adik dipukul", "manusia", "tolong cepat dibalas")
    [case] = await unfinished(box, siti)
    assert case.about is Whose.OTHER


async def test_both_are_called_out(box: Letterbox, clock: FrozenClock, siti: Person) -> None:
    await box.says(siti, "saya dikurung", "adik sekarat")
    assert await box.helpline.schedule.callout.look() == 2
    assert await box.helpline.schedule.callout.look() == 0

    def counts(tx: Transaction) -> list[int]:
        talk = conversation_at(tx, str(siti.chat))[0]
        return [calls.count(tx, case.id) for case in cases.unfinished(tx, talk.contact.id)]

    assert await box.helpline.database.read(counts) == [1, 1]


async def test_one_answer_answers_both_and_a_choice_or_a_close_brings_the_other_to_hand(
    box: Letterbox, clock: FrozenClock, siti: Person
) -> None:
    await box.says(siti, "saya dikurung", "adik sekarat")
    own, other = await unfinished(box, siti)

    def work(tx: Transaction) -> list[Case | None]:
        who = own.contact_id
        cases.answered_all(tx, who, clock.now())
        assert not any(cases.waiting_since(tx, case.id) for case in (own, other))
        found = [cases.current(tx, who)]
        cases.choose(tx, other, clock.now())
        found += [cases.current(tx, who), cases.current_of(tx, [who])[who]]
        cases.close(tx, other, CloseReason.HELPED, Outcome.SOLVED, clock.now())
        return [*found, cases.current(tx, who), cases.current_of(tx, [who])[who]]

    found = await box.helpline.database.write(work)
    assert [case.about for case in found if case] == [Whose.SELF, Whose.OTHER, Whose.OTHER, Whose.SELF, Whose.SELF]
    await box.says(siti, "adik sekarat")
    assert [case.about for case in await unfinished(box, siti)] == [Whose.SELF, Whose.OTHER]
