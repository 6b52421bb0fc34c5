"""What the console's tests ask for: the console as a running application, staff, and somebody who waits."""

from collections.abc import AsyncIterator

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from argon2 import PasswordHasher

from console import make_app
from console.premises import PREMISES
from helpline.permissions import Role
from locales.wording import Wording
from storage import cases, staff
from storage.database import Database
from storage.transaction import Transaction
from tests.clock import FrozenClock
from tests.console.people import Browser, Waiting, a_contact_who_waits, a_member, signed_in

WORDING = Wording(
    {
        "en": {},
        "id": {
            "Sign in": "Masuk",
            "{name} from our team is with you now. You can write freely.": "{name} dari tim kami kini bersama Anda.",
        },
    }
)


@pytest.fixture
def app(database: Database, clock: FrozenClock) -> web.Application:
    made = make_app(database, clock, WORDING, secure=False)
    made[PREMISES].passphrases.hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)  # quick, for tests alone
    return made


@pytest.fixture
async def client(app: web.Application) -> AsyncIterator[TestClient]:
    async with TestClient(TestServer(app)) as opened:
        yield opened


@pytest.fixture
async def stranger(client: TestClient) -> Browser:
    return Browser(client, cookies={"suluh-language": "en"})


@pytest.fixture
async def rina(database: Database, clock: FrozenClock, client: TestClient) -> Browser:
    return await signed_in(database, clock, client, await a_member(database, clock, "Rina"))


@pytest.fixture
async def budi(database: Database, clock: FrozenClock, client: TestClient) -> Browser:
    return await signed_in(database, clock, client, await a_member(database, clock, "Budi"))


@pytest.fixture
async def wati(database: Database, clock: FrozenClock, client: TestClient) -> Browser:
    return await signed_in(database, clock, client, await a_member(database, clock, "Wati", Role.SUPERVISOR))


@pytest.fixture
async def siti(database: Database, clock: FrozenClock) -> Waiting:
    return await a_contact_who_waits(database, clock)


@pytest.fixture
async def rinas_case(database: Database, rina: Browser, siti: Waiting) -> None:
    """Rina has Siti's case, so she may read it; nobody has taken the conversation over."""

    def assign(tx: Transaction) -> None:
        me = next(member.id for member in staff.everyone(tx) if member.name == "Rina")
        cases.assign(tx, cases.get(tx, siti.case_id), me)

    await database.write(assign)
