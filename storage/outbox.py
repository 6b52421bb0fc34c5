"""Outbox: what is still to be sent. A row is claimed under a lease by one sender, and settled by nobody else: `storage.claiming`,
`storage.settling`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any, NamedTuple

from sqlalchemy import String, and_, bindparam, case, delete, func, literal, select, update

from helpline.delivery import CHAT_PACE, Delivery, Lane
from storage import messages as messages_store
from storage import senders
from storage.messages import Message
from storage.outgoing import Recipient
from storage.prepared import DIALECTS, Prepared, PreparedFor, inserting
from storage.tables import outbox
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


NO_MARKS: Mapping[str, Mark] = MappingProxyType({})


COLUMNS = ("id", "message_id", "conversation_id", "channel", "bot", "seq", "lane", "notice", "safety", "author", "staff_id")
INSERT = Prepared(inserting(outbox, *COLUMNS, "owner_version", "state", "due_at", "attempts", "created_at"))
EARLIER = outbox.alias("earlier")


def claiming_insert(dialect: str) -> Any:
    """An insert that claims, where the mark's fence sends for the bot and nothing stands before it in its chat: asked here, since
    a lock may have been waited for."""
    given = {name: bindparam(name, type_=outbox.c[name].type) for name in (*COLUMNS, "owner_version", "due_at", "created_at")}
    mark = {name: bindparam(name, type_=outbox.c[name].type) for name in ("claim", "fence", "lease_until")}
    before = EARLIER.c.conversation_id == given["conversation_id"], EARLIER.c.seq < given["seq"]
    is_first = ~select(EARLIER.c.id).where(*before).exists()
    where = given["channel"].concat(":").concat(given["bot"])
    goes = select(and_(is_first, senders.may_send(where, mark["fence"], given["created_at"])).label("at_once")).cte("goes")
    state = case((goes.c.at_once, literal(Delivery.SENDING, String)), else_=literal(Delivery.PENDING, String))
    values = given | mark | {"state": state, "attempts": case((goes.c.at_once, 1), else_=0)}
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

    Those with a mark, by message, are claimed at once where the mark's fence sends for the bot and nothing stands before them in
    their chat; returned are the ids of those that are. Who claims so keeps the chat's pace.
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
