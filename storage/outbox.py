"""Outbox: what is still to be sent. A row is claimed under a lease by one sender, and settled only by the one who claimed it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Integer, String, all_, any_, bindparam, case, delete, func, literal, select, update
from sqlalchemy.dialects.postgresql import ARRAY

from helpline.delivery import CHAT_PACE, Delivery, Lane
from storage import messages as messages_store
from storage import senders
from storage.messages import Message
from storage.outgoing import PLACED, Outgoing, Recipient, completed, opened
from storage.prepared import DIALECTS, Prepared, PreparedFor, inserting
from storage.sealing import CannotOpen
from storage.tables import conversations, outbox
from storage.transaction import INSERTS, Transaction


@dataclass(frozen=True)
class Posting:
    """A message to put into the outbox, with what its sending needs to know. `after`: from when on its chat's pace lets it go;
    `to`: known where it may ride (`bot.riding`)."""

    message: Message
    channel: str
    bot: str
    lane: Lane
    owner_version: int
    notice: bool = False
    safety: bool = False
    after: datetime | None = None
    to: Recipient | None = None


class Mark(NamedTuple):
    """Who has claimed a row, under which fence, until when."""

    claim: str
    fence: int
    until: datetime


class Room(NamedTuple):
    """How many rows may be claimed, and how many of them may be of other lanes than the crisis lane."""

    all: int
    others: int


NO_MARKS: Mapping[str, Mark] = MappingProxyType({})


class FencedOff(Exception):
    """Another process sends for this bot now; nothing was changed."""


COLUMNS = ("id", "message_id", "conversation_id", "channel", "bot", "seq", "lane", "notice", "safety", "author", "staff_id")
INSERT = Prepared(inserting(outbox, *COLUMNS, "owner_version", "state", "due_at", "attempts", "created_at"))
EARLIER = outbox.alias("earlier")


def claiming_insert(dialect: str) -> Any:
    """An insert that claims, unless something stands before it in its chat: asked here, since a lock may have been waited for."""
    given = {name: bindparam(name, type_=outbox.c[name].type) for name in (*COLUMNS, "owner_version", "due_at", "created_at")}
    before = EARLIER.c.conversation_id == given["conversation_id"], EARLIER.c.seq < given["seq"]
    stands_behind = select(EARLIER.c.id).where(*before).exists()
    mark = {name: bindparam(name, type_=outbox.c[name].type) for name in ("claim", "fence", "lease_until")}
    state = case((stands_behind, literal(Delivery.PENDING, String)), else_=literal(Delivery.SENDING, String))
    values = given | mark | {"state": state, "attempts": case((stands_behind, 0), else_=1)}
    insert = INSERTS[dialect](outbox).inline().from_select(list(values), select(*values.values()))
    return insert.returning(outbox.c.message_id, outbox.c.state)


CLAIMING_INSERT = {dialect: Prepared(claiming_insert(dialect)) for dialect in DIALECTS}


WAITS = outbox.c.state != Delivery.SENDING
"""A row is pending or being sent. Said so that no index serves it: were the state to equal «pending», SQLite would look for the
rows of some chats among all that waits, not among those of the chats."""
URGENT = PreparedFor(
    lambda keys: (
        update(outbox)
        .where(outbox.c.conversation_id.in_(keys), WAITS, outbox.c.lane != Lane.CRISIS)
        .values(lane=int(Lane.CRISIS))
    )
)


def put(tx: Transaction, postings: Sequence[Posting], at: datetime, marks: Mapping[str, Mark] = NO_MARKS) -> set[str]:
    """Queue messages. A crisis line makes all that waits in its chat as urgent: it goes after that.

    Those with a mark, by message, are claimed at once where nothing stands before them in their chat; returned are the ids of
    those that are. Who claims so is the bot's sender until this transaction ends, and keeps the chat's pace.
    """
    due = one_after_another(postings, at)
    rows = {p.message.id: row_of(p, due[p.message.id], at) for p in postings}
    INSERT.run_many(tx, [row for id, row in rows.items() if id not in marks])
    marked = [rows[id] | {"claim": mark.claim, "fence": mark.fence, "lease_until": mark.until} for id, mark in marks.items()]
    made = CLAIMING_INSERT[tx.dialect].rows_of_many(tx, marked)
    claimed = {row.message_id for row in made if row.state == Delivery.SENDING}
    URGENT.run(tx, sorted({p.message.conversation_id for p in postings if p.lane is Lane.CRISIS}))
    for where in {(p.channel, p.bot) for p in postings if p.message.id not in claimed}:
        tx.hint(topic(*where))
    return claimed


def row_of(p: Posting, due_at: datetime, at: datetime) -> dict[str, Any]:
    return {
        "id": p.message.id,
        "message_id": p.message.id,
        "conversation_id": p.message.conversation_id,
        "channel": p.channel,
        "bot": p.bot,
        "seq": p.message.seq,
        "lane": int(p.lane),
        "notice": p.notice,
        "safety": p.safety,
        "author": p.message.author,
        "staff_id": p.message.staff_id,
        "owner_version": p.owner_version,
        "state": Delivery.PENDING,
        "due_at": due_at,
        "attempts": 0,
        "created_at": at,
    }


def one_after_another(postings: Sequence[Posting], at: datetime) -> dict[str, datetime]:
    """When each of them may go by the pace of its chat: whoever looks for what is due need not pass what may not go yet."""
    due, last = dict[str, datetime](), dict[str, datetime]()
    for p in postings:
        before = last.get(p.message.conversation_id)
        earliest = before + CHAT_PACE if before else p.after or at
        due[p.message.id] = last[p.message.conversation_id] = max(at, earliest)
    return due


def topic(channel: str, bot: str) -> str:
    """What a bot's sender listens to: news of its own messages alone."""
    return f"outbox {channel}:{bot}"


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


def drop_bot_lines(tx: Transaction, conversation_id: str) -> list[str]:
    """At a take-over: what the bot had still to say is dropped, but for notices; the ids of the messages dropped."""
    ids = list(
        tx.connection.execute(
            delete(outbox)
            .where(
                outbox.c.conversation_id == conversation_id,
                outbox.c.state == Delivery.PENDING,
                outbox.c.author == "bot",
                outbox.c.notice.is_(False),
            )
            .returning(outbox.c.message_id)
        ).scalars()
    )
    messages_store.set_delivery(tx, ids, Delivery.DROPPED, reason="taken_over")
    its = (outbox.c.conversation_id == conversation_id, outbox.c.state == Delivery.PENDING, outbox.c.attempts == 0)
    tx.connection.execute(update(outbox).where(*its).values(due_at=outbox.c.created_at))  # what stood behind them moves up
    return ids


def waiting_count(tx: Transaction) -> int:
    """How many messages are still to be sent."""
    return int(tx.connection.execute(select(func.count()).select_from(outbox)).scalar_one())
