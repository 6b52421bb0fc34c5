"""Tasks in the store: each kind has its own room."""

from datetime import timedelta

from storage import tasks
from storage.database import Database
from storage.tasks import Task, TaskKind
from storage.transaction import Transaction
from tests.clock import FrozenClock


async def test_many_tasks_of_one_kind_push_none_of_another_out(database: Database, clock: FrozenClock) -> None:
    made = [Task(clock.new_id(), TaskKind.QUARANTINE, clock.now() + timedelta(seconds=n)) for n in range(9)]
    newest = [Task(clock.new_id(), kind, clock.now() + timedelta(hours=1)) for kind in (TaskKind.MISSED, TaskKind.CHECK_IN)]

    def arrive(tx: Transaction) -> None:
        for task in (*newest, *made):
            tasks.add(tx, task)

    await database.write(arrive)
    found = await database.read(tasks.open_tasks, 3)
    assert found[:3] == made[:3]
    assert {task.id for task in found[3:]} == {task.id for task in newest}
