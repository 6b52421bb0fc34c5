"""Transaction: what every function of the store is given. It seals, opens, gathers events and the hints to give after commit."""

import json
from collections.abc import MutableMapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import orjson
from sqlalchemy import Connection, Row, select
from sqlalchemy.dialects import postgresql, sqlite

from storage.driver import Driver, driver_under
from storage.sealing import Keyring, decrypt, encrypt, pad, place, unpad
from storage.tables import contact_keys

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
    def dialect(self) -> str:
        return self.connection.dialect.name

    @property
    def is_postgresql(self) -> bool:
        return self.dialect == "postgresql"

    @cached_property
    def driver(self) -> Driver:
        """The bare connection, for prepared statements."""
        return driver_under(self.connection)

    def hint(self, topic: str) -> None:
        """Wake those who wait for `topic` once this transaction is committed."""
        self.hints.add(topic)

    def insert(self, table: Any) -> Any:
        """The dialect's own insert, which knows ON CONFLICT."""
        return INSERTS[self.dialect](table)

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
        return self.seal(owner, table, column, row, pad(to_json(value)))

    def open_json(self, owner: str | None, table: str, column: str, row: str, sealed: bytes) -> Any:
        return from_json(unpad(self.open(owner, table, column, row, sealed)))

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

    def wrapped(self, contact_id: str, key: bytes) -> bytes:
        """A contact's key as it is kept."""
        return self.keys.seal(key, place("contact_keys", "wrapped", contact_id))


def to_json(value: Any) -> bytes:
    """By the fast library; what it refuses (half a character, a number of more than 64 bits) by the patient one."""
    try:
        return orjson.dumps(value)
    except TypeError:
        return json.dumps(value, separators=(",", ":")).encode()


def from_json(kept: bytes) -> Any:
    try:
        return orjson.loads(kept)
    except orjson.JSONDecodeError:
        return json.loads(kept)
