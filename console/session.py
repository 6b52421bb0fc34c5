"""Session: how somebody who has proved who they are is let in, and where they come to."""

from aiohttp import web

from console import cookies
from console.premises import premises
from console.visit import visit_of
from helpline.events import Event
from helpline.permissions import Role
from storage import events, staff_sessions
from storage.staff import Staff
from storage.transaction import Transaction

HOMES = {Role.MANAGER: "figures", Role.EDITOR: "directory", Role.ADMINISTRATOR: "team"}
"""The first page of a role that does not work at the desk."""


def to_desk(request: web.Request, role: Role | None = None) -> web.Response:
    """To the visitor's first page."""
    role = role or visit_of(request).role
    home = HOMES.get(role, "desk") if role else "desk"
    return web.Response(status=303, headers={"Location": str(request.app.router[home].url_for())})


async def let_in(request: web.Request, member: Staff) -> web.Response:
    """Start a session under a new token; one that this browser had before is ended."""
    house, before = premises(request), visit_of(request).token
    token, csrf = house.clock.secret(), house.clock.secret()

    def start(tx: Transaction) -> None:
        if before:
            staff_sessions.end(tx, before)
        staff_sessions.start(tx, member.id, token=token, csrf=csrf, at=house.clock.now())
        events.record(tx, Event.SIGNED_IN, at=house.clock.now(), actor=member.id)

    await house.database.write(start)
    response = to_desk(request, member.role)
    cookies.keep(request, response, cookies.SESSION, token)
    cookies.drop(request, response, cookies.FORM)
    return response
