"""The team: who works here, invitations for new members, and whose account is switched off."""

from aiohttp import web

from console.pages import render
from console.premises import Premises, premises
from console.visit import visit_of
from helpline.errors import HelplineError
from helpline.events import Event
from helpline.permissions import Role
from storage import cases, conversations, events, invitations, staff, staff_sessions
from storage.transaction import Transaction


class OwnAccount(HelplineError):
    """You cannot switch off your own account; another supervisor can."""


class NoSuchRole(HelplineError):
    """Please choose a role that you may invite."""


class NoSuchMember(HelplineError):
    """There is no such member of the team."""


MAY_INVITE = {
    Role.SUPERVISOR: (Role.COUNSELLOR, Role.SUPERVISOR, Role.MANAGER, Role.EDITOR),
    Role.ADMINISTRATOR: (Role.MANAGER, Role.EDITOR, Role.ADMINISTRATOR),
}
"""Nobody who is kept away from content can let themselves in by an invitation."""


def invitable(role: Role) -> tuple[Role, ...]:
    return MAY_INVITE.get(role, ())


async def show_team(request: web.Request) -> web.Response:
    return await team(request)


async def team(request: web.Request, status: int = 200, link: str | None = None, problem: str | None = None) -> web.Response:
    """The page; `link` is a fresh invitation, which is shown this once."""
    members = await premises(request).database.read(staff.everyone)
    roles = invitable(visit_of(request).staff.role)
    return render(request, "team.html", status=status, members=members, roles=roles, link=link, problem=problem)


async def invite(request: web.Request) -> web.Response:
    """Make a one-time invitation and show its link."""
    house, given = premises(request), str((await request.post()).get("role", ""))
    if given not in invitable(visit_of(request).staff.role):
        return await team(request, 422, problem=NoSuchRole().sentence)
    token, by = house.clock.secret(), visit_of(request).staff.id

    def make(tx: Transaction) -> None:
        invitations.invite(tx, token=token, role=Role(given), invited_by=by, at=house.clock.now())
        events.record(tx, Event.STAFF_INVITED, at=house.clock.now(), actor=by, role=given)

    await house.database.write(make)
    return await team(request, link=outside(house, request, str(request.app.router["join"].url_for(token=token))))


def outside(house: Premises, request: web.Request, path: str) -> str:
    """The full address of a path, as it is reached from outside."""
    if house.public_url:
        return house.public_url.rstrip("/") + path
    return f"{'https' if house.secure else 'http'}://{request.host}{path}"


async def set_active(request: web.Request) -> web.Response:
    """Switch a member's account on or off; off means signed out everywhere at once."""
    house, staff_id = premises(request), request.match_info["id"]
    active = (await request.post()).get("active") == "yes"

    def switch(tx: Transaction) -> None:
        if staff_id == visit_of(request).staff.id:
            raise OwnAccount
        if staff_id not in {member.id for member in staff.everyone(tx)}:
            raise NoSuchMember
        staff.set_active(tx, staff_id, active)
        if not active:
            staff_sessions.end_all(tx, staff_id)
            conversations.end_leases(tx, staff_id, house.clock.now())
            cases.leave(tx, staff_id)
            tx.hint("events")

    try:
        await house.database.write(switch)
    except (OwnAccount, NoSuchMember) as refusal:
        return await team(request, 409 if isinstance(refusal, OwnAccount) else 404, problem=refusal.sentence)
    return web.Response(status=303, headers={"Location": str(request.app.router["team"].url_for())})
