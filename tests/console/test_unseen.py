"""Unseen: of a contact who is kept from a member, or told to be forgotten, no list shows that member anything."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from helpline.checkins.hours import Hours
from helpline.checkins.plan import Plan, PlanKind
from helpline.checkins.watch import PlanState, Watch
from helpline.people import MayKnow, Person, Relation
from storage import cases, check_in_plans, check_ins, contacts, conversations, people, staff
from storage.check_ins import CheckIn, CheckInState
from storage.database import Database
from storage.transaction import Transaction
from tests.clock import FrozenClock
from tests.console.people import Browser, Waiting, a_contact_who_waits

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
            contacts.save(tx, replace(contacts.get(tx, who.contact_id), country=country), now)
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
