"""Workers, contacts and counsellors at one plan in the same moment."""

import asyncio

import pytest

from bot.checkins import planning
from bot.checkins.firing import CheckIns
from bot.turn import Turn
from tests.checkins import DAY, QUESTION, look_at, planned, watches, with_turn
from tests.clock import FrozenClock
from tests.emulator.people import Person
from tests.house import furnished
from tests.letterbox import Letterbox, case_of


@pytest.fixture
def siti(box: Letterbox) -> Person:
    return box.person(77001, "Siti")


"""Workers, contacts and counsellors at one plan in the same moment."""


async def people_with_plans(box: Letterbox, clock: FrozenClock, count: int) -> list[Person]:
    people = [box.person(78000 + number, f"Orang {number}") for number in range(count)]
    for person in people:
        await planned(box, person)
    due = (await watches(box, people[0]))[0].asks_at
    assert due
    clock.time = due
    return people


async def test_three_workers_ask_everybody_once(box: Letterbox, clock: FrozenClock) -> None:
    people = await people_with_plans(box, clock, 12)
    workers = [CheckIns(box.helpline.database, clock, furnished()) for _ in range(3)]
    counts = await asyncio.gather(*(worker.look() for worker in workers))
    assert sum(counts) == len(people)
    for person in people:
        assert (await box.heard_by(person)).count(QUESTION) == 1


async def test_a_plan_that_is_changed_while_it_is_claimed(box: Letterbox, clock: FrozenClock) -> None:
    people = await people_with_plans(box, clock, 4)

    def stop(turn: Turn) -> None:
        planning.stop_check_ins(turn, {})

    await asyncio.gather(box.helpline.schedule.check_ins.look(), *(with_turn(box, person, stop) for person in people))
    await look_at(box, clock, clock.now() + 4 * DAY)
    for person in people:
        assert [watch.state for watch in await watches(box, person)] == ["stopped"]
        assert (await box.heard_by(person)).count(QUESTION) <= 1
        assert await case_of(box.helpline.database, person) is None


async def test_a_contact_who_changes_country_during_a_firing(box: Letterbox, clock: FrozenClock) -> None:
    people = await people_with_plans(box, clock, 4)

    def move(turn: Turn) -> None:
        planning.move(turn, "Asia/Riyadh")

    await asyncio.gather(box.helpline.schedule.check_ins.look(), *(with_turn(box, person, move) for person in people))
    for person in people:
        (watch,) = await watches(box, person)
        assert watch.plan.hours.zone == "Asia/Riyadh"
        assert watch.asks_at
        assert watch.plan.hours.local(watch.asks_at).hour == 21
        assert (await box.heard_by(person)).count(QUESTION) <= 1
