"""Plans: what is about a few chats or contacts is found by these, however many rows there are of the others."""

import importlib
import pkgutil
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import bindparam, event

import storage
from storage import access, check_in_counts, people, queue, tasks
from storage.database import Database
from storage.prepared import PreparedFor, Ready
from storage.tables import metadata
from storage.transaction import Transaction
from tests.clock import FrozenClock
from tests.makers import a_case, a_conversation

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


def plans(tx: Transaction, look: Callable[[Transaction], object]) -> dict[str, list[str]]:
    """What is read by `look`, and by which steps."""
    asked: list[tuple[str, Any]] = []

    @event.listens_for(tx.connection, "before_cursor_execute")
    def note(_connection: Any, _cursor: Any, statement: str, values: Any, *_rest: Any) -> None:
        asked.append((statement, values))

    look(tx)
    event.remove(tx.connection, "before_cursor_execute", note)
    reads = [(statement, values) for statement, values in asked if statement.startswith("SELECT")]
    explained = (tx.connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values) for statement, values in reads)
    return {statement: [row[3] for row in rows] for (statement, _values), rows in zip(reads, explained, strict=True)}


async def test_from_whom_a_member_is_kept_is_found_by_the_member(sqlite_database: Database, clock: FrozenClock) -> None:
    me = clock.new_id()
    found = await sqlite_database.write(plans, lambda tx: access.unseen_by(tx, me))
    [kept] = [steps for statement, steps in found.items() if "FROM exclusions" in statement]
    assert kept == ["SEARCH exclusions USING INDEX ix_exclusions_staff_id (staff_id=?)"]


async def test_who_said_the_safe_word_is_found_without_a_walk_through_their_talk(sqlite_database: Database) -> None:
    [steps] = (await sqlite_database.write(plans, queue.rows)).values()
    assert "SEARCH events USING INDEX ix_events_safe_word (conversation_id=?)" in [
        step.replace("COVERING ", "") for step in steps
    ]


async def test_what_a_page_lists_for_a_member_is_found_by_indexes(sqlite_database: Database, clock: FrozenClock) -> None:
    unseen = {clock.new_id() for _ in range(FEW)}
    me, task_id, now = clock.new_id(), clock.new_id(), clock.now()

    def look(tx: Transaction) -> None:
        case = a_case(tx, clock, a_conversation(tx, clock))
        people.related(tx, case, unseen)
        tasks.open_tasks(tx, staff_id=me, unseen=unseen)
        tasks.count_open(tx, staff_id=me, unseen=unseen)
        tasks.open_task(tx, task_id, staff_id=me, unseen=unseen)
        check_in_counts.by_country(tx, now, now + timedelta(days=1), unseen)
        check_in_counts.by_hour(tx, now, 24, unseen)
        check_in_counts.missed(tx, now, now + timedelta(days=1), unseen)

    found = await sqlite_database.write(plans, look)
    assert len(found) >= 6
    walked = {step for steps in found.values() for step in steps if step.startswith("SCAN")}
    assert {step for step in walked if step.split()[1] in metadata.tables} == set()
    [of_tasks] = [steps for statement, steps in found.items() if "UNION ALL" in statement]
    assert not [step for step in of_tasks if "ORDER BY" in step]
