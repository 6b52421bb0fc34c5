"""Corrections: where a counsellor says that the danger sense was wrong. The words are kept, sealed, of who agreed to it."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import func, select

from helpline.contacts import Contact
from helpline.events import Event
from helpline.severity import Severity
from storage.desk_tables import corrections
from storage.messages import Message
from storage.tables import contacts, events
from storage.transaction import Transaction


class Meant(StrEnum):
    """What the words were, as a counsellor knows."""

    HARMLESS = "harmless"
    DANGER = "danger"


WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Correction:
    """What a counsellor says of one message, and how grave it had been read."""

    message: Message
    severity: Severity
    meant: Meant
    staff_id: str
    at: datetime


def keep(tx: Transaction, contact: Contact, said: Correction) -> None:
    """Keep it; said again, it takes the place of what was said before."""
    message, agreed = said.message, contact.consent_version is not None
    sealed = tx.seal_text(contact.id, "corrections", "text", message.id, message.text) if agreed else None
    values = {"severity": said.severity, "meant": said.meant, "text_sealed": sealed, "staff_id": said.staff_id, "at": said.at}
    tx.connection.execute(
        tx.insert(corrections)
        .values(message_id=message.id, contact_id=contact.id, language=contact.language, **values)
        .on_conflict_do_update(index_elements=["message_id"], set_=values)
    )


def of_conversation(tx: Transaction, contact_id: str) -> dict[str, Meant]:
    """What has been said of the contact's messages, by their ids."""
    rows = tx.connection.execute(select(corrections).where(corrections.c.contact_id == contact_id))
    return {row.message_id: Meant(row.meant) for row in rows}


def tallies(tx: Transaction, begin: datetime, weeks: int) -> list[dict[str, Counter[str]]]:
    """For each week from `begin` on, by language: how many alarms there were, how many harmless, how many dangers missed."""
    found: list[dict[str, Counter[str]]] = [{} for _ in range(weeks)]

    def count(statement: Any, name: str, at: Any, language: Any) -> None:
        for number in range(weeks):
            since = begin + number * WEEK
            rows = statement.where(at >= since, at < since + WEEK).group_by(language)
            for row in tx.connection.execute(rows):
                found[number].setdefault(row[0], Counter())[name] += row[1]

    alarms = select(contacts.c.language, func.count()).join_from(events, contacts, events.c.contact_id == contacts.c.id)
    count(alarms.where(events.c.event == Event.DANGER_SENSED), "alarms", events.c.at, contacts.c.language)
    said = select(corrections.c.language, func.count())
    count(said.where(corrections.c.meant == Meant.HARMLESS), "harmless", corrections.c.at, corrections.c.language)
    count(said.where(corrections.c.meant == Meant.DANGER), "missed", corrections.c.at, corrections.c.language)
    return found
