"""Recovering: the gentle series after hard times, and the questionnaires that a contact has agreed to answer."""

from collections.abc import Mapping
from datetime import time
from typing import Any

from bot.checkins.planning import set_plan
from bot.turn import Turn
from helpline.checkins.hours import Hours
from helpline.checkins.plan import Plan, PlanKind
from helpline.checkins.watch import stopped
from helpline.events import Event
from helpline.screening import FORMS, Screener, Screening, key, scored
from helpline.severity import Severity
from helpline.topics import Topic
from storage import check_in_plans, check_ins, screenings

Told = Mapping[str, Any]

MORNING = time(9)


def plan_recovery(turn: Turn, _told: Told) -> None:
    """A small step a day from tomorrow on, in the hours that the contact has chosen; else in the morning."""
    known = check_in_plans.of_contact(turn.tx, turn.contact.id)
    hours = known[0].plan.hours if known else Hours(turn.house.zone_of(turn.contact), MORNING)
    set_plan(turn, Plan(PlanKind.RECOVERY, hours.local(turn.now).date(), hours))
    turn.record(Event.CHECK_INS_PLANNED, actor="contact", kind=PlanKind.RECOVERY)


def stop_recovery(turn: Turn, _told: Told) -> None:
    running = check_in_plans.of_kind(turn.tx, turn.contact.id, PlanKind.RECOVERY)
    if running is not None:
        check_ins.call_off(turn.tx, running, turn.now)
        check_in_plans.save_all(turn.tx, [stopped(running)])
        turn.record(Event.CHECK_INS_STOPPED, actor="contact", kind=PlanKind.RECOVERY)


def keep_screening(turn: Turn, told: Told) -> None:
    """Keep the answers; from a certain score on a counsellor looks, without the contact hearing of a number."""
    screener = Screener(told["screener"])
    names = [key(screener, item) for item in range(1, FORMS[screener].items + 1)]
    answers = {name: told[name] for name in names if told.get(name) is not None}
    score, unanswered = scored(screener, answers)
    screenings.add(turn.tx, turn.contact.id, Screening(turn.clock.new_id(), screener, score, unanswered, turn.now), answers)
    turn.record(Event.SCREENING_ANSWERED, actor="contact", screener=screener)
    if score >= FORMS[screener].talk_from:
        turn.wait_for_human(Topic.DISTRESS, Severity.S2)
