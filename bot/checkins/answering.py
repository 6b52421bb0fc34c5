"""Answering: what a contact's sign of life and what they say mean for the check-in that waits, and for the row of them."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from bot.turn import Turn
from helpline.checkins.answers import LOOKED_AT, topics, worsening
from helpline.checkins.hours import next_opening
from helpline.checkins.watch import PlanState, asked_at, moved_on
from helpline.events import Event
from helpline.severity import Severity
from storage import check_in_plans, check_ins
from storage.check_ins import CheckIn, CheckInState

ASK_LATER = timedelta(hours=20)
"""Who says «not now» is asked again in the first window after so much time."""


def heard(turn: Turn) -> None:
    """Whatever the contact sends is a sign of life: the question waits no longer, and no rung is climbed any more."""
    if turn.conversation.check_in_id is None:
        return
    waiting = [w for w in check_in_plans.of_contact(turn.tx, turn.contact.id) if w.open_check_in]
    ids = {turn.conversation.check_in_id, *(w.open_check_in for w in waiting if w.open_check_in)}
    check_ins.end_all(turn.tx, [(id, CheckInState.ANSWERED) for id in sorted(ids)], turn.now)
    check_ins.wait_for_answers(turn.tx, [(turn.conversation.id, None, turn.conversation.check_in_at)])
    turn.conversation = replace(turn.conversation, check_in_id=None)
    turn.record(Event.CHECK_IN_ANSWERED, actor="contact")
    check_in_plans.save_all(turn.tx, [moved_on(turn.house.rhythms[w.plan.kind], w, turn.now) for w in waiting])


def keep(turn: Turn, told: Mapping[str, Any]) -> None:
    """Keep what was answered, and see whether the row of answers grows worse."""
    row = check_ins.of_contact(turn.tx, turn.contact.id, LOOKED_AT * 3)
    latest = next((check_in for check_in in row if check_in.state is CheckInState.ANSWERED), None)
    if latest is None:
        return
    answers = {key: value for key, value in told.items() if value is not None and key not in ("kind", "round")}
    check_ins.answer(turn.tx, latest, answers)
    if answers.get("check_in") == "later":
        ask_again(turn, latest)
    kept = [{**(c.answers or {}), **(answers if c.id == latest.id else {})} for c in row if c.state is CheckInState.ANSWERED]
    topic = worsening(kept[::-1])
    if topic is not None:
        case = turn.wait_for_human(topic, Severity.S2)
        signs = [topic.value for topic in topics(answers)]
        turn.record(Event.CHECK_INS_WORSEN, actor="system", severity=case.severity, signs=",".join(signs))


def ask_again(turn: Turn, check_in: CheckIn) -> None:
    """«Not now»: the same question in the next window, unless the plan asks sooner."""
    watch = check_in_plans.get(turn.tx, check_in.plan_id)
    again = next_opening(watch.plan.hours, turn.now + ASK_LATER)
    if watch.state in (PlanState.ACTIVE, PlanState.ENDED) and (watch.asks_at is None or again < watch.asks_at):
        check_in_plans.save_all(turn.tx, [asked_at(watch, again)])
