"""Passkeys: sign in with a key that lives in the phone or computer and opens to its owner's finger, face or code (WebAuthn).

`console.authenticators` is imported by who uses a passkey, for what it brings into memory.
"""

import json
from typing import Any
from urllib.parse import urlsplit

from aiohttp import web

from console import account, cookies, session
from console.marking import N_
from console.premises import Premises, premises
from console.visit import visit_of
from helpline.clock import key_of_chance
from helpline.events import Event
from storage import events, half_sign_ins, passkeys, staff
from storage.half_sign_ins import VALID
from storage.passkeys import Passkey
from storage.staff import Staff
from storage.transaction import Transaction

NOT_TAKEN = N_("The passkey was not accepted. Please try again, or sign in with your passphrase.")


def origin(request: web.Request) -> str:
    """The address that browsers bind a key to."""
    return premises(request).public_url or f"{'https' if premises(request).secure else 'http'}://{request.host}"


def host(request: web.Request) -> str:
    return urlsplit(origin(request)).hostname or ""


async def ask(request: web.Request, options: str, challenge: bytes, member: Staff | None) -> web.Response:
    """Hand out a challenge, which the answer must carry within minutes."""
    house, token = premises(request), premises(request).clock.secret()
    await house.database.write(half_sign_ins.start, token, member.id if member else None, challenge, house.clock.now())
    response = web.Response(text=options, content_type="application/json")
    cookies.keep(request, response, cookies.HALF, token, VALID)
    return response


async def offer_key(request: web.Request) -> web.Response:
    """What a browser needs to make a key for who is signed in."""
    from console import authenticators

    house, member = premises(request), visit_of(request).staff
    known = [key.credential_id for key in await house.database.read(passkeys.of_member, member.id)]
    challenge = key_of_chance(house.clock)
    return await ask(request, authenticators.to_make(host(request), member, known, challenge), challenge, member)


async def keep_key(request: web.Request) -> web.Response:
    """Take the new key."""
    from console import authenticators

    house, member, token = premises(request), visit_of(request).staff, cookies.read(request, cookies.HALF) or ""
    given = await answer(request)

    def keep(tx: Transaction) -> bool:
        half = half_sign_ins.find(tx, token, house.clock.now())
        if half is None or half.staff_id != member.id or not half_sign_ins.end(tx, token):
            return False
        made = authenticators.made(given, half.challenge, host(request), origin(request))
        if made is None:
            return False
        name = f"{house.clock.now():%Y-%m-%d}"
        now, id = house.clock.now(), house.clock.new_id()
        passkeys.add(tx, Passkey(id, member.id, made.credential_id, made.public_key, made.sign_count, name, now))
        events.record(tx, Event.PASSKEY_ADDED, at=now, actor=member.id)
        return True

    return web.Response(status=204 if await house.database.write(keep) else 422)


async def remove_key(request: web.Request) -> web.Response:
    """Take a key away; it signs nobody in any more."""
    house, me, which = premises(request), visit_of(request).staff.id, request.match_info["id"]

    def take_away(tx: Transaction) -> None:
        passkeys.remove(tx, me, which)
        events.record(tx, Event.PASSKEY_REMOVED, at=house.clock.now(), actor=me)

    await house.database.write(take_away)
    return account.back(request)


async def ask_who(request: web.Request) -> web.Response:
    """A challenge for whoever has a key."""
    from console import authenticators

    challenge = key_of_chance(premises(request).clock)
    return await ask(request, authenticators.to_sign(host(request), challenge), challenge, None)


async def sign_in(request: web.Request) -> web.Response:
    """Sign in by a key: it is in itself both what one has and what one is or knows, so no code is asked for."""
    house, token = premises(request), cookies.read(request, cookies.HALF) or ""
    given = await answer(request)
    member = await house.database.write(recognise, house, token, given, host(request), origin(request))
    if member is None:
        return web.Response(status=401, text=house.wording.say(visit_of(request).language, NOT_TAKEN, {}))
    response = await session.let_in(request, member)
    cookies.drop(request, response, cookies.HALF)
    return response


def recognise(tx: Transaction, house: Premises, token: str, given: dict[str, Any], host: str, origin: str) -> Staff | None:
    """Whose key has signed the challenge; None for none, or for a copy whose count runs behind."""
    from console import authenticators

    half = half_sign_ins.find(tx, token, house.clock.now())
    if half is None or half.staff_id is not None or not half_sign_ins.end(tx, token):
        return None
    named = authenticators.key_named(given)
    key = passkeys.find(tx, named) if named is not None else None
    count = authenticators.signed(given, key, half.challenge, host, origin) if key else None
    if key is None or count is None:
        return None
    passkeys.used(tx, key.id, count, house.clock.now())
    member = staff.get(tx, key.staff_id)
    return member if member.active else None


async def answer(request: web.Request) -> dict[str, Any]:
    """What the browser answered; what is no answer is empty, and refused like a wrong one."""
    try:
        given = json.loads(await request.text())
    except ValueError:
        return {}
    return given if isinstance(given, dict) else {}
