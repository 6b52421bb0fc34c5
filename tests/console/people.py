"""People of these tests: a browser that carries cookies and tokens, members of the staff, a contact who waits."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from aiohttp import ClientResponse
from aiohttp.test_utils import TestClient

from helpline.permissions import Role
from helpline.takeover import hand_over
from storage import cases, conversations, staff, staff_sessions
from storage.database import Database
from storage.staff import Staff
from tests import makers
from tests.clock import FrozenClock

HERE = {"Sec-Fetch-Site": "same-origin"}
PAGE = {"Accept": "text/html"}


@dataclass
class Browser:
    """One person's browser. `get` asks for a page, `post` sends a form as our own pages do."""

    client: TestClient
    token: str = ""
    csrf: str = ""
    cookies: dict[str, str] = field(default_factory=dict)

    @property
    def sent(self) -> dict[str, str]:
        return {"Cookie": "; ".join(f"{k}={v}" for k, v in ({"suluh": self.token} | self.cookies).items() if v)}

    async def ask(self, method: str, path: str, headers: Mapping[str, str] = PAGE, **kwargs: object) -> ClientResponse:
        self.client.session.cookie_jar.clear()
        return await self.client.request(method, path, headers=self.sent | dict(headers), allow_redirects=False, **kwargs)  # type: ignore[arg-type]

    async def get(self, path: str, headers: Mapping[str, str] = PAGE) -> ClientResponse:
        return await self.ask("GET", path, headers)

    async def post(self, path: str, **data: str) -> ClientResponse:
        return await self.ask("POST", path, PAGE | HERE, data={"csrf": self.csrf} | data)

    async def open_form(self, path: str) -> str:
        """Open a page before signing in and keep its token and cookie."""
        answer = await self.get(path)
        text = await answer.text()
        self.cookies |= {name: morsel.value for name, morsel in answer.cookies.items()}
        found = re.search(r'name="csrf" value="([^"]+)"', text)
        self.csrf = found.group(1) if found else ""
        return text


async def a_member(
    database: Database, clock: FrozenClock, name: str = "Rina", role: Role = Role.COUNSELLOR, *, active: bool = True
) -> Staff:
    member = Staff(clock.new_id(), name.lower(), name, role, "no hash", "en", active=active)
    await database.write(staff.add, member, clock.now())
    return member


async def signed_in(database: Database, clock: FrozenClock, client: TestClient, member: Staff) -> Browser:
    token, csrf = clock.secret(), clock.secret()
    await database.write(lambda tx: staff_sessions.start(tx, member.id, token=token, csrf=csrf, at=clock.now()))
    return Browser(client, token, csrf)


@dataclass(frozen=True)
class Waiting:
    """A contact who waits for a counsellor."""

    conversation_id: str
    contact_id: str
    case_id: str
    number: str

    @property
    def path(self) -> str:
        return f"/conversations/{self.conversation_id}"


async def a_contact_who_waits(database: Database, clock: FrozenClock, address: str = "77001") -> Waiting:
    def make(tx: makers.Transaction) -> Waiting:
        conversation = makers.a_conversation(tx, clock, address)
        case = makers.a_case(tx, clock, conversation)
        cases.wait(tx, case, clock.now())
        now = conversation.ownership
        conversations.set_ownership(tx, conversation.id, now, hand_over(now))
        return Waiting(conversation.id, conversation.contact.id, case.id, case.number)

    return await database.write(make)
