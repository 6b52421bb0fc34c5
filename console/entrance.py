"""Entrance: sign in, sign out, choose a language."""

from datetime import timedelta

from aiohttp import web

from console import cookies, second_step, session
from console.marking import N_
from console.pages import render
from console.premises import Premises, premises
from console.visit import LANGUAGES, visit_of
from helpline.events import Event
from helpline.network import origin_of
from storage import events, second_factors, sign_ins, staff, staff_sessions
from storage.sign_ins import TooManyFailures
from storage.staff import Staff
from storage.transaction import Transaction

PER_NAME, PER_ORIGIN = 5, 20
YEAR = timedelta(days=365)
WRONG = N_("This sign-in name and passphrase do not belong together.")


async def show_sign_in(request: web.Request) -> web.Response:
    if visit_of(request).session is not None:
        return session.to_desk(request)
    return render(request, "sign_in.html", problem=None, login="")


async def sign_in(request: web.Request) -> web.Response:
    """Sign in. A wrong name and a wrong passphrase get the same answer after the same time."""
    form = await request.post()
    login, passphrase = str(form.get("login", ""))[:200], str(form.get("passphrase", ""))
    try:
        member = await recognised(premises(request), login, passphrase, origin(request))
    except TooManyFailures as refusal:
        return render(request, "sign_in.html", status=429, problem=refusal.sentence, login=login)
    if member is None:
        return render(request, "sign_in.html", status=401, problem=WRONG, login=login)
    if await premises(request).database.read(has_second_step, member.id):
        return await second_step.begin(request, member)
    return await session.let_in(request, member)


def has_second_step(tx: Transaction, staff_id: str) -> bool:
    factor = second_factors.find(tx, staff_id)
    return factor is not None and factor.confirmed_at is not None


async def recognised(house: Premises, login: str, passphrase: str, origin: str) -> Staff | None:
    """The member whose passphrase this is. Raises TooManyFailures. Counting and trying happen in one turn, so that many
    guesses at once are counted one by one."""
    async with house.passphrases.turn():
        name, here = await house.database.read(sign_ins.recent, login=login, origin=origin, now=house.clock.now())
        if name >= PER_NAME or here >= PER_ORIGIN:
            raise TooManyFailures
        member = await house.database.read(staff.find_by_login, login)
        kept = member.password_hash if member is not None and member.active else None
        if await house.passphrases.matches(kept, passphrase):
            return member
        attempt = {"id": house.clock.new_id(), "login": login, "origin": origin}
        await house.database.write(lambda tx: sign_ins.failed(tx, **attempt, at=house.clock.now()))
        return None


def origin(request: web.Request) -> str:
    return origin_of(request.remote or "", request.headers.getall("X-Forwarded-For", ()))


async def sign_out(request: web.Request) -> web.Response:
    """End the session; its open pages are told at once."""
    house, visit = premises(request), visit_of(request)

    def end(tx: Transaction) -> None:
        staff_sessions.end(tx, visit.token)
        events.record(tx, Event.SIGNED_OUT, at=house.clock.now(), actor=visit.staff.id)

    await house.database.write(end)
    response = web.Response(status=303, headers={"Location": str(request.app.router["sign_in"].url_for())})
    cookies.drop(request, response, cookies.SESSION)
    return response


async def choose_language(request: web.Request) -> web.Response:
    """Keep the language of the console: with the member, and in the browser for the next sign-in."""
    house, visit, form = premises(request), visit_of(request), await request.post()
    language, back = str(form.get("language", "")), str(form.get("back", ""))
    response = session.to_desk(request)
    home = str(request.app.router["desk"].url_for())
    if back.startswith(home) and not back.startswith("//") and "\\" not in back and back.isprintable():
        response.headers["Location"] = back
    if language in LANGUAGES:
        if visit.session is not None:
            await house.database.write(staff.set_language, visit.staff.id, language)
        cookies.keep(request, response, cookies.LANGUAGE, language, YEAR)
    return response


async def to_the_desk(request: web.Request) -> web.Response:
    """Who leaves out the last stroke of the address is led on."""
    return session.to_desk(request)
