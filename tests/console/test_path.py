"""A counsellor's path, counted: a new urgent case is claimed, answered, noted, referred and closed, by mouse and by keyboard."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
from aiohttp.test_utils import TestServer
from playwright.async_api import Locator, Page

from console import make_app
from helpline.cases import CaseStatus
from helpline.referrals import ReferralState
from helpline.severity import Severity
from locales import Wording
from storage import cases, notes, referrals, staff_sessions
from storage.database import Database
from tests.browser import a_browser
from tests.clock import FrozenClock
from tests.console.people import Waiting, a_contact_who_waits, a_member
from tests.patience import PATIENCE

CLICKS = 13
"""Presses of the mouse from the queue to the closed case; a choice from a list counts as one."""
KEYS_FOR_CLAIM_AND_ANSWER = 5


@dataclass
class Counted:
    """A counsellor whose presses are counted. What is typed as words is not."""

    page: Page
    clicks: int = 0
    keys: int = 0

    async def click(self, what: Locator) -> None:
        self.clicks += 1
        await what.click()

    async def choose(self, what: Locator, **option: str) -> None:
        self.clicks += 1
        await what.select_option(**option)

    async def press(self, key: str) -> None:
        self.keys += 1
        await self.page.keyboard.press(key)


@pytest.fixture
async def siti(sqlite_database: Database, clock: FrozenClock) -> Waiting:
    waiting = await a_contact_who_waits(sqlite_database, clock)
    case = await sqlite_database.read(cases.get, waiting.case_id)
    await sqlite_database.write(cases.set_severity, case, Severity.S1)
    return waiting


@pytest.fixture
async def rina(sqlite_database: Database, clock: FrozenClock) -> AsyncIterator[Counted]:
    member = await a_member(sqlite_database, clock)
    token = clock.secret()
    await sqlite_database.write(lambda tx: staff_sessions.start(tx, member.id, token=token, csrf=clock.secret(), at=clock.now()))
    server = TestServer(make_app(sqlite_database, clock, Wording.load(), secure=False))
    async with a_browser() as browser, server:
        context = await browser.new_context(base_url=str(server.make_url("/")), viewport={"width": 1440, "height": 900})
        context.set_default_timeout(PATIENCE * 1000)
        await context.add_cookies([{"name": "suluh", "value": token, "url": str(server.make_url("/"))}])
        yield Counted(await context.new_page())
        await context.close()


async def test_from_the_queue_to_a_closed_case(rina: Counted, sqlite_database: Database, siti: Waiting) -> None:
    page = rina.page
    await page.goto("/")
    await rina.click(page.get_by_text("Melati Teduh 47"))
    await rina.click(page.get_by_role("button", name="Take over"))
    await page.get_by_label("Your reply").fill("Good evening, I am Rina. I am here.")
    await rina.click(page.get_by_role("button", name="Send", exact=True))
    await page.locator(".message.counsellor").wait_for()
    await rina.click(page.get_by_label("A note for colleagues"))
    await page.keyboard.type("She can talk after ten at night.")
    await rina.click(page.get_by_role("button", name="Keep the note"))
    await page.locator(".note").wait_for()
    await rina.click(page.get_by_role("link", name="Case file"))
    refer = page.locator("#refer")
    await rina.choose(refer.get_by_label("To which organisation?"), value="id-sapa129")
    await rina.choose(refer.get_by_label("How did the contact agree?"), value="chat")
    await rina.click(refer.get_by_role("button", name="Refer", exact=True))
    await refer.get_by_text("Offered").first.wait_for()
    await rina.click(page.locator(".back a"))
    await rina.click(page.locator("summary", has_text="Close the case"))
    await rina.choose(page.get_by_label("Why is it closed?"), value="referred")
    await rina.click(page.get_by_role("button", name="Close the case"))
    await page.get_by_text("The bot is speaking with this contact.").wait_for()
    case = await sqlite_database.read(cases.get, siti.case_id)
    [referral] = await sqlite_database.read(referrals.of_case, case)
    assert (case.status, referral.state) == (CaseStatus.CLOSED, ReferralState.OFFERED)
    assert len(await sqlite_database.read(notes.of_case, case)) == 1
    assert (rina.clicks, rina.keys) == (CLICKS, 0)


async def test_claimed_and_answered_without_a_mouse(rina: Counted, siti: Waiting) -> None:
    page = rina.page
    await page.goto("/")
    await page.get_by_text("Melati Teduh 47").wait_for()
    await rina.press("j")
    await rina.press("Enter")
    await page.wait_for_url("**/conversations/**")
    await page.get_by_role("button", name="Take over").wait_for()
    await page.wait_for_load_state("domcontentloaded")  # by then the page's modules listen for keys
    await rina.press("t")
    await page.get_by_label("Your reply").wait_for()
    await page.wait_for_load_state("domcontentloaded")
    await rina.press("r")
    await page.keyboard.type("I am here.")
    await rina.press("Control+Enter")
    await page.locator(".message.counsellor").wait_for()
    assert (rina.clicks, rina.keys) == (0, KEYS_FOR_CLAIM_AND_ANSWER)
