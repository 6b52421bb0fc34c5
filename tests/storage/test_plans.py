"""Plans: what is about a few chats or contacts is found by these, however many rows there are of the others."""

import importlib
import pkgutil
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import bindparam

import storage
from storage.database import Database
from storage.prepared import PreparedFor, Ready
from storage.transaction import Transaction

FEW = 8
POSTGRESQL_ALONE = {"CLAIM_AT_ONCE"}


def statements() -> Iterator[Any]:
    for module in sorted(found.name for found in pkgutil.iter_modules(storage.__path__) if not found.ispkg):
        for name, value in vars(importlib.import_module(f"storage.{module}")).items():
            if isinstance(value, PreparedFor) and name not in POSTGRESQL_ALONE:
                yield pytest.param(value, id=f"{module}.{name}")


@pytest.mark.parametrize("prepared", list(statements()))
async def test_sqlite_looks_by_the_keys_and_never_walks_a_state(sqlite_database: Database, prepared: PreparedFor) -> None:
    def plan(tx: Transaction) -> list[str]:
        ready = Ready(prepared.statement([bindparam(f"key_{number}") for number in range(FEW)]), tx.connection.dialect)
        return [row[3] for row in tx.driver.rows(f"EXPLAIN QUERY PLAN {ready.sql}", [None] * len(ready.binds))]

    steps = await sqlite_database.read(plan)
    assert steps
    assert not [step for step in steps if step.startswith("SCAN") or "state=?" in step or "status=?" in step]
