"""Casework: urgency rises freely and falls with a reason; a case is passed on whole; it waits for an answer and opens again."""

import asyncio
from datetime import timedelta

import pytest

from helpline.cases import CaseStatus
from helpline.danger import Whose
from helpline.events import Event
from helpline.severity import Severity
from helpline.takeover import Owner
from storage import cases, conversations, events, messages, notes, queue, staff
from storage.cases import Case
from storage.database import Database
from storage.notes import About, Note
from storage.transaction import Transaction
from tests import makers
from tests.clock import FrozenClock
from tests.console.people import Browser, Waiting, a_contact_who_waits, a_member

pytestmark = pytest.mark.usefixtures("rinas_case")


async def case_of(database: Database, siti: Waiting) -> Case:
    return await database.read(cases.get, siti.case_id)


async def notes_of(database: Database, siti: Waiting) -> list[Note]:
    case = await case_of(database, siti)
    return await database.read(notes.of_case, case)


async def id_of(database: Database, name: str) -> str:
    return next(member.id for member in await database.read(staff.everyone) if member.name == name)


async def last_fact(database: Database, siti: Waiting, event: Event) -> dict[str, object]:
    return next(row.data for row in reversed(await database.read(events.timeline, siti.conversation_id)) if row.event is event)


async def test_a_case_becomes_more_urgent_without_a_word(database: Database, rina: Browser, siti: Waiting) -> None:
    assert (await rina.post(f"{siti.path}/severity", case=siti.case_id, severity="S0", reason="")).status == 303
    assert (await case_of(database, siti)).severity is Severity.S0
    assert await notes_of(database, siti) == []
    assert await last_fact(database, siti, Event.SEVERITY_SET) == {"before": "S2", "severity": "S0"}


async def test_a_case_becomes_less_urgent_only_with_a_reason(database: Database, rina: Browser, siti: Waiting) -> None:
    refused = await rina.post(f"{siti.path}/severity", case=siti.case_id, severity="S3", reason="  ")
    assert (refused.status, "Please write why the case is less urgent" in await refused.text()) == (422, True)
    assert (await case_of(database, siti)).severity is Severity.S2
    done = await rina.post(f"{siti.path}/severity", case=siti.case_id, severity="S3", reason="She was paid on Friday.")
    assert done.status == 303
    assert (await case_of(database, siti)).severity is Severity.S3
    [note] = await notes_of(database, siti)
    assert (note.text, note.about) == ("She was paid on Friday.", About.SEVERITY)
    page = await (await rina.get(siti.path)).text()
    assert "Why the urgency was changed" in page


@pytest.mark.parametrize("severity", ["", "S9", "s0"])
async def test_a_severity_that_is_none_is_refused_and_the_reason_kept(rina: Browser, siti: Waiting, severity: str) -> None:
    answer = await rina.post(f"{siti.path}/severity", case=siti.case_id, severity=severity, reason="Typed with care")
    text = await answer.text()
    assert answer.status == 422
    assert "Please choose how urgent the case is." in text
    assert "Typed with care" in text


async def test_a_conversation_is_given_to_a_colleague_with_its_case_and_a_note(
    database: Database, rina: Browser, budi: Browser, siti: Waiting
) -> None:
    await rina.post(f"{siti.path}/take-over")
    to = await id_of(database, "Budi")
    assert (await rina.post(f"{siti.path}/transfer", to=to, note="She trusts women more; call at night.")).status == 303
    now = (await database.read(conversations.get, siti.conversation_id)).ownership
    assert (now.owner, now.counsellor) == (Owner.COUNSELLOR, to)
    assert (await case_of(database, siti)).assignee == to
    [note] = await notes_of(database, siti)
    assert note.about is About.TRANSFER
    told = (await database.read(messages.latest, siti.conversation_id, siti.contact_id))[-1]
    assert told.text.startswith("Budi from our team goes on with you")
    assert (await rina.post(f"{siti.path}/reply", text="One more thing", once="a")).status == 403
    assert (await budi.post(f"{siti.path}/reply", text="Halo, saya Budi.", once="b")).status == 303


async def test_what_cannot_be_passed_on_changes_nothing_and_keeps_the_note(
    database: Database, clock: FrozenClock, rina: Browser, budi: Browser, siti: Waiting
) -> None:
    gone = await a_member(database, clock, "Gone", active=False)
    await rina.post(f"{siti.path}/take-over")
    before = await database.read(conversations.get, siti.conversation_id)
    me = await id_of(database, "Rina")
    for to, note, status in ((gone.id, "x", 422), (me, "x", 422), ("", "x", 422), ("f" * 32, "A long note", 422), (me, "", 422)):
        answer = await rina.post(f"{siti.path}/transfer", to=to, note=note)
        assert answer.status == status
        assert note in await answer.text()
    stranger = await budi.post(f"{siti.path}/transfer", to=me, note="x")
    assert stranger.status == 403
    assert await database.read(conversations.get, siti.conversation_id) == before
    assert await notes_of(database, siti) == []


async def test_a_transfer_and_a_reply_at_once_leave_one_speaker(
    database: Database, rina: Browser, budi: Browser, siti: Waiting
) -> None:
    await rina.post(f"{siti.path}/take-over")
    to = await id_of(database, "Budi")
    await asyncio.gather(
        rina.post(f"{siti.path}/transfer", to=to, note="Please go on."),
        rina.post(f"{siti.path}/reply", text="Wait", once="c"),
    )
    assert (await database.read(conversations.get, siti.conversation_id)).ownership.counsellor == to
    assert (await rina.post(f"{siti.path}/reply", text="Still me?", once="d")).status == 403


async def test_a_case_that_waits_for_an_answer_is_open_again_when_the_contact_writes(
    database: Database, clock: FrozenClock, rina: Browser, siti: Waiting
) -> None:
    await rina.post(f"{siti.path}/take-over")
    await rina.post(f"{siti.path}/reply", text="Please send the payslip.", once="a")
    assert (await rina.post(f"{siti.path}/pending", case=siti.case_id)).status == 303
    assert (await case_of(database, siti)).status is CaseStatus.PENDING
    case = await case_of(database, siti)

    def writes(tx: Transaction) -> None:
        cases.wait(tx, case, clock.now())

    await database.write(writes)
    assert (await case_of(database, siti)).status is CaseStatus.OPEN


async def test_a_closed_case_is_opened_again_and_stands_in_the_queue(database: Database, rina: Browser, siti: Waiting) -> None:
    await rina.post(f"{siti.path}/take-over")
    await rina.post(f"{siti.path}/close", case=siti.case_id, reason="helped")
    assert await database.read(queue.rows) == []
    assert "Open the case again" in await (await rina.get(siti.path)).text()
    assert (await rina.post(f"{siti.path}/reopen", case=siti.case_id)).status == 303
    [row] = await database.read(queue.rows)
    assert (row.case.status, row.case.assignee) == (CaseStatus.OPEN, await id_of(database, "Rina"))
    again = await rina.post(f"{siti.path}/reopen", case=siti.case_id)
    assert (again.status, "This case is open already." in await again.text()) == (409, True)


async def test_work_on_a_case_that_was_closed_meanwhile_is_refused(rina: Browser, wati: Browser, siti: Waiting) -> None:
    await rina.post(f"{siti.path}/take-over")
    await rina.post(f"{siti.path}/close", case=siti.case_id, reason="helped")
    for path, data in (("severity", {"severity": "S0"}), ("pending", {})):
        assert (await wati.post(f"{siti.path}/{path}", case=siti.case_id, **data)).status == 409


async def a_case_about_another(database: Database, clock: FrozenClock, siti: Waiting) -> Case:
    def make(tx: Transaction) -> Case:
        case = makers.a_case(tx, clock, conversations.get(tx, siti.conversation_id), Severity.S1, Whose.OTHER)
        cases.wait(tx, case, clock.now())
        return case

    return await database.write(make)


async def test_a_case_about_somebody_else_says_so_and_can_be_worked_on(
    database: Database, clock: FrozenClock, rina: Browser, siti: Waiting
) -> None:
    other = await a_case_about_another(database, clock, siti)
    assert "about somebody else" in await (await rina.get("/")).text()
    assert f"<strong>{siti.number}</strong>" in await (await rina.get(siti.path)).text()
    assert "about somebody else" not in await (await rina.get(f"{siti.path}/case")).text()
    assert (await rina.post(f"{siti.path}/work-on", case=other.id)).status == 303
    assert f"<strong>{other.number}</strong>" in await (await rina.get(siti.path)).text()
    assert "about somebody else" in await (await rina.get(f"{siti.path}/case")).text()
    assert (await rina.post(f"{siti.path}/notes", text="Her sister, 19.")).status == 303
    assert [note.text for note in await database.read(notes.of_case, other)] == ["Her sister, 19."]


async def test_whoever_takes_over_has_both_cases_and_closes_each(
    database: Database, clock: FrozenClock, rina: Browser, siti: Waiting
) -> None:
    other = await a_case_about_another(database, clock, siti)
    await rina.post(f"{siti.path}/take-over")
    me = await id_of(database, "Rina")
    assert {row.case.assignee for row in await database.read(queue.rows)} == {me}
    await rina.post(f"{siti.path}/reply", text="Saya di sini.", once="a")
    assert [row.waiting_since for row in await database.read(queue.rows)] == [None, None]
    await rina.post(f"{siti.path}/close", case=siti.case_id, reason="helped")
    assert [row.case.id for row in await database.read(queue.rows)] == [other.id]
    gone = await rina.post(f"{siti.path}/work-on", case=siti.case_id)
    assert gone.status == 409
    await rina.post(f"{siti.path}/take-over")
    await rina.post(f"{siti.path}/close", case=other.id, reason="helped")
    assert await database.read(queue.rows) == []


async def test_a_voice_note_without_words_stands_above_what_is_less_urgent_and_is_late_after_two_hours(
    database: Database, clock: FrozenClock, rina: Browser, siti: Waiting
) -> None:
    other = await a_contact_who_waits(database, clock, "77002")
    began = clock.now() - timedelta(hours=2)
    await database.write(lambda tx: cases.wait_unknown(tx, cases.get(tx, other.case_id), began))
    assert [row.case.id for row in await database.read(queue.rows)] == [other.case_id, siti.case_id]
    desk = await (await rina.get("/")).text()
    assert ("Voice or photo without words" in desk, "later than promised" in desk) == (True, False)
    clock.tick(timedelta(minutes=1))
    assert (await (await rina.get("/")).text()).count("later than promised") == 1
