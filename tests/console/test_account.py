"""One's own account: a code that links a phone is shown once; linking, and ending it, is one's own matter."""

import re

from aiohttp.test_utils import TestClient

from storage import staff, staff_phones
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
