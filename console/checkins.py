"""Check-ins of one contact: plans and history on a page; the counsellor sets, asks sooner, pauses, stops, lets somebody know."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import available_timezones

from aiohttp import web

from console.desk import Hand, present_case, tell
from console.pages import render
from console.premises import Premises, premises
from console.visit import visit_of
from helpline.checkins import watch
from helpline.checkins.hours import Hours, first_open
from helpline.checkins.plan import Plan, PlanKind
from helpline.checkins.watch import PlanState, Watch
from helpline.contacts import Contact
from helpline.errors import HelplineError
from helpline.events import Event
from helpline.screening import FORMS, Screener, Screening
from storage import check_in_plans, check_ins, conversations, events, screenings, trusted_people
from storage.check_ins import CheckIn
from storage.conversations import Conversation
from storage.transaction import Transaction
from storage.trusted_people import Trust

OFTEN = (7, 14, 30)
PAUSES = (7, 30, 91)
SHOWN = 40


class NoPlan(HelplineError):
    """Please give a day such as 2026-12-31, an hour such as 19:00, at least one weekday, and a time zone from the list."""


class PlanGone(HelplineError):
    """This plan is no longer there. The page shows it as it is now."""


@dataclass(frozen=True)
class Watched:
    """All that the page shows."""

    conversation: Conversation
    plans: Sequence[Watch]
    history: Sequence[CheckIn]
    trusted: Sequence[Trust]
    safe_word_said: bool
    screenings: Sequence[Screening]


def read_watched(tx: Transaction, conversation_id: str) -> Watched:
    conversation = conversations.get(tx, conversation_id)
    contact_id = conversation.contact.id
    return Watched(
        conversation,
        check_in_plans.of_contact(tx, contact_id),
        check_ins.of_contact(tx, contact_id, SHOWN),
        trusted_people.of_contact(tx, contact_id),
        events.has_happened(tx, conversation_id, Event.SAFE_WORD_SAID),
        screenings.of_contact(tx, contact_id),
    )


async def show_check_ins(request: web.Request) -> web.Response:
    return await page(request)


async def page(request: web.Request, status: int = 200, problem: str | None = None) -> web.Response:
    """The page; what was wrongly given stays in its form."""
    house, form = premises(request), await request.post()
    watched = await house.database.read(read_watched, request.match_info["id"])
    zone = zone_of(house, watched.conversation.contact)
    today = Hours(zone).local(house.clock.now()).date()
    return render(
        request,
        "check_ins.html",
        status=status,
        watched=watched,
        problem=problem,
        typed={name: str(value) for name, value in form.items()},
        days_typed=set(map(str, form.getall("weekday", []))) or set("0123456"),
        zone=zone,
        zones=sorted({zone, *(name for country in house.countries for name in country.zones)}),
        kinds=[kind for kind in PlanKind if kind not in NOT_SET_HERE],
        lines={screener: line_of(screener, watched.screenings) for screener in Screener},
        highest={screener: form.items * form.highest for screener, form in FORMS.items()},
        often=OFTEN,
        pauses=PAUSES,
        today=today,
        safe_hour=lambda plan: first_open(plan.hours, house.clock.now()),
        wall=wall,
    )


def line_of(screener: Screener, found: Sequence[Screening]) -> str:
    """The scores of one questionnaire as the points of a line in a box of 100 by 30; empty for fewer than two."""
    form, scores = FORMS[screener], [one.score for one in found if one.screener is screener]
    if len(scores) < 2:
        return ""
    top, step = form.items * form.highest, 100 / (len(scores) - 1)
    return " ".join(f"{number * step:.1f},{30 - 30 * score / top:.1f}" for number, score in enumerate(scores))


def wall(hours: Hours, at: datetime) -> datetime:
    """The instant on the contact's wall clock."""
    return hours.local(at)


def zone_of(house: Premises, contact: Contact) -> str:
    return contact.zone or house.zone(contact.country)


async def do(request: web.Request, work: Callable[[Transaction, Hand, Conversation], None]) -> web.Response:
    """Change something of the check-ins; what is refused is said on the page."""
    house, conversation_id = premises(request), request.match_info["id"]
    hand = Hand(visit_of(request).staff, house.clock, house.wording, house.lease)

    def change(tx: Transaction) -> None:
        work(tx, hand, conversations.get(tx, conversation_id, lock=True))

    try:
        await house.database.write(change)
    except HelplineError as refusal:
        return await page(request, 422, refusal.sentence)
    url = request.app.router["check_ins"].url_for(id=conversation_id)
    return web.Response(status=303, headers={"Location": str(url)})


async def set_check_ins(request: web.Request) -> web.Response:
    """A plan from the form, in the place of the contact's plan of its kind."""
    house, form = premises(request), await request.post()
    given = {name: str(form.get(name, "")) for name in ("kind", "anchor", "zone", "hour", "every")}
    days = frozenset(int(str(day)) for day in form.getall("weekday", []) if str(day) in "0123456")

    def set_plan(tx: Transaction, hand: Hand, conversation: Conversation) -> None:
        plan = plan_of(given, days)
        fresh = Watch(hand.clock.new_id(), conversation.contact.id, conversation.id, plan, PlanState.ACTIVE, None, None)
        before = check_in_plans.of_kind(tx, conversation.contact.id, plan.kind)
        now = hand.clock.now()
        check_in_plans.put(tx, watch.planned(house.rhythms[plan.kind], fresh, before, now), now)
        tell(tx, hand, Event.CHECK_INS_PLANNED, conversation, present_case(tx, conversation), kind=plan.kind.value)

    return await do(request, set_plan)


NOT_SET_HERE = frozenset({PlanKind.LESSON})
"""A reminder of a lesson is the contact's own wish, set in the chat alone."""


def plan_of(given: dict[str, str], days: frozenset[int]) -> Plan:
    """Raises NoPlan."""
    try:
        kind, anchor = PlanKind(given["kind"]), date.fromisoformat(given["anchor"])
        hour, every = time.fromisoformat(given["hour"]), int(given["every"]) if given["every"] else None
    except ValueError:
        raise NoPlan from None
    sensible = every is None or every in OFTEN
    if kind in NOT_SET_HERE or not days or given["zone"] not in available_timezones() or hour.tzinfo or not sensible:
        raise NoPlan
    return Plan(kind, anchor, Hours(given["zone"], hour, days), every)


async def change_check_ins(request: web.Request) -> web.Response:
    """Ask at the next safe hour, pause, or stop one plan."""
    house, form = premises(request), await request.post()
    plan_id, what = str(form.get("plan", "")), str(form.get("do", ""))

    def change(tx: Transaction, hand: Hand, conversation: Conversation) -> None:
        plans = check_in_plans.of_contact(tx, conversation.contact.id)
        running = next((one for one in plans if one.id == plan_id), None)
        if running is None:
            raise PlanGone
        now = hand.clock.now()
        check_ins.call_off(tx, running, now)
        case = present_case(tx, conversation)
        if what == "ask":
            check_in_plans.save_all(tx, [watch.asked_at(running, now)])
            tell(tx, hand, Event.CHECK_INS_PLANNED, conversation, case, kind=running.plan.kind.value)
        elif what == "stop":
            check_in_plans.save_all(tx, [watch.stopped(running)])
            tell(tx, hand, Event.CHECK_INS_STOPPED, conversation, case, kind=running.plan.kind.value)
        elif what in map(str, PAUSES):
            until = running.plan.hours.local(now).date() + timedelta(days=int(what))
            check_in_plans.save_all(tx, [watch.paused(house.rhythms[running.plan.kind], running, until, now)])
            tell(tx, hand, Event.CHECK_INS_PAUSED, conversation, case, until=until.isoformat())
        else:
            raise PlanGone

    return await do(request, change)


async def tell_trusted(request: web.Request) -> web.Response:
    """Let those whom the contact trusts know that no answer came: all that they have agreed to."""

    def let_know(tx: Transaction, hand: Hand, conversation: Conversation) -> None:
        count = trusted_people.tell(tx, conversation.contact.id, hand.clock.now(), by_counsellor=True)
        if count:
            tell(tx, hand, Event.TRUSTED_TOLD, conversation, present_case(tx, conversation), people=count)

    return await do(request, let_know)


def watch_after_close(tx: Transaction, hand: Hand, house: Premises, conversation: Conversation) -> None:
    """After an urgent case: daily for a week, then weekly, in the hours that the contact has chosen before."""
    contact = conversation.contact
    known = check_in_plans.of_contact(tx, contact.id)
    hours = known[0].plan.hours if known else Hours(zone_of(house, contact))
    now = hand.clock.now()
    plan = Plan(PlanKind.AFTERCARE, hours.local(now).date(), replace(hours, weekdays=Hours(hours.zone).weekdays))
    fresh = Watch(hand.clock.new_id(), contact.id, conversation.id, plan, PlanState.ACTIVE, None, None)
    before = next((one for one in known if one.plan.kind is PlanKind.AFTERCARE), None)
    check_in_plans.put(tx, watch.planned(house.rhythms[PlanKind.AFTERCARE], fresh, before, now), now)
    tell(tx, hand, Event.CHECK_INS_PLANNED, conversation, present_case(tx, conversation), kind=PlanKind.AFTERCARE.value)
