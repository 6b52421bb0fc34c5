"""The team: a supervisor invites, switches off and on."""

import re

import pytest

from storage import invitations, staff
from storage.database import Database
from tests.clock import FrozenClock
from tests.console.people import Browser, a_member, signed_in


async def test_an_invitation_is_shown_once_as_a_full_link(database: Database, clock: FrozenClock, wati: Browser) -> None:
    text = await (await wati.post("/staff/invite", role="counsellor")).text()
    found = re.search(r'value="(http://[^"]+/join/([^"]+))"', text)
    assert found
    assert await database.read(invitations.check, found.group(2), clock.now()) == "counsellor"
    assert found.group(2) not in await (await wati.get("/staff")).text()


async def test_an_invitation_needs_a_role_that_exists(wati: Browser) -> None:
    answer = await wati.post("/staff/invite", role="director")
    assert (answer.status, "Please choose a role that you may invite." in await answer.text()) == (422, True)


async def test_switching_off_signs_out_at_once_and_on_again_lets_back_in(
    database: Database, clock: FrozenClock, wati: Browser
) -> None:
    member = await a_member(database, clock, "Rina")
    rina = await signed_in(database, clock, wati.client, member)
    await wati.post(f"/staff/{member.id}/active", active="no")
    assert (await rina.get("/")).status == 303
    assert "Switch on again" in await (await wati.get("/staff")).text()
    await wati.post(f"/staff/{member.id}/active", active="yes")
    assert (await database.read(staff.get, member.id)).active
    assert (await rina.get("/")).status == 303


@pytest.mark.parametrize("who", ["self", "nobody"])
async def test_nobody_switches_off_themselves_or_nobody(who: str, database: Database, wati: Browser) -> None:
    [me] = await database.read(staff.everyone)
    staff_id, status = (me.id, 409) if who == "self" else ("e" * 32, 404)
    assert (await wati.post(f"/staff/{staff_id}/active", active="no")).status == status
    assert (await wati.get("/")).status == 200
