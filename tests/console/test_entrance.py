"""Entrance: joining by invitation, signing in and out, and slowing down who guesses."""

from datetime import timedelta

import pytest

from helpline.permissions import Role
from storage import invitations, sign_ins, staff
from storage.database import Database
from tests.clock import FrozenClock
from tests.console.people import HERE, PAGE, Browser, a_member

PASSPHRASE = "lampu kecil di jendela"
TYPED = {"name": "Rina", "login": "rina", "passphrase": PASSPHRASE, "again": PASSPHRASE}
SPENT = "This invitation is used up, too old, or was never given"


@pytest.fixture
async def link(database: Database, clock: FrozenClock) -> str:
    token = clock.secret()
    await database.write(lambda tx: invitations.invite(tx, token=token, role=Role.SUPERVISOR, invited_by=None, at=clock.now()))
    return f"/join/{token}"


async def join(browser: Browser, link: str, **changed: str) -> tuple[int, str]:
    await browser.open_form(link)
    answer = await browser.post(link, **(TYPED | changed))
    if "suluh" in answer.cookies:
        browser.token = answer.cookies["suluh"].value
    return answer.status, await answer.text()


async def sign_in(browser: Browser, login: str = "rina", passphrase: str = PASSPHRASE, **headers: str) -> tuple[int, str]:
    await browser.open_form("/sign-in")
    data = {"csrf": browser.csrf, "login": login, "passphrase": passphrase}
    answer = await browser.ask("POST", "/sign-in", PAGE | HERE | headers, data=data)
    if "suluh" in answer.cookies:
        browser.token = answer.cookies["suluh"].value
    return answer.status, await answer.text()


async def test_who_joins_is_signed_in_with_the_role_of_the_invitation(database: Database, stranger: Browser, link: str) -> None:
    assert (await join(stranger, link))[0] == 303
    assert (await stranger.get("/staff")).status == 200
    [member] = await database.read(staff.everyone)
    assert (member.name, member.role) == ("Rina", Role.SUPERVISOR)
    assert PASSPHRASE not in member.password_hash
    assert member.password_hash.startswith("$argon2id$")


async def test_an_invitation_works_once(stranger: Browser, link: str) -> None:
    await join(stranger, link)
    answer = await stranger.get(link)
    assert (answer.status, SPENT in await answer.text()) == (410, True)


async def test_an_invitation_lapses_after_a_day(stranger: Browser, clock: FrozenClock, link: str) -> None:
    await stranger.open_form(link)
    clock.tick(invitations.VALID + timedelta(seconds=1))
    answer = await stranger.post(link, **TYPED)
    assert (answer.status, SPENT in await answer.text()) == (410, True)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"name": " "}, "Please give the name"),
        ({"name": "x" * 61}, "Please give the name"),
        ({"login": "ab"}, "Please choose a sign-in name"),
        ({"login": "two words"}, "Please choose a sign-in name"),
        ({"passphrase": "fourteen chars", "again": "fourteen chars"}, "Please choose a passphrase of at least 15"),
        ({"passphrase": "x" * 501, "again": "x" * 501}, "This passphrase is too long"),
        ({"again": "something else"}, "The two passphrases are not the same."),
    ],
)
async def test_what_was_typed_stays_when_something_is_wrong(
    changed: dict[str, str], said: str, database: Database, stranger: Browser, link: str
) -> None:
    status, text = await join(stranger, link, **changed)
    assert (status, said in text) == (422, True)
    assert f'value="{(TYPED | changed)["login"]}"' in text
    assert PASSPHRASE not in text
    assert await database.read(staff.is_empty)
    assert (await join(stranger, link))[0] == 303


async def test_a_taken_sign_in_name_leaves_the_invitation_good(
    database: Database, clock: FrozenClock, stranger: Browser, link: str
) -> None:
    await a_member(database, clock, "Rina")
    status, text = await join(stranger, link, login="RINA")
    assert (status, "This sign-in name is taken; please choose another." in text) == (422, True)
    assert (await join(stranger, link, login="rina2"))[0] == 303


async def test_signing_in_and_out(stranger: Browser, link: str) -> None:
    await join(stranger, link)
    token, stranger.csrf = stranger.token, ""
    page = await stranger.open_form("/")
    assert "Sign out" in page or "Keluar" in page
    assert (await stranger.post("/sign-out")).status == 303
    stranger.token = token
    assert (await stranger.get("/")).headers["Location"] == "/sign-in"
    stranger.token = ""
    assert (await sign_in(stranger, " Rina "))[0] == 303
    assert (await stranger.get("/")).status == 200


async def test_an_unknown_name_and_a_wrong_passphrase_get_the_same_answer(
    database: Database, clock: FrozenClock, stranger: Browser, link: str
) -> None:
    await join(stranger, link)
    stranger.token = ""
    await a_member(database, clock, "Gone", active=False)
    answers = [await sign_in(stranger, login, "wrong passphrase") for login in ("rina", "nobody", "gone")]
    assert {status for status, _ in answers} == {401}
    assert len({text.replace(login, "?") for (_, text), login in zip(answers, ("rina", "nobody", "gone"), strict=True)}) == 1


async def test_an_account_that_is_switched_off_stays_out(database: Database, stranger: Browser, link: str) -> None:
    await join(stranger, link)
    [member] = await database.read(staff.everyone)
    await database.write(staff.set_active, member.id, False)
    assert (await stranger.get("/")).status == 303
    stranger.token = ""
    assert (await sign_in(stranger))[0] == 401


async def test_five_failures_for_a_name_are_enough_for_a_quarter_of_an_hour(
    stranger: Browser, clock: FrozenClock, link: str
) -> None:
    await join(stranger, link)
    stranger.token = ""
    statuses = [(await sign_in(stranger, passphrase="wrong"))[0] for _ in range(5)]
    assert statuses == [401] * 5
    status, text = await sign_in(stranger)
    assert (status, "Please wait 15 minutes and try again." in text) == (429, True)
    clock.tick(sign_ins.WINDOW + timedelta(seconds=1))
    assert (await sign_in(stranger))[0] == 303


async def test_who_guesses_elsewhere_locks_nobody_out(stranger: Browser, link: str) -> None:
    await join(stranger, link)
    stranger.token = ""
    for _ in range(6):
        await sign_in(stranger, passphrase="wrong", **{"X-Forwarded-For": "203.0.113.9"})
    assert (await sign_in(stranger, **{"X-Forwarded-For": "203.0.113.9, 198.51.100.7"}))[0] == 303


async def test_twenty_failures_from_one_place_are_enough(stranger: Browser, link: str) -> None:
    await join(stranger, link)
    stranger.token = ""
    for number in range(20):
        assert (await sign_in(stranger, f"name{number}", "wrong"))[0] == 401
    assert (await sign_in(stranger))[0] == 429


async def test_the_language_is_chosen_before_and_after_signing_in(database: Database, stranger: Browser, link: str) -> None:
    stranger.cookies.clear()
    assert "Masuk" in await stranger.open_form("/sign-in")
    answer = await stranger.post("/language", language="en", back="/sign-in")
    assert (answer.headers["Location"], answer.cookies["suluh-language"].value) == ("/sign-in", "en")
    await join(stranger, link)
    await stranger.open_form("/")
    await stranger.post("/language", language="en", back="/")
    assert [member.language for member in await database.read(staff.everyone)] == ["en"]


@pytest.mark.parametrize("back", ["https://evil.example", "//evil.example", "/\\evil.example", "/a\r\nSet-Cookie: x=1"])
async def test_the_language_switch_leads_nowhere_else(back: str, stranger: Browser) -> None:
    await stranger.open_form("/sign-in")
    assert (await stranger.post("/language", language="en", back=back)).headers["Location"] == "/"
