"""Forgetting at the desk: a supervisor alone, with the name written out; hidden for everybody else at once."""

from storage import conversations, forgetting
from storage.database import Database
from tests.clock import FrozenClock
from tests.console.people import Browser, Waiting


async def test_a_supervisor_hides_a_contact_and_may_call_them_back(
    database: Database, clock: FrozenClock, rina: Browser, wati: Browser, siti: Waiting
) -> None:
    named = (await database.read(conversations.get, siti.conversation_id)).contact.designation
    assert (await rina.post(f"{siti.path}/forget", named=named)).status == 403
    wrong = await wati.post(f"{siti.path}/forget", named="somebody else")
    assert wrong.status >= 400
    assert "nama samaran" in await wrong.text() or "made-up name" in await wrong.text()
    assert await database.read(forgetting.hidden_contacts) == set()
    assert (await wati.post(f"{siti.path}/forget", named=f" {named.upper()} ")).status == 303
    assert siti.number not in await (await rina.get("/")).text()
    assert (await rina.get(siti.path)).status == 403
    assert (await rina.post(f"{siti.path}/take-over")).status == 403
    assert (await wati.get(siti.path)).status == 200
    assert (await wati.post(f"{siti.path}/remember")).status == 303
    assert siti.number in await (await rina.get("/")).text()
    clock.tick(forgetting.GRACE)
    assert await database.read(forgetting.due, clock.now()) == []
