"""Joining: the page behind a one-time invitation, where a new member chooses a name and a passphrase."""

from dataclasses import dataclass

from aiohttp import web

from console.marking import N_
from console.pages import render
from console.passphrases import LONGEST, SHORTEST
from console.premises import Premises, premises
from console.session import let_in
from console.visit import visit_of
from helpline.clock import Clock
from helpline.events import Event
from storage import events, invitations, staff
from storage.staff import LoginTaken, Staff
from storage.transaction import Transaction

LONGEST_NAME = 60
LONGEST_LOGIN = 60
NAME_MISSING = N_("Please give the name that contacts will read, at most 60 characters.")
LOGIN_MISSING = N_("Please choose a sign-in name of 3 to 60 characters without spaces.")
TOO_SHORT = N_("Please choose a passphrase of at least 15 characters; three or four words are easy to remember.")
TOO_LONG = N_("This passphrase is too long; 500 characters are the most.")
NOT_TWICE = N_("The two passphrases are not the same.")


@dataclass(frozen=True)
class Application:
    """What a new member has typed."""

    name: str
    login: str
    passphrase: str
    again: str

    def faults(self) -> dict[str, str]:
        """What is wrong, by field, as sentences to translate."""
        found = {}
        if not 0 < len(self.name) <= LONGEST_NAME:
            found["name"] = NAME_MISSING
        if not 3 <= len(self.login) <= LONGEST_LOGIN or any(character.isspace() for character in self.login):
            found["login"] = LOGIN_MISSING
        if len(self.passphrase) < SHORTEST:
            found["passphrase"] = TOO_SHORT
        elif len(self.passphrase) > LONGEST:
            found["passphrase"] = TOO_LONG
        elif self.passphrase != self.again:
            found["again"] = NOT_TWICE
        return found


async def show_join(request: web.Request) -> web.Response:
    """The form, for whom the invitation is still good. Raises InvitationSpent."""
    await check(premises(request), request.match_info["token"])
    return form(request, Application("", "", "", ""), {})


async def join(request: web.Request) -> web.Response:
    """Make the member and sign them in. What was typed stays when something is wrong, but for the passphrases."""
    house, token, typed = premises(request), request.match_info["token"], await read_form(request)
    await check(house, token)
    faults = typed.faults()
    if faults:
        return form(request, typed, faults)
    hashed = await house.passphrases.hash(typed.passphrase)
    try:
        member = await house.database.write(welcome, house.clock, token, typed, hashed, visit_of(request).language)
    except LoginTaken as refusal:
        return form(request, typed, {"login": refusal.sentence})
    return await let_in(request, member)


async def check(house: Premises, token: str) -> None:
    await house.database.read(invitations.check, token, house.clock.now())


async def read_form(request: web.Request) -> Application:
    given = await request.post()
    name, login, passphrase, again = (str(given.get(key, "")) for key in ("name", "login", "passphrase", "again"))
    return Application(" ".join(name.split()), login.strip(), passphrase, again)


def form(request: web.Request, typed: Application, faults: dict[str, str]) -> web.Response:
    return render(request, "join.html", status=422 if faults else 200, typed=typed, faults=faults, shortest=SHORTEST)


def welcome(tx: Transaction, clock: Clock, token: str, typed: Application, hashed: str, language: str) -> Staff:
    """Use the invitation up and keep the member, both or neither. Raises InvitationSpent, LoginTaken."""
    role = invitations.use(tx, token, clock.now())
    member = Staff(clock.new_id(), typed.login, typed.name, role, hashed, language, active=True)
    staff.add(tx, member, clock.now())
    events.record(tx, Event.STAFF_JOINED, at=clock.now(), actor=member.id)
    return member
