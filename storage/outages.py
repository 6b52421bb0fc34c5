"""Outages: since when nobody was awake, and who may have written meanwhile without being heard."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import or_, select, update

from helpline.cases import UNFINISHED
from helpline.takeover import Owner
from storage.senders import store_now
from storage.tables import cases, contacts, conversations, meta, tasks
from storage.tasks import TaskKind
from storage.transaction import Transaction

AWAKE = "awake_at"
LATELY = timedelta(days=7)
AT_TALK = timedelta(minutes=10)
MARK_AGE = timedelta(minutes=1)
"""How old the mark of being awake may be when the house falls asleep: messages went out after it."""
MOST = 1000


def stay_awake(tx: Transaction) -> timedelta:
    """Note that the house is awake; how long it was not, by the database's clock."""
    now = store_now(tx)
    row = tx.row(select(meta.c.value).where(meta.c.key == AWAKE).with_for_update())
    values = {"key": AWAKE, "value": now.isoformat().encode()}
    tx.connection.execute(tx.insert(meta).values(values).on_conflict_do_update(index_elements=["key"], set_=values))
    return max(now - datetime.fromisoformat(row.value.decode()), timedelta(0)) if row else timedelta(0)


def at_talk(tx: Transaction, since: datetime) -> Sequence[str]:
    """The conversations that were with the bot just then: a button that was pressed after it is lost."""
    then = conversations.c.last_message_at.between(since - AT_TALK, since + MARK_AGE)
    unasked = conversations.c.session_sealed.is_not(None) & conversations.c.resume.is_(None)
    statement = select(conversations.c.id).where(then, unasked, conversations.c.owner == Owner.BOT).limit(MOST)
    return list(tx.connection.execute(statement).scalars())


def perhaps_missed(tx: Transaction, since: datetime) -> Sequence[tuple[str, str]]:
    """Contact and conversation of those who had something going on: an unfinished case, or words in the week before."""
    unfinished = select(cases.c.id).where(cases.c.contact_id == conversations.c.contact_id, cases.c.status.in_(UNFINISHED))
    statement = (
        select(conversations.c.contact_id, conversations.c.id)
        .join_from(conversations, contacts)
        .where(contacts.c.reachable, or_(conversations.c.last_contact_at > since - LATELY, unfinished.exists()))
        .order_by(conversations.c.last_contact_at.desc())
        .limit(MOST)
    )
    return [(row.contact_id, row.id) for row in tx.connection.execute(statement)]


def to_greet(tx: Transaction, now: datetime, limit: int = 50) -> list[tuple[str, str]]:
    """Task and conversation of those who are still to be greeted."""
    open_ = tasks.c.done_at.is_(None) & (tasks.c.kind == TaskKind.MISSED)
    statement = (
        select(tasks.c.id, tasks.c.conversation_id).where(open_, tasks.c.due_at <= now).order_by(tasks.c.due_at).limit(limit)
    )
    return [(row.id, row.conversation_id) for row in tx.connection.execute(statement)]


def greet_at(tx: Transaction, task_id: str, at: datetime | None) -> None:
    """When to look at this one again; None: the contact was greeted, and the task stays for a human."""
    tx.connection.execute(update(tasks).where(tasks.c.id == task_id).values(due_at=at))
