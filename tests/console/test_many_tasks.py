"""Many tasks: after a long outage nobody takes the first twenty for all, and the others come by ticking off or by a link."""

import re
from datetime import timedelta
from html import unescape

import pytest

from console.views import MOST
from storage import staff, tasks
from storage.database import Database
from storage.tasks import OF_A_KIND, Task, TaskKind
from storage.transaction import Transaction
from tests.clock import FrozenClock
from tests.console.people import Browser, Waiting

ROW = '<li id="task-'


async def come_up(database: Database, clock: FrozenClock, kind: TaskKind, number: int, **about: str) -> list[str]:
    """So many tasks of a kind, the oldest first."""
    made = [Task(clock.new_id(), kind, clock.now() + timedelta(seconds=n), **about) for n in range(number)]

    def add(tx: Transaction) -> None:
        for task in made:
            tasks.add(tx, task)

    await database.write(add)
    return [task.id for task in made]


async def board(browser: Browser, path: str = "/") -> str:
    return await (await browser.get(path)).text()


def next_of(kind: TaskKind, page: str) -> str | None:
    found = re.search(f'<a id="more-{kind}" href="([^"]+)"', page)
    return unescape(found.group(1)) if found else None


async def test_of_a_hundred_and_thirty_seven_twenty_are_shown_and_the_desk_says_so(
    database: Database, clock: FrozenClock, rina: Browser, siti: Waiting
) -> None:
    ids = await come_up(database, clock, TaskKind.MISSED, 137, conversation_id=siti.conversation_id)
    [alone] = await come_up(database, clock, TaskKind.ERASURE, 1)
    page = await board(rina)
    assert page.count(ROW) == OF_A_KIND + 1
    assert "20 of 137</span></h3>" in page
    assert "20 of 137, the oldest first." in page
    assert '<h2 id="tasks">To look at <span class="count">138</span>' in page
    assert page.index(f"task-{alone}") < page.index(f"task-{ids[0]}"), "what is rare stands before what is many"


async def test_the_link_shows_the_next_without_a_script_until_all_are_there(
    database: Database, clock: FrozenClock, rina: Browser, siti: Waiting
) -> None:
    ids = await come_up(database, clock, TaskKind.MISSED, 47, conversation_id=siti.conversation_id)
    others = await come_up(database, clock, TaskKind.QUARANTINE, 25)
    page, seen = await board(rina, "/?view=mine&topic=wages"), []
    while (path := next_of(TaskKind.MISSED, page)) is not None:
        address, place = path.split("#")
        assert f'id="{place}"' in page, "the page stays where one was reading"
        page = await board(rina, address)
        assert "view=mine" in address
        assert "topic=wages" in address
        seen.append(sum(f"task-{id}" in page for id in ids))
    assert seen == [40, 47]
    assert "47 of 47</span></h3>" in page
    assert sum(f'id="task-{id}"' in page for id in others) == OF_A_KIND, "the other kind stays as it was"


async def test_the_next_one_comes_up_for_each_that_is_ticked_off_and_the_view_stays(
    database: Database, clock: FrozenClock, rina: Browser
) -> None:
    ids = await come_up(database, clock, TaskKind.QUARANTINE, 43)
    page = await board(rina, "/?view=mine&quarantine=40")
    [done] = [unescape(path) for path in re.findall(r'action="([^"]+)"', page) if ids[0] in path]
    assert f"task-{ids[40]}" not in page
    answer = await rina.post(done)
    assert (answer.status, answer.headers["Location"]) == (303, "/?view=mine&quarantine=40#tasks")
    page = await board(rina, "/?view=mine&quarantine=40")
    assert (f"task-{ids[0]}" in page, f"task-{ids[40]}" in page, "40 of 42" in page) == (False, True, True)


async def test_twenty_or_fewer_are_all_there_and_nothing_is_said_of_more(
    database: Database, clock: FrozenClock, rina: Browser
) -> None:
    await come_up(database, clock, TaskKind.QUARANTINE, OF_A_KIND)
    page = await board(rina)
    assert (page.count(ROW), "20 of 20" in page, next_of(TaskKind.QUARANTINE, page)) == (OF_A_KIND, False, None)


async def test_the_count_is_of_what_the_member_may_see(
    database: Database, clock: FrozenClock, rina: Browser, wati: Browser, siti: Waiting
) -> None:
    await come_up(database, clock, TaskKind.MISSED, 30, conversation_id=siti.conversation_id)
    await come_up(database, clock, TaskKind.MISSED, 22)
    await come_up(database, clock, TaskKind.ASKED, 25, staff_id="f" * 32)
    assert "20 of 52, the oldest first." in await board(rina)
    who = next(member.id for member in await database.read(staff.everyone) if member.name == "Rina")
    await wati.post(f"{siti.path}/exclude", who=who)
    assert "20 of 22, the oldest first." in await board(rina)


@pytest.mark.parametrize("asked", ["-5", "x", "٤٠", "9999999999", "3", ""])
async def test_an_address_that_asks_for_nonsense_shows_twenty(
    asked: str, database: Database, clock: FrozenClock, rina: Browser
) -> None:
    await come_up(database, clock, TaskKind.QUARANTINE, 25)
    assert (await board(rina, f"/?quarantine={asked}")).count(ROW) == OF_A_KIND


async def test_a_page_never_holds_more_than_it_can_and_says_how_many_there_are(
    database: Database, clock: FrozenClock, rina: Browser
) -> None:
    await come_up(database, clock, TaskKind.QUARANTINE, MOST + 700)
    page = await board(rina, "/?quarantine=99999")
    assert (page.count(ROW), next_of(TaskKind.QUARANTINE, page)) == (MOST, None)
    assert "500 of 1,200, the oldest first." in page
