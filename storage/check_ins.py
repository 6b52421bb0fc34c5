"""Check-ins: each question that was due, what became of it, and what was answered (sealed)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import bindparam, insert, select, update

from helpline.checkins.plan import PlanKind
from helpline.checkins.watch import Watch
from storage.checkin_tables import check_ins
from storage.tables import conversations
from storage.transaction import Transaction


class CheckInState(StrEnum):
    """What became of a question. WITH_HUMAN: a counsellor was there already; MERGED: another plan asked that day;
    LATE: it could not be asked in time; UNREACHABLE: the contact has blocked the helpline or is gone; CALLED_OFF: the plan
    was changed while it waited."""

    ASKED = "asked"
    ANSWERED = "answered"
    MISSED = "missed"
    LATE = "late"
    WITH_HUMAN = "with_human"
    MERGED = "merged"
    UNREACHABLE = "unreachable"
    CALLED_OFF = "called_off"


@dataclass(frozen=True)
class CheckIn:
    """One question. `answers` by their keys, as the flow keeps them; `check_in` is the first."""

    id: str
    plan_id: str
    contact_id: str
    kind: PlanKind
    due_at: datetime
    state: CheckInState
    asked_at: datetime | None = None
    ended_at: datetime | None = None
    answers: dict[str, Any] | None = None


def add_all(tx: Transaction, made: Sequence[CheckIn]) -> None:
    if made:
        names = ("id", "plan_id", "contact_id", "kind", "due_at", "state", "asked_at", "ended_at")
        tx.connection.execute(insert(check_ins), [{name: getattr(one, name) for name in names} for one in made])


END = (
    update(check_ins)
    .where(check_ins.c.id == bindparam("of_id"))
    .values(state=bindparam("new_state"), ended_at=bindparam("new_ended_at", type_=check_ins.c.ended_at.type))
)


def end_all(tx: Transaction, ended: Sequence[tuple[str, CheckInState]], at: datetime) -> None:
    """Say what became of these."""
    if ended:
        tx.connection.execute(END, [{"of_id": id, "new_state": state, "new_ended_at": at} for id, state in ended])


WAITS = (
    update(conversations)
    .where(conversations.c.id == bindparam("of_id"))
    .values(check_in_id=bindparam("new_id"), check_in_at=bindparam("new_at", type_=conversations.c.check_in_at.type))
)


def wait_for_answers(tx: Transaction, asked: Sequence[tuple[str, str | None, datetime | None]]) -> None:
    """For each conversation, which check-in waits for an answer (None: none does), and when one was asked last."""
    if asked:
        tx.connection.execute(WAITS, [{"of_id": where, "new_id": id, "new_at": at} for where, id, at in asked])


def call_off(tx: Transaction, watch: Watch, at: datetime) -> None:
    """The question that waits, if one does, waits no longer: its plan was changed."""
    if watch.open_check_in:
        end_all(tx, [(watch.open_check_in, CheckInState.CALLED_OFF)], at)
        waits = (conversations.c.id == watch.conversation_id) & (conversations.c.check_in_id == watch.open_check_in)
        tx.connection.execute(update(conversations).where(waits).values(check_in_id=None))


def is_known(tx: Transaction, plan_id: str, due_at: datetime) -> bool:
    """Whether this moment of the plan was asked or passed over already."""
    this = (check_ins.c.plan_id == plan_id) & (check_ins.c.due_at == due_at)
    return tx.row(select(check_ins.c.id).where(this)) is not None


def answer(tx: Transaction, check_in: CheckIn, answers: dict[str, Any]) -> None:
    """Keep what was answered; what was answered before stays."""
    both = {**(check_in.answers or {}), **answers}
    sealed = tx.seal_json(check_in.contact_id, "check_ins", "answers", check_in.id, both)
    tx.connection.execute(update(check_ins).where(check_ins.c.id == check_in.id).values(answers_sealed=sealed))


def of_contact(tx: Transaction, contact_id: str, limit: int = 60) -> list[CheckIn]:
    """The contact's check-ins, the latest first."""
    statement = select(check_ins).where(check_ins.c.contact_id == contact_id)
    return [from_row(tx, row) for row in tx.connection.execute(statement.order_by(check_ins.c.due_at.desc()).limit(limit))]


def from_row(tx: Transaction, row: Any) -> CheckIn:
    sealed = row.answers_sealed
    answers = tx.open_json(row.contact_id, "check_ins", "answers", row.id, sealed) if sealed else None
    state = CheckInState(row.state)
    return CheckIn(
        row.id, row.plan_id, row.contact_id, PlanKind(row.kind), row.due_at, state, row.asked_at, row.ended_at, answers
    )
