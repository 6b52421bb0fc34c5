"""Outbox: what is still to be sent. A row is claimed under a lease by one sender, and settled only by the one who claimed it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import Integer, Row, bindparam, delete, func, select, update

from helpline.delivery import BOT_RATE, CHAT_PACE, Delivery, Lane
from helpline.messages import MEDIA_KINDS
from helpline.takeover import Owner, Ownership
from storage import media as media_store
from storage import messages as messages_store
from storage import senders
from storage.media import MediaState
from storage.messages import Message
from storage.prepared import Prepared, inserting
from storage.tables import contacts, conversations, media, messages, outbox, paces
from storage.transaction import Transaction

BULK = (Lane.CHECK_IN, Lane.BROADCAST)
"""The lanes that the bot's global rate holds back; answers to a person are not bulk."""


@dataclass(frozen=True)
class Posting:
    """A message to put into the outbox, with what its sending needs to know."""

    message: Message
    channel: str
    bot: str
    lane: Lane
    owner_version: int
    notice: bool = False
    safety: bool = False


@dataclass(frozen=True)
class Enclosed:
    """A file that goes along: its bytes, opened."""

    name: str
    content_type: str
    content: bytes


@dataclass(frozen=True)
class Outgoing:
    """A claimed row: the message, where it goes, and who owns the conversation now.

    `uncertain`: an earlier sender died or fell silent while sending it, so it may have arrived.
    """

    id: str
    message: Message
    conversation_id: str
    contact_id: str
    channel: str
    bot: str
    address: str
    lane: Lane
    notice: bool
    safety: bool
    owner_version: int
    ownership: Ownership
    attempts: int
    uncertain: bool
    language: str
    fence: int = 0
    file: Enclosed | None = None


class FencedOff(Exception):
    """Another process sends for this bot now; nothing was changed."""


COLUMNS = ("id", "message_id", "conversation_id", "channel", "bot", "seq", "lane", "notice", "safety", "author", "staff_id")
INSERT = Prepared(inserting(outbox, *COLUMNS, "owner_version", "state", "due_at", "attempts", "created_at"))


def put(tx: Transaction, postings: Sequence[Posting], at: datetime) -> None:
    """Queue messages, in one statement."""
    rows = [
        {
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
            "due_at": at,
            "attempts": 0,
            "created_at": at,
        }
        for p in postings
    ]
    INSERT.run_many(tx, rows)
    if rows:
        tx.hint("outbox")


def claim(
    tx: Transaction, *, channel: str, bot: str, fence: int, claim: str, now: datetime, limit: int, lease: timedelta
) -> list[Outgoing]:
    """Take up to `limit` rows to send now, the crisis lane first, at most one of each conversation and never past its first.

    Raises FencedOff for who is not, or no longer, the bot's sender. What an earlier sender left behind is taken too, as
    uncertain: at once where the fence has grown since, else when the row's lease has run out.
    """
    pace = senders.locked(tx, channel, bot)
    if pace.fence != fence:
        raise FencedOff
    if pace.blocked_until and pace.blocked_until > now:
        return []
    tokens = min(BOT_RATE, pace.tokens + BOT_RATE * max(0.0, (now - pace.refilled_at).total_seconds()))
    asked = {"channel": channel, "bot": bot, "now": now, "limit": limit, "fence": fence}
    rows = tx.connection.execute(CANDIDATES[tokens >= 1], asked).all()
    chosen, spent = within_budget(rows, tokens)
    if not chosen:
        return []
    ids = [row.id for row in chosen]
    tx.connection.execute(
        update(outbox)
        .where(outbox.c.id.in_(ids))
        .values(state=Delivery.SENDING, claim=claim, fence=fence, lease_until=now + lease, attempts=outbox.c.attempts + 1)
    )
    tx.connection.execute(
        update(conversations)
        .where(conversations.c.id.in_([row.conversation_id for row in chosen]))
        .values(next_send_at=now + CHAT_PACE)
    )
    if spent:
        senders.change(tx, channel, bot, tokens=tokens - spent, refilled_at=now)
    uncertain = {row.id for row in chosen if row.state == Delivery.SENDING}
    return opened(tx, ids, uncertain)


def candidates(*, bulk: bool) -> Any:
    """What may go next: due or left behind, the first of its conversation, and its conversation not paced at this moment.

    The conversation is locked too: everybody else locks it before its rows here, so a sender never waits while it holds one.
    """
    earlier = outbox.alias("earlier")
    now = bindparam("now", type_=outbox.c.due_at.type)
    statement = (
        select(outbox.c.id, outbox.c.conversation_id, outbox.c.lane, outbox.c.state)
        .join_from(outbox, conversations)
        .where(
            outbox.c.channel == bindparam("channel"),
            outbox.c.bot == bindparam("bot"),
            ((outbox.c.state == Delivery.PENDING) & (outbox.c.due_at <= now))
            | (
                (outbox.c.state == Delivery.SENDING)
                & ((outbox.c.lease_until <= now) | (outbox.c.fence < bindparam("fence", type_=Integer)))
            ),
            (conversations.c.next_send_at.is_(None)) | (conversations.c.next_send_at <= now),
            ~select(earlier.c.id)
            .where(earlier.c.conversation_id == outbox.c.conversation_id, earlier.c.seq < outbox.c.seq)
            .exists(),
        )
        .order_by(outbox.c.lane, outbox.c.due_at, outbox.c.id)
        .limit(bindparam("limit", type_=Integer))
        .with_for_update(skip_locked=True, of=(outbox, conversations))
    )
    return statement if bulk else statement.where(outbox.c.lane.not_in([int(lane) for lane in BULK]))


CANDIDATES = {bulk: candidates(bulk=bulk) for bulk in (True, False)}
"""Built once: building such a statement costs more than running it."""


def within_budget(rows: Sequence[Any], tokens: float) -> tuple[list[Any], int]:
    """Everything urgent, and of the bulk lanes as much as the bot's bucket holds."""
    chosen, spent = [], 0
    for row in rows:
        if row.lane in BULK:
            if spent + 1 > tokens:
                continue
            spent += 1
        chosen.append(row)
    return chosen, spent


CLAIMED = (
    select(
        *messages.c,
        *(
            outbox.c[name]
            for name in ("channel", "bot", "lane", "notice", "safety", "owner_version", "attempts", "message_id", "fence")
        ),
        conversations.c.contact_id,
        conversations.c.owner,
        conversations.c.counsellor_id,
        conversations.c.owner_version.label("version_now"),
        contacts.c.address_sealed,
        contacts.c.language,
    )
    .select_from(outbox.join(messages).join(conversations, conversations.c.id == outbox.c.conversation_id).join(contacts))
    .where(outbox.c.id.in_(bindparam("ids", expanding=True)))
    .order_by(outbox.c.lane, outbox.c.due_at, outbox.c.id)
)


def opened(tx: Transaction, ids: Sequence[str], uncertain: set[str]) -> list[Outgoing]:
    rows = tx.connection.execute(CLAIMED, {"ids": ids}).all()
    return [
        Outgoing(
            id=row.message_id,
            message=messages_store.opened(tx, row.contact_id, cast("Row[Any]", row)),
            conversation_id=row.conversation_id,
            contact_id=row.contact_id,
            channel=row.channel,
            bot=row.bot,
            address=tx.open_text(row.contact_id, "contacts", "address", row.contact_id, row.address_sealed),
            lane=Lane(row.lane),
            notice=row.notice,
            safety=row.safety,
            owner_version=row.owner_version,
            ownership=Ownership(Owner(row.owner), row.counsellor_id, row.version_now),
            attempts=row.attempts,
            uncertain=row.message_id in uncertain,
            language=row.language,
            fence=row.fence,
            file=enclosed(tx, row.message_id) if row.kind in MEDIA_KINDS else None,
        )
        for row in rows
    ]


def enclosed(tx: Transaction, message_id: str) -> Enclosed | None:
    """The file of a message of ours; None when it is gone."""
    row = tx.row(select(media.c.id).where(media.c.message_id == message_id, media.c.state == MediaState.STORED))
    if row is None:
        return None
    item = media_store.get(tx, row.id)
    return Enclosed(item.name or item.id, item.content_type or "application/octet-stream", media_store.content(tx, item))


def settle(
    tx: Transaction,
    outgoing: Outgoing,
    claim: str,
    delivery: Delivery,
    *,
    due_at: datetime | None = None,
    ref: str | None = None,
    reason: str | None = None,
) -> bool:
    """Keep the result of an attempt: PENDING puts the row back for `due_at`, all else ends it.

    False, and nothing changes, when the claim has passed to another sender meanwhile, or another process sends for the bot:
    who slept through its lease writes nothing when it wakes, and its message is uncertain.
    """
    pace = f"{outgoing.channel}:{outgoing.bot}"
    still_sender = select(paces.c.bot).where(paces.c.bot == pace, paces.c.fence == outgoing.fence).exists()
    mine = (outbox.c.id == outgoing.id) & (outbox.c.claim == claim) & (outbox.c.state == Delivery.SENDING) & still_sender
    if delivery is Delivery.PENDING:
        kept = tx.connection.execute(
            update(outbox).where(mine).values(state=Delivery.PENDING, due_at=due_at, claim=None, lease_until=None)
        )
    else:
        kept = tx.connection.execute(delete(outbox).where(mine))
    if not kept.rowcount:
        return False
    messages_store.set_delivery(tx, [outgoing.message.id], delivery, ref=ref, reason=reason)
    tx.hint("outbox")
    tx.hint("messages")
    return True


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
    return ids


def block_bot(tx: Transaction, channel: str, bot: str, until: datetime) -> None:
    """The channel asked the whole bot to wait."""
    senders.locked(tx, channel, bot)
    senders.change(tx, channel, bot, blocked_until=until)


def waiting_count(tx: Transaction) -> int:
    """How many messages are still to be sent."""
    return int(tx.connection.execute(select(func.count()).select_from(outbox)).scalar_one())
