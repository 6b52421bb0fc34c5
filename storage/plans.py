"""Plans: what was agreed to be done in a case, by when, and what of it is done."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, select, update

from helpline.cases import Case
from storage.case_tables import plan_items
from storage.transaction import Transaction


@dataclass(frozen=True)
class PlanItem:
    """One thing to do."""

    id: str
    text: str
    due_at: datetime | None
    staff_id: str
    at: datetime
    done_at: datetime | None = None


def add(tx: Transaction, case: Case, item: PlanItem) -> None:
    tx.connection.execute(
        insert(plan_items).values(
            id=item.id,
            case_id=case.id,
            text_sealed=tx.seal_text(case.contact_id, "plan_items", "text", item.id, item.text),
            due_at=item.due_at,
            remind_at=item.due_at,
            staff_id=item.staff_id,
            at=item.at,
        )
    )


def set_done(tx: Transaction, case: Case, item_id: str, done_at: datetime | None) -> None:
    """Done, or with None to be done after all; then its reminder does not come again."""
    this = (plan_items.c.id == item_id) & (plan_items.c.case_id == case.id)
    tx.connection.execute(update(plan_items).where(this).values(done_at=done_at, remind_at=None))


def of_case(tx: Transaction, case: Case) -> list[PlanItem]:
    """The plan: what is still to be done first, by its date."""
    order = (plan_items.c.done_at.is_not(None), plan_items.c.due_at.is_(None), plan_items.c.due_at, plan_items.c.at)
    return [
        PlanItem(
            row.id,
            tx.open_text(case.contact_id, "plan_items", "text", row.id, row.text_sealed),
            row.due_at,
            row.staff_id,
            row.at,
            row.done_at,
        )
        for row in tx.connection.execute(select(plan_items).where(plan_items.c.case_id == case.id).order_by(*order))
    ]


def take_due(tx: Transaction, now: datetime, limit: int = 100) -> Sequence[str]:
    """The ids of the cases in whose plan something has fallen due; each thing is given once."""
    due = (
        select(plan_items.c.id, plan_items.c.case_id)
        .where(plan_items.c.remind_at <= now)
        .order_by(plan_items.c.remind_at)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    rows = tx.connection.execute(due).all()
    tx.connection.execute(update(plan_items).where(plan_items.c.id.in_([row.id for row in rows])).values(remind_at=None))
    return [row.case_id for row in rows]
