"""One's own account: a code that links a phone is shown once; linking, and ending it, is one's own matter."""

import re
from dataclasses import replace

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient

from console.premises import PREMISES
from helpline.events import Event
from helpline.permissions import Role
from storage import events, second_desks, staff, staff_phones
from storage.database import Database
from storage.staff_phones import Phone
from tests.clock import FrozenClock
from tests.console.people import Browser, signed_in


async def phone_of(database: Database, name: str) -> Phone | None:
    member = next(member for member in await database.read(staff.everyone) if member.name == name)
    return await database.read(staff_phones.find, member.id)


async def a_code(browser: Browser) -> str:
    text = await (await browser.post("/account/phone")).text()
    return re.search(r'value="/petugas ([A-Z0-9]{8})"', text)[1]  # type: ignore[index]


async def send(database: Database, clock: FrozenClock, code: str) -> str | None:
    return await database.write(staff_phones.link, code, channel="telegram", bot="1", address="88810001", at=clock.now())


async def test_a_code_links_the_account_that_sends_it(database: Database, clock: FrozenClock, rina: Browser) -> None:
    assert "No account is linked yet." in await (await rina.get("/account")).text()
    code = await a_code(rina)
    assert code not in await (await rina.get("/account")).text()
    assert await send(database, clock, code.lower()) is not None
    assert (await phone_of(database, "Rina")) is not None
    page = await (await rina.get("/account")).text()
    assert "An account has been linked since" in page
    assert "88810001" not in page


async def test_a_second_code_makes_the_first_void(database: Database, clock: FrozenClock, rina: Browser) -> None:
    first, second = await a_code(rina), await a_code(rina)
    assert first != second
    assert await send(database, clock, first) is None
    assert await send(database, clock, second) is not None


async def test_an_account_is_called_no_more_when_its_owner_says_so(
    database: Database, clock: FrozenClock, rina: Browser, budi: Browser
) -> None:
    await send(database, clock, await a_code(rina))
    assert (await budi.post("/account/phone/unlink")).status == 303
    assert await phone_of(database, "Rina") is not None
    assert (await rina.post("/account/phone/unlink")).status == 303
    assert await phone_of(database, "Rina") is None


async def test_one_sees_where_one_is_signed_in_and_ends_it_there(
    database: Database, clock: FrozenClock, client: TestClient, rina: Browser, budi: Browser
) -> None:
    member = next(member for member in await database.read(staff.everyone) if member.name == "Rina")
    phone = await signed_in(database, clock, client, member)
    text = await (await rina.get("/account")).text()
    assert text.count("<strong>This browser</strong>") == 1
    keys = re.findall(r"/account/sessions/([0-9a-f]{64})/end", text)
    assert len(keys) == 1
    assert (await budi.post(f"/account/sessions/{keys[0]}/end")).status == 303
    assert (await phone.get("/")).status == 200  # another's session is left as it is
    assert (await rina.post(f"/account/sessions/{keys[0]}/end")).status == 303
    assert (await phone.get("/")).headers["Location"] == "/sign-in"
    assert (await rina.get("/")).status == 200


WITH_DESK = frozenset({Role.COUNSELLOR})


@pytest.fixture
def phone_app(app: web.Application) -> web.Application:
    """The console of an operator who lets counsellors work from a phone."""
    app[PREMISES] = replace(app[PREMISES], desk_roles=WITH_DESK)
    return app


async def test_a_second_desk_is_offered_to_nobody_by_default(database: Database, clock: FrozenClock, rina: Browser) -> None:
    await send(database, clock, await a_code(rina))
    assert "Working from Telegram" not in await (await rina.get("/account")).text()
    refused = await rina.post("/account/desk", on="yes")
    assert refused.status == 409
    assert "The second desk is not switched on for your role" in await refused.text()


async def test_a_second_desk_says_its_risk_and_is_switched_on_and_off_by_its_member_alone(
    database: Database, clock: FrozenClock, phone_app: web.Application, rina: Browser, budi: Browser, wati: Browser
) -> None:
    assert (await rina.post("/account/desk", on="yes")).status == 409  # no account is linked
    assert "First link an account above." in await (await rina.get("/account")).text()
    me = await send(database, clock, await a_code(rina))
    assert me is not None
    text = await (await rina.get("/account")).text()
    for risk in ("Telegram can read what is shown", "Whoever holds or sees your phone", "stays in the chat until you delete it"):
        assert risk in text
    assert await database.read(second_desks.find, me) is None  # linking alone agrees to nothing
    assert (await rina.post("/account/desk", on="yes")).status == 303
    found = await database.read(second_desks.find, me)
    assert found is not None
    assert found.since == clock.now()
    assert "You have agreed since" in await (await rina.get("/account")).text()
    assert "Working from Telegram" not in await (await wati.get("/account")).text()  # another role
    await send(database, clock, await a_code(budi))  # the same account as Rina's
    refused = await budi.post("/account/desk", on="yes")
    assert "already a colleague" in await refused.text()
    assert (await rina.post("/account/desk", on="no")).status == 303
    found = await database.read(second_desks.find, me)
    assert found is not None
    assert found.since is None
    assert (await budi.post("/account/desk", on="yes")).status == 303
    told = [row.event for row in await database.read(events.since, 0)]
    assert told.count(Event.DESK_OPENED) == 2
    assert told.count(Event.DESK_SHUT) == 1


async def test_who_agreed_is_told_when_their_role_is_switched_off(
    database: Database, clock: FrozenClock, phone_app: web.Application, rina: Browser
) -> None:
    await send(database, clock, await a_code(rina))
    await rina.post("/account/desk", on="yes")
    object.__setattr__(phone_app[PREMISES], "desk_roles", frozenset())  # the operator starts it with another setting
    assert "It is switched off for your role, so nothing is shown there." in await (await rina.get("/account")).text()
    assert (await rina.post("/account/desk", on="no")).status == 303
    assert "Working from Telegram" not in await (await rina.get("/account")).text()


async def test_only_an_account_of_telegram_is_a_second_desk(
    database: Database, clock: FrozenClock, phone_app: web.Application, rina: Browser
) -> None:
    code = await a_code(rina)
    await database.write(staff_phones.link, code, channel="web", bot="web", address="chat-1", at=clock.now())
    assert (await rina.post("/account/desk", on="yes")).status == 409
