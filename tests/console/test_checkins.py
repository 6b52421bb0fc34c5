"""Check-ins at the desk: a plan set, asked sooner, paused, stopped; today's picture; what follows an urgent case."""

from datetime import UTC, datetime, time, timedelta

import pytest

from helpline.checkins.hours import Hours
from helpline.checkins.plan import Plan, PlanKind
from helpline.checkins.watch import PlanState, Watch
from helpline.events import Event
from helpline.severity import Severity
from storage import cases, check_in_plans, check_ins, conversations, events, trusted_people
from storage.check_ins import CheckIn, CheckInState
from storage.database import Database
from storage.transaction import Transaction
from storage.trusted_people import Trust
from tests.clock import FrozenClock
from tests.console.people import HERE, PAGE, Browser, Waiting, a_contact_who_waits

pytestmark = pytest.mark.usefixtures("rinas_case")
FORM = {"kind": "abroad", "anchor": "2026-11-20", "zone": "Asia/Riyadh", "hour": "21:00", "every": ""}


async def plans(database: Database, siti: Waiting) -> list[Watch]:
    return await database.read(check_in_plans.of_contact, siti.contact_id)


async def set_plan(browser: Browser, siti: Waiting, *days: int, **changed: str) -> int:
    form = [("csrf", browser.csrf), *(FORM | changed).items(), *(("weekday", str(day)) for day in days)]
    return (await browser.ask("POST", f"{siti.path}/check-ins", PAGE | HERE, data=form)).status


async def test_a_counsellor_sets_a_plan_by_the_contacts_clock(database: Database, rina: Browser, siti: Waiting) -> None:
    assert await set_plan(rina, siti, 4) == 303
    (watch,) = await plans(database, siti)
    assert watch.plan == Plan(PlanKind.ABROAD, datetime(2026, 11, 20).date(), Hours("Asia/Riyadh", time(21), frozenset({4})))  # noqa: DTZ001
    assert watch.asks_at == datetime(2026, 11, 27, 18, tzinfo=UTC)  # a Friday, nine in the evening in Riyadh
    text = await (await rina.get(f"{siti.path}/check-ins")).text()
    assert "Fri, 27 Nov, 21:00" in text


@pytest.mark.parametrize(
    "wrong",
    [
        {"zone": "Asia/Atlantis"},
        {"anchor": "31/2/2026"},
        {"anchor": ""},
        {"hour": "25:00"},
        {"kind": "x"},
        {"kind": "lesson"},
        {"every": "3"},
    ],
)
async def test_what_is_wrong_is_said_and_stays_in_the_form(
    database: Database, rina: Browser, siti: Waiting, wrong: dict[str, str]
) -> None:
    form = {"csrf": rina.csrf, "weekday": "2"} | FORM | wrong
    answer = await rina.ask("POST", f"{siti.path}/check-ins", PAGE | HERE, data=form)
    assert answer.status == 422
    assert "Please give a day such as" in await answer.text()
    assert await plans(database, siti) == []


async def test_a_plan_is_asked_sooner_paused_and_stopped(
    database: Database, clock: FrozenClock, rina: Browser, siti: Waiting
) -> None:
    await set_plan(rina, siti, *range(7))
    [watch] = await plans(database, siti)

    async def change(what: str) -> tuple[int, Watch]:
        answer = await rina.post(f"{siti.path}/check-ins/change", plan=watch.id, do=what)
        return answer.status, (await plans(database, siti))[0]

    status, sooner = await change("ask")
    assert (status, sooner.look_at) == (303, clock.now())
    status, resting = await change("30")
    assert (status, resting.state) == (303, PlanState.PAUSED)
    assert resting.look_at
    assert resting.look_at > clock.now() + timedelta(days=29)
    status, over = await change("stop")
    assert (status, over.state, over.look_at) == (303, PlanState.STOPPED, None)
    assert (await rina.post(f"{siti.path}/check-ins/change", plan="x", do="stop")).status == 422


async def test_after_an_urgent_case_the_contact_is_asked_daily_unless_the_counsellor_says_no(
    database: Database, clock: FrozenClock, rina: Browser, siti: Waiting
) -> None:
    async def close(waiting: Waiting, **more: str) -> None:
        await rina.post(f"{waiting.path}/take-over")
        await rina.post(f"{waiting.path}/close", case=waiting.case_id, reason="helped", **more)

    await database.write(lambda tx: cases.set_severity(tx, cases.get(tx, siti.case_id), Severity.S1))
    assert "daily for a week" not in await (await rina.get(siti.path)).text()  # not while the bot speaks
    await close(siti, aftercare="yes")
    [watch] = await plans(database, siti)
    assert (watch.plan.kind, watch.state) == (PlanKind.AFTERCARE, PlanState.ACTIVE)
    assert watch.asks_at
    assert watch.asks_at < clock.now() + timedelta(days=2)
    other = await a_contact_who_waits(database, clock, "77002")
    await close(other)
    assert await plans(database, other) == []


async def test_the_safe_word_warns_before_anybody_takes_over(
    database: Database, clock: FrozenClock, rina: Browser, siti: Waiting
) -> None:
    warning = "This contact has used the safe word."
    assert warning not in await (await rina.get(siti.path)).text()

    def said(tx: Transaction) -> None:
        about = {"contact_id": siti.contact_id, "conversation_id": siti.conversation_id, "case_id": siti.case_id}
        events.record(tx, Event.SAFE_WORD_SAID, at=clock.now(), actor="contact", **about)

    await database.write(said)
    for page in (siti.path, f"{siti.path}/check-ins"):
        assert warning in await (await rina.get(page)).text()


async def test_a_trusted_person_is_told_by_the_counsellors_hand(
    database: Database, clock: FrozenClock, rina: Browser, siti: Waiting
) -> None:
    ibu = await a_contact_who_waits(database, clock, "77009")

    def link(tx: Transaction) -> None:
        later = clock.now() + timedelta(days=7)
        trust = Trust(clock.new_id(), siti.contact_id, None, may_be_told=True, at_once=False, expires_at=later)
        trusted_people.offer(tx, trust, "ABCD2345", clock.now())
        assert trusted_people.use(tx, "ABCD2345", ibu.contact_id, clock.now())

    await database.write(link)
    assert "May be told that no answer came, when you agree." in await (await rina.get(f"{siti.path}/check-ins")).text()
    assert (await rina.post(f"{siti.path}/check-ins/tell")).status == 303
    assert [where for _id, where in await database.read(trusted_people.to_tell, clock.now())] == [ibu.conversation_id]


async def test_todays_picture_counts_by_country_and_hour_and_names_who_is_silent(
    database: Database, clock: FrozenClock, rina: Browser, siti: Waiting
) -> None:
    assert "No check-in is due on this day." in await (await rina.get("/check-ins")).text()
    await set_plan(rina, siti, *range(7))
    [watch] = await plans(database, siti)

    def ask(tx: Transaction) -> None:
        kinds = [CheckInState.ANSWERED, CheckInState.ANSWERED, CheckInState.MISSED]
        for number, state in enumerate(kinds):
            due = clock.now() + timedelta(minutes=number)
            check_ins.add_all(tx, [CheckIn(clock.new_id(), watch.id, siti.contact_id, PlanKind.ABROAD, due, state)])

    await database.write(ask)
    text = await (await rina.get("/check-ins")).text()
    assert ">09:00</th>" in text  # nine in Jakarta
    assert "Answered 2" in text
    assert "Silent 1" in text
    conversation = await database.read(conversations.get, siti.conversation_id)
    assert f'href="{siti.path}/check-ins">{conversation.contact.designation}</a>' in text
    assert (await rina.get("/check-ins?day=x&zone=y")).status == 200


async def test_who_may_not_see_the_contact_may_not_see_the_plan(budi: Browser, siti: Waiting) -> None:
    assert (await set_plan(budi, siti, 1)) != 303
