"""Passkeys: the public halves of keys that live in a member's phone or computer. Nothing here helps a thief to sign in."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, insert, select, update

from storage.staff_tables import passkeys
from storage.transaction import Transaction


@dataclass(frozen=True)
class Passkey:
    """One key. `sign_count`: how often it has signed, where it counts at all."""

    id: str
    staff_id: str
    credential_id: bytes
    public_key: bytes
    sign_count: int
    name: str
    at: datetime


def add(tx: Transaction, key: Passkey) -> None:
    tx.connection.execute(
        insert(passkeys).values(
            id=key.id,
            staff_id=key.staff_id,
            credential_id=key.credential_id,
            public_key=key.public_key,
            sign_count=key.sign_count,
            name_sealed=tx.seal_text(None, "passkeys", "name", key.id, key.name),
            at=key.at,
        )
    )


def of_member(tx: Transaction, staff_id: str) -> list[Passkey]:
    rows = tx.connection.execute(select(passkeys).where(passkeys.c.staff_id == staff_id).order_by(passkeys.c.at, passkeys.c.id))
    return [from_row(tx, row) for row in rows]


def find(tx: Transaction, credential_id: bytes) -> Passkey | None:
    row = tx.row(select(passkeys).where(passkeys.c.credential_id == credential_id))
    return from_row(tx, row) if row else None


def used(tx: Transaction, key_id: str, sign_count: int, at: datetime) -> None:
    tx.connection.execute(update(passkeys).where(passkeys.c.id == key_id).values(sign_count=sign_count, used_at=at))


def remove(tx: Transaction, staff_id: str, key_id: str) -> None:
    tx.connection.execute(delete(passkeys).where(passkeys.c.id == key_id, passkeys.c.staff_id == staff_id))


def from_row(tx: Transaction, row: object) -> Passkey:
    kept = {name: getattr(row, name) for name in ("id", "staff_id", "credential_id", "public_key", "sign_count", "at")}
    return Passkey(**kept, name=tx.open_text(None, "passkeys", "name", kept["id"], row.name_sealed))  # type: ignore[attr-defined]
