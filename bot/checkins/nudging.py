"""Nudging: the reminder to learn a little that a contact has asked for. Silence is no sign here, and nobody is told of it."""

from dataclasses import replace
from datetime import timedelta

from bot.engine.resume import interrupt
from bot.listening import perform
from bot.teaching import learner
from bot.turn import Turn
from helpline.checkins.hours import first_open
from helpline.checkins.plan import when_to_ask
from helpline.checkins.watch import Watch, moved_on, stopped
from helpline.events import Event
from helpline.takeover import Owner

RESTS_AFTER = 3
"""So many reminders in a row that nobody answered, and it rests until it is asked for again."""
TALKING = timedelta(minutes=15)


def nudge(turn: Turn, watch: Watch) -> Watch:
    """Say the reminder if it may be said now; the watch as it stands afterwards. `rungs` counts those left unanswered."""
    due, now = watch.asks_at, turn.now
    if due is None:
        return replace(watch, look_at=None)
    may_say, heard = when_to_ask(watch.plan.hours, due, now), turn.conversation.last_contact_at
    if may_say is None or not may_be_said(turn):
        return passed(turn, watch)
    if heard and now - heard < TALKING:
        may_say = first_open(watch.plan.hours, heard + TALKING)
    if may_say > now:
        return replace(watch, look_at=may_say)
    unheard = 0 if heard and heard >= now - timedelta(days=watch.plan.every or 1) else watch.rungs
    if unheard >= RESTS_AFTER:
        turn.record(Event.CHECK_INS_STOPPED, actor="system", kind=watch.plan.kind)
        return stopped(watch)
    again = {"again": "yes" if learner.was_paused(turn.session.memory) else "no"}
    turn.session, happenings = interrupt(turn.house.book, turn.session, "lesson_day", turn.facts, again)
    turn.changed_session = True
    perform(turn, happenings)
    return replace(passed(turn, watch), rungs=unheard + 1, asked=watch.asked + 1)


def passed(turn: Turn, watch: Watch) -> Watch:
    """On to the next day; what was left unanswered stays counted."""
    rhythm = turn.house.rhythms[watch.plan.kind]
    return replace(moved_on(rhythm, watch, max(watch.asks_at or turn.now, turn.now)), rungs=watch.rungs)


def may_be_said(turn: Turn) -> bool:
    """Never beside a problem: no open case, no counsellor, nothing being told, no check-in that waits for its answer."""
    if turn.case or turn.ownership.owner is not Owner.BOT or not turn.contact.reachable or turn.conversation.check_in_id:
        return False
    threads = (*turn.session.suspended, *([turn.session.thread] if turn.session.thread else []))
    return all(learner.is_learning(thread) for thread in threads)
