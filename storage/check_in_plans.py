"""Check-in plans: one row for each contact and kind. `look_at` says when there is something to do; whoever looks locks it."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, bindparam, select, update

from helpline.checkins.hours import Hours
from helpline.checkins.plan import Plan, PlanKind
from helpline.checkins.watch import PlanState, Watch
from storage.checkin_tables import check_in_plans
from storage.prepared import Prepared
from storage.tables import conversations
from storage.transaction import Transaction


def put(tx: Transaction, watch: Watch, at: datetime) -> None:
    """Keep a plan; the contact's plan of this kind that was there before gives way to it."""
    values = {**columns(watch), "kind": watch.plan.kind, "contact_id": watch.contact_id, "made_at": at}
    tx.connection.execute(
        tx.insert(check_in_plans)
        .values(id=watch.id, conversation_id=watch.conversation_id, **values)
        .on_conflict_do_update(index_elements=["contact_id", "kind"], set_=columns(watch))
    )


def columns(watch: Watch) -> dict[str, Any]:
    plan, hours = watch.plan, watch.plan.hours
    return {
        "anchor": plan.anchor,
        "zone": hours.zone,
        "hour": hours.at,
        "weekdays": "".join(map(str, sorted(hours.weekdays))),
        "minutes": hours.lasts // timedelta(minutes=1),
        "every": plan.every,
        "paused_until": plan.paused_until,
        "state": watch.state,
        "look_at": watch.look_at,
        "asks_at": watch.asks_at,
        "open_check_in": watch.open_check_in,
        "rungs": watch.rungs,
        "asked": watch.asked,
    }


RUNNING = ("look_at", "asks_at", "open_check_in", "rungs", "asked", "state", "paused_until")
SAVE = (
    update(check_in_plans)
    .where(check_in_plans.c.id == bindparam("of_id"))
    .values({name: bindparam(f"new_{name}") for name in RUNNING})
)


def save_all(tx: Transaction, watches: Sequence[Watch]) -> None:
    """Keep how these plans, all locked, run on; in one statement."""
    rows = [
        {"of_id": watch.id} | {f"new_{name}": value for name, value in columns(watch).items() if name in RUNNING}
        for watch in watches
    ]
    if rows:
        tx.connection.execute(SAVE, rows)


def due(*, one: bool) -> Any:
    """What there is to do now, the oldest first, locked with its conversation; what another worker holds is passed by."""
    statement = (
        select(check_in_plans)
        .join(conversations, conversations.c.id == check_in_plans.c.conversation_id)
        .where(check_in_plans.c.look_at <= bindparam("now", type_=check_in_plans.c.look_at.type))
        .order_by(check_in_plans.c.look_at, check_in_plans.c.id)
        .with_for_update(skip_locked=True, of=(check_in_plans, conversations))
    )
    return statement.where(check_in_plans.c.id == bindparam("of_id")) if one else statement.limit(bindparam("limit"))


DUE, DUE_ONE = due(one=False), due(one=True)


def take_due(tx: Transaction, now: datetime, limit: int) -> list[Watch]:
    return [from_row(row) for row in tx.connection.execute(DUE, {"now": now, "limit": limit})]


def take_one(tx: Transaction, plan_id: str, now: datetime) -> list[Watch]:
    """This plan, if there is still something to do and nobody else is at it."""
    return [from_row(row) for row in tx.connection.execute(DUE_ONE, {"now": now, "of_id": plan_id})]


def due_ids(tx: Transaction, now: datetime, limit: int) -> Sequence[str]:
    statement = select(check_in_plans.c.id).where(check_in_plans.c.look_at <= now)
    return tx.connection.execute(statement.order_by(check_in_plans.c.look_at).limit(limit)).scalars().all()


def running_after(tx: Transaction, plan_id: str, limit: int) -> list[Watch]:
    """The plans that run, in the order of their ids, after this one, locked; what others hold is passed by."""
    runs = check_in_plans.c.look_at.is_not(None) & (check_in_plans.c.id > plan_id)
    statement = select(check_in_plans).where(runs).order_by(check_in_plans.c.id).limit(limit)
    return [from_row(row) for row in tx.connection.execute(statement.with_for_update(skip_locked=True))]


def get(tx: Transaction, plan_id: str) -> Watch:
    return from_row(tx.connection.execute(select(check_in_plans).where(check_in_plans.c.id == plan_id)).one())


OF_CONTACT = Prepared(
    select(check_in_plans).where(check_in_plans.c.contact_id == bindparam("contact_id")).order_by(check_in_plans.c.kind)
)


def of_contact(tx: Transaction, contact_id: str) -> list[Watch]:
    """The contact's plans of every kind and state."""
    return [from_row(row) for row in OF_CONTACT.rows(tx, contact_id=contact_id)]


def of_kind(tx: Transaction, contact_id: str, kind: PlanKind) -> Watch | None:
    its = (check_in_plans.c.contact_id == contact_id) & (check_in_plans.c.kind == kind)
    row = tx.row(select(check_in_plans).where(its))
    return from_row(row) if row else None


def look_now(tx: Transaction, contact_id: str, now: datetime) -> None:
    """Something has happened that should not wait for the plans' own time."""
    theirs = (check_in_plans.c.contact_id == contact_id) & (check_in_plans.c.state == PlanState.ACTIVE)
    tx.connection.execute(update(check_in_plans).where(theirs).values(look_at=now))


def from_row(row: Row[Any]) -> Watch:
    hours = Hours(row.zone, row.hour, frozenset(map(int, row.weekdays)), timedelta(minutes=row.minutes))
    plan = Plan(PlanKind(row.kind), row.anchor, hours, row.every, row.paused_until)
    state = PlanState(row.state)
    return Watch(
        row.id,
        row.contact_id,
        row.conversation_id,
        plan,
        state,
        row.look_at,
        row.asks_at,
        row.open_check_in,
        row.rungs,
        row.asked,
    )
