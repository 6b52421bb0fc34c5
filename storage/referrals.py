"""Referrals: the offers of a case to organisations, each with the states it went through."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import insert, select, update

from helpline.cases import Case
from helpline.referrals import NEXT, Referral, ReferralState, Step
from storage.case_tables import referral_steps, referrals
from storage.transaction import Transaction


def add(tx: Transaction, case: Case, referral: Referral, *, step_id: str, follow_up_at: datetime) -> None:
    """Keep a new offer with its first step."""
    reason = referral.reason
    tx.connection.execute(
        insert(referrals).values(
            id=referral.id,
            case_id=case.id,
            entry_id=referral.entry_id,
            organisation=referral.organisation,
            reason_sealed=tx.seal_text(case.contact_id, "referrals", "reason", referral.id, reason) if reason else None,
            follow_up_at=follow_up_at,
        )
    )
    keep_step(tx, referral.id, referral.steps[0], step_id)


def step(tx: Transaction, referral: Referral, taken: Step, *, step_id: str, follow_up_at: datetime) -> None:
    """Keep a further step; a state that leads nowhere ends the reminders."""
    keep_step(tx, referral.id, taken, step_id)
    again = follow_up_at if NEXT[taken.state] else None
    tx.connection.execute(update(referrals).where(referrals.c.id == referral.id).values(follow_up_at=again))


def keep_step(tx: Transaction, referral_id: str, taken: Step, step_id: str) -> None:
    row = {"id": step_id, "referral_id": referral_id, "state": taken.state, "staff_id": taken.staff_id, "at": taken.at}
    tx.connection.execute(insert(referral_steps).values(**row))


def of_case(tx: Transaction, case: Case, *, lock: bool = False) -> list[Referral]:
    """The referrals of a case, the first one first. With `lock` nobody else steps until commit."""
    statement = select(referrals).where(referrals.c.case_id == case.id).order_by(referrals.c.id)
    rows = tx.connection.execute(statement.with_for_update() if lock else statement).all()
    steps: dict[str, list[Step]] = {}
    ordered = select(referral_steps).where(referral_steps.c.referral_id.in_([row.id for row in rows]))
    for row in tx.connection.execute(ordered.order_by(referral_steps.c.at, referral_steps.c.id)):
        steps.setdefault(row.referral_id, []).append(Step(ReferralState(row.state), row.at, row.staff_id))
    return [
        Referral(
            row.id,
            row.entry_id,
            row.organisation,
            tx.open_text(case.contact_id, "referrals", "reason", row.id, row.reason_sealed) if row.reason_sealed else None,
            tuple(steps[row.id]),
        )
        for row in rows
    ]


def take_due(tx: Transaction, now: datetime, limit: int = 100) -> Sequence[str]:
    """The ids of the cases whose referrals want to be asked after; each is given once."""
    due = (
        select(referrals.c.id, referrals.c.case_id)
        .where(referrals.c.follow_up_at <= now)
        .order_by(referrals.c.follow_up_at)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    rows = tx.connection.execute(due).all()
    tx.connection.execute(update(referrals).where(referrals.c.id.in_([row.id for row in rows])).values(follow_up_at=None))
    return [row.case_id for row in rows]
