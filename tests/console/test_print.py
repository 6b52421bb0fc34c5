"""On paper: the case file without navigation, forms and buttons, and with the words that on the screen stand in its forms."""

from collections.abc import AsyncIterator

import pytest
from aiohttp.test_utils import TestServer
from playwright.async_api import Page

from console import make_app
from helpline.permissions import Role
from storage import cases, plans, staff_sessions
from storage.database import Database
from storage.plans import PlanItem
from storage.transaction import Transaction
from tests.browser import a_browser, watched
from tests.clock import FrozenClock
from tests.console.conftest import WORDING
from tests.console.people import Waiting, a_contact_who_waits, a_member

WISH = "Saya ingin pulang dengan selamat. " * 12


@pytest.fixture
async def siti(sqlite_database: Database, clock: FrozenClock) -> Waiting:
    return await a_contact_who_waits(sqlite_database, clock)


@pytest.fixture
async def case_page(sqlite_database: Database, clock: FrozenClock, siti: Waiting) -> AsyncIterator[Page]:
    """Wati at the file of Siti's case, on a dark screen."""
    member = await a_member(sqlite_database, clock, "Wati", Role.SUPERVISOR)
    token, csrf = clock.secret(), clock.secret()

    def fill(tx: Transaction) -> None:
        staff_sessions.start(tx, member.id, token=token, csrf=csrf, at=clock.now())
        case = cases.get(tx, siti.case_id)
        cases.set_care(tx, case, {"wishes": WISH, "safe_from": "20:00", "safe_until": "22:00", "manner": "Hanya lewat obrolan."})
        plans.add(tx, case, PlanItem(clock.new_id(), "Telepon rumah aman", clock.now(), member.id, clock.now()))

    await sqlite_database.write(fill)
    server = TestServer(make_app(sqlite_database, clock, WORDING, secure=False))
    async with a_browser() as browser, server:
        base = str(server.make_url("/"))
        context = await browser.new_context(base_url=base, color_scheme="dark", locale="en")
        await context.add_cookies([{"name": "suluh", "value": token, "url": base}])
        page = await watched(context)
        await page.goto(f"{siti.path}/case")
        yield page
        assert page.troubles == []  # type: ignore[attr-defined]
        await context.close()


async def test_a_case_file_on_paper_holds_its_words_and_nothing_to_press(case_page: Page) -> None:
    assert not await case_page.locator(".paper").first.is_visible()
    await case_page.emulate_media(media="print")
    words = await case_page.locator("body").inner_text()
    for told in (
        WISH.strip(),
        "20:00 – 22:00",
        "Hanya lewat obrolan.",
        "Telepon rumah aman",
        "printed by Wati",
        "Melati Teduh 47",
    ):
        assert told in words
    for what in ("nav", "header", "button", "input", "textarea", "select", "dialog"):
        assert await case_page.locator(f"{what}:visible").count() == 0
    assert await case_page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert await case_page.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"


async def test_a_case_file_fits_on_a_page_of_paper(case_page: Page) -> None:
    paper = await case_page.pdf(format="A4", prefer_css_page_size=True)
    assert paper.startswith(b"%PDF")
    assert paper.count(b"/Type /Page\n") == 1
