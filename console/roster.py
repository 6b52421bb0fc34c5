"""The roster's page: who is on now, the week to come, swaps; supervisors plan shifts and holidays. And one's own presence."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from aiohttp import web

from console.dossier import names
from console.pages import render
from console.premises import premises
from console.visit import visit_of
from helpline.errors import HelplineError
from helpline.events import Event
from helpline.permissions import Action, is_granted
from helpline.roster import ZONES, Presence, Shift, Turn, on_duty, turns_between
from storage import events, roster, staff, tasks
from storage.roster import Swap
from storage.staff import Staff
from storage.tasks import Task, TaskKind
from storage.transaction import Transaction

AHEAD = timedelta(days=7)


class NoShift(HelplineError):
    """Please choose who, on which days, from when until when, and from which day on."""


class NoSwap(HelplineError):
    """This day is not yours to give or to take."""


@dataclass(frozen=True)
class Week:
    """What the page shows. `days`: the turns by their local day in the reader's zone."""

    on_now: list[str]
    days: dict[date, list[Turn]]
    shifts: list[Shift]
    asked: list[Swap]
    holidays: dict[date, str]
    presence: dict[str, Presence]
    members: list[Staff]
    names: dict[str, str]


def read_week(tx: Transaction, now: datetime, zone: str) -> Week:
    since = now.date() - timedelta(days=2)
    shifts, found, days = roster.all_shifts(tx, since), roster.swaps_since(tx, since), roster.holidays_since(tx, since)
    swaps = roster.agreed(found)
    begin = datetime.combine(now.astimezone(ZoneInfo(zone)).date(), time(0), ZoneInfo(zone))
    by_day: dict[date, list[Turn]] = {begin.date() + timedelta(days=n): [] for n in range(AHEAD.days)}
    for turn in turns_between(shifts, begin, begin + AHEAD, swaps, days.keys()):
        day = max(turn.begins_at.astimezone(ZoneInfo(zone)).date(), begin.date())
        by_day[day].append(turn)
    members = [m for m in staff.everyone(tx) if m.active and is_granted(m.role, Action.REPLY)]
    asked = [swap for swap in found if swap.accepted_at is None]
    on_now = on_duty(shifts, now, swaps, days.keys())
    return Week(on_now, by_day, shifts, asked, days, roster.presence_of(tx), members, names(tx))


async def show_roster(request: web.Request) -> web.Response:
    return await page(request)


async def page(request: web.Request, status: int = 200, problem: str | None = None) -> web.Response:
    """The week to come, in the zone that the address asks for."""
    zone = request.query.get("zone", "")
    zone = zone if zone in ZONES else ZONES[0]
    week = await premises(request).database.read(read_week, premises(request).clock.now(), zone)

    def wall(at: datetime) -> str:
        return f"{at.astimezone(ZoneInfo(zone)):%H:%M}"

    return render(
        request,
        "roster.html",
        status=status,
        problem=problem,
        week=week,
        zone=zone,
        zones=ZONES,
        wall=wall,
        here_now=Presence.HERE,
    )


async def do(request: web.Request, work: Callable[[Transaction], None]) -> web.Response:
    """Do one thing to the roster; what is refused is said on its page."""
    try:
        await premises(request).database.write(work)
    except (NoShift, NoSwap) as refusal:
        return await page(request, 422, refusal.sentence)
    return web.Response(status=303, headers={"Location": str(request.app.router["roster"].url_for())})


async def add_shift(request: web.Request) -> web.Response:
    """A shift that recurs every week."""
    house, form, me = premises(request), await request.post(), visit_of(request).staff.id
    try:
        days = frozenset(int(str(day)) for day in form.getall("weekday", []))
        shift = Shift(
            id=house.clock.new_id(),
            staff_id=str(form.get("who", "")),
            zone=str(form.get("zone", "")),
            weekdays=days,
            starts=time.fromisoformat(str(form.get("starts", ""))),
            ends=time.fromisoformat(str(form.get("ends", ""))),
            first_day=date.fromisoformat(str(form.get("first_day", ""))),
            on_holidays=form.get("on_holidays") == "yes",
        )
    except ValueError:
        return await page(request, 422, NoShift().sentence)

    def add(tx: Transaction) -> None:
        if not days or not days <= set(range(7)) or shift.zone not in ZONES or shift.staff_id not in at_the_desk(tx):
            raise NoShift
        roster.add(tx, shift)
        events.record(tx, Event.ROSTER_CHANGED, at=house.clock.now(), actor=me)

    return await do(request, add)


async def end_shift(request: web.Request) -> web.Response:
    """The shift ends with today."""
    house, me, which = premises(request), visit_of(request).staff.id, request.match_info["id"]

    def end(tx: Transaction) -> None:
        shift = roster.find(tx, which)
        if shift is not None:
            roster.end(tx, which, house.clock.now().astimezone(ZoneInfo(shift.zone)).date() - timedelta(days=1))
            events.record(tx, Event.ROSTER_CHANGED, at=house.clock.now(), actor=me)

    return await do(request, end)


async def set_holiday(request: web.Request) -> web.Response:
    """Name a holiday, or with an empty name take it back."""
    form = await request.post()
    try:
        day = date.fromisoformat(str(form.get("day", "")))
    except ValueError:
        return await page(request, 422, NoShift().sentence)
    name = " ".join(str(form.get("name", "")).split())[:60] or None
    return await do(request, lambda tx: roster.set_holiday(tx, day, name))


async def ask_swap(request: web.Request) -> web.Response:
    """Ask a colleague to take one's day; a supervisor may ask for anybody's. They find a task and agree, or do not."""
    house, form, me = premises(request), await request.post(), visit_of(request).staff
    try:
        day = date.fromisoformat(str(form.get("day", "")))
    except ValueError:
        return await page(request, 422, NoSwap().sentence)
    which, to = str(form.get("shift", "")), str(form.get("to", ""))

    def ask(tx: Transaction) -> None:
        shift = roster.find(tx, which)
        may = shift is not None and (shift.staff_id == me.id or is_granted(me.role, Action.PLAN_ROSTER))
        if shift is None or not may or to not in at_the_desk(tx) - {shift.staff_id} or day.weekday() not in shift.weekdays:
            raise NoSwap
        roster.ask_swap(tx, Swap(house.clock.new_id(), shift.id, day, to, None))
        tasks.add(tx, Task(house.clock.new_id(), TaskKind.SWAP, house.clock.now(), staff_id=to))
        events.record(tx, Event.ROSTER_CHANGED, at=house.clock.now(), actor=me.id)

    return await do(request, ask)


async def accept_swap(request: web.Request) -> web.Response:
    house, me, which = premises(request), visit_of(request).staff.id, request.match_info["id"]

    def accept(tx: Transaction) -> None:
        if not roster.accept_swap(tx, which, me, house.clock.now()):
            raise NoSwap
        events.record(tx, Event.ROSTER_CHANGED, at=house.clock.now(), actor=me)

    return await do(request, accept)


async def set_presence(request: web.Request) -> web.Response:
    """Say whether one is here. Who is not is not called first; colleagues see it."""
    house, me = premises(request), visit_of(request).staff
    given = str((await request.post()).get("state", ""))
    if given not in set(Presence):
        raise web.HTTPBadRequest

    def keep(tx: Transaction) -> None:
        roster.set_presence(tx, me.id, Presence(given), house.clock.now())
        events.record(tx, Event.PRESENCE_SET, at=house.clock.now(), actor=me.id, state=given)

    return await do(request, keep)


def at_the_desk(tx: Transaction) -> set[str]:
    return {member.id for member in staff.everyone(tx) if member.active and is_granted(member.role, Action.REPLY)}
