"""The desk in a real browser: it stays true without a reload, keeps drafts, and fits a phone."""

import asyncio
import dataclasses

import pytest
from playwright.async_api import Page, Route, expect

from helpline.events import Event
from helpline.messages import Author
from storage import access, conversations, events, messages, staff, staff_sessions
from storage.database import Database
from storage.transaction import Transaction
from tests import makers
from tests.clock import FrozenClock
from tests.console.people import Waiting, a_contact_who_waits


@pytest.fixture
async def siti(sqlite_database: Database, clock: FrozenClock) -> Waiting:
    return await a_contact_who_waits(sqlite_database, clock)


async def write(database: Database, clock: FrozenClock, siti: Waiting, text: str) -> None:
    """The contact writes."""

    def keep(tx: Transaction) -> None:
        conversation = conversations.get(tx, siti.conversation_id)
        line = makers.a_message(clock, conversation, conversation.last_seq + 1, text, Author.CONTACT)
        makers.keep(tx, conversation, dataclasses.replace(line, ref=str(line.seq)))
        events.record(tx, Event.MESSAGE_RECEIVED, at=clock.now(), actor="contact", conversation_id=siti.conversation_id)

    await database.write(keep)


async def edit(database: Database, clock: FrozenClock, siti: Waiting, ref: str, text: str) -> None:
    """The contact changes what they wrote."""

    def change(tx: Transaction) -> None:
        known = (siti.conversation_id, siti.contact_id)
        messages.revise(tx, *known, ref=ref, text=text, extra={}, at=clock.now(), id=clock.new_id())
        events.record(tx, Event.MESSAGE_EDITED, at=clock.now(), actor="contact", conversation_id=siti.conversation_id)

    await database.write(change)


async def overflow(page: Page) -> int:
    return int(await page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


async def test_the_queue_fills_without_a_reload(desk: Page, sqlite_database: Database, clock: FrozenClock) -> None:
    await desk.goto("/")
    await desk.evaluate("window.same = true")
    await desk.get_by_text("Nobody is waiting").wait_for()
    siti = await a_contact_who_waits(sqlite_database, clock)
    await write(sqlite_database, clock, siti, "tolong")
    await desk.get_by_text(siti.number).wait_for()
    assert await desk.title() == "(1) Queue · Suluh"
    assert await desk.evaluate("window.same")
    assert await overflow(desk) <= 0


async def test_a_talk_from_take_over_to_hand_back(
    desk: Page, sqlite_database: Database, clock: FrozenClock, siti: Waiting
) -> None:
    await desk.goto(siti.path)
    await desk.get_by_role("button", name="Take over").click()
    area = desk.get_by_label("Your reply")
    await area.fill("I am here.")
    await desk.evaluate("window.same = true")
    await write(sqlite_database, clock, siti, "a <b>new</b> line")
    await desk.get_by_text("a <b>new</b> line").wait_for()
    assert await area.input_value() == "I am here."
    await area.press("Control+Enter")
    await desk.locator("#messages").get_by_text("I am here.").wait_for()
    assert await area.input_value() == ""
    await area.fill("And again.")
    await desk.get_by_role("button", name="Send").click()
    await desk.locator("#messages").get_by_text("And again.").wait_for()
    await edit(sqlite_database, clock, siti, "2", "other words")
    await desk.get_by_text("other words").wait_for()
    assert await desk.evaluate("window.same")
    assert await overflow(desk) <= 0
    await desk.get_by_role("button", name="Hand back to the bot").click()
    await desk.get_by_text("The bot is speaking with this contact.").wait_for()


@pytest.mark.parametrize("where", ["desk", "case"])
async def test_who_is_excluded_from_a_case_loses_it_from_an_open_page_at_once(
    where: str, desk: Page, sqlite_database: Database, clock: FrozenClock, siti: Waiting
) -> None:
    other = await a_contact_who_waits(sqlite_database, clock, "77002")
    await desk.goto("/" if where == "desk" else siti.path)
    await desk.get_by_text(siti.number).wait_for()
    part = "/queue" if where == "desk" else siti.path
    async with desk.expect_response(lambda answer: part in answer.url):
        await write(sqlite_database, clock, siti, "halo")  # the page hears what happens

    def exclude(tx: Transaction) -> None:
        [rina] = staff.everyone(tx)
        access.exclude(tx, siti.contact_id, rina.id, id=clock.new_id(), by=rina.id, at=clock.now())
        tx.hint("events")

    await sqlite_database.write(exclude)
    await expect(desk.get_by_text(siti.number)).to_have_count(0)
    told = other.number if where == "desk" else "You must not see this case."
    await desk.get_by_text(told).wait_for()


async def test_a_draft_outlives_the_page_but_not_the_session(desk: Page, siti: Waiting) -> None:
    await desk.goto(siti.path)
    await desk.get_by_role("button", name="Take over").click()
    await desk.get_by_label("Your reply").fill("half a sentence")
    await expect(desk.get_by_label("Ready replies")).to_be_visible()  # the page is awake
    await desk.goto("/")
    await desk.goto(siti.path)
    assert await desk.get_by_label("Your reply").input_value() == "half a sentence"
    await desk.get_by_role("button", name="Sign out").click()
    await desk.wait_for_url("**/sign-in")
    assert await desk.evaluate("localStorage.length") == 0


async def test_what_is_typed_before_the_page_is_awake_is_kept_too(desk: Page, siti: Waiting) -> None:
    await desk.goto(siti.path)
    await desk.get_by_role("button", name="Take over").click()
    await expect(desk.get_by_label("Your reply")).to_be_visible()
    awake = asyncio.Event()

    async def slowly(route: Route) -> None:
        await awake.wait()
        await route.continue_()

    await desk.route("**/signs*.js", slowly)
    await desk.goto(siti.path, wait_until="commit")
    await desk.get_by_label("Your reply").fill("early words")
    async with desk.expect_response(lambda answer: "early+words" in (answer.request.post_data or "")):
        awake.set()
    await desk.goto(siti.path)
    assert await desk.get_by_label("Your reply").input_value() == "early words"


async def test_a_session_that_ends_elsewhere_leads_to_the_sign_in(desk: Page, sqlite_database: Database, siti: Waiting) -> None:
    await desk.goto(siti.path)

    def end(tx: Transaction) -> None:
        [rina] = staff.everyone(tx)
        staff_sessions.end_all(tx, rina.id)
        tx.hint("events")

    await sqlite_database.write(end)
    await desk.wait_for_url("**/sign-in")


async def test_the_keyboard_reaches_everything_with_a_visible_focus(desk: Page, siti: Waiting) -> None:
    await desk.goto("/")
    await desk.keyboard.press("Tab")
    assert await desk.evaluate("document.activeElement.textContent") == "Skip to the content"
    seen = set()
    for _ in range(24):
        await desk.keyboard.press("Tab")
        seen.add(await desk.evaluate("document.activeElement.getAttribute('href')"))
        assert await desk.evaluate("getComputedStyle(document.activeElement).outlineStyle") in ("solid", "auto")
        if siti.path in seen:
            break
    assert siti.path in seen


async def test_the_alarm_rings_only_where_it_was_switched_on_and_tells_nothing(
    desk: Page, sqlite_database: Database, clock: FrozenClock
) -> None:
    def called(tx: Transaction) -> None:
        events.record(tx, Event.COUNSELLORS_CALLED, at=clock.now(), actor="bot", conversation_id="0" * 32)

    async def rang() -> str | None:
        return await desk.evaluate("document.documentElement.dataset.rang ?? null")

    await desk.goto("/")
    alarm = desk.get_by_role("button", name="Sound and notification")
    await sqlite_database.write(called)
    siti = await a_contact_who_waits(sqlite_database, clock)
    await write(sqlite_database, clock, siti, "tolong")
    await desk.get_by_text(siti.number).wait_for()
    assert await rang() is None
    await alarm.click()
    assert await alarm.get_attribute("aria-pressed") == "true"
    await sqlite_database.write(called)
    await desk.locator("html[data-rang='1']").wait_for()  # a waiting function would be refused by the page's own policy
    assert await alarm.get_attribute("data-waiting") == "Somebody is waiting."
    assert await overflow(desk) <= 0


async def test_a_ready_reply_goes_in_where_the_cursor_stands_and_can_be_taken_back(desk: Page, siti: Waiting) -> None:
    await desk.goto(siti.path)
    await desk.get_by_role("button", name="Take over").click()
    area = desk.get_by_label("Your reply")
    await area.fill("Selamat pagi.")
    await desk.get_by_label("Ready replies").select_option(label="Closing")
    written = await area.input_value()
    assert written.startswith("Selamat pagi. Terima kasih sudah percaya kepada kami.")
    assert siti.number in written
    await area.press("Control+z")
    assert await area.input_value() == "Selamat pagi."
    assert await overflow(desk) <= 0


async def typed(page: Page) -> str:
    return await page.get_by_label("Your reply").input_value()


async def test_a_session_that_expires_while_one_types_costs_no_word(
    desk: Page, sqlite_database: Database, clock: FrozenClock, siti: Waiting
) -> None:
    await desk.goto(siti.path)
    await desk.get_by_role("button", name="Take over").click()
    await desk.get_by_label("Your reply").fill("A long and careful answer")

    def end(tx: Transaction) -> str:
        [rina] = staff.everyone(tx)
        staff_sessions.end_all(tx, rina.id)
        tx.hint("events")
        return rina.id

    rinas_id = await sqlite_database.write(end)
    await desk.get_by_text("You are signed out.").wait_for()
    assert await typed(desk) == "A long and careful answer"
    token, csrf = clock.secret(), clock.secret()
    await sqlite_database.write(lambda tx: staff_sessions.start(tx, rinas_id, token=token, csrf=csrf, at=clock.now()))
    await desk.context.add_cookies([{"name": "suluh", "value": token, "url": desk.url.partition("/conversations")[0]}])
    await desk.evaluate("window.dispatchEvent(new Event('focus'))")
    await desk.locator("#line").wait_for(state="hidden")
    await desk.get_by_role("button", name="Send", exact=True).click()
    await desk.locator(".message.counsellor", has_text="A long and careful answer").wait_for()
    assert await typed(desk) == ""


async def test_a_lost_network_leaves_no_gap_and_no_double(
    desk: Page, sqlite_database: Database, clock: FrozenClock, siti: Waiting
) -> None:
    await desk.goto(siti.path)
    await desk.get_by_role("button", name="Take over").click()
    await write(sqlite_database, clock, siti, "before")
    await desk.get_by_text("before").wait_for()
    await desk.context.set_offline(True)
    for number in range(3):
        await write(sqlite_database, clock, siti, f"meanwhile {number}")
    await desk.get_by_label("Your reply").fill("Still here")
    await desk.get_by_role("button", name="Send", exact=True).click()
    await desk.locator("#said").wait_for()
    assert await typed(desk) == "Still here"
    await desk.context.set_offline(False)
    await desk.get_by_role("button", name="Send", exact=True).click()
    await desk.locator(".message.counsellor", has_text="Still here").wait_for()
    await desk.get_by_text("meanwhile 2").wait_for()
    shown = [text for text in await desk.locator("#messages .text").all_inner_texts() if not text.startswith("Rina")]
    assert shown == ["before", "meanwhile 0", "meanwhile 1", "meanwhile 2", "Still here"]


async def test_two_tabs_share_a_draft_and_what_one_sends_the_other_shows_once(
    desk: Page, sqlite_database: Database, siti: Waiting
) -> None:
    await desk.goto(siti.path)
    await desk.get_by_role("button", name="Take over").click()
    async with desk.expect_response(lambda answer: "draft=Half" in (answer.request.post_data or "")):
        await desk.get_by_label("Your reply").fill("Half a sentence")
    other = await desk.context.new_page()
    await other.goto(siti.path)
    assert await typed(other) == "Half a sentence"
    await other.get_by_role("button", name="Send", exact=True).click()
    await desk.locator(".message.counsellor", has_text="Half a sentence").wait_for()
    await other.locator(".message.counsellor", has_text="Half a sentence").wait_for()
    for page in (desk, other):
        assert await page.locator(".message.counsellor", has_text="Half a sentence").count() == 1


async def test_the_back_button_brings_back_what_was_typed(desk: Page, siti: Waiting) -> None:
    await desk.goto("/")
    await desk.get_by_text(siti.number).click()
    await desk.get_by_role("button", name="Take over").click()
    await desk.get_by_label("Your reply").fill("Not yet sent")
    await desk.get_by_role("link", name="← Queue").click()
    await desk.get_by_role("heading", name="Queue").wait_for()
    await desk.go_back()
    await desk.get_by_label("Your reply").wait_for()
    assert await typed(desk) == "Not yet sent"
