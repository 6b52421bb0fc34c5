"""Settling: what came of an attempt to send is kept, by the one who claimed the row and by nobody else."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, select, update

from helpline.delivery import Delivery
from storage import messages as messages_store
from storage.outgoing import Outgoing
from storage.prepared import Prepared
from storage.tables import messages, outbox, paces
from storage.transaction import Transaction

MINE = (
    outbox.c.id == bindparam("of_id"),
    outbox.c.claim == bindparam("of_claim"),
    outbox.c.state == Delivery.SENDING,
    select(paces.c.bot).where(paces.c.bot == bindparam("of_bot"), paces.c.fence == bindparam("of_fence")).exists(),
)
FINISH = Prepared(delete(outbox).where(*MINE))
GONE = delete(outbox).where(*MINE).returning(outbox.c.message_id).cte("gone")
FINISH_AT_ONCE = Prepared(messages_store.as_delivered(messages.c.id.in_(select(GONE.c.message_id))).returning(messages.c.id))
"""With what is noted of its message: one round trip on PostgreSQL, also for many."""
PUT_BACK = Prepared(
    update(outbox).where(*MINE).values(state=Delivery.PENDING, due_at=bindparam("due_at"), claim=None, lease_until=None)
)


def mine(outgoing: Outgoing, claim: str) -> dict[str, Any]:
    """What tells that a row is still the sender's who claimed it."""
    return {"of_id": outgoing.id, "of_claim": claim, "of_bot": f"{outgoing.channel}:{outgoing.bot}", "of_fence": outgoing.fence}


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
    whose = mine(outgoing, claim)
    if tx.is_postgresql and delivery is not Delivery.PENDING:
        kept = bool(FINISH_AT_ONCE.rows(tx, **whose, **messages_store.delivery_values(delivery, ref, reason)))
    else:
        kept = bool(PUT_BACK.run(tx, **whose, due_at=due_at) if delivery is Delivery.PENDING else FINISH.run(tx, **whose))
        messages_store.set_delivery(tx, [outgoing.message.id] if kept else [], delivery, ref=ref, reason=reason)
    if kept:
        tx.hint("messages")
    return kept


def settle_sent(tx: Transaction, sent: Sequence[tuple[Outgoing, str | None]]) -> set[str]:
    """Keep that these have gone out, each with the channel's number of it; the ids of those of which `settle` would say True."""
    if not tx.is_postgresql:
        return {one.id for one, ref in sent if settle(tx, one, one.claim, Delivery.SENT, ref=ref)}
    rows = [mine(one, one.claim) | messages_store.delivery_values(Delivery.SENT, ref, None) for one, ref in sent]
    kept = {row.id for row in FINISH_AT_ONCE.rows_of_many(tx, rows)}
    if kept:
        tx.hint("messages")
    return kept
