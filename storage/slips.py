"""Slips: what is put before a member at their second desk. A slip holds no content: what it shows is read when it goes out."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import Row, delete, func, insert, select, update

from storage.messages import Buttons
from storage.second_desk_tables import second_desks, slips
from storage.staff_phones import Phone
from storage.transaction import Transaction


class SlipKind(StrEnum):
    """LIST: whose turn it is. TALK: the latest messages. NEWS: the contact has written. TOLD: one sentence of ours."""

    LIST = "list"
    TALK = "talk"
    NEWS = "news"
    TOLD = "told"


@dataclass(frozen=True)
class Slip:
    """One slip. `told`: an English sentence of ours that stands first. `seq`: the message that a NEWS is about."""

    id: str
    staff_id: str
    kind: SlipKind
    conversation_id: str | None = None
    told: str | None = None
    seq: int | None = None
    attempts: int = 0


@dataclass(frozen=True)
class Sheet:
    """What a slip shows now, and on which phone. `seq`: the last message that it shows."""

    phone: Phone
    text: str
    buttons: Buttons = ()
    seq: int | None = None


def put(tx: Transaction, slip: Slip, at: datetime) -> None:
    """Queue a slip."""
    tx.connection.execute(insert(slips).values(**vars(slip), due_at=at, created_at=at))
    tx.hint("slips")


def announce(tx: Transaction, slip: Slip, at: datetime) -> None:
    """Queue a slip if its member has a second desk; the same about the same message is not queued twice while it waits."""
    same = (slips.c.staff_id == slip.staff_id) & (slips.c.conversation_id == slip.conversation_id)
    waits = select(slips.c.id).where(same, slips.c.kind == slip.kind, slips.c.seq == slip.seq, slips.c.due_at.is_not(None))
    agreed = (second_desks.c.staff_id == slip.staff_id) & second_desks.c.since.is_not(None)
    if tx.row(select(second_desks.c.staff_id).where(agreed)) is not None and tx.row(waits) is None:
        put(tx, slip, at)


def due(tx: Transaction, now: datetime, limit: int, lease: timedelta) -> list[Slip]:
    """Claim slips to carry, oldest first; who dies while carrying leaves them to be claimed again when the lease ends."""
    statement = select(slips).where(slips.c.due_at <= now).order_by(slips.c.created_at, slips.c.id).limit(limit)
    rows = tx.connection.execute(statement.with_for_update(skip_locked=True)).all()
    claimed = slips.c.id.in_([row.id for row in rows])
    tx.connection.execute(update(slips).where(claimed).values(due_at=now + lease, attempts=slips.c.attempts + 1))
    return [from_row(row) for row in rows]


def later(tx: Transaction, slip_id: str, at: datetime) -> None:
    tx.connection.execute(update(slips).where(slips.c.id == slip_id).values(due_at=at))


def arrived(tx: Transaction, slip_id: str, ref: str | None, seq: int | None, at: datetime) -> None:
    """It is on the phone, under the messenger's number. `seq`: the last message that it showed; a NEWS is a TALK then."""
    values: dict[str, Any] = {"due_at": None, "sent_at": at, "ref": ref}
    if seq is not None:
        values |= {"seq": seq, "kind": SlipKind.TALK}
    tx.connection.execute(update(slips).where(slips.c.id == slip_id).values(**values))


def drop(tx: Transaction, slip_id: str) -> None:
    """It is not shown after all."""
    tx.connection.execute(delete(slips).where(slips.c.id == slip_id))


def conversation_of(tx: Transaction, staff_id: str, ref: str) -> str | None:
    """To which conversation the member's message belongs that answers this number."""
    row = tx.row(
        select(slips.c.conversation_id)
        .where(slips.c.staff_id == staff_id, slips.c.ref == ref)
        .order_by(slips.c.created_at.desc())
    )
    return row.conversation_id if row else None


def shown(tx: Transaction, staff_id: str, conversation_id: str) -> int:
    """The last message that this member has been shown on the phone; 0 for none."""
    this = (slips.c.staff_id == staff_id) & (slips.c.conversation_id == conversation_id) & (slips.c.kind == SlipKind.TALK)
    last = select(func.coalesce(func.max(slips.c.seq), 0)).where(this, slips.c.sent_at.is_not(None))
    return int(tx.connection.execute(last).scalar_one())


def is_announced(tx: Transaction, slip: Slip) -> bool:
    """Whether the member knows already that the contact has written: they were told, and have not read it since."""
    this = (slips.c.staff_id == slip.staff_id) & (slips.c.conversation_id == slip.conversation_id)
    last = select(slips.c.kind).where(this, slips.c.sent_at.is_not(None), slips.c.kind.in_((SlipKind.NEWS, SlipKind.TALK)))
    row = tx.row(last.order_by(slips.c.sent_at.desc(), slips.c.id.desc()))
    return row is not None and row.kind == SlipKind.NEWS


def forget_before(tx: Transaction, at: datetime) -> int:
    """Slips of long ago are removed; what answers them is told so."""
    return tx.connection.execute(delete(slips).where(slips.c.created_at < at)).rowcount


def from_row(row: Row[Any]) -> Slip:
    return Slip(row.id, row.staff_id, SlipKind(row.kind), row.conversation_id, row.told, row.seq, row.attempts + 1)
