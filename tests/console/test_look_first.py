"""Look first: who said the safe word may not be alone, and a take-over shows on their screen. The desk warns before it."""

import re

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Page, expect

from helpline.events import Event
from storage import events, staff
from storage.database import Database
from storage.transaction import Transaction
from tests.clock import FrozenClock
from tests.console.people import Browser, Waiting, a_contact_who_waits

LOOK = "Look before you take over."


async def says_the_safe_word(database: Database, clock: FrozenClock, who: Waiting) -> None:
    def say(tx: Transaction) -> None:
        about = {"contact_id": who.contact_id, "conversation_id": who.conversation_id, "case_id": who.case_id}
        events.record(tx, Event.SAFE_WORD_SAID, at=clock.now(), actor="contact", **about)

    await database.write(say)


def row_of(who: Waiting, queue: str) -> str:
    [row] = [row for row in queue.split("<li") if who.number in row]
    return row


async def test_the_queue_warns_on_the_row_of_who_said_it_and_on_no_other(
    database: Database, clock: FrozenClock, rina: Browser, siti: Waiting
) -> None:
    dewi = await a_contact_who_waits(database, clock, "77002")
    await says_the_safe_word(database, clock, siti)
    queue = await (await rina.get("/queue")).text()
    assert (LOOK in row_of(siti, queue), LOOK in row_of(dewi, queue)) == (True, False)
    link = re.search(r"<a id=.*?</a>", row_of(siti, queue), re.DOTALL)
    assert link
    assert LOOK in link.group(), "a screen reader reads it with the row"


async def test_the_warning_does_not_tell_who_looks_over_a_shoulder_what_was_said(
    database: Database, clock: FrozenClock, rina: Browser, siti: Waiting
) -> None:
    before = [await (await rina.get(path)).text() for path in ("/queue", siti.path)]
    await says_the_safe_word(database, clock, siti)
    after = [await (await rina.get(path)).text() for path in ("/queue", siti.path)]
    for word in ("safe word", "danger", "duress"):
        assert [page.lower().count(word) for page in after] == [page.lower().count(word) for page in before]


async def test_the_page_before_a_take_over_warns_above_its_button_and_opens_the_way_to_read_first(
    database: Database, clock: FrozenClock, rina: Browser, siti: Waiting
) -> None:
    page = await (await rina.get(siti.path)).text()
    assert (LOOK in page, '<button class="main">Take over' in page, '<details class="card">' in page) == (False, True, True)
    await says_the_safe_word(database, clock, siti)
    page = await (await rina.get(siti.path)).text()
    assert page.index(LOOK) < page.index('<button aria-describedby="look-first">Take over')
    assert 'id="look-first" class="warning" role="alert"' in page
    assert '<details class="card" open>' in page
    await rina.post(f"{siti.path}/glass", reason="They may not be alone.")
    page = await (await rina.get(siti.path)).text()
    assert "When you take over, your name appears" in page, "who reads first is told once more"


async def test_the_warning_ends_with_the_take_over_and_comes_back_with_the_bot(
    database: Database, clock: FrozenClock, rina: Browser, budi: Browser, siti: Waiting
) -> None:
    await says_the_safe_word(database, clock, siti)
    await rina.post(f"{siti.path}/take-over")
    assert LOOK not in await (await budi.get("/queue")).text() + await (await budi.get(siti.path)).text()
    assert "your name appears" not in await (await rina.get(siti.path)).text()
    await rina.post(f"{siti.path}/hand-back")
    assert LOOK in await (await budi.get("/queue")).text()


async def test_who_is_excluded_is_warned_of_nothing(
    database: Database, clock: FrozenClock, rina: Browser, wati: Browser, siti: Waiting
) -> None:
    await says_the_safe_word(database, clock, siti)
    who = next(member.id for member in await database.read(staff.everyone) if member.name == "Rina")
    await wati.post(f"{siti.path}/exclude", who=who)
    assert LOOK not in await (await rina.get("/queue")).text()
    answer = await rina.get(siti.path)
    assert (answer.status, LOOK in await answer.text()) == (403, False)


@pytest.mark.parametrize("width", [360, 1280])
async def test_a_page_that_is_open_warns_as_soon_as_the_word_was_heard(
    width: int, desk: Page, sqlite_database: Database, clock: FrozenClock
) -> None:
    siti = await a_contact_who_waits(sqlite_database, clock)
    await desk.set_viewport_size({"width": width, "height": 800})
    await desk.goto(siti.path)
    await says_the_safe_word(sqlite_database, clock, siti)
    await expect(desk.get_by_role("alert")).to_contain_text(LOOK)
    await expect(desk.get_by_role("button", name="Take over")).to_have_accessible_description(re.compile(LOOK))
    assert not (await Axe().run(desk)).response["violations"]
    assert await desk.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
    await desk.goto("/")
    await expect(desk.get_by_role("link", name=siti.number)).to_contain_text(LOOK)
    assert await desk.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
