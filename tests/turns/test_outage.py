"""After an outage: lost buttons are asked for again; after a day, who may have written in vain is greeted in safe hours."""

from datetime import timedelta

from storage import outages, tasks
from storage.database import Database
from storage.tasks import TaskKind
from tests.clock import FrozenClock
from tests.letterbox import Letterbox

NOT_LONG, A_DAY = timedelta(minutes=5), timedelta(hours=25)


async def greetings(box: Letterbox, chat: int) -> int:
    return sum("silakan tulis sekali lagi" in said for said in await box.heard_by(box.person(chat)))


async def test_the_house_notes_that_it_is_awake_by_the_databases_clock(database: Database) -> None:
    assert await database.write(outages.stay_awake) == timedelta(0)
    assert timedelta(0) <= await database.write(outages.stay_awake) < timedelta(minutes=5)


async def test_what_was_being_asked_is_asked_again_when_presses_were_lost(
    box: Letterbox, clock: FrozenClock, database: Database
) -> None:
    outage, siti = box.helpline.schedule.outage, box.person(1)
    await box.says(siti, "halo")
    before = await box.heard_by(siti)
    clock.tick(NOT_LONG)
    assert await database.write(outage.over, timedelta(seconds=100)) == 0
    assert await database.write(outage.over, NOT_LONG) == 1
    assert await box.helpline.schedule.resuming.look() == 1
    assert before[-1] in "\n".join((await box.heard_by(siti))[len(before) :])


async def test_after_a_day_who_may_have_written_in_vain_is_listed_and_greeted_once_in_the_daytime(
    box: Letterbox, clock: FrozenClock, database: Database
) -> None:
    outage = box.helpline.schedule.outage
    await box.says(box.person(1), "petugas")
    await box.says(box.person(2), "halo")
    clock.tick(timedelta(days=20))
    await box.says(box.person(3), "halo")
    clock.tick(A_DAY + timedelta(hours=14))  # 00:00 in Jakarta
    assert await database.write(outage.over, A_DAY + timedelta(hours=14)) == 2
    assert await database.write(outage.over, A_DAY + timedelta(hours=14)) == 2
    listed = [task for task in await database.read(tasks.open_tasks) if task.kind is TaskKind.MISSED]
    assert len(listed) == 2
    await outage.look()
    assert [await greetings(box, chat) for chat in (1, 2, 3)] == [0, 0, 0]
    clock.tick(timedelta(hours=10))
    for _ in range(3):
        await outage.look()
    assert [await greetings(box, chat) for chat in (1, 2, 3)] == [1, 0, 1]
    assert len([task for task in await database.read(tasks.open_tasks) if task.kind is TaskKind.MISSED]) == 2
