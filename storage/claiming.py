"""Claiming: rows of the outbox are taken to be sent, under a lease, by the one process that sends for their bot now."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Integer, String, all_, any_, bindparam, case, delete, func, select, update
from sqlalchemy.dialects.postgresql import ARRAY

from helpline.delivery import CHAT_PACE, Delivery, Lane
from storage import messages as messages_store
from storage import senders
from storage.outbox import EARLIER, WAITS
from storage.outgoing import PLACED, Outgoing, completed, opened
from storage.prepared import Prepared, PreparedFor
from storage.sealing import CannotOpen
from storage.tables import conversations, outbox
from storage.transaction import Transaction


class Room(NamedTuple):
    """How many rows may be claimed, and how many of them may be of other lanes than the crisis lane."""

    all: int
    others: int

    def at_most(self, many: int) -> "Room":
        return Room(min(many, self.all), min(many, self.others))


class FencedOff(Exception):
    """Another process sends for this bot now; nothing was changed."""


THIS_BOT = (outbox.c.channel == bindparam("channel"), outbox.c.bot == bindparam("bot"))
NOW = bindparam("now", type_=outbox.c.due_at.type)
IS_FIRST = (
    ~select(EARLIER.c.id).where(EARLIER.c.conversation_id == outbox.c.conversation_id, EARLIER.c.seq < outbox.c.seq).exists()
)
PACED = conversations.c.next_send_at
IS_RESTED = PACED.is_(None) | (PACED <= NOW)


def candidates(*conditions: Any) -> Prepared:
    """What may go next, the first of its conversation, in the order of the lanes.

    The conversation is locked too: everybody else locks it before its rows here, so a sender never waits while it holds one.
    """
    return Prepared(
        completed(
            PLACED.where(*THIS_BOT, *conditions, IS_RESTED, IS_FIRST)
            .order_by(outbox.c.lane, outbox.c.due_at)
            .limit(bindparam("limit", type_=Integer))
            .with_for_update(skip_locked=True, of=(outbox, conversations))
        )
    )


DUE = (outbox.c.state == Delivery.PENDING, outbox.c.due_at <= NOW)
# Apart from what is left behind: each alone is a walk along its index that ends at the limit, however long the queue.
CANDIDATES = {True: candidates(*DUE), False: candidates(*DUE, outbox.c.lane == Lane.CRISIS)}
LEFT_BEHIND = candidates(
    outbox.c.state == Delivery.SENDING,
    (outbox.c.lease_until <= NOW) | (outbox.c.fence < bindparam("fence", type_=Integer)),
)
LATER, SOON = bindparam("later", type_=outbox.c.due_at.type), bindparam("soon", type_=outbox.c.due_at.type)


def claiming(chosen: ColumnElement[bool]) -> Any:
    values = {"state": Delivery.SENDING, "claim": bindparam("by"), "fence": bindparam("under", type_=Integer)}
    return update(outbox).where(chosen).values(**values, lease_until=bindparam("until"), attempts=outbox.c.attempts + 1)


def pacing(chosen: ColumnElement[bool]) -> Any:
    return update(conversations).where(chosen).values(next_send_at=LATER)


def putting_off(*chosen: ColumnElement[bool]) -> Any:
    """So that the walk along the index does not pass what may not go yet; for a short time it may, that is not worth a write."""
    return update(outbox).where(*chosen, WAITS, outbox.c.due_at < SOON).values(due_at=LATER)


def claiming_at_once() -> Any:
    """All three in one round trip, as only PostgreSQL can; none of its parts sees what another has changed."""
    ids, where = (bindparam(name, type_=ARRAY(String)) for name in ("ids", "where"))
    claimed = claiming(outbox.c.id == any_(ids)).returning(outbox.c.id).cte("claimed")
    paced = pacing(conversations.c.id == any_(where)).returning(conversations.c.id).cte("paced")
    return putting_off(outbox.c.conversation_id == any_(where), outbox.c.id != all_(ids)).add_cte(claimed, paced)


CLAIM = PreparedFor(lambda keys: claiming(outbox.c.id.in_(keys)))
PACE = PreparedFor(lambda keys: pacing(conversations.c.id.in_(keys)))
PUT_OFF = PreparedFor(lambda keys: putting_off(outbox.c.conversation_id.in_(keys)))
CLAIM_AT_ONCE = Prepared(claiming_at_once())
NEXT_DUE = Prepared(
    select(func.min(case((outbox.c.due_at < PACED, PACED), else_=outbox.c.due_at)).label("at"))
    .join_from(outbox, conversations)
    .where(*THIS_BOT, outbox.c.state == Delivery.PENDING, IS_FIRST)
)


def claim(
    tx: Transaction,
    channel: str,
    bot: str,
    fence: int,
    claim: str,
    now: datetime,
    *,
    room: Room,
    lease: timedelta,
    look_back: bool = True,
) -> list[Outgoing]:
    """Take rows to send now as far as there is room, the crisis lane first, at most one of each conversation and never past its
    first.

    Raises FencedOff, before anything is changed, for who is not, or no longer, the bot's sender. What an earlier sender left
    behind is taken too, as uncertain: at once where the fence has grown since, else when the row's lease has run out. That is
    asked for with `look_back`, since it hardly ever finds anything and costs as much as the rest of the search.
    """
    pace = senders.locked(tx, channel, bot)
    if pace.fence != fence:
        raise FencedOff
    if pace.blocked_until and pace.blocked_until > now:
        return []
    asked = {"channel": channel, "bot": bot, "now": now, "limit": room.all}
    left = LEFT_BEHIND.rows(tx, **asked, fence=fence) if look_back else []
    rows = left + CANDIDATES[room.others > 0].rows(tx, **asked)
    chosen = within(room, sorted(rows, key=lambda row: row.lane))
    if not chosen:
        return []
    where, later = [row.conversation_id for row in chosen], now + CHAT_PACE
    times = {"later": later, "soon": later - CHAT_PACE / 2}
    ids, mark = [row.message_id for row in chosen], {"by": claim, "under": fence, "until": now + lease}
    if tx.is_postgresql:
        CLAIM_AT_ONCE.run(tx, ids=ids, where=where, **mark, **times)
    else:
        CLAIM.run(tx, ids, **mark)
        PACE.run(tx, where, later=later)
        PUT_OFF.run(tx, where, **times)
    return [outgoing for row in chosen if (outgoing := readable(tx, row, fence, claim)) is not None]


def readable(tx: Transaction, row: Any, fence: int, claim: str) -> Outgoing | None:
    """What was claimed. None: it cannot be opened, and has failed, so that it holds up nobody."""
    try:
        return opened(tx, row, fence, claim)
    except (CannotOpen, ValueError, LookupError, TypeError):
        tx.connection.execute(delete(outbox).where(outbox.c.id == row.message_id))
        messages_store.set_delivery(tx, [row.message_id], Delivery.FAILED, reason="unreadable")
        return None


def next_due(tx: Transaction, channel: str, bot: str, now: datetime) -> datetime | None:
    """When the next waiting message may go, as far as its own time, its chat's pace and the bot's wait tell; None: none waits."""
    blocked_until: datetime | None = senders.locked(tx, channel, bot).blocked_until
    if blocked_until and blocked_until > now:
        return blocked_until
    found: datetime | None = NEXT_DUE.rows(tx, channel=channel, bot=bot)[0].at
    return found


def within(room: Room, rows: Sequence[Any]) -> list[Any]:
    """Of rows in the order of their lanes the crisis lane's, and of the others as many as may go with them."""
    crisis = sum(row.lane == Lane.CRISIS for row in rows)
    return list(rows[: min(room.all, max(crisis, room.others))])
