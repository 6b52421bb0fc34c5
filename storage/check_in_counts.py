"""Counts of check-ins: what a day brought, by country and by hour, without opening anything and without the contacts that who
looks must not see: in a small country a number is a person."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import case, func, literal, select

from helpline.checkins.watch import PlanState
from storage.check_ins import CheckInState
from storage.checkin_tables import check_in_plans, check_ins
from storage.tables import contacts, conversations
from storage.transaction import Transaction

Counts = dict[str, dict[str, int]]
"""By country (empty where it is unknown), then by state."""


@dataclass(frozen=True)
class Missed:
    """A question without an answer: of whom, and since when."""

    conversation_id: str
    designation: str
    country: str | None
    due_at: datetime
    state: CheckInState


def by_country(tx: Transaction, begin: datetime, end: datetime, unseen: Collection[str]) -> Counts:
    """What became of the questions that were due in this span; "due" counts those still to be asked."""
    counts: Counts = {}
    asked = (
        select(contacts.c.country, check_ins.c.state, func.count())
        .join_from(check_ins, contacts)
        .where(check_ins.c.due_at >= begin, check_ins.c.due_at < end, check_ins.c.contact_id.not_in(unseen))
        .group_by(contacts.c.country, check_ins.c.state)
    )
    waiting = (
        select(contacts.c.country, literal("due"), func.count())
        .join_from(check_in_plans, contacts)
        .where(check_in_plans.c.look_at >= begin, check_in_plans.c.look_at < end)
        .where(check_in_plans.c.open_check_in.is_(None), check_in_plans.c.state == PlanState.ACTIVE)
        .where(check_in_plans.c.contact_id.not_in(unseen))
        .group_by(contacts.c.country)
    )
    for statement in (asked, waiting):
        for country, state, count in tx.connection.execute(statement):
            counts.setdefault(country or "", {})[state] = count
    return counts


def by_hour(tx: Transaction, begin: datetime, hours: int, unseen: Collection[str]) -> list[dict[str, int]]:
    """For each hour of the span, how many questions of each state were due in it."""
    end = begin + timedelta(hours=hours)
    hour = case(*((check_ins.c.due_at < begin + timedelta(hours=n + 1), n) for n in range(hours)), else_=hours)
    statement = select(hour.label("hour"), check_ins.c.state, func.count()).where(
        check_ins.c.due_at >= begin, check_ins.c.due_at < end, check_ins.c.contact_id.not_in(unseen)
    )
    counts: list[dict[str, int]] = [{} for _ in range(hours)]
    for number, state, count in tx.connection.execute(statement.group_by("hour", check_ins.c.state)):
        counts[number][state] = count
    return counts


def missed(tx: Transaction, begin: datetime, end: datetime, unseen: Collection[str], limit: int = 50) -> Sequence[Missed]:
    """Who did not answer, the latest first."""
    silent = (CheckInState.MISSED, CheckInState.LATE, CheckInState.UNREACHABLE)
    statement = (
        select(conversations.c.id, contacts.c.designation, contacts.c.country, check_ins.c.due_at, check_ins.c.state)
        .join_from(check_ins, contacts)
        .join(conversations, conversations.c.contact_id == contacts.c.id)
        .where(check_ins.c.due_at >= begin, check_ins.c.due_at < end, check_ins.c.state.in_(silent))
        .where(check_ins.c.contact_id.not_in(unseen))
        .order_by(check_ins.c.due_at.desc())
        .limit(limit)
    )
    return [Missed(row[0], row[1], row[2], row[3], CheckInState(row[4])) for row in tx.connection.execute(statement)]
