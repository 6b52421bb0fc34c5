"""A question to many: each is asked once, in their hours; who needs help comes to a counsellor; the tallies are true."""

from datetime import UTC, datetime, timedelta

import pytest

from helpline.campaigns import Audience, Campaign, CampaignState, duration
from helpline.severity import Severity
from storage import campaigns
from storage.transaction import Transaction
from tests.clock import FrozenClock
from tests.emulator.people import Person
from tests.letterbox import Letterbox, case_of
from tests.makers import a_counsellor

TEXT = "Ada gempa di Hualien. {case} %s"
ASKED = f"{TEXT}\n\nApakah Anda baik-baik saja?"


async def start(box: Letterbox, clock: FrozenClock, *, urgent: bool = True, country: str | None = None) -> str:
    """A campaign that a second person has approved."""

    def make(tx: Transaction) -> str:
        writer, approver = a_counsellor(tx, clock), a_counsellor(tx, clock)
        made = Campaign(clock.new_id(), TEXT, Audience(country), urgent, CampaignState.DRAFT, writer, clock.now())
        campaigns.add(tx, made)
        campaigns.approve(tx, made, approver, clock.now())
        return made.id

    return await box.helpline.database.write(make)


async def some_people(box: Letterbox, count: int = 3) -> list[Person]:
    people = [box.person(77000 + number, f"Orang {number}") for number in range(count)]
    for person in people:
        await box.says(person, "halo")
    return people


async def tallies(box: Letterbox, campaign_id: str) -> Campaign:
    return await box.helpline.database.read(campaigns.get, campaign_id)


async def test_everybody_is_asked_once_and_the_tallies_tell_who_answered_what(box: Letterbox, clock: FrozenClock) -> None:
    people = await some_people(box)
    which = await start(box, clock)
    assert await box.helpline.schedule.campaigning.look() == 3
    assert await box.helpline.schedule.campaigning.look() == 0
    for person in people:
        assert [text for text in await box.heard_by(person) if text == ASKED] == [ASKED]
    await box.says(people[0], "[Saya baik-baik saja]")
    await box.says(people[1], "[Saya butuh bantuan]")
    await box.says(people[2], "rumah majikan retak")
    kept = await tallies(box, which)
    assert (kept.state, kept.total, kept.asked, kept.safe, kept.help, kept.words) == (CampaignState.DONE, 3, 3, 1, 1, 1)
    case = await case_of(box.helpline.database, people[1])
    assert case
    assert case.severity is Severity.S1
    assert await case_of(box.helpline.database, people[0]) is None


async def test_outside_the_safe_hours_it_waits_for_the_morning(box: Letterbox, clock: FrozenClock) -> None:
    (person,) = await some_people(box, 1)
    clock.time = datetime(2026, 11, 24, 16, 0, tzinfo=UTC)  # eleven at night in Jakarta
    which = await start(box, clock, urgent=False)
    await box.helpline.schedule.campaigning.look()
    assert ASKED not in await box.heard_by(person)
    clock.time = datetime(2026, 11, 25, 1, 0, tzinfo=UTC)
    await box.helpline.schedule.campaigning.look()
    assert ASKED in await box.heard_by(person)
    assert (await tallies(box, which)).asked == 1


async def test_only_its_audience_and_nobody_after_it_was_called_off(box: Letterbox, clock: FrozenClock) -> None:
    people = await some_people(box, 2)
    await box.says(people[0], "menu", "[Nomor telepon penting]", "taiwan")
    which = await start(box, clock, country="TW")
    await box.helpline.database.write(campaigns.set_state, which, CampaignState.PAUSED)
    assert await box.helpline.schedule.campaigning.look() == 0
    await box.helpline.database.write(campaigns.set_state, which, CampaignState.RUNNING)
    await box.helpline.schedule.campaigning.look()
    assert [ASKED in await box.heard_by(person) for person in people] == [True, False]


@pytest.mark.parametrize(("count", "seconds"), [(0, 0), (1, 1), (25, 1), (26, 2), (90_000, 3600)])
def test_how_long_it_takes_at_the_bots_limit(count: int, seconds: int) -> None:
    assert duration(count) == timedelta(seconds=seconds)
