"""Transaction: what every function of the store is given. It seals, opens, gathers events and the hints to give after commit."""

import json
from collections.abc import MutableMapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Row, insert, select, text
from sqlalchemy.dialects import postgresql, sqlite

from storage.sealing import Keyring, decrypt, encrypt, pad, place, unpad
from storage.tables import contact_keys, events

EVENTS_LOCK = 7_381_001
"""The advisory lock under which events are numbered on PostgreSQL, so that a lower number is never seen after a higher one."""

INSERTS = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


@dataclass
class Transaction:
    """One transaction in progress. Nobody but `storage.database` makes or commits one."""

    connection: Connection
    keys: Keyring
    contact_keys: MutableMapping[str, bytes]
    pending_events: list[dict[str, Any]] = field(default_factory=list)
    hints: set[str] = field(default_factory=set)
    fresh_keys: dict[str, bytes] = field(default_factory=dict)

    @property
    def is_postgresql(self) -> bool:
        return self.connection.dialect.name == "postgresql"

    def hint(self, topic: str) -> None:
        """Wake those who wait for `topic` once this transaction is committed."""
        self.hints.add(topic)

    def insert(self, table: Any) -> Any:
        """The dialect's own insert, which knows ON CONFLICT."""
        return INSERTS[self.connection.dialect.name](table)

    def row(self, statement: Any) -> Row[Any] | None:
        return self.connection.execute(statement).first()

    def seal(self, owner: str | None, table: str, column: str, row: str, plain: bytes) -> bytes:
        """Seal under the contact's key (`owner` a contact's id) or the ring's own (None)."""
        where = place(table, column, row)
        if owner is None:
            return self.keys.seal(plain, where)
        return encrypt(self.contact_key(owner), 0, plain, where)

    def open(self, owner: str | None, table: str, column: str, row: str, sealed: bytes) -> bytes:
        """Open what `seal` made for the same place; raises CannotOpen."""
        where = place(table, column, row)
        if owner is None:
            return self.keys.open(sealed, where)
        return decrypt(self.contact_key(owner), sealed, where)

    def seal_text(self, owner: str | None, table: str, column: str, row: str, plain: str) -> bytes:
        return self.seal(owner, table, column, row, pad(plain.encode("utf-8", "surrogatepass")))

    def open_text(self, owner: str | None, table: str, column: str, row: str, sealed: bytes) -> str:
        return unpad(self.open(owner, table, column, row, sealed)).decode("utf-8", "surrogatepass")

    def seal_json(self, owner: str | None, table: str, column: str, row: str, value: Any) -> bytes:
        return self.seal_text(owner, table, column, row, json.dumps(value, separators=(",", ":")))

    def open_json(self, owner: str | None, table: str, column: str, row: str, sealed: bytes) -> Any:
        return json.loads(self.open_text(owner, table, column, row, sealed))

    def contact_key(self, contact_id: str) -> bytes:
        """The contact's key. It is unwrapped once a process; a key made in this transaction is shared only after commit."""
        key = self.fresh_keys.get(contact_id) or self.contact_keys.get(contact_id)
        if key is None:
            wrapped = self.connection.execute(
                select(contact_keys.c.wrapped).where(contact_keys.c.contact_id == contact_id)
            ).scalar_one()
            key = self.keys.open(wrapped, place("contact_keys", "wrapped", contact_id))
            self.contact_keys[contact_id] = key
        return key

    def make_contact_key(self, contact_id: str, key: bytes) -> None:
        """Keep a new contact's key, wrapped; called when the contact's row has been inserted."""
        wrapped = self.keys.seal(key, place("contact_keys", "wrapped", contact_id))
        self.connection.execute(insert(contact_keys).values(contact_id=contact_id, wrapped=wrapped))
        self.fresh_keys[contact_id] = key

    def flush_events(self) -> None:
        """Number and insert the events gathered; the last act before commit, since it queues behind others who do the same."""
        if not self.pending_events:
            return
        if self.is_postgresql:
            self.connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": EVENTS_LOCK})
        self.connection.execute(insert(events), self.pending_events)
        self.hint("events")
