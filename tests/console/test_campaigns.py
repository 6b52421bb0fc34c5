"""A question to many at the desk: written by one, approved by another, paused, called off; what is wrong is said."""

import pytest

from helpline.campaigns import CampaignState
from helpline.permissions import Role
from storage import campaigns
from storage.database import Database
from tests.clock import FrozenClock
from tests.console.people import Browser, Waiting, a_member, signed_in

pytestmark = pytest.mark.usefixtures("siti")


@pytest.fixture
async def dewi(database: Database, clock: FrozenClock, wati: Browser) -> Browser:
    """A second supervisor."""
    return await signed_in(database, clock, wati.client, await a_member(database, clock, "Dewi", Role.SUPERVISOR))


async def state(database: Database) -> tuple[str, CampaignState, int]:
    [one] = await database.read(campaigns.latest)
    return one.id, one.state, one.total


async def test_what_one_writes_another_approves(database: Database, wati: Browser, dewi: Browser, siti: Waiting) -> None:
    assert (await wati.post("/campaigns", text="Ada gempa.", country="", situation="")).status == 303
    which, stands, _total = await state(database)
    text = await (await wati.get("/campaigns")).text()
    assert "It would reach 1 people and take at least" in text
    assert "Somebody else must approve it." in text
    assert (await wati.post(f"/campaigns/{which}/state", state="running")).status == 422
    assert (await state(database))[1] is stands is CampaignState.DRAFT
    assert (await dewi.post(f"/campaigns/{which}/state", state="running")).status == 303
    assert (await state(database))[1:] == (CampaignState.RUNNING, 1)
    for given, status in (("paused", 303), ("paused", 422), ("running", 303), ("done", 422), ("x", 422), ("called_off", 303)):
        assert (await wati.post(f"/campaigns/{which}/state", state=given)).status == status
    assert (await dewi.post(f"/campaigns/{which}/state", state="running")).status == 422


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"text": "  "}, "Please write something first."),
        ({"text": "x" * 601}, "too long"),
        ({"text": "Halo", "country": "QA"}, "Nobody belongs to this group"),
    ],
)
async def test_what_is_wrong_is_said_and_stays_in_the_form(
    database: Database, wati: Browser, typed: dict[str, str], said: str
) -> None:
    answer = await wati.post("/campaigns", **typed)
    text = await answer.text()
    assert (answer.status, said in text, typed["text"] in text) == (422, True, True)
    assert await database.read(campaigns.latest) == []


async def test_a_campaign_that_is_not_there(wati: Browser) -> None:
    assert (await wati.post(f"/campaigns/{'f' * 32}/state", state="paused")).status == 404
