"""What strangers send can never become script: over a hundred payloads in every place, with the browser's own protection off."""

import dataclasses
from collections.abc import AsyncIterator

import pytest
from aiohttp.test_utils import TestServer
from playwright.async_api import Page

from console import make_app
from helpline.messages import Attachment, Author, Button, Kind
from helpline.permissions import Role
from storage import cases, contacts, conversations, media, notes, staff, staff_sessions
from storage.database import Database
from storage.transaction import Transaction
from tests import makers
from tests.browser import a_browser
from tests.clock import FrozenClock
from tests.console.conftest import WORDING
from tests.console.payloads import CARRIERS, PAYLOADS
from tests.console.people import Waiting, a_contact_who_waits, a_member

AT_ONCE = 40


@pytest.fixture
async def page(sqlite_database: Database, clock: FrozenClock) -> AsyncIterator[Page]:
    """A supervisor's browser, with our content security policy switched off: only the escaping stands."""
    member = await a_member(sqlite_database, clock, role=Role.SUPERVISOR)
    token, csrf = clock.secret(), clock.secret()
    await sqlite_database.write(lambda tx: staff_sessions.start(tx, member.id, token=token, csrf=csrf, at=clock.now()))
    server = TestServer(make_app(sqlite_database, clock, WORDING, secure=False))
    async with a_browser() as browser, server:
        context = await browser.new_context(base_url=str(server.make_url("/")), locale="en", bypass_csp=True)
        await context.add_cookies([{"name": "suluh", "value": token, "url": str(server.make_url("/"))}])
        opened = await context.new_page()
        yield opened
        await context.close()


async def everywhere(database: Database, clock: FrozenClock, siti: Waiting, payloads: tuple[str, ...]) -> None:
    """Put payloads into texts, captions, buttons, cards, file names, the contact's name, the case's answers and a note."""

    def put(tx: Transaction) -> None:
        conversation = conversations.get(tx, siti.conversation_id)
        seq, rina = conversation.last_seq, staff.everyone(tx)[0].id
        case = cases.get(tx, siti.case_id)
        contacts.save(tx, [dataclasses.replace(contacts.get(tx, siti.contact_id), name=payloads[0])], clock.now())
        cases.add_answers(tx, case, {f"a{n}": {"label": p, "value": p} for n, p in enumerate(payloads)})
        for payload in payloads:
            seq += 1
            plain = makers.a_message(clock, conversation, seq, payload, Author.CONTACT)
            more = {"kind": Kind.DOCUMENT, "extra": {"phone_number": payload}, "buttons": ((Button(payload, payload),),)}
            made = dataclasses.replace(plain, **more)  # type: ignore[arg-type]
            makers.keep(tx, conversation, made)
            file_id = clock.new_id()
            attachment = Attachment(Kind.DOCUMENT, "source", payload)
            media.add(tx, id=file_id, message_id=made.id, contact_id=siti.contact_id, attachment=attachment, at=clock.now())
            media.store(tx, media.get(tx, file_id), payload.encode(), "text/html")
            notes.add(tx, case, id=clock.new_id(), staff_id=rina, text=payload, at=clock.now())

    await database.write(put)


async def ran(page: Page) -> bool:
    """Whether any script of a payload ran, now or as soon as the page is idle."""
    await page.wait_for_load_state("networkidle")
    return bool(await page.evaluate("Boolean(window.ran)"))


@pytest.mark.parametrize("first", range(0, len(PAYLOADS), AT_ONCE))
async def test_no_payload_runs_on_any_page(page: Page, sqlite_database: Database, clock: FrozenClock, first: int) -> None:
    siti = await a_contact_who_waits(sqlite_database, clock)
    payloads = PAYLOADS[first : first + AT_ONCE]
    await everywhere(sqlite_database, clock, siti, payloads)
    for path in (siti.path, "/", f"{siti.path}/messages?after=0"):
        await page.goto(path)
        assert not await ran(page), path
    await page.goto(siti.path)
    shown = await page.locator("#messages .text").all_inner_texts()
    assert len(shown) == len(payloads)
    for details in await page.locator("details").all():
        await details.evaluate("d => { d.open = true; }")
    assert not await ran(page)


@pytest.mark.parametrize("payload", CARRIERS[:3])
async def test_the_check_sees_a_script_that_runs(page: Page, payload: str) -> None:
    await page.goto("/sign-in")
    await page.set_content(f"<p>{payload}</p>")
    assert await ran(page)


def test_there_are_more_than_a_hundred() -> None:
    assert len(set(PAYLOADS)) == len(PAYLOADS) > 100
