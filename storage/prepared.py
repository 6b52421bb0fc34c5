"""Prepared statements: written with SQLAlchemy's tables and types, compiled once for each database, run on the bare driver.

For what every message runs; whatever is run seldom stays with `tx.connection.execute`, which is the plainer way.
"""

from collections import namedtuple
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import ClauseElement, ColumnElement, bindparam
from sqlalchemy.sql.compiler import SQLCompiler

from storage.transaction import INSERTS, Transaction

FLOAT8 = 701
"""PostgreSQL's number of the one type that asks for it: that of Float. All other types disregard it."""

Convert = Callable[[Any], Any]


class Ready:
    """A statement's text in one database's own tongue, with the conversions of what goes in and comes out."""

    def __init__(self, statement: Any, dialect: Any) -> None:
        compiled = statement.compile(dialect=dialect)
        assert isinstance(compiled, SQLCompiler)
        assert "POSTCOMPILE" not in compiled.string, "a list of changing length cannot be prepared; see `PreparedFor`"
        self.sql = compiled.string
        self.binds = [
            (name, compiled.params[name], compiled.binds[name].type.dialect_impl(dialect).bind_processor(dialect))
            for name in compiled.positiontup or ()
        ]
        columns = list(statement.exported_columns)
        self.readers = [column.type.dialect_impl(dialect).result_processor(dialect, FLOAT8) for column in columns]
        self.row: Any = namedtuple("Found", [column.key for column in columns]) if columns else None

    def values(self, given: Mapping[str, Any]) -> list[Any]:
        return [convert(given.get(name, always)) if convert else given.get(name, always) for name, always, convert in self.binds]

    def made(self, found: Sequence[Any]) -> Any:
        return self.row._make(read(value) if read else value for read, value in zip(self.readers, found, strict=True))


class Prepared:
    """One statement. Its rows have names for attributes, as everywhere in the store."""

    def __init__(self, statement: ClauseElement) -> None:
        self.statement = statement
        self.ready: dict[str, Ready] = {}

    def on(self, tx: Transaction) -> Ready:
        dialect = tx.connection.dialect
        ready = self.ready.get(dialect.name)
        if ready is None:
            ready = self.ready[dialect.name] = Ready(self.statement, dialect)
        return ready

    def run(self, tx: Transaction, **values: Any) -> int:
        """Run it; how many rows it touched."""
        ready = self.on(tx)
        return tx.driver.run(ready.sql, ready.values(values))

    def rows(self, tx: Transaction, **values: Any) -> list[Any]:
        ready = self.on(tx)
        return [ready.made(row) for row in tx.driver.rows(ready.sql, ready.values(values))]

    def run_many(self, tx: Transaction, many: Sequence[Mapping[str, Any]]) -> None:
        """Run it for each of these; nothing happens for none."""
        ready = self.on(tx)
        if many:
            tx.driver.run_many(ready.sql, [ready.values(values) for values in many])

    def rows_of_many(self, tx: Transaction, many: Sequence[Mapping[str, Any]]) -> list[Any]:
        ready = self.on(tx)
        found = tx.driver.rows_of_many(ready.sql, [ready.values(values) for values in many]) if many else ()
        return [ready.made(row) for row in found]


class PreparedFor:
    """A statement about a list of keys, prepared for lists of 1, 2, 4 … keys; a list between is filled up with its last key."""

    def __init__(self, statement: Callable[[list[ColumnElement[Any]]], ClauseElement]) -> None:
        self.statement = statement
        self.sizes: dict[int, Prepared] = {}

    def rows(self, tx: Transaction, keys: Sequence[Any], **values: Any) -> list[Any]:
        """Its rows; none for no keys."""
        if not keys:
            return []
        prepared, named = self.named(keys)
        return prepared.rows(tx, **named, **values)

    def run(self, tx: Transaction, keys: Sequence[Any], **values: Any) -> int:
        if not keys:
            return 0
        prepared, named = self.named(keys)
        return prepared.run(tx, **named, **values)

    def named(self, keys: Sequence[Any]) -> tuple[Prepared, dict[str, Any]]:
        size = 1 << (len(keys) - 1).bit_length()
        if size not in self.sizes:
            self.sizes[size] = Prepared(self.statement([bindparam(f"key_{number}") for number in range(size)]))
        padded = [*keys, *[keys[-1]] * (size - len(keys))]
        return self.sizes[size], {f"key_{number}": key for number, key in enumerate(padded)}


DIALECTS = tuple(INSERTS)
"""The databases' names. What only their own inserts know (ON CONFLICT) is prepared for each by name."""


def inserting(table: Any, *names: str, dialect: str = "sqlite") -> Any:
    """An insert of these columns, each given when it runs."""
    return INSERTS[dialect](table).inline().values({name: bindparam(name) for name in names})
