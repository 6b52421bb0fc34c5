"""Push: a crisis wakes the browsers of who is called, with our signature and nothing else; one that is gone is forgotten."""

import json
from base64 import urlsafe_b64decode
from collections.abc import Awaitable, Callable

import pytest
from aiohttp import web
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

from bot.push import Pusher
from storage import push, staff
from storage.database import Database
from storage.transaction import Transaction
from tests.clock import FrozenClock
from tests.makers import a_counsellor

Serve = Callable[[web.Application], Awaitable[str]]


class PushService:
    """A push service on this machine: what was posted to it, and how it answers."""

    def __init__(self) -> None:
        self.status = 201
        self.heard: list[tuple[str, dict[str, str], bytes]] = []

    async def take(self, request: web.Request) -> web.Response:
        self.heard.append((request.path, dict(request.headers), await request.read()))
        return web.Response(status=self.status)


@pytest.fixture
async def service(aiohttp_server: Serve) -> tuple[PushService, str]:
    made, app = PushService(), web.Application()
    app.router.add_post("/{key}", made.take)
    return made, await aiohttp_server(app)


async def a_browser_of(database: Database, clock: FrozenClock, endpoint: str) -> str:
    def make(tx: Transaction) -> str:
        who = a_counsellor(tx, clock)
        push.add(tx, who, endpoint, id=clock.new_id(), at=clock.now())
        return who

    return await database.write(make)


def part(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


async def test_a_wake_carries_our_signature_and_no_word(
    database: Database, clock: FrozenClock, service: tuple[PushService, str]
) -> None:
    heard, base = service
    who = await a_browser_of(database, clock, f"{base}/siti")
    assert await Pusher(database, "https://suluh.example/console/").wake(who) == 1
    [(path, headers, body)] = heard.heard
    assert (path, body, headers["TTL"], headers["Urgency"]) == ("/siti", b"", "900", "high")
    token, _comma, key = headers["Authorization"].removeprefix("vapid t=").partition(",k=")
    assert key == await database.read(push.public_key)
    head, claims, signature = token.split(".")
    assert json.loads(part(claims))["aud"] == base
    signed = part(signature)
    der = encode_dss_signature(int.from_bytes(signed[:32], "big"), int.from_bytes(signed[32:], "big"))
    known = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), part(key))
    known.verify(der, f"{head}.{claims}".encode(), ec.ECDSA(SHA256()))


@pytest.mark.parametrize(("status", "kept"), [(410, 0), (404, 0), (500, 1), (429, 1)])
async def test_a_browser_that_is_gone_is_forgotten_and_a_service_in_trouble_is_not(
    status: int, kept: int, database: Database, clock: FrozenClock, service: tuple[PushService, str]
) -> None:
    heard, base = service
    heard.status = status
    who = await a_browser_of(database, clock, f"{base}/siti")
    assert await Pusher(database, None).wake(who) == 0
    assert len(await database.read(push.of_member, who)) == kept


async def test_a_service_that_cannot_be_reached_stops_nothing(database: Database, clock: FrozenClock) -> None:
    who = await a_browser_of(database, clock, "http://127.0.0.1:9/nobody")
    assert await Pusher(database, None).wake(who) == 0


async def test_who_is_switched_off_is_not_woken_and_a_browser_has_one_owner(
    database: Database, clock: FrozenClock, service: tuple[PushService, str]
) -> None:
    _heard, base = service
    first, second = [await a_browser_of(database, clock, f"{base}/shared") for _ in range(2)]
    assert [len(await database.read(push.of_member, who)) for who in (first, second)] == [0, 1]
    await database.write(staff.set_active, second, False)
    assert await Pusher(database, None).wake(second) == 0
