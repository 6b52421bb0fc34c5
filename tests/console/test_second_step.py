"""The second step: a code once, tries that are counted, recovery codes once; a passkey made and used in a real browser."""

import asyncio
import re
from collections import Counter
from collections.abc import AsyncIterator
from datetime import timedelta

import pyotp
import pytest
from aiohttp.test_utils import TestServer
from argon2 import PasswordHasher
from playwright.async_api import Page

from console import make_app
from console.premises import PREMISES
from helpline.events import Event
from storage import events, half_sign_ins, second_factors, sign_ins, staff, staff_sessions
from storage.database import Database
from storage.staff import Staff
from tests.browser import a_browser
from tests.clock import FrozenClock
from tests.console.conftest import WORDING
from tests.console.people import HERE, Browser, a_member, signed_in
from tests.patience import PATIENCE

HASHED = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
PASSPHRASE = "empat kata yang mudah"


async def with_passphrase(database: Database, clock: FrozenClock) -> Staff:
    from helpline.permissions import Role

    member = Staff(clock.new_id(), "ratna", "Ratna", Role.COUNSELLOR, HASHED.hash(PASSPHRASE), "en", active=True)
    await database.write(staff.add, member, clock.now())
    return member


async def set_up(database: Database, clock: FrozenClock, browser: Browser) -> tuple[pyotp.TOTP, list[str]]:
    """Go through the account's form; the app on the phone, and the recovery codes."""
    page = await (await browser.post("/account/second")).text()
    letters = re.search(r"<code>([A-Z2-7 ]{39})</code>", page)
    assert letters
    app = pyotp.TOTP(letters.group(1).replace(" ", ""))
    done = await (await browser.post("/account/second/confirm", code=app.at(clock.now()))).text()
    codes = re.findall(r"<code>([0-9A-Z]{5}-[0-9A-Z]{5})</code>", done)
    assert len(codes) == 10
    clock.tick(timedelta(seconds=30))
    return app, codes


@pytest.fixture
async def ratna(database: Database, clock: FrozenClock, stranger: Browser) -> tuple[Staff, pyotp.TOTP, list[str]]:
    member = await with_passphrase(database, clock)
    app, codes = await set_up(database, clock, await signed_in(database, clock, stranger.client, member))
    return member, app, codes


async def give_passphrase(browser: Browser) -> str:
    await browser.open_form("/sign-in")
    answer = await browser.post("/sign-in", login="ratna", passphrase=PASSPHRASE)
    browser.cookies |= {name: morsel.value for name, morsel in answer.cookies.items()}
    return answer.headers["Location"]


async def test_after_the_passphrase_the_code_is_asked_for_and_lets_in(
    ratna: tuple[Staff, pyotp.TOTP, list[str]], stranger: Browser, clock: FrozenClock
) -> None:
    assert await give_passphrase(stranger) == "/sign-in/code"
    assert (await stranger.get("/")).headers["Location"] == "/sign-in"
    answer = await stranger.post("/sign-in/code", code=f" {ratna[1].at(clock.now())[:3]} {ratna[1].at(clock.now())[3:]} ")
    assert (answer.status, answer.headers["Location"]) == (303, "/")
    stranger.token = answer.cookies["suluh"].value
    assert (await stranger.get("/")).status == 200


async def test_a_code_is_good_once(ratna: tuple[Staff, pyotp.TOTP, list[str]], stranger: Browser, clock: FrozenClock) -> None:
    code = ratna[1].at(clock.now())
    await give_passphrase(stranger)
    assert (await stranger.post("/sign-in/code", code=code)).status == 303
    await give_passphrase(stranger)
    assert (await stranger.post("/sign-in/code", code=code)).status == 401


async def test_after_five_wrong_codes_a_right_one_is_too_late(
    ratna: tuple[Staff, pyotp.TOTP, list[str]], stranger: Browser, clock: FrozenClock
) -> None:
    await give_passphrase(stranger)
    for wrong in ("000000", "", "abcdef", "１２３４５６", "9" * 40):
        answer = await stranger.post("/sign-in/code", code=wrong)
        assert (answer.status, "This code is not right" in await answer.text()) == (401, True)
    answer = await stranger.post("/sign-in/code", code=ratna[1].at(clock.now()))
    assert (answer.status, "Please sign in again." in await answer.text()) == (401, True)


async def test_of_many_codes_at_once_five_are_looked_at(ratna: tuple[Staff, pyotp.TOTP, list[str]], stranger: Browser) -> None:
    await give_passphrase(stranger)
    answers = await asyncio.gather(*(stranger.post("/sign-in/code", code="000000") for _ in range(9)))
    looked_at = ["This code is not right" in await answer.text() for answer in answers]
    assert Counter(looked_at) == {True: 5, False: 4}


async def guess(browser: Browser, code: str, *, place: str = "") -> tuple[int, bool]:
    """Sign in up to the code and give it; the answer, and whether it asks for a quarter of an hour."""
    await give_passphrase(browser)
    form = {"csrf": browser.csrf, "code": code}
    answer = await browser.ask("POST", "/sign-in/code", HERE | {"X-Forwarded-For": place}, data=form)
    return answer.status, "Please wait 15 minutes and try again." in await answer.text()


async def test_ten_wrong_codes_are_enough_for_a_quarter_of_an_hour_however_often_one_begins_again(
    ratna: tuple[Staff, pyotp.TOTP, list[str]], stranger: Browser, clock: FrozenClock
) -> None:
    _member, app, codes = ratna
    answers = [await guess(stranger, "000000", place=f"203.0.113.{place}") for place in range(10)]
    assert answers == [(401, False)] * 10
    assert await guess(stranger, app.at(clock.now())) == (429, True)
    assert await guess(stranger, codes[0], place="198.51.100.7") == (429, True)
    clock.tick(sign_ins.WINDOW + timedelta(seconds=1))
    assert await guess(stranger, app.at(clock.now())) == (303, False)


async def test_a_right_code_clears_the_count_and_nobody_else_is_counted(
    database: Database, ratna: tuple[Staff, pyotp.TOTP, list[str]], stranger: Browser, rina: Browser, clock: FrozenClock
) -> None:
    _member, app, codes = ratna
    rinas, _codes = await set_up(database, clock, rina)
    for right in (app.at(clock.now()), codes[0]):
        for _ in range(9):
            assert await guess(stranger, "000000") == (401, False)
        assert await guess(stranger, right) == (303, False)
    for _ in range(10):
        assert await guess(stranger, "000000") == (401, False)
    assert (await rina.post("/account/second/remove", code=rinas.at(clock.now()))).status == 303


async def test_wrong_codes_do_not_count_against_the_place(ratna: tuple[Staff, pyotp.TOTP, list[str]], stranger: Browser) -> None:
    for _ in range(10):
        await guess(stranger, "000000")
    await stranger.open_form("/sign-in")
    statuses = [(await stranger.post("/sign-in", login=f"nobody{i}", passphrase="wrong")).status for i in range(21)]
    assert statuses == [401] * 20 + [429]


async def test_a_half_sign_in_that_is_too_old_is_over(
    ratna: tuple[Staff, pyotp.TOTP, list[str]], stranger: Browser, clock: FrozenClock
) -> None:
    await give_passphrase(stranger)
    clock.tick(half_sign_ins.VALID)
    assert (await stranger.post("/sign-in/code", code=ratna[1].at(clock.now()))).status == 401


async def test_a_recovery_code_stands_in_once(
    database: Database, ratna: tuple[Staff, pyotp.TOTP, list[str]], stranger: Browser
) -> None:
    member, _app, codes = ratna
    await give_passphrase(stranger)
    assert (await stranger.post("/sign-in/code", code=codes[0].lower())).status == 303
    await give_passphrase(stranger)
    assert (await stranger.post("/sign-in/code", code=codes[0])).status == 401
    assert await database.read(second_factors.codes_left, member.id) == 9
    assert Event.RECOVERY_CODE_USED in [row.event for row in await database.read(events.since, 0)]


async def test_an_unconfirmed_secret_asks_for_nothing(database: Database, clock: FrozenClock, stranger: Browser) -> None:
    member = await with_passphrase(database, clock)
    browser = await signed_in(database, clock, stranger.client, member)
    await browser.post("/account/second")
    wrong = await browser.post("/account/second/confirm", code="000000")
    assert (wrong.status, "This code is not right" in await wrong.text()) == (422, True)
    assert await give_passphrase(stranger) == "/"


async def test_switching_it_off_takes_a_code(
    database: Database, ratna: tuple[Staff, pyotp.TOTP, list[str]], stranger: Browser, clock: FrozenClock
) -> None:
    member, app, _codes = ratna
    browser = await signed_in(database, clock, stranger.client, member)
    await browser.post("/account/second")  # a confirmed secret is not replaced by a click
    assert (await browser.post("/account/second/remove", code="000000")).status == 422
    assert (await browser.post("/account/second/remove", code=app.at(clock.now()))).status == 303
    assert await database.read(second_factors.find, member.id) is None


async def test_switching_it_off_is_refused_after_ten_wrong_codes_given_at_once_or_at_the_sign_in(
    database: Database, ratna: tuple[Staff, pyotp.TOTP, list[str]], stranger: Browser, clock: FrozenClock
) -> None:
    member, app, codes = ratna
    for _ in range(3):
        await guess(stranger, "000000")
    browser = await signed_in(database, clock, stranger.client, member)
    answers = await asyncio.gather(*(browser.post("/account/second/remove", code="000000") for _ in range(12)))
    assert Counter(answer.status for answer in answers) == {422: 7, 429: 5}
    refused = await browser.post("/account/second/remove", code=app.at(clock.now()))
    assert (refused.status, "Please wait 15 minutes and try again." in await refused.text()) == (429, True)
    assert await guess(stranger, codes[0]) == (429, True)
    assert await database.read(second_factors.codes_left, member.id) == 10
    clock.tick(sign_ins.WINDOW + timedelta(seconds=1))
    assert (await browser.post("/account/second/remove", code=app.at(clock.now()))).status == 303
    assert await database.read(second_factors.find, member.id) is None


async def test_the_secret_is_sealed_and_no_passkey_answer_of_nonsense_lets_in(stranger: Browser) -> None:
    await stranger.open_form("/sign-in")
    asked = await stranger.ask("POST", "/sign-in/passkey/ask", {"X-CSRF-Token": stranger.csrf, "Sec-Fetch-Site": "same-origin"})
    assert (asked.status, (await asked.json())["userVerification"]) == (200, "required")
    for body in ("", "[]", "{}", '{"rawId": "AAAA", "id": "AAAA", "type": "public-key", "response": {}}', "\x00"):
        stranger.cookies |= {name: morsel.value for name, morsel in asked.cookies.items()}
        headers = {"X-CSRF-Token": stranger.csrf, "Sec-Fetch-Site": "same-origin"}
        assert (await stranger.ask("POST", "/sign-in/passkey", headers, data=body)).status == 401


@pytest.fixture
async def device(sqlite_database: Database, clock: FrozenClock) -> AsyncIterator[Page]:
    """A browser with a phone's key store, signed in."""
    member = await a_member(sqlite_database, clock)
    token, csrf = clock.secret(), clock.secret()
    await sqlite_database.write(lambda tx: staff_sessions.start(tx, member.id, token=token, csrf=csrf, at=clock.now()))
    app = make_app(sqlite_database, clock, WORDING, secure=False)
    app[PREMISES].passphrases.hasher = HASHED
    server = TestServer(app)
    async with a_browser() as browser, server:
        base = f"http://localhost:{server.port}"
        context = await browser.new_context(base_url=base, locale="en")
        context.set_default_timeout(PATIENCE * 1000)
        await context.add_cookies([{"name": "suluh", "value": token, "url": base}])
        page = await context.new_page()
        cdp = await context.new_cdp_session(page)
        await cdp.send("WebAuthn.enable")
        options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
        await cdp.send(
            "WebAuthn.addVirtualAuthenticator",
            {"options": {**options, "isUserVerified": True, "automaticPresenceSimulation": True}},
        )
        yield page
        await context.close()


async def test_a_passkey_is_made_signs_in_and_is_taken_away(device: Page, sqlite_database: Database) -> None:
    await device.goto("/account")
    await device.get_by_role("button", name="Make a passkey on this device").click()
    await device.locator("#passkeys").get_by_role("button", name="Remove").wait_for()
    await device.get_by_role("button", name="Sign out", exact=True).click()
    await device.wait_for_url("**/sign-in")
    await device.get_by_role("button", name="Sign in with a passkey").click()
    await device.get_by_role("heading", name="Queue").wait_for()
    await device.goto("/account")
    await device.locator("#passkeys").get_by_role("button", name="Remove").click()
    await device.get_by_role("button", name="Sign out", exact=True).click()
    await device.get_by_role("button", name="Sign in with a passkey").click()
    await device.get_by_text("The passkey was not accepted.").wait_for()
    kept = [row.event for row in await sqlite_database.read(events.since, 0)]
    assert [event for event in kept if "passkey" in event] == [Event.PASSKEY_ADDED, Event.PASSKEY_REMOVED]
