"""Inbox: every update raw and sealed before it is read; its key makes a repeated delivery harmless."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import bindparam, delete, insert, select, update

from helpline.updates import Update
from storage.prepared import DIALECTS, Prepared, inserting
from storage.tables import inbox, paces, tasks
from storage.transaction import Transaction

DONE, QUARANTINED = "done", "quarantined"


INSERT = {
    dialect: Prepared(
        inserting(inbox, "id", "channel", "bot", "update_id", "raw_sealed", "contact_id", "state", "received_at", dialect=dialect)
        .on_conflict_do_nothing(index_elements=["channel", "bot", "update_id"])
        .returning(inbox.c.channel, inbox.c.bot, inbox.c.update_id)
    )
    for dialect in DIALECTS
}


def insert_new(
    tx: Transaction, updates: Sequence[Update], *, ids: Sequence[str], owners: Sequence[str | None], at: datetime
) -> list[Update]:
    """Keep the updates and return those never seen before, in the order given. `ids`: one new row id for each.

    `owners`: whose each one is, so that erasing a contact finds it; None: not known yet, see `link`.
    """
    rows = [
        {
            "id": id,
            "channel": u.channel,
            "bot": u.bot,
            "update_id": u.update_id,
            "raw_sealed": tx.seal(None, "inbox", "raw", id, u.raw),
            "contact_id": owner,
            "state": DONE,
            "received_at": at,
        }
        for u, id, owner in zip(updates, ids, owners, strict=True)
    ]
    new = {(row.channel, row.bot, row.update_id) for row in INSERT[tx.dialect].rows_of_many(tx, rows)}
    return [u for u in dict.fromkeys(updates) if (u.channel, u.bot, u.update_id) in new]


LINK = Prepared(
    update(inbox)
    .where(
        inbox.c.channel == bindparam("of_channel"),
        inbox.c.bot == bindparam("of_bot"),
        inbox.c.update_id == bindparam("of_id"),
    )
    .values(contact_id=bindparam("contact_id"))
)


def link(tx: Transaction, pairs: Sequence[tuple[Update, str | None]]) -> None:
    """Note whose an update was, so that erasing a contact finds it."""
    rows = [{"of_channel": u.channel, "of_bot": u.bot, "of_id": u.update_id, "contact_id": owner} for u, owner in pairs]
    LINK.run_many(tx, rows)


def quarantine(tx: Transaction, poison: Update, *, id: str, task_id: str, error: str, at: datetime) -> bool:
    """Keep an update that could not be worked on, with a task for a human. False: it was kept before."""
    made = tx.connection.execute(
        tx.insert(inbox)
        .values(
            id=id,
            channel=poison.channel,
            bot=poison.bot,
            update_id=poison.update_id,
            raw_sealed=tx.seal(None, "inbox", "raw", id, poison.raw),
            state=QUARANTINED,
            error=error[:80],
            received_at=at,
        )
        .on_conflict_do_nothing(index_elements=["channel", "bot", "update_id"])
        .returning(inbox.c.id)
    ).first()
    if made is None:
        return False
    tx.connection.execute(insert(tasks).values(id=task_id, kind="quarantine", inbox_id=id, at=at))
    return True


def raw(tx: Transaction, inbox_id: str) -> bytes:
    """What was delivered, opened."""
    sealed = tx.connection.execute(select(inbox.c.raw_sealed).where(inbox.c.id == inbox_id)).scalar_one()
    return tx.open(None, "inbox", "raw", inbox_id, sealed)


def blank(tx: Transaction, origin: str) -> None:
    """Forget what an update said, though not that it came; `origin` is its channel, bot and number with colons between."""
    channel, bot, update_id = origin.split(":", 2)
    its = (inbox.c.channel == channel) & (inbox.c.bot == bot) & (inbox.c.update_id == update_id)
    for id in tx.connection.execute(select(inbox.c.id).where(its)).scalars().all():
        tx.connection.execute(update(inbox).where(inbox.c.id == id).values(raw_sealed=tx.seal(None, "inbox", "raw", id, b"")))


def forget_before(tx: Transaction, at: datetime) -> int:
    """Remove what was worked on before `at`; what is quarantined stays until a human is done with it."""
    return tx.connection.execute(delete(inbox).where(inbox.c.received_at < at, inbox.c.state == DONE)).rowcount


def poll_offset(tx: Transaction, channel: str, bot: str) -> int | None:
    """Where long polling goes on."""
    return tx.connection.execute(select(paces.c.poll_offset).where(paces.c.bot == f"{channel}:{bot}")).scalar_one_or_none()


def save_poll_offset(tx: Transaction, channel: str, bot: str, offset: int, at: datetime) -> None:
    """Keep the offset after the updates before it are durable."""
    tx.connection.execute(
        tx.insert(paces)
        .values(bot=f"{channel}:{bot}", tokens=0.0, refilled_at=at, poll_offset=offset)
        .on_conflict_do_update(index_elements=["bot"], set_={"poll_offset": offset})
    )
