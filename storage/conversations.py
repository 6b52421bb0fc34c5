"""Conversations: one contact on one channel; who owns it, and where its flow stands."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, func, select, update

from helpline.contacts import Contact, Situation
from helpline.delivery import CHAT_PACE
from helpline.takeover import AlreadyTaken, Owner, Ownership
from storage import contacts as contacts_store
from storage.prepared import DIALECTS, Prepared, PreparedFor, inserting
from storage.tables import contacts, conversations, outbox
from storage.transaction import Transaction

Address = tuple[str, str, str]
"""Channel, bot, and the address that the channel gives a contact."""


@dataclass(frozen=True)
class Conversation:
    """A conversation as it stands in this transaction."""

    id: str
    contact: Contact
    channel: str
    bot: str
    ownership: Ownership
    session: dict[str, Any] | None
    last_seq: int
    last_contact_at: datetime | None
    waiting_told_at: datetime | None
    check_in_id: str | None = None  # the check-in that waits for an answer
    check_in_at: datetime | None = None  # when one was asked last
    safe_answer_due: datetime | None = None  # until when the contact may answer whether they are safe
    next_send_at: datetime | None = None  # from when on its pace lets the next line go
    last_waiting: datetime | None = None  # when the last of those that wait falls due

    @property
    def next_line_at(self) -> datetime | None:
        """From when on its pace lets one more line go, behind those that wait. None: at once.

        Both count: the last that waits may have been due long ago, and be on the wire only now.
        """
        behind = self.last_waiting + CHAT_PACE if self.last_waiting else None
        return max((at for at in (behind, self.next_send_at) if at), default=None)


@dataclass(frozen=True)
class Progress:
    """How far a turn has brought a conversation: its session, its last message's number and time, when its contact last wrote.
    `told_at`: when a line was claimed that goes with this transaction; the next goes a pace later."""

    conversation: Conversation
    session: dict[str, Any] | None
    last_seq: int
    at: datetime
    last_contact_at: datetime | None
    told_at: datetime | None = None


LAST_WAITING = select(func.max(outbox.c.due_at)).where(outbox.c.conversation_id == conversations.c.id).scalar_subquery()
WITH_CONTACT = select(
    conversations,
    LAST_WAITING.label("last_waiting"),
    *[column.label(f"contact_{column.name}") for column in contacts.c if column.name != "id"],
).join_from(conversations, contacts)
LOCKED = WITH_CONTACT.with_for_update(of=(conversations, contacts), key_share=True)
"""The contact too: after a wait PostgreSQL reads only the locked rows anew. What a turn had learnt meanwhile would be unknown to
the next one, and written over by it. FOR NO KEY UPDATE, so that whoever only refers to them, such as a file, need not wait."""
AT_ADDRESSES = PreparedFor(lambda keys: LOCKED.where(contacts.c.address_key.in_(keys)).order_by(conversations.c.id))


def lock(tx: Transaction, addresses: Iterable[Address]) -> dict[Address, Conversation]:
    """The conversations of these addresses, locked until commit in the order of their ids; unknown addresses are absent."""
    keys = {contacts_store.address_key(tx, *address): address for address in addresses}
    return {keys[row.contact_address_key]: from_row(tx, row) for row in AT_ADDRESSES.rows(tx, list(keys))}


START = {
    dialect: Prepared(
        inserting(conversations, "id", "contact_id", "owner", "owner_version", "last_seq", "created_at", dialect=dialect)
        .on_conflict_do_nothing(index_elements=["contact_id"])
        .returning(conversations.c.id)
    )
    for dialect in DIALECTS
}


@dataclass(frozen=True)
class Beginning:
    """A conversation that may begin: its id, with whom, through which bot."""

    id: str
    contact: Contact
    bot: str


def start(tx: Transaction, beginnings: Sequence[Beginning], at: datetime) -> list[Conversation]:
    """The conversations of these contacts: made now, or those that another process has just made; locked."""
    values = {"owner": Owner.BOT, "owner_version": 0, "last_seq": 0, "created_at": at}
    rows = [{"id": one.id, "contact_id": one.contact.id, **values} for one in beginnings]
    made = {row.id for row in START[tx.dialect].rows_of_many(tx, rows)}
    return [begun(one) if one.id in made else begun_before(tx, one) for one in beginnings]


def begun(one: Beginning) -> Conversation:
    return Conversation(one.id, one.contact, one.contact.channel, one.bot, Ownership(), None, 0, None, None)


def begun_before(tx: Transaction, one: Beginning) -> Conversation:
    found = find_by_contact(tx, one.contact.id)
    assert found is not None
    return found


def get(tx: Transaction, conversation_id: str, *, lock: bool = False) -> Conversation:
    """The conversation; with `lock`, nobody else changes it until commit. Raises NoResultFound."""
    statement = (LOCKED if lock else WITH_CONTACT).where(conversations.c.id == conversation_id)
    return from_row(tx, tx.connection.execute(statement).one())


def of_ids(tx: Transaction, ids: Iterable[str]) -> dict[str, Conversation]:
    """Conversations that this transaction has locked already, by id."""
    rows = tx.connection.execute(WITH_CONTACT.where(conversations.c.id.in_(list(ids))))
    return {row.id: from_row(tx, row) for row in rows}


def find(tx: Transaction, conversation_id: str) -> Conversation | None:
    """The conversation; None when there is none, or none any more."""
    row = tx.row(WITH_CONTACT.where(conversations.c.id == conversation_id))
    return from_row(tx, row) if row else None


def find_by_contact(tx: Transaction, contact_id: str, *, lock: bool = True) -> Conversation | None:
    row = tx.row((LOCKED if lock else WITH_CONTACT).where(conversations.c.contact_id == contact_id))
    return from_row(tx, row) if row else None


PROGRESS = Prepared(
    update(conversations)
    .where(conversations.c.id == bindparam("of_id"))
    .values({name: bindparam(name) for name in ("session_sealed", "last_seq", "last_message_at", "last_contact_at")})
    .values(next_send_at=func.coalesce(bindparam("paced", type_=conversations.c.next_send_at.type), conversations.c.next_send_at))
)


def save_all(tx: Transaction, made: Sequence[Progress]) -> None:
    """Keep how far these conversations, all locked, have come; in one statement."""
    rows = [
        {
            "of_id": progress.conversation.id,
            "session_sealed": sealed_session(tx, progress),
            "last_seq": progress.last_seq,
            "last_message_at": progress.at,
            "last_contact_at": progress.last_contact_at,
            "paced": progress.told_at + CHAT_PACE if progress.told_at else None,
        }
        for progress in made
    ]
    PROGRESS.run_many(tx, rows)
    if rows:
        tx.hint("messages")


def sealed_session(tx: Transaction, progress: Progress) -> bytes | None:
    if progress.session is None:
        return None
    conversation = progress.conversation
    return tx.seal_json(conversation.contact.id, "conversations", "session", conversation.id, progress.session)


def set_ownership(tx: Transaction, conversation_id: str, before: Ownership, after: Ownership) -> None:
    """Compare-and-set on the version: raises AlreadyTaken when somebody was quicker."""
    changed = tx.connection.execute(
        update(conversations)
        .where(conversations.c.id == conversation_id, conversations.c.owner_version == before.version)
        .values(
            owner=after.owner,
            counsellor_id=after.counsellor,
            owner_version=after.version,
            lease_until=after.lease_until,
            **({"waiting_told_at": None} if after.owner is not Owner.WAITING else {}),
        )
    )
    if not changed.rowcount:
        raise AlreadyTaken


def told_waiting(tx: Transaction, conversation_id: str, at: datetime) -> None:
    """Note when the contact was last told that somebody will come."""
    tx.connection.execute(update(conversations).where(conversations.c.id == conversation_id).values(waiting_told_at=at))


def spoke(tx: Transaction, conversation_id: str, last_seq: int, at: datetime) -> None:
    """Keep the number and the time of the helpline's own last message."""
    tx.connection.execute(
        update(conversations).where(conversations.c.id == conversation_id).values(last_seq=last_seq, last_message_at=at)
    )


def lapsed(tx: Transaction, now: datetime) -> Sequence[str]:
    """The ids of the conversations whose counsellor's lease has run out."""
    return (
        tx.connection.execute(
            select(conversations.c.id)
            .where(conversations.c.owner == Owner.COUNSELLOR, conversations.c.lease_until <= now)
            .order_by(conversations.c.id)
            .limit(100)
        )
        .scalars()
        .all()
    )


def resume_later(tx: Transaction, conversation_id: str, what: str | None) -> None:
    """What the bot is to do once it may speak again; None: nothing."""
    tx.connection.execute(update(conversations).where(conversations.c.id == conversation_id).values(resume=what))
    tx.hint("resume")


def to_resume(tx: Transaction, limit: int = 100) -> Sequence[tuple[str, str]]:
    """The conversations in which the bot has something to take up again, and what."""
    rows = tx.connection.execute(
        select(conversations.c.id, conversations.c.resume)
        .where(conversations.c.resume.is_not(None), conversations.c.owner == Owner.BOT)
        .order_by(conversations.c.id)
        .limit(limit)
    )
    return [(row.id, row.resume) for row in rows]


def await_safe_answer(tx: Transaction, conversation_id: str, until: datetime | None) -> None:
    """The contact was asked whether they are safe, and may answer until then; None: they have answered."""
    this = update(conversations).where(conversations.c.id == conversation_id)
    tx.connection.execute(this.values(safe_answer_due=until))


def unsafe_since(tx: Transaction, now: datetime, conversation_id: str | None = None, limit: int = 100) -> Sequence[str]:
    """The conversations in which that answer has stayed out; or whether it has in this one."""
    statement = select(conversations.c.id).where(conversations.c.safe_answer_due <= now)
    if conversation_id is not None:
        statement = statement.where(conversations.c.id == conversation_id)
    return tx.connection.execute(statement.order_by(conversations.c.id).limit(limit)).scalars().all()


def end_leases(tx: Transaction, staff_id: str, now: datetime) -> None:
    """This member speaks no more: their conversations go back to the queue at the next look."""
    mine = (conversations.c.owner == Owner.COUNSELLOR) & (conversations.c.counsellor_id == staff_id)
    tx.connection.execute(update(conversations).where(mine).values(lease_until=now))


def from_row(tx: Transaction, row: Row[Any]) -> Conversation:
    name = None
    if row.contact_name_sealed:
        name = tx.open_text(row.contact_id, "contacts", "name", row.contact_id, row.contact_name_sealed)
    session = None
    if row.session_sealed:
        session = tx.open_json(row.contact_id, "conversations", "session", row.id, row.session_sealed)
    return Conversation(
        id=row.id,
        contact=Contact(
            id=row.contact_id,
            channel=row.contact_channel,
            designation=row.contact_designation,
            language=row.contact_language,
            situation=Situation(row.contact_situation) if row.contact_situation else None,
            country=row.contact_country,
            name=name,
            consent_version=row.contact_consent_version,
            reachable=row.contact_reachable,
            zone=row.contact_zone,
            safe_word=row.contact_safe_word_key,
        ),
        channel=row.contact_channel,
        bot=row.contact_bot,
        ownership=Ownership(Owner(row.owner), row.counsellor_id, row.owner_version, row.lease_until),
        session=session,
        last_seq=row.last_seq,
        last_contact_at=row.last_contact_at,
        waiting_told_at=row.waiting_told_at,
        check_in_id=row.check_in_id,
        check_in_at=row.check_in_at,
        safe_answer_due=row.safe_answer_due,
        next_send_at=row.next_send_at,
        last_waiting=row.last_waiting,
    )
