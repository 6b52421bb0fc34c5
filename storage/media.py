"""Media: the files that came with messages, sealed, hashed with their time as evidence."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import Row, insert, select, update

from helpline.messages import Attachment, Kind
from storage.tables import contacts, media, media_content, messages
from storage.transaction import Transaction


class MediaState(StrEnum):
    """Whether the file itself is here."""

    WAITING = "waiting"
    STORED = "stored"
    TOO_BIG = "too_big"
    FAILED = "failed"


@dataclass(frozen=True)
class Media:
    """One file of a message. `size` in bytes, `sha256` in hexadecimal, both once it is stored."""

    id: str
    message_id: str
    contact_id: str
    kind: Kind
    name: str | None
    content_type: str | None
    size: int | None
    sha256: str | None
    state: MediaState
    attempts: int


@dataclass(frozen=True)
class Wanted:
    """A file to fetch: from which channel and bot, under the channel's own handle."""

    media: Media
    source: str
    channel: str
    bot: str


def add(tx: Transaction, *, id: str, message_id: str, contact_id: str, attachment: Attachment, at: datetime) -> None:
    """Note a file to be fetched after commit."""
    name = attachment.name
    tx.connection.execute(
        insert(media).values(
            id=id,
            message_id=message_id,
            contact_id=contact_id,
            kind=attachment.kind,
            source_sealed=tx.seal_text(contact_id, "media", "source", id, attachment.source),
            name_sealed=tx.seal_text(contact_id, "media", "name", id, name) if name else None,
            content_type=attachment.content_type,
            size=attachment.size,
            state=MediaState.WAITING,
            attempts=0,
            due_at=at,
            at=at,
        )
    )
    tx.hint("media")


def due(tx: Transaction, now: datetime, limit: int, lease: timedelta) -> list[Wanted]:
    """Claim files to fetch; who dies while fetching leaves them to be claimed again when the lease ends."""
    ids = (
        tx.connection.execute(
            select(media.c.id)
            .where(media.c.state == MediaState.WAITING, media.c.due_at <= now)
            .order_by(media.c.due_at)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        .scalars()
        .all()
    )
    tx.connection.execute(update(media).where(media.c.id.in_(ids)).values(due_at=now + lease, attempts=media.c.attempts + 1))
    rows = tx.connection.execute(
        select(media, contacts.c.channel, contacts.c.bot)
        .join_from(media, contacts)
        .where(media.c.id.in_(ids))
        .order_by(media.c.at)
    )
    return [
        Wanted(
            from_row(tx, row), tx.open_text(row.contact_id, "media", "source", row.id, row.source_sealed), row.channel, row.bot
        )
        for row in rows
    ]


def store(tx: Transaction, item: Media, content: bytes, content_type: str | None) -> None:
    """Keep the file, sealed. Storing it twice keeps the first."""
    tx.connection.execute(
        tx.insert(media_content)
        .values(media_id=item.id, content_sealed=tx.seal(item.contact_id, "media_content", "content", item.id, content))
        .on_conflict_do_nothing()
    )
    tx.connection.execute(
        update(media)
        .where(media.c.id == item.id)
        .values(
            state=MediaState.STORED,
            content_type=content_type,
            size=len(content),
            sha256=hashlib.sha256(content).hexdigest(),
            due_at=None,
        )
    )


def postpone(tx: Transaction, media_id: str, until: datetime) -> None:
    """Try again at `until`."""
    tx.connection.execute(update(media).where(media.c.id == media_id).values(due_at=until))


def give_up(tx: Transaction, media_id: str, state: MediaState) -> None:
    """The file will not come: too big, or failed too often."""
    tx.connection.execute(update(media).where(media.c.id == media_id).values(state=state, due_at=None))


def content(tx: Transaction, item: Media) -> bytes:
    """The file itself. Raises NoResultFound when it is not stored."""
    sealed = tx.connection.execute(select(media_content.c.content_sealed).where(media_content.c.media_id == item.id)).scalar_one()
    return tx.open(item.contact_id, "media_content", "content", item.id, sealed)


def get(tx: Transaction, media_id: str) -> Media:
    return from_row(tx, tx.connection.execute(select(media).where(media.c.id == media_id)).one())


def find(tx: Transaction, media_id: str) -> Media | None:
    row = tx.row(select(media).where(media.c.id == media_id))
    return from_row(tx, row) if row else None


def message_of(tx: Transaction, item: Media) -> tuple[str, int]:
    """Where the file belongs: the conversation and the number of its message."""
    row = tx.connection.execute(select(messages.c.conversation_id, messages.c.seq).where(messages.c.id == item.message_id)).one()
    return row.conversation_id, row.seq


def of_messages(tx: Transaction, contact_id: str, message_ids: Sequence[str]) -> dict[str, list[Media]]:
    """The files of these messages, by message."""
    found: dict[str, list[Media]] = {}
    if message_ids:
        rows = tx.connection.execute(select(media).where(media.c.message_id.in_(message_ids)).order_by(media.c.at, media.c.id))
        for row in rows:
            found.setdefault(row.message_id, []).append(from_row(tx, row))
    return found


def from_row(tx: Transaction, row: Row[Any]) -> Media:
    return Media(
        id=row.id,
        message_id=row.message_id,
        contact_id=row.contact_id,
        kind=Kind(row.kind),
        name=tx.open_text(row.contact_id, "media", "name", row.id, row.name_sealed) if row.name_sealed else None,
        content_type=row.content_type,
        size=row.size,
        sha256=row.sha256,
        state=MediaState(row.state),
        attempts=row.attempts,
    )
