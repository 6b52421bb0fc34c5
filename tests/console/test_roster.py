"""The roster's page: shifts, swaps that need a yes, holidays, presence; and a crisis that calls who is on duty."""

import pytest
from aiohttp import FormData

from helpline.permissions import Role
from storage import roster, staff
from storage.database import Database
from tests.clock import FrozenClock
from tests.console.people import HERE, PAGE, Browser, a_member


async def id_of(database: Database, name: str) -> str:
    return next(member.id for member in await database.read(staff.everyone) if member.name == name)


async def plan(browser: Browser, who: str, *, days: str = "0123456", **more: str) -> int:
    told = {"who": who, "starts": "00:00", "ends": "00:00", "zone": "Asia/Jakarta", "first_day": "2020-01-01"} | more
    form = FormData([("csrf", browser.csrf), *told.items(), *(("weekday", day) for day in days)])
    return (await browser.ask("POST", "/roster/shifts", PAGE | HERE, data=form)).status


async def test_a_supervisor_plans_and_everybody_sees_who_is_on(
    database: Database, clock: FrozenClock, rina: Browser, wati: Browser
) -> None:
    assert "Nobody is on duty." in await (await rina.get("/roster")).text()
    assert await plan(wati, await id_of(database, "Rina"), on_holidays="yes") == 303
    assert await database.read(roster.on_duty_now, clock.now()) == [await id_of(database, "Rina")]
    page = await (await rina.get("/roster?zone=Asia/Jayapura")).text()
    assert "Nobody is on duty." not in page
    assert "02:00–02:00" in page
    assert await plan(rina, await id_of(database, "Rina")) == 403


@pytest.mark.parametrize(
    "wrong",
    [{"who": "f" * 32}, {"days": ""}, {"starts": "25:00"}, {"zone": "Mars/Olympus"}, {"first_day": "31.2.2026"}, {"days": "9"}],
)
async def test_a_shift_that_makes_no_sense_is_refused(
    wrong: dict[str, str], database: Database, clock: FrozenClock, rina: Browser, wati: Browser
) -> None:
    assert await plan(wati, **({"who": await id_of(database, "Rina")} | wrong)) == 422  # type: ignore[arg-type]
    assert await database.read(roster.on_duty_now, clock.now()) == []


async def test_a_manager_cannot_be_put_on_duty(database: Database, clock: FrozenClock, wati: Browser) -> None:
    mia = await a_member(database, clock, "Mia", Role.MANAGER)
    assert await plan(wati, mia.id) == 422


async def test_a_shift_is_a_colleagues_only_when_they_have_agreed(
    database: Database, clock: FrozenClock, rina: Browser, budi: Browser, wati: Browser
) -> None:
    mine, his = await id_of(database, "Rina"), await id_of(database, "Budi")
    await plan(wati, mine, starts="00:00", ends="23:59")
    day = f"{clock.now():%Y-%m-%d}"
    [shift] = await database.read(roster.all_shifts, clock.now().date())
    for browser, to in ((budi, his), (rina, mine), (rina, "f" * 32)):
        assert (await browser.post("/roster/swaps", shift=shift.id, day=day, to=to)).status == 422
    assert (await rina.post("/roster/swaps", shift=shift.id, day=day, to=his)).status == 303
    assert await database.read(roster.on_duty_now, clock.now()) == [mine]
    assert "A colleague asks you to take a shift" in await (await budi.get("/")).text()
    [swap] = await database.read(roster.swaps_since, clock.now().date())
    assert (await rina.post(f"/roster/swaps/{swap.id}/accept")).status == 422
    assert (await budi.post(f"/roster/swaps/{swap.id}/accept")).status == 303
    assert await database.read(roster.on_duty_now, clock.now()) == [his]
    assert (await budi.post(f"/roster/swaps/{swap.id}/accept")).status == 422


async def test_a_shift_ends_and_a_holiday_frees_who_does_not_work_on_it(
    database: Database, clock: FrozenClock, rina: Browser, wati: Browser
) -> None:
    mine, day = await id_of(database, "Rina"), f"{clock.now():%Y-%m-%d}"
    await plan(wati, mine, ends="23:59")
    await wati.post("/roster/holidays", day=day, name="Idulfitri")
    assert await database.read(roster.on_duty_now, clock.now()) == []
    assert "Idulfitri" in await (await rina.get("/roster")).text()
    await wati.post("/roster/holidays", day=day, name="")
    assert await database.read(roster.on_duty_now, clock.now()) == [mine]
    assert (await wati.post("/roster/holidays", day="besok", name="x")).status == 422
    [shift] = await database.read(roster.all_shifts, clock.now().date())
    await wati.post(f"/roster/shifts/{shift.id}/end")
    assert await database.read(roster.on_duty_now, clock.now()) == []


async def test_presence_is_kept_and_shown(database: Database, rina: Browser, wati: Browser) -> None:
    assert (await rina.post("/presence", state="break")).status == 303
    assert await database.read(roster.presence_of) == {await id_of(database, "Rina"): "break"}
    assert (await rina.post("/presence", state="asleep")).status == 400


async def test_who_was_removed_is_on_duty_no_more(database: Database, clock: FrozenClock, rina: Browser, wati: Browser) -> None:
    await plan(wati, await id_of(database, "Rina"))
    await wati.post(f"/staff/{await id_of(database, 'Rina')}/active", active="no")
    assert await database.read(roster.on_duty_now, clock.now()) == []
