"""Planning: what a contact wishes of the check-ins becomes plans: on which days, at what hour, how often, until when not."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, time, timedelta
from typing import Any

from bot.turn import Turn
from helpline.checkins import watch
from helpline.checkins.hours import EVERY_DAY, Hours, local_day
from helpline.checkins.plan import Plan, PlanKind
from helpline.checkins.watch import PlanState, Watch
from helpline.contacts import Situation
from helpline.events import Event
from storage import check_in_plans, check_ins

Told = Mapping[str, Any]

RUNS = frozenset({PlanState.ACTIVE, PlanState.PAUSED})
WEEKDAYS: dict[str, frozenset[int]] = {
    "any": EVERY_DAY,
    "sunday": frozenset({6}),
    "saturday": frozenset({5}),
    "friday": frozenset({4}),
    "weekend": frozenset({5, 6}),
    "workdays": frozenset(range(5)),
}
OFTEN: dict[str, int | None] = {"plan": None, "weekly": 7, "fortnight": 14, "monthly": 30}
FIRST_LOOK = timedelta(hours=1)
PAUSES = {"week": 7, "month": 30, "quarter": 91}
FOR_SITUATION: dict[Situation, tuple[tuple[PlanKind, str], ...]] = {
    Situation.PREPARING: ((PlanKind.CANDIDATE, "departure"), (PlanKind.ABROAD, "departure")),
    Situation.ABROAD: ((PlanKind.ABROAD, "arrival"), (PlanKind.CONTRACT_END, "contract_end")),
    Situation.DOMESTIC: ((PlanKind.ABROAD, "arrival"), (PlanKind.CONTRACT_END, "contract_end")),
    Situation.RETURNED: ((PlanKind.RETURNED, "return_day"),),
    Situation.FAMILY: ((PlanKind.FAMILY, "agreed"),),
    Situation.ORGANISATION: ((PlanKind.FAMILY, "agreed"),),
}
"""Which plans there are for whom, and the answer that gives their day 0."""
UNTOLD = frozenset({PlanKind.CONTRACT_END})
"""Plans that make no sense without their day; the others begin today when it was not told."""


def hours_told(told: Told, zone: str) -> Hours:
    hour = int(told.get("check_in_hour") or 19)
    return Hours(zone, time(hour), WEEKDAYS.get(str(told.get("check_in_day")), EVERY_DAY))


def plan_check_ins(turn: Turn, told: Told) -> None:
    """Make the contact's plans after their wishes. A day told anew moves the plan; what was asked before stays in its history."""
    if told.get("zone"):
        turn.learn(zone=told["zone"])
    zone = turn.house.zone_of(turn.contact)
    hours, today = hours_told(told, zone), local_day(zone, turn.now)
    situation = turn.contact.situation or Situation.ABROAD
    for kind, key in FOR_SITUATION[situation]:
        anchor = date.fromisoformat(told[key]) if told.get(key) else None
        if anchor is None and kind in UNTOLD:
            continue
        if kind is PlanKind.ABROAD and situation is Situation.PREPARING:  # lived by the clock of the destination
            there = replace(turn.contact, situation=Situation.ABROAD, zone=None)
            hours = replace(hours, zone=turn.house.zone_of(there))
        set_plan(turn, Plan(kind, anchor or today, hours, OFTEN.get(str(told.get("check_in_often")))))
    turn.record(Event.CHECK_INS_PLANNED, actor="contact")


def set_plan(turn: Turn, plan: Plan) -> None:
    """The contact's plan of this kind from here on."""
    fresh = Watch(turn.clock.new_id(), turn.contact.id, turn.conversation.id, plan, PlanState.ACTIVE, None, None)
    before = check_in_plans.of_kind(turn.tx, turn.contact.id, plan.kind)
    check_in_plans.put(turn.tx, watch.planned(turn.house.rhythms[plan.kind], fresh, before, turn.now), turn.now)


def watch_life(turn: Turn, _told: Told) -> None:
    """Who has told of wanting to die is asked after an hour, a day, three and seven days, at any hour."""
    zone = turn.house.zone_of(turn.contact)
    local = Hours(zone).local(turn.now)
    hours = Hours(zone, time(local.hour, local.minute), lasts=timedelta(days=1))
    set_plan(turn, Plan(PlanKind.LIFE, local.date(), hours))
    made = check_in_plans.of_kind(turn.tx, turn.contact.id, PlanKind.LIFE)
    if made is not None:
        check_in_plans.save_all(turn.tx, [watch.asked_at(made, turn.now + FIRST_LOOK)])
    turn.record(Event.CHECK_INS_PLANNED, actor="system", kind=PlanKind.LIFE)


def move(turn: Turn, zone: str) -> None:
    """The contact lives by another clock now: the plans keep their wall times."""
    for running in check_in_plans.of_contact(turn.tx, turn.contact.id):
        if running.state in RUNS and running.plan.hours.zone != zone:
            set_plan(turn, replace(running.plan, hours=replace(running.plan.hours, zone=zone)))


def pause_check_ins(turn: Turn, told: Told) -> None:
    """Nothing is asked for a while: at sea, on retreat, without the phone."""
    today = local_day(turn.house.zone_of(turn.contact), turn.now)
    days = PAUSES.get(str(told.get("check_in_pause")), PAUSES["month"])
    until = date.fromisoformat(told["pause_until"]) if told.get("pause_until") else today + timedelta(days=days)
    for running in check_in_plans.of_contact(turn.tx, turn.contact.id):
        if running.state in RUNS:
            check_ins.call_off(turn.tx, running, turn.now)
            rhythm = turn.house.rhythms[running.plan.kind]
            check_in_plans.save_all(turn.tx, [watch.paused(rhythm, running, until, turn.now)])
    turn.conversation = replace(turn.conversation, check_in_id=None)
    turn.record(Event.CHECK_INS_PAUSED, actor="contact", until=until.isoformat())


def stop_check_ins(turn: Turn, _told: Told) -> None:
    """Nothing is asked any more, until the contact wishes it again."""
    running = [w for w in check_in_plans.of_contact(turn.tx, turn.contact.id) if w.state in RUNS]
    for ended in running:
        check_ins.call_off(turn.tx, ended, turn.now)
    check_in_plans.save_all(turn.tx, [watch.stopped(ended) for ended in running])
    turn.conversation = replace(turn.conversation, check_in_id=None)
    if running:
        turn.record(Event.CHECK_INS_STOPPED, actor="contact")
