"""Health: what an operator's probe is told while all is well, and while the database is away."""

import pytest
from aiohttp import ClientSession, web
from aiohttp.test_utils import TestClient, TestServer

from storage.database import Database, StoreAway
from suluh.health import health_routes
from tests.clock import FrozenClock
from tests.serving import address, serving


async def asked(database: Database, clock: FrozenClock, path: str) -> tuple[int, dict[str, object]]:
    app = web.Application()
    app.router.add_routes(health_routes(database, clock))
    async with TestClient(TestServer(app)) as client, client.get(path) as answer:
        assert answer.headers["Cache-Control"] == "no-store"
        return answer.status, await answer.json()


async def test_all_is_well(database: Database, clock: FrozenClock) -> None:
    status, told = await asked(database, clock, "/healthz")
    assert (status, told["status"]) == (200, "ok")
    assert await asked(database, clock, "/readyz") == (200, {"status": "ok", "outbox": 0})


async def test_without_its_database_it_lives_but_is_not_ready(
    database: Database, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def away(*_work: object) -> None:
        raise StoreAway

    monkeypatch.setattr(database, "read", away)
    assert (await asked(database, clock, "/healthz"))[0] == 200
    assert await asked(database, clock, "/readyz") == (503, {"status": "store away"})


async def test_no_answer_tells_which_software_gave_it(database: Database, clock: FrozenClock) -> None:
    async with serving(database, clock) as service, ClientSession() as client:
        for path in ("/", "/healthz", "/console/", "/nothing"):
            async with client.get(f"{address(service)}{path}", allow_redirects=False) as answer:
                assert "Server" not in answer.headers, path
