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


async def test_all_that_is_open_is_counted_by_kind_and_more_is_shown_of_the_kind_that_is_asked_for(
    database: Database, clock: FrozenClock
) -> None:
    kinds = [TaskKind.MISSED] * 7 + [TaskKind.QUARANTINE] * 5
    made = [Task(clock.new_id(), kind, clock.now() + timedelta(seconds=n)) for n, kind in enumerate(kinds)]
    for_another = Task(clock.new_id(), TaskKind.ASKED, clock.now(), staff_id="f" * 32)

    def arrive(tx: Transaction) -> None:
        for task in (*made, for_another):
            tasks.add(tx, task)
        tasks.done(tx, made[0].id, "e" * 32, clock.now())

    await database.write(arrive)
    counted = await database.read(lambda tx: tasks.count_open(tx, staff_id="e" * 32))
    assert counted == {TaskKind.MISSED: 6, TaskKind.QUARANTINE: 5}
    shown = await database.read(lambda tx: tasks.open_tasks(tx, 2, staff_id="e" * 32, more={TaskKind.MISSED: 4}))
    assert shown == [*made[1:5], *made[7:9]]
