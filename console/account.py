"""One's own account: the messenger by which one is called when somebody waits, and where one is signed in."""

from typing import Any

from aiohttp import web

from console.pages import render
from console.premises import premises
from console.second_desk import OPENED
from console.visit import visit_of
from helpline.cases import NUMBER_ALPHABET
from helpline.clock import Clock, chance
from helpline.errors import HelplineError
from helpline.events import Event
from storage import events, passkeys, push, second_desks, second_factors, slips, staff_phones, staff_sessions
from storage.second_desks import DeskTaken
from storage.slips import Slip, SlipKind
from storage.transaction import Transaction

CODE_LENGTH = 8
DESK_CHANNEL = "telegram"
"""The one channel whose accounts have a second desk: of a chat page nobody knows who sits before it."""


class NoDesk(HelplineError):
    """The second desk is not switched on for your role, or no account is linked yet."""


async def show_account(request: web.Request) -> web.Response:
    return await account(request)


async def account(request: web.Request, code: str | None = None, *, status: int = 200, **shown: Any) -> web.Response:
    """The page; `code` links an account and is shown this once, as are a secret (`second`) and `recovery` codes."""
    house, visit = premises(request), visit_of(request)
    return render(
        request,
        "account.html",
        status=status,
        phone=await house.database.read(staff_phones.find, visit.staff.id),
        desk=await house.database.read(second_desks.find, visit.staff.id),
        desk_allowed=visit.staff.role in house.desk_roles,
        code=code,
        minutes=int(staff_phones.VALID.total_seconds() // 60),
        sessions=await house.database.read(staff_sessions.of_member, visit.staff.id, house.clock.now()),
        **{"second": None, "recovery": None, "problem": None} | shown,
        factor=await house.database.read(second_factors.find, visit.staff.id),
        codes_left=await house.database.read(second_factors.codes_left, visit.staff.id),
        keys=await house.database.read(passkeys.of_member, visit.staff.id),
        browsers=await house.database.read(push.of_member, visit.staff.id),
        push_key=await house.database.read(push.public_key),
        this=staff_sessions.token_hash(visit.token).hex(),
    )


async def offer_code(request: web.Request) -> web.Response:
    """Make a code that links whichever account sends it to the bot."""
    house, me = premises(request), visit_of(request).staff.id
    code = make_code(house.clock)
    await house.database.write(staff_phones.offer, me, code, house.clock.now())
    return await account(request, code)


async def set_desk(request: web.Request) -> web.Response:
    """Agree to work from the linked account as well, or take that back. Not for roles that the operator has not named."""
    house, me, on = premises(request), visit_of(request).staff, (await request.post()).get("on") == "yes"

    def switch(tx: Transaction) -> None:
        phone = staff_phones.find(tx, me.id)
        if not on:
            second_desks.switch_off(tx, me.id)
        elif phone is None or phone.channel != DESK_CHANNEL or me.role not in house.desk_roles:
            raise NoDesk
        else:
            second_desks.switch_on(tx, phone, house.clock.now())
            slips.put(tx, Slip(house.clock.new_id(), me.id, SlipKind.TOLD, told=OPENED), house.clock.now())
        events.record(tx, Event.DESK_OPENED if on else Event.DESK_SHUT, at=house.clock.now(), actor=me.id)

    try:
        await house.database.write(switch)
    except (NoDesk, DeskTaken) as refusal:
        return await account(request, status=409, problem=refusal.sentence)
    return back(request)


def back(request: web.Request) -> web.Response:
    """To the account's page."""
    return web.Response(status=303, headers={"Location": str(request.app.router["account"].url_for())})


async def unlink_phone(request: web.Request) -> web.Response:
    """Call this account no more."""
    house, me = premises(request), visit_of(request).staff.id

    def unlink(tx: Transaction) -> None:
        staff_phones.unlink(tx, me)
        events.record(tx, Event.PHONE_UNLINKED, at=house.clock.now(), actor=me)

    await house.database.write(unlink)
    return back(request)


async def end_session(request: web.Request) -> web.Response:
    """Sign out one of one's other browsers; its open pages hear of it within seconds."""
    house, me, key = premises(request), visit_of(request).staff.id, request.match_info["key"]

    def end(tx: Transaction) -> None:
        staff_sessions.end_one(tx, me, key)
        events.record(tx, Event.SIGNED_OUT, at=house.clock.now(), actor=me)

    await house.database.write(end)
    return back(request)


def make_code(clock: Clock) -> str:
    """Eight characters of chance that cannot be misread, about 38 bits, good for a quarter of an hour."""
    number, code = chance(clock), ""
    for _ in range(CODE_LENGTH):
        number, digit = divmod(number, len(NUMBER_ALPHABET))
        code += NUMBER_ALPHABET[digit]
    return code
