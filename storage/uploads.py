"""Uploads: files of the web chat, kept here from the moment they arrive until the media worker takes them to their message."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, insert, select

from storage.tables import uploads
from storage.transaction import Transaction


@dataclass(frozen=True)
class Upload:
    """One uploaded file and whose it is (the keyed hash of an address)."""

    id: str
    address_key: bytes
    name: str | None
    content_type: str | None
    content: bytes


def put(tx: Transaction, upload: Upload, at: datetime) -> None:
    tx.connection.execute(
        insert(uploads).values(
            id=upload.id,
            address_key=upload.address_key,
            name_sealed=tx.seal_text(None, "uploads", "name", upload.id, upload.name) if upload.name else None,
            content_type=upload.content_type,
            content_sealed=tx.seal(None, "uploads", "content", upload.id, upload.content),
            at=at,
        )
    )


def find(tx: Transaction, upload_id: str) -> Upload | None:
    row = tx.row(select(uploads).where(uploads.c.id == upload_id))
    if row is None:
        return None
    name = tx.open_text(None, "uploads", "name", row.id, row.name_sealed) if row.name_sealed else None
    return Upload(
        row.id, row.address_key, name, row.content_type, tx.open(None, "uploads", "content", row.id, row.content_sealed)
    )


def belongs_to(tx: Transaction, upload_id: str, address_key: bytes) -> bool:
    """Whether this file was sent from this address."""
    return tx.row(select(uploads.c.id).where(uploads.c.id == upload_id, uploads.c.address_key == address_key)) is not None


def count_since(tx: Transaction, address_key: bytes, at: datetime) -> int:
    """How many files one address has sent since `at`, for its quota."""
    counted = select(func.count()).where(uploads.c.address_key == address_key, uploads.c.at >= at)
    return int(tx.connection.execute(counted).scalar_one())


def forget_before(tx: Transaction, at: datetime) -> int:
    """Remove what the media worker has long taken."""
    return tx.connection.execute(delete(uploads).where(uploads.c.at < at)).rowcount
