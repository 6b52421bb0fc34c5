"""What the console's tests ask for: the console as a running application, staff, and somebody who waits."""

from collections.abc import AsyncIterator

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from argon2 import PasswordHasher
from playwright.async_api import Page

from console import make_app
from console.premises import PREMISES
from helpline.permissions import Role
from locales.wording import Wording
from storage import cases, staff, staff_sessions
from storage.database import Database
from storage.transaction import Transaction
from tests.browser import a_browser
from tests.clock import FrozenClock
from tests.console.people import Browser, Waiting, a_contact_who_waits, a_member, signed_in
from tests.patience import PATIENCE

PHONE = {"width": 360, "height": 640}
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
async def desk(sqlite_database: Database, clock: FrozenClock) -> AsyncIterator[Page]:
    """Rina's phone, signed in."""
    member = await a_member(sqlite_database, clock)
    token, csrf = clock.secret(), clock.secret()
    await sqlite_database.write(lambda tx: staff_sessions.start(tx, member.id, token=token, csrf=csrf, at=clock.now()))
    server = TestServer(make_app(sqlite_database, clock, WORDING, secure=False))
    async with a_browser() as browser, server:
        context = await browser.new_context(base_url=str(server.make_url("/")), viewport=PHONE, locale="en")
        context.set_default_timeout(PATIENCE * 1000)
        await context.add_cookies([{"name": "suluh", "value": token, "url": str(server.make_url("/"))}])
        page = await context.new_page()
        troubles: list[str] = []
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.on("console", lambda said: troubles.append(said.text) if "Content Security" in said.text else None)
        yield page
        assert troubles == []
        await context.close()


@pytest.fixture
async def rinas_case(database: Database, rina: Browser, siti: Waiting) -> None:
    """Rina has Siti's case, so she may read it; nobody has taken the conversation over."""

    def assign(tx: Transaction) -> None:
        me = next(member.id for member in staff.everyone(tx) if member.name == "Rina")
        cases.assign(tx, cases.get(tx, siti.case_id), me)

    await database.write(assign)
