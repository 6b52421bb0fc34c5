"""Learning: the reminder that a contact sets or ends. It is a plan like a check-in, in their own zone and hours."""

from collections.abc import Mapping
from datetime import time
from typing import Any

from bot.checkins.planning import set_plan
from bot.turn import Turn
from helpline.checkins.hours import Hours
from helpline.checkins.plan import Plan, PlanKind
from helpline.checkins.watch import stopped
from helpline.events import Event
from storage import check_in_plans

Told = Mapping[str, Any]
OFTEN = {"daily": 1, "third": 3, "weekly": 7}


def plan_lessons(turn: Turn, told: Told) -> None:
    """One short line at this hour of their own clock, from tomorrow on."""
    stop_lessons(turn, told)  # what was left unanswered before is forgotten
    hours = Hours(turn.house.zone_of(turn.contact), time(int(told.get("lesson_hour") or 19)))
    plan = Plan(PlanKind.LESSON, hours.local(turn.now).date(), hours, OFTEN.get(str(told.get("lesson_often")), 1))
    set_plan(turn, plan)
    turn.record(Event.CHECK_INS_PLANNED, actor="contact", kind=PlanKind.LESSON)


def stop_lessons(turn: Turn, _told: Told) -> None:
    running = check_in_plans.of_kind(turn.tx, turn.contact.id, PlanKind.LESSON)
    if running is not None:
        check_in_plans.save_all(turn.tx, [stopped(running)])
        turn.record(Event.CHECK_INS_STOPPED, actor="contact", kind=PlanKind.LESSON)
