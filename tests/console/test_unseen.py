"""Unseen: of a contact who is kept from a member, or told to be forgotten, no list shows that member anything."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from console import live
from helpline.checkins.hours import Hours
from helpline.checkins.plan import Plan, PlanKind
from helpline.checkins.watch import PlanState, Watch
from helpline.events import Event
from helpline.people import MayKnow, Person, Relation
from storage import cases, check_in_plans, check_ins, contacts, conversations, events, forgetting, people, staff, tasks
from storage.check_ins import CheckIn, CheckInState
from storage.database import Database
from storage.tasks import Task, TaskKind
from storage.transaction import Transaction
from tests.clock import FrozenClock
from tests.console.people import Browser, Waiting, a_contact_who_waits
from tests.console.streaming import happen, opened, read, read_to

Conceal = Callable[[], Awaitable[None]]


async def id_of(database: Database, name: str) -> str:
    return next(member.id for member in await database.read(staff.everyone) if member.name == name)


@pytest.fixture(params=["kept from Rina", "told to be forgotten"])
def conceal(request: pytest.FixtureRequest, database: Database, rina: Browser, wati: Browser, siti: Waiting) -> Conceal:
    """What a supervisor does, so that Rina sees nothing of Siti any more."""

    async def do() -> None:
        if request.param == "kept from Rina":
            answer = await wati.post(f"{siti.path}/exclude", who=await id_of(database, "Rina"))
        else:
            named = (await database.read(conversations.get, siti.conversation_id)).contact.designation
            answer = await wati.post(f"{siti.path}/forget", named=named)
        assert answer.status == 303

    return do


async def test_the_days_check_ins_name_and_count_nobody_unseen(
    database: Database, clock: FrozenClock, rina: Browser, siti: Waiting, conceal: Conceal
) -> None:
    dewi = await a_contact_who_waits(database, clock, "77002")
    now = clock.now()

    def ask(tx: Transaction) -> None:
        for who, country, state in ((siti, "QA", CheckInState.MISSED), (dewi, "SA", CheckInState.ANSWERED)):
            contacts.save(tx, [replace(contacts.get(tx, who.contact_id), country=country)], now)
            plan, due = Plan(PlanKind.ABROAD, now.date(), Hours("Asia/Riyadh")), now + timedelta(hours=1)
            watch = Watch(clock.new_id(), who.contact_id, who.conversation_id, plan, PlanState.ACTIVE, due, due)
            check_in_plans.put(tx, watch, now)
            check_ins.add_all(tx, [CheckIn(clock.new_id(), watch.id, who.contact_id, plan.kind, now, state)])

    await database.write(ask)
    told = (f"{siti.path}/check-ins", ">Qatar</th>", "Silent 1")
    before = await (await rina.get("/check-ins")).text()
    assert [words in before for words in told] == [True, True, True]
    await conceal()
    page = await (await rina.get("/check-ins")).text()
    assert [words in page for words in told] == [False, False, False]
    assert (">Saudi Arabia</th>" in page, "Answered 1" in page) == (True, True)


async def test_a_case_of_the_same_employer_is_not_listed_when_its_contact_is_unseen(
    database: Database, clock: FrozenClock, rina: Browser, siti: Waiting, conceal: Conceal
) -> None:
    dewi = await a_contact_who_waits(database, clock, "77002")
    rinas_id = await id_of(database, "Rina")

    def work_for_one_firm(tx: Transaction) -> None:
        for who in (siti, dewi):
            firm = Person(clock.new_id(), Relation.EMPLOYER, "PT Maju", "", MayKnow.NOTHING)
            people.add(tx, cases.get(tx, who.case_id), firm, staff_id=rinas_id, at=clock.now())
        cases.assign(tx, cases.get(tx, dewi.case_id), rinas_id)

    await database.write(work_for_one_firm)
    assert siti.number in await (await rina.get(f"{dewi.path}/case")).text()
    await conceal()
    page = await (await rina.get(f"{dewi.path}/case")).text()
    assert ("PT Maju" in page, siti.number in page, siti.path in page) == (True, False, False)


async def test_a_task_about_somebody_unseen_is_neither_shown_nor_ticked_off(
    database: Database, clock: FrozenClock, rina: Browser, siti: Waiting, conceal: Conceal
) -> None:
    of_nobody = Task(clock.new_id(), TaskKind.QUARANTINE, clock.now())
    by_contact = Task(clock.new_id(), TaskKind.MISSED, clock.now(), contact_id=siti.contact_id)
    by_talk = Task(clock.new_id(), TaskKind.CHECK_IN, clock.now(), conversation_id=siti.conversation_id)
    for task in (of_nobody, by_contact, by_talk):
        await database.write(tasks.add, task)
    told = ("A message could not be read", "We were away for more than a day", siti.path)
    page = await (await rina.get("/")).text()
    assert [words in page for words in told] == [True, True, True]
    await conceal()
    page = await (await rina.get("/")).text()
    assert [words in page for words in told] == [True, False, False]
    for task in (of_nobody, by_contact, by_talk):
        await rina.post(f"/tasks/{task.id}/done")
    assert {task.id for task in await database.read(tasks.open_tasks)} == {by_contact.id, by_talk.id}


async def test_many_messages_that_cannot_be_read_hide_no_other_task(
    database: Database, clock: FrozenClock, rina: Browser, siti: Waiting
) -> None:
    flood = [Task(clock.new_id(), TaskKind.QUARANTINE, clock.now() + timedelta(seconds=n)) for n in range(300)]
    later = clock.now() + timedelta(hours=1)
    missed = Task(clock.new_id(), TaskKind.MISSED, later, contact_id=siti.contact_id, conversation_id=siti.conversation_id)

    def arrive(tx: Transaction) -> None:
        for task in (*flood, missed):
            tasks.add(tx, task)

    await database.write(arrive)
    page = await (await rina.get("/")).text()
    assert "We were away for more than a day" in page
    assert page.count("/done?") == tasks.OF_A_KIND + 1
    assert page.index("We were away for more than a day") < page.index("A message could not be read"), "few stand before many"
    await rina.post(f"/tasks/{missed.id}/done")
    page = await (await rina.get("/")).text()
    assert "We were away for more than a day" not in page


async def test_a_task_that_is_not_among_those_shown_is_ticked_off_all_the_same(
    database: Database, clock: FrozenClock, rina: Browser
) -> None:
    flood = [Task(clock.new_id(), TaskKind.QUARANTINE, clock.now() + timedelta(seconds=n)) for n in range(300)]
    another = Task(clock.new_id(), TaskKind.ASKED, clock.now(), staff_id="f" * 32)

    def arrive(tx: Transaction) -> None:
        for task in (*flood, another):
            tasks.add(tx, task)

    await database.write(arrive)
    for task in (flood[-1], another):
        assert (await rina.post(f"/tasks/{task.id}/done")).status == 303
    left = {task.id for task in await database.read(tasks.open_tasks, 1000)}
    assert left == {task.id for task in (*flood[:-1], another)}


@pytest.fixture
async def dewi(database: Database, clock: FrozenClock) -> Waiting:
    return await a_contact_who_waits(database, clock, "77002")


def told_of(who: Waiting, told: str) -> bool:
    return any(id in told for id in (who.conversation_id, who.contact_id, who.case_id))


async def happened_to(database: Database, clock: FrozenClock, who: Waiting, times: int = 1) -> int:
    """The number of the last of so many facts."""
    await happen(database, clock, who, times)
    return await database.read(events.last_number)


async def test_a_stream_opened_or_resumed_later_tells_nothing_of_somebody_unseen(
    database: Database, clock: FrozenClock, rina: Browser, siti: Waiting, dewi: Waiting, conceal: Conceal
) -> None:
    await happened_to(database, clock, siti)
    await conceal()
    first = await happened_to(database, clock, dewi)
    async with opened(rina, "/events?after=0") as answer:
        assert not told_of(siti, await read_to(answer, first))
    await happened_to(database, clock, siti)
    second = await happened_to(database, clock, dewi)
    async with opened(rina, **{"Last-Event-ID": str(first)}) as answer:
        told = await read_to(answer, second)
    assert (told_of(siti, told), told_of(dewi, told)) == (False, True)


async def test_a_stream_that_is_open_falls_silent_about_somebody_with_the_exclusion_itself(
    database: Database, clock: FrozenClock, rina: Browser, siti: Waiting, dewi: Waiting, conceal: Conceal
) -> None:
    async with opened(rina) as answer:
        assert told_of(siti, await read_to(answer, await happened_to(database, clock, siti)))
        await conceal()
        await happened_to(database, clock, siti)
        told = await read_to(answer, await happened_to(database, clock, dewi))
    assert (told_of(siti, told), told_of(dewi, told)) == (False, True)
    assert told.count(live.ANEW.decode()) == 1, "the page is told to look anew, and not at whom"


async def test_a_fact_that_names_a_case_alone_is_kept_back_too(
    database: Database, clock: FrozenClock, rina: Browser, siti: Waiting, dewi: Waiting, conceal: Conceal
) -> None:
    await conceal()

    def record(tx: Transaction) -> None:
        for place in ({"case_id": siti.case_id}, {"conversation_id": siti.conversation_id}):
            events.record(tx, Event.REMINDED, at=clock.now(), actor="system", **place)

    async with opened(rina) as answer:
        await database.write(record)
        assert not told_of(siti, await read_to(answer, await happened_to(database, clock, dewi)))


async def test_who_is_not_excluded_hears_on_and_who_is_admitted_again_hears_again(
    database: Database, clock: FrozenClock, rina: Browser, budi: Browser, wati: Browser, siti: Waiting, dewi: Waiting
) -> None:
    who = await id_of(database, "Rina")
    await wati.post(f"{siti.path}/exclude", who=who)
    async with opened(rina) as hers, opened(budi) as his:
        await happened_to(database, clock, siti)
        number = await happened_to(database, clock, dewi)
        assert [told_of(siti, await read_to(answer, number)) for answer in (hers, his)] == [False, True]
        await wati.post(f"{siti.path}/exclude", who=who, out="no")
        number = await happened_to(database, clock, siti)
        told = await read_to(hers, number)
    assert (told_of(siti, told), live.ANEW.decode() in told) == (True, True)


async def test_very_many_facts_that_are_kept_back_do_not_stop_the_stream(
    database: Database, clock: FrozenClock, rina: Browser, wati: Browser, siti: Waiting, dewi: Waiting
) -> None:
    await wati.post(f"{siti.path}/exclude", who=await id_of(database, "Rina"))
    await happened_to(database, clock, siti, 1101)
    number = await happened_to(database, clock, dewi)
    async with opened(rina, "/events?after=0") as answer:
        [(first, told)] = await read(answer, 1)
    assert (first, told["conversation"]) == (number, dewi.conversation_id)


async def test_of_a_contact_who_was_destroyed_a_resumed_stream_tells_no_place(
    database: Database, clock: FrozenClock, rina: Browser, wati: Browser, siti: Waiting, dewi: Waiting
) -> None:
    async with opened(rina, "/events?after=0") as answer:  # what is read for the open stream is at hand for the next
        assert told_of(siti, await read_to(answer, await happened_to(database, clock, siti)))
        await wati.post(f"{siti.path}/exclude", who=await id_of(database, "Rina"))
        await database.write(forgetting.destroy, siti.contact_id, clock.now())
        number = await happened_to(database, clock, dewi)
        assert not told_of(siti, await read_to(answer, number))
    async with opened(rina, "/events?after=0") as answer:
        assert not told_of(siti, await read_to(answer, number))
