"""Senders: which process sends for a bot now. A lease by the database's own clock, with a fence that only ever grows."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, DateTime, bindparam, cast, func, literal_column, select, update

from storage.prepared import Prepared
from storage.tables import paces
from storage.transaction import Transaction


@dataclass(frozen=True)
class Holder:
    """Who sends for a bot, until when, under which fence."""

    name: str
    fence: int
    until: datetime


def take(
    tx: Transaction, channel: str, bot: str, me: str, length: timedelta, is_dead: Callable[[str], bool] = lambda _name: False
) -> int | None:
    """Become or stay the sender for `length` from now on, and return the fence; None while another is.

    The fence grows with every change of hands, so that whoever slept through the end of its lease while another took it finds
    every write refused. It stays with the same holder, late or not: nobody has sent in between, since a name is one life of one
    process, and what it has on the wire is still its own. `is_dead` tells of a holder that needs no waiting for.
    """
    row = locked(tx, channel, bot)
    now, fence = store_now(tx), row.fence or 0
    held = row.holder is not None and row.held_until > now
    if held and row.holder != me and not is_dead(row.holder):
        return None
    fence += 0 if row.holder == me else 1
    change(tx, channel, bot, holder=me, fence=fence, held_until=now + length)
    return fence


def release(tx: Transaction, channel: str, bot: str, fence: int) -> None:
    """Let go at once; nothing changes when somebody else has become the sender."""
    mine = (paces.c.bot == f"{channel}:{bot}") & (paces.c.fence == fence)
    tx.connection.execute(update(paces).where(mine).values(holder=None, held_until=None))
    tx.hint("senders")


def find(tx: Transaction, channel: str, bot: str) -> Holder | None:
    """Who sends for this bot at this moment, if anybody."""
    row = tx.row(select(paces).where(paces.c.bot == f"{channel}:{bot}", paces.c.holder.is_not(None)))
    return Holder(row.holder, row.fence, row.held_until) if row and row.held_until > store_now(tx) else None


def block(tx: Transaction, channel: str, bot: str, until: datetime) -> None:
    """The channel asked the whole bot to wait; of two such answers the later end counts."""
    known = locked(tx, channel, bot).blocked_until
    change(tx, channel, bot, blocked_until=max(known, until) if known else until)


LOCKED = Prepared(select(paces).where(paces.c.bot == bindparam("of_bot")).with_for_update())


def locked(tx: Transaction, channel: str, bot: str) -> Any:
    """The bot's row, made where there is none, locked until this transaction ends."""
    asked = {"of_bot": f"{channel}:{bot}"}
    found = LOCKED.rows(tx, **asked)
    if not found:
        tx.connection.execute(
            tx.insert(paces).values(bot=f"{channel}:{bot}", tokens=0.0, refilled_at=store_now(tx)).on_conflict_do_nothing()
        )
        found = LOCKED.rows(tx, **asked)
    return found[0]


def may_send(of_bot: ColumnElement[str], fence: ColumnElement[int], now: ColumnElement[datetime]) -> ColumnElement[bool]:
    """For a statement: whether this fence is the bot's sender's, as it stays until the transaction ends, and the channel lets
    the bot speak."""
    speaks = paces.c.blocked_until.is_(None) | (paces.c.blocked_until <= now)
    return select(paces.c.bot).where(paces.c.bot == of_bot, paces.c.fence == fence, speaks).with_for_update().exists()


def change(tx: Transaction, channel: str, bot: str, **values: Any) -> None:
    tx.connection.execute(update(paces).where(paces.c.bot == f"{channel}:{bot}").values(**values))


def store_now(tx: Transaction) -> datetime:
    """The time by the database's clock, at this very moment: processes' own clocks may be wrong, and may differ."""
    if tx.is_postgresql:
        at: datetime = tx.connection.execute(select(cast(func.clock_timestamp(), DateTime(timezone=True)))).scalar_one()
        return at.astimezone(UTC)
    told: str = tx.connection.execute(select(literal_column("strftime('%Y-%m-%d %H:%M:%f', 'now')"))).scalar_one()
    return datetime.fromisoformat(told).replace(tzinfo=UTC)
