"""Nobody takes up a crisis: the staff are called, wider each time, and the contact is told the truth. Nothing is called twice."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.cards import Reader
from bot.showing import card
from helpline.calling import Desk, called, calls_due
from helpline.contacts import Contact
from helpline.delivery import Attempt, Outcome
from helpline.events import Event
from helpline.permissions import Role
from helpline.severity import Severity
from helpline.takeover import LEASE, take_over
from helpline.targets import CALLS, Target, Targets, Unit
from storage import calls, cases, conversations, events, staff, staff_phones
from storage.database import Database
from storage.transaction import Transaction
from tests.clock import FrozenClock
from tests.house import Helpline, furnished
from tests.letterbox import Letterbox
from tests.makers import a_counsellor
from tests.turns.conftest import NotingWire

DANGER = ("saya dipukul majikan", "tidak")
SIGN = "Ada giliran menunggu."
OPEN = ("Lihat", "https://suluh.example/console/")


@pytest.mark.parametrize(
    ("severity", "minutes", "number"),
    [("S0", 0, 1), ("S0", 4, 1), ("S0", 5, 2), ("S0", 15, 3), ("S0", 600, 3), ("S1", 0, 1), ("S1", 30, 2), ("S1", 120, 3)],
)
def test_when_a_call_is_due(clock: FrozenClock, severity: str, minutes: int, number: int) -> None:
    assert calls_due(CALLS, Severity(severity), clock.now(), clock.now() + timedelta(minutes=minutes)) == number


@pytest.mark.parametrize("severity", [Severity.S2, Severity.S3, Severity.S4])
def test_what_is_no_crisis_calls_nobody(clock: FrozenClock, severity: Severity) -> None:
    assert calls_due(CALLS, severity, clock.now(), clock.now() + timedelta(days=9)) == 0


STAFF = [("ani", Role.COUNSELLOR), ("budi", Role.COUNSELLOR), ("wati", Role.SUPERVISOR), ("mia", Role.MANAGER)]


@pytest.mark.parametrize(
    ("call", "on_duty", "present", "away", "reached"),
    [
        (1, ["ani"], ["budi"], [], ["ani"]),  # who is on duty, though a colleague sits at the desk
        (1, ["ani"], ["budi"], ["ani"], ["budi"]),  # on duty but away: who is there
        (1, [], ["budi"], ["budi"], ["ani", "budi"]),  # nobody is ready: all counsellors
        (1, [], ["wati"], [], ["wati"]),
        (1, ["mia"], ["mia"], [], ["ani", "budi"]),  # a manager is never called
        (2, ["ani"], ["ani"], [], ["ani", "budi"]),
        (3, ["ani"], ["ani"], [], ["ani", "budi", "wati"]),
    ],
)
def test_whom_a_call_reaches(call: int, on_duty: list[str], present: list[str], away: list[str], reached: list[str]) -> None:
    assert called(call, Desk(STAFF, on_duty, present, away)) == reached


def test_with_a_supervisor_alone_the_supervisor_is_called() -> None:
    for call in (1, 2, 3):
        assert called(call, Desk(STAFF[2:], [], [], [])) == ["wati"]


async def a_linked_member(box: Letterbox, clock: FrozenClock, chat: int, role: Role = Role.COUNSELLOR) -> str:
    """A member who has sent their code to the bot."""

    def offer(tx: Transaction) -> str:
        who = a_counsellor(tx, clock, role)
        staff_phones.offer(tx, who, f"CODE{chat % 10_000:04}", clock.now())
        return who

    who = await box.helpline.database.write(offer)
    await box.says(box.person(chat, "Ratna"), f"/petugas code{chat % 10_000:04}")
    return who


async def reached(box: Letterbox, wire: NotingWire) -> list[str]:
    """Look, call, and tell whose phones rang this time."""
    wire.called.clear()
    await box.helpline.schedule.callout.look()
    while await box.helpline.caller.call_once():
        pass
    assert all((text, button) == (SIGN, OPEN) for _address, text, button in wire.called)
    return sorted(address for address, _text, _button in wire.called)


@pytest.fixture
async def on_call(box: Letterbox, clock: FrozenClock, wire: NotingWire) -> None:
    """A counsellor (8881 0001) and a supervisor (8881 0002), both away from the console."""
    await a_linked_member(box, clock, 88810001)
    await a_linked_member(box, clock, 88810002, Role.SUPERVISOR)
    await box.helpline.caller.call_once()


async def test_a_code_links_an_account_once_and_its_sender_is_no_contact(
    box: Letterbox, clock: FrozenClock, wire: NotingWire
) -> None:
    who = await a_linked_member(box, clock, 88810001)
    await box.helpline.caller.call_once()
    assert wire.called == [("88810001", "Akun ini sudah terhubung dan akan dipanggil bila ada giliran.", OPEN)]
    phone = await box.helpline.database.read(staff_phones.find, who)
    assert phone is not None
    assert phone.address == "88810001"
    assert (await box.helpline.database.read(events.since, 0))[-1].event is Event.PHONE_LINKED
    await box.says(box.person(88810003), "/petugas CODE0001")  # used up: a message like any other
    assert "senang bertemu" in (await box.heard_by(box.person(88810003)))[0]


async def test_a_code_is_good_for_a_quarter_of_an_hour(box: Letterbox, clock: FrozenClock) -> None:
    who = await box.helpline.database.write(a_counsellor, clock)
    await box.helpline.database.write(staff_phones.offer, who, "CODE1234", clock.now())
    clock.tick(staff_phones.VALID)
    await box.says(box.person(), "/petugas CODE1234")
    assert await box.helpline.database.read(staff_phones.find, who) is None


async def test_with_all_counsellors_away_the_supervisor_is_reached_and_the_contact_hears_the_truth(
    box: Letterbox, clock: FrozenClock, wire: NotingWire, on_call: None
) -> None:
    siti = box.person()
    await box.says(siti, *DANGER)
    assert await reached(box, wire) == ["88810001"]
    assert await reached(box, wire) == []
    clock.tick(timedelta(minutes=5))
    assert await reached(box, wire) == ["88810001"]
    before = len(await box.heard_by(siti))
    clock.tick(timedelta(minutes=10))
    assert await reached(box, wire) == ["88810001", "88810002"]
    told = (await box.heard_by(siti))[before:]
    assert len(told) == 1
    assert "belum ada konselor yang bisa menjawab" in told[0]
    assert "+62" in told[0]
    clock.tick(timedelta(hours=3))
    assert await reached(box, wire) == []
    assert len(await box.heard_by(siti)) == before + 1


async def test_who_takes_over_in_time_ends_the_calling(
    box: Letterbox, clock: FrozenClock, wire: NotingWire, on_call: None
) -> None:
    siti = box.person()
    await box.says(siti, *DANGER)
    assert await reached(box, wire) == ["88810001"]
    conversation, _kept = await box.conversation_of(siti)

    def take(tx: Transaction) -> None:
        after = take_over(conversation.ownership, a_counsellor(tx, clock), clock.now())
        conversations.set_ownership(tx, conversation.id, conversation.ownership, after)

    await box.helpline.database.write(take)
    clock.tick(timedelta(minutes=20))
    assert await reached(box, wire) == []
    clock.tick(LEASE)
    await box.helpline.schedule.let_claims_lapse()
    assert await reached(box, wire) == ["88810001", "88810002"]  # she has waited long: everybody is called at once


async def test_a_call_made_late_is_not_made_when_nobody_waits_any_more(
    box: Letterbox, clock: FrozenClock, wire: NotingWire, on_call: None
) -> None:
    siti = box.person()
    await box.says(siti, *DANGER)
    wire.called.clear()
    wire.next = [Attempt(Outcome.RETRY, reason="server_fault")]
    await box.helpline.schedule.callout.look()
    await box.helpline.caller.call_once()
    assert len(wire.called) == 1

    def answered(tx: Transaction) -> None:
        conversation = conversations.get(tx, conversation_id)
        case = cases.current(tx, conversation.contact.id)
        assert case is not None
        cases.answered(tx, case, clock.now())

    conversation_id = (await box.conversation_of(siti))[0].id
    await box.helpline.database.write(answered)
    clock.tick(timedelta(minutes=2))
    assert await box.helpline.caller.call_once() == 1
    assert len(wire.called) == 1


@pytest.mark.parametrize("outcome", [Outcome.RETRY, Outcome.UNKNOWN])
async def test_a_call_that_may_not_have_rung_rings_again(
    box: Letterbox, clock: FrozenClock, wire: NotingWire, on_call: None, outcome: Outcome
) -> None:
    await box.says(box.person(), *DANGER)
    wire.next = [Attempt(outcome)]
    assert await reached(box, wire) == ["88810001"]
    clock.tick(timedelta(seconds=2))
    assert await reached(box, wire) == ["88810001"]
    clock.tick(timedelta(seconds=2))
    assert await reached(box, wire) == []


async def test_two_workers_call_once(box: Letterbox, clock: FrozenClock, wire: NotingWire, on_call: None) -> None:
    other = Helpline.of(box.helpline.database, clock, wire)
    await box.says(box.person(), *DANGER)
    wire.called.clear()
    await asyncio.gather(box.helpline.schedule.callout.look(), other.schedule.callout.look())
    await asyncio.gather(box.helpline.caller.call_once(), other.caller.call_once())
    assert len(wire.called) == 1


async def test_a_switched_off_member_is_not_called(box: Letterbox, clock: FrozenClock, wire: NotingWire) -> None:
    who = await a_linked_member(box, clock, 88810001)
    await box.helpline.caller.call_once()
    await box.helpline.database.write(staff.set_active, who, False)
    await box.says(box.person(), *DANGER)
    assert await reached(box, wire) == []
    assert await box.helpline.database.read(calls.waits, CALLS) != []


async def test_a_complaint_that_can_wait_calls_nobody(box: Letterbox, wire: NotingWire, on_call: None) -> None:
    await box.says(box.person(), "petugas", "soal kontrak")
    assert await reached(box, wire) == []


async def test_a_case_that_cannot_be_read_does_not_keep_others_from_being_called_out(
    box: Letterbox, clock: FrozenClock, wire: NotingWire, on_call: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    await box.says(box.person(1), *DANGER)
    clock.tick(timedelta(seconds=1))
    await box.says(box.person(2), *DANGER)
    broken = (await box.conversation_of(box.person(1)))[0].id
    whole = box.helpline.schedule.callout.call_out

    def call_out(tx: Transaction, conversation_id: str, case_id: str) -> None:
        if conversation_id == broken:
            raise ValueError(conversation_id)
        whole(tx, conversation_id, case_id)

    monkeypatch.setattr(box.helpline.schedule.callout, "call_out", call_out)
    assert await reached(box, wire) == ["88810001"]


async def test_a_channel_that_breaks_is_asked_again_and_ends_no_loop(
    box: Letterbox, clock: FrozenClock, wire: NotingWire, on_call: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def breaks(*_call: object) -> Attempt:
        raise ValueError

    await box.says(box.person(), *DANGER)
    with monkeypatch.context() as patched:
        patched.setattr(wire, "call", breaks)
        assert await reached(box, wire) == []
    clock.tick(timedelta(seconds=2))
    assert await reached(box, wire) == ["88810001"]


QUICK = Targets(
    {severity: Target(1, Unit.HOUR) for severity in Severity}, {Severity.S0: tuple(timedelta(minutes=m) for m in (2, 3, 4))}
)


async def test_the_staff_are_called_when_the_operator_says(database: Database, clock: FrozenClock, wire: NotingWire) -> None:
    quick = Helpline.of(database, clock, wire, house=replace(furnished(), targets=QUICK))
    box = Letterbox(quick)
    await a_linked_member(box, clock, 88810001)
    await a_linked_member(box, clock, 88810002, Role.SUPERVISOR)
    await box.helpline.caller.call_once()
    await box.says(box.person(), *DANGER)
    assert await reached(box, wire) == []
    clock.tick(timedelta(minutes=2))
    assert await reached(box, wire) == ["88810001"]
    clock.tick(timedelta(minutes=2))
    assert await reached(box, wire) == ["88810001", "88810002"]
    await quick.close()


@pytest.mark.parametrize(
    ("severity", "target", "language", "said"),
    [
        ("S0", Target(15, Unit.MINUTE), "id", "Kami berusaha menjawab Anda di sini dalam 15 menit."),
        ("S0", Target(1, Unit.HOUR), "en", "We try to answer you here within 1 hour."),
        ("S1", Target(1, Unit.MINUTE), "en", "within 1 minute."),
        ("S1", Target(2, Unit.HOUR), "en", "within 2 hours."),
        ("S2", Target(12, Unit.HOUR), "id", "Konselor akan menjawab Anda di sini dalam 12 jam."),
        ("S2", Target(1, Unit.DAY), "en", "within one working day."),
        ("S3", Target(5, Unit.DAY), "en", "within 5 working days."),
        ("S3", Target(5, Unit.DAY), "id", "dalam 5 hari kerja."),
        ("S4", None, "id", "Konselor akan membaca ini dan menjawab Anda di sini."),
    ],
)
def test_the_contact_is_promised_what_the_operator_has_set(
    severity: str, target: Target | None, language: str, said: str
) -> None:
    contact = Contact("c", "telegram", "Melati Teduh 47", language)
    house = replace(furnished(), targets=Targets({Severity(severity): target}))
    assert card("when_answered", house, Reader(contact, Severity(severity), 1)).endswith(said)
