"""Live: a page that comes back with a number misses nothing, and a session that ends closes its stream."""

import asyncio
from contextlib import suppress
from datetime import timedelta

import pytest
from aiohttp.test_utils import TestClient

from console import live
from console.premises import PREMISES
from storage import events, staff, staff_sessions
from storage.database import Database
from tests.clock import FrozenClock
from tests.console.people import Browser, Waiting
from tests.console.streaming import happen, opened, read
from tests.patience import PATIENCE


async def test_a_fact_is_told_as_soon_as_it_is_kept(database: Database, clock: FrozenClock, rina: Browser, siti: Waiting) -> None:
    async with opened(rina) as answer:
        await happen(database, clock, siti)
        [(number, told)] = await read(answer, 1)
    assert number == await database.read(events.last_number)
    assert told == {"event": "message_received", "conversation": siti.conversation_id, "case": None}


@pytest.mark.parametrize("way", ["Last-Event-ID", "after"])
async def test_who_comes_back_with_a_number_gets_everything_since(
    way: str, database: Database, clock: FrozenClock, rina: Browser, siti: Waiting
) -> None:
    await happen(database, clock, siti, 3)
    async with opened(rina, "/events?after=0") as answer:
        first = await read(answer, 2)
    await happen(database, clock, siti, 2)
    last = first[-1][0]
    path, headers = ("/events?after=0", {way: str(last)}) if way == "Last-Event-ID" else (f"/events?after={last}", {})
    async with opened(rina, path, **headers) as answer:
        rest = await read(answer, 3)
        await happen(database, clock, siti)
        rest += await read(answer, 1)
    assert [number for number, _ in first + rest] == list(range(1, 7))


async def test_more_than_one_reading_holds_is_told_without_a_gap(
    database: Database, clock: FrozenClock, rina: Browser, siti: Waiting
) -> None:
    await happen(database, clock, siti, 1101)
    async with opened(rina, "/events?after=0") as answer:
        assert [number for number, _ in await read(answer, 1101)] == list(range(1, 1102))


async def test_facts_kept_while_others_are_read_are_told_in_order(
    database: Database, clock: FrozenClock, rina: Browser, siti: Waiting
) -> None:
    async with opened(rina) as answer:
        writing = asyncio.gather(*(happen(database, clock, siti) for _ in range(30)))
        numbers = [number for number, _ in await read(answer, 30)]
        await writing
    assert numbers == list(range(1, 31))


async def test_a_page_is_told_what_happened_after_it_was_drawn(
    database: Database, clock: FrozenClock, rina: Browser, siti: Waiting
) -> None:
    await happen(database, clock, siti)
    text = await (await rina.get(siti.path)).text()
    assert 'data-after="1"' in text
    await happen(database, clock, siti)
    async with opened(rina, "/events?after=1") as answer:
        assert [number for number, _ in await read(answer, 1)] == [2]


@pytest.mark.parametrize("how", ["signed_out", "switched_off"])
async def test_a_session_that_ends_closes_its_stream(how: str, database: Database, rina: Browser, wati: Browser) -> None:
    async with opened(rina) as answer:
        if how == "signed_out":
            await rina.post("/sign-out")
        else:
            [member] = [m for m in await database.read(staff.everyone) if m.name == "Rina"]
            await wati.post(f"/staff/{member.id}/active", active="no")
        async with asyncio.timeout(PATIENCE):
            assert (await answer.content.read()).endswith(live.ENDED)


async def test_an_idle_line_is_kept_open_and_counts_as_a_sign_of_life(
    database: Database, clock: FrozenClock, rina: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live, "HEARTBEAT", 0.05)
    monkeypatch.setattr(live, "RECHECK", 0.02)
    monkeypatch.setattr(live, "LOOK_AGAIN", 0.0)
    async with opened(rina) as answer:
        clock.tick(timedelta(minutes=29))
        async with asyncio.timeout(PATIENCE):
            assert await answer.content.readuntil(b"\n\n") == b": still here\n\n"
            assert await answer.content.readuntil(b"\n\n") == b": still here\n\n"
        clock.tick(timedelta(minutes=29))
        session = await database.read(staff_sessions.find, rina.token, clock.now())
    assert session is not None


async def test_the_end_of_the_house_ends_the_streams(client: TestClient, rina: Browser) -> None:
    async with opened(rina) as answer:
        app = client.app
        assert app is not None
        await live.end_streams(app[PREMISES], app)
        async with asyncio.timeout(PATIENCE):
            assert await answer.content.read() == b""


async def test_a_reader_who_goes_away_leaves_nothing_behind(
    database: Database, clock: FrozenClock, rina: Browser, siti: Waiting, caplog: pytest.LogCaptureFixture
) -> None:
    for _ in range(5):
        with suppress(TimeoutError):
            async with opened(rina):
                pass
    await happen(database, clock, siti)
    assert (await rina.get("/")).status == 200
    assert not caplog.records
