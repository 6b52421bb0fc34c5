"""Watch: a plan as it runs for one contact, and how it goes on. Each function gives the watch as it stands afterwards."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from helpline.checkins.plan import Plan, Rhythm, mended, next_due, next_rung

LONGEST_WAIT = timedelta(days=8)
"""A window opens at least once a week; who is to be looked at later than that was put off by a clock that was wrong."""


class PlanState(StrEnum):
    """Whether a plan runs. STOPPED: the contact or a counsellor ended it; ENDED: all its days are over."""

    ACTIVE = "active"
    PAUSED = "paused"
    STOPPED = "stopped"
    ENDED = "ended"


@dataclass(frozen=True)
class Watch:
    """One contact's plan. `look_at`: when there is something to do; `asks_at`: when the next question is due.

    `open_check_in`: the question that waits for an answer; `rungs`: which rung of the ladder is next.
    """

    id: str
    contact_id: str
    conversation_id: str
    plan: Plan
    state: PlanState
    look_at: datetime | None
    asks_at: datetime | None
    open_check_in: str | None = None
    rungs: int = 0
    asked: int = 0


def planned(rhythm: Rhythm, fresh: Watch, before: Watch | None, now: datetime) -> Watch:
    """The plan from here on, in the place of the one before; a question that waits for an answer goes on waiting."""
    due = next_due(rhythm, fresh.plan, later(now, before))
    state = PlanState.ENDED if due is None else PlanState.PAUSED if fresh.plan.paused_until else PlanState.ACTIVE
    if before is None:
        return replace(fresh, state=state, asks_at=due, look_at=due)
    look_at = before.look_at if before.open_check_in else due
    return replace(before, plan=fresh.plan, state=state, asks_at=due, look_at=look_at)


def moved_on(rhythm: Rhythm, watch: Watch, after: datetime) -> Watch:
    """No question waits any more; the next is due later than `after`."""
    due = next_due(rhythm, watch.plan, later(after, watch))
    state = watch.state if due else PlanState.ENDED
    return replace(watch, open_check_in=None, rungs=0, asks_at=due, look_at=due, state=state)


def later(after: datetime, watch: Watch | None) -> datetime:
    """Later than the question that was asked, though another worker's clock may have been ahead of ours."""
    return max(after, watch.asks_at) if watch and watch.open_check_in and watch.asks_at else after


def asked_at(watch: Watch, when: datetime) -> Watch:
    """The next question is due at this instant, whatever the rhythm says."""
    plan = replace(watch.plan, paused_until=None)
    return replace(watch, plan=plan, state=PlanState.ACTIVE, asks_at=when, look_at=when, open_check_in=None, rungs=0)


def paused(rhythm: Rhythm, watch: Watch, until: date, now: datetime) -> Watch:
    """Nothing is asked before this day."""
    resting = moved_on(rhythm, replace(watch, plan=replace(watch.plan, paused_until=until)), now)
    return replace(resting, state=PlanState.PAUSED if resting.asks_at else PlanState.ENDED)


def stopped(watch: Watch) -> Watch:
    """Nothing is asked any more."""
    return replace(watch, state=PlanState.STOPPED, asks_at=None, look_at=None, open_check_in=None, rungs=0)


def reckoned_anew(rhythm: Rhythm, watch: Watch, now: datetime) -> Watch:
    """The watch by the present clock and zone rules: nothing lies further ahead than they say."""
    if watch.open_check_in:
        latest = next_rung(rhythm.ladder, watch.rungs, watch.plan.hours, now)
        late = latest and watch.look_at and watch.look_at > latest[1]
        return replace(watch, look_at=latest[1]) if latest and late else watch
    due = mended(rhythm, watch.plan, watch.asks_at, now) if watch.asks_at else None
    if due == watch.asks_at:
        strayed = due and watch.look_at and watch.look_at > max(due, now) + LONGEST_WAIT
        return replace(watch, look_at=due) if strayed else watch
    return replace(watch, asks_at=due, look_at=due, state=watch.state if due else PlanState.ENDED)
