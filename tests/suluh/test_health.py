"""Health: what an operator's probe is told while all is well, and while something is not."""

from datetime import timedelta

import pytest
from aiohttp import ClientSession, web
from aiohttp.test_utils import TestClient, TestServer

from helpline.alarms import Alarm
from helpline.permissions import Role
from helpline.severity import Severity
from storage import alarms, calls, processes
from storage.calls import CallKind
from storage.database import Database, StoreAway
from storage.keycheck import NewerSchema, OldSchema
from storage.sealing import WrongKey
from suluh.health import health_routes
from suluh.heartbeat import Heartbeat
from suluh.metrics import metrics_app
from tests.clock import FrozenClock
from tests.makers import a_counsellor
from tests.serving import address, free_port, serving


async def asked(database: Database, clock: FrozenClock, path: str) -> tuple[int, dict[str, object]]:
    app = web.Application()
    app.router.add_routes(health_routes(database, clock))
    async with TestClient(TestServer(app)) as client, client.get(path) as answer:
        assert answer.headers["Cache-Control"] == "no-store"
        return answer.status, await answer.json()


async def test_all_is_well(database: Database, clock: FrozenClock) -> None:
    status, told = await asked(database, clock, "/healthz")
    assert (status, told["status"]) == (200, "ok")
    quiet: dict[str, object] = {"status": "ok", "outbox": 0, "worker": "silent", "alarms": 0}
    assert await asked(database, clock, "/readyz") == (200, quiet)
    await database.write(processes.beat, "a", "worker")
    assert await asked(database, clock, "/readyz") == (200, quiet | {"worker": "living"})


@pytest.mark.parametrize(
    ("trouble", "told"),
    [(StoreAway, "store away"), (OldSchema, "old schema"), (NewerSchema, "newer schema"), (WrongKey, "wrong key")],
)
async def test_without_what_it_needs_it_lives_but_is_not_ready(
    sqlite_database: Database, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch, trouble: type[Exception], told: str
) -> None:
    async def away(*_work: object) -> None:
        raise trouble

    monkeypatch.setattr(sqlite_database, "read", away)
    assert (await asked(sqlite_database, clock, "/healthz"))[0] == 200
    assert await asked(sqlite_database, clock, "/readyz") == (503, {"status": told})


async def test_no_answer_tells_which_software_gave_it(database: Database, clock: FrozenClock) -> None:
    async with serving(database, clock) as service, ClientSession() as client:
        for path in ("/", "/healthz", "/console/", "/nothing"):
            async with client.get(f"{address(service)}{path}", allow_redirects=False) as answer:
                assert "Server" not in answer.headers, path


async def test_processes_that_give_no_sign_are_not_among_the_living(database: Database) -> None:
    for name, role in (("a", "web"), ("b", "worker"), ("b", "worker")):
        await database.write(processes.beat, name, role)
    assert sorted((p.name, p.role, p.key_number) for p in await database.read(processes.living)) == [
        ("a", "web", 1),
        ("b", "worker", 1),
    ]
    await database.write(processes.leave, "b")
    assert [p.name for p in await database.read(processes.living)] == ["a"]


async def test_a_silent_worker_is_an_alarm_after_two_looks_and_supervisors_are_called_once(
    database: Database, clock: FrozenClock
) -> None:
    boss = await database.write(a_counsellor, clock, role=Role.SUPERVISOR)
    await database.write(a_counsellor, clock)
    heart = Heartbeat(database, clock, "w", "web")
    assert await heart.look() == []
    assert await heart.look() == [boss]
    assert await heart.look() == []
    assert list(await database.read(alarms.standing)) == [Alarm.WORKER_SILENT]
    due = await database.write(calls.due, clock.now(), 10, timedelta(minutes=1))
    assert [(call.kind, call.staff_id) for call in due] == [(CallKind.ALARM, boss)]
    await database.write(processes.beat, "b", "worker")
    assert await heart.look() == []
    assert await database.read(alarms.standing) == {}


async def test_metrics_are_closed_unless_an_address_opens_them(database: Database, clock: FrozenClock) -> None:
    port = free_port()
    async with serving(database, clock, metrics_address=f"127.0.0.1:{port}") as service, ClientSession() as client:
        async with client.get(f"{address(service)}/metrics") as answer:
            assert answer.status == 404
        async with client.get(f"http://127.0.0.1:{port}/metrics") as answer:
            assert answer.status == 200
            assert "suluh_store_up 1.0" in await answer.text()
        async with client.get(f"http://127.0.0.1:{port}/console/") as answer:
            assert answer.status == 404


async def test_metrics_tell_numbers_of_known_names_and_that_the_database_is_away(
    database: Database, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    await database.write(processes.beat, "a", "worker")
    await database.write(alarms.begin, Alarm.UPDATES_PENDING, clock.now())
    async with TestClient(TestServer(metrics_app(database))) as client:
        text = await (await client.get("/metrics")).text()
        for line in (
            'suluh_processes{role="worker"} 1.0',
            'suluh_alarm{name="updates_pending"} 1.0',
            'suluh_alarm{name="disk_full"} 0.0',
            'suluh_outbox_waiting{lane="crisis"} 0.0',
            *(f'suluh_cases_waiting{{severity="{severity}"}} 0.0' for severity in Severity),
        ):
            assert line in text.splitlines()

        async def away(*_work: object) -> None:
            raise StoreAway

        monkeypatch.setattr(database, "read", away)
        assert "suluh_store_up 0.0" in (await (await client.get("/metrics")).text()).splitlines()
