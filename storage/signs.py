"""Signs: who has a conversation open, who is writing in it, and what they have written so far. The draft is sealed."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select, update

from helpline.takeover import Owner
from storage.conversations import Conversation
from storage.desk_tables import signs
from storage.tables import contacts, conversations
from storage.transaction import Transaction

LOOKING = timedelta(seconds=20)
TYPING = timedelta(seconds=7)
"""How long a sign counts after it was given."""


@dataclass(frozen=True)
class Sign:
    """One colleague at a conversation."""

    staff_id: str
    is_typing: bool


@dataclass(frozen=True)
class Typing:
    """A contact to whom somebody is writing now."""

    channel: str
    bot: str
    address: str


def give(
    tx: Transaction, conversation: Conversation, staff_id: str, at: datetime, *, typing: bool, draft: str | None = None
) -> None:
    """This member looks, and perhaps writes; `draft` is kept when it is given, and an empty one is forgotten."""
    values: dict[str, object] = {"seen_at": at}
    if typing:
        values["typing_at"] = at
    if draft is not None:
        place = f"{conversation.id}:{staff_id}"
        sealed = tx.seal_text(conversation.contact.id, "signs", "draft", place, draft) if draft else None
        values["draft_sealed"] = sealed
    key = {"conversation_id": conversation.id, "staff_id": staff_id}
    made = tx.insert(signs).values(**key, **values)
    tx.connection.execute(made.on_conflict_do_update(index_elements=list(key), set_=values))
    if typing:
        tx.hint("typing")


def others(tx: Transaction, conversation_id: str, staff_id: str, now: datetime) -> list[Sign]:
    """Who else is here."""
    here = (signs.c.conversation_id == conversation_id) & (signs.c.seen_at > now - LOOKING)
    rows = tx.connection.execute(select(signs).where(here, signs.c.staff_id != staff_id).order_by(signs.c.staff_id))
    return [Sign(row.staff_id, row.typing_at is not None and row.typing_at > now - TYPING) for row in rows]


def draft(tx: Transaction, conversation: Conversation, staff_id: str) -> str:
    """What this member has written and not sent; empty for nothing."""
    this = (signs.c.conversation_id == conversation.id) & (signs.c.staff_id == staff_id)
    row = tx.row(select(signs.c.draft_sealed).where(this))
    if row is None or row.draft_sealed is None:
        return ""
    return tx.open_text(conversation.contact.id, "signs", "draft", f"{conversation.id}:{staff_id}", row.draft_sealed)


def sent(tx: Transaction, conversation_id: str, staff_id: str) -> None:
    """What was written is on its way: the draft is forgotten, and nobody writes any more."""
    this = (signs.c.conversation_id == conversation_id) & (signs.c.staff_id == staff_id)
    tx.connection.execute(update(signs).where(this).values(draft_sealed=None, typing_at=None))


def typing_to(tx: Transaction, now: datetime) -> list[Typing]:
    """The contacts to whom the counsellor who has the conversation is writing now."""
    rows = tx.connection.execute(
        select(contacts.c.id, contacts.c.channel, contacts.c.bot, contacts.c.address_sealed)
        .select_from(signs.join(conversations, conversations.c.id == signs.c.conversation_id).join(contacts))
        .where(
            signs.c.typing_at > now - TYPING,
            conversations.c.owner == Owner.COUNSELLOR,
            conversations.c.counsellor_id == signs.c.staff_id,
        )
    )
    return [Typing(r.channel, r.bot, tx.open_text(r.id, "contacts", "address", r.id, r.address_sealed)) for r in rows]
