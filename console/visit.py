"""Visit: who asks, in which language, and with which token their forms must come back."""

from dataclasses import dataclass

from aiohttp import web

from console import cookies
from console.premises import premises
from helpline.permissions import Role
from storage import staff_sessions
from storage.staff import Staff
from storage.staff_sessions import SEEN_EVERY, StaffSession

LANGUAGES = ("id", "en")
"""What the console itself can be read in."""


@dataclass(frozen=True)
class Visit:
    """One request's visitor. `csrf` is the session's, or the form cookie's for who is not signed in."""

    language: str
    csrf: str
    token: str = ""
    session: StaffSession | None = None

    @property
    def role(self) -> Role | None:
        return self.session.staff.role if self.session else None

    @property
    def staff(self) -> Staff:
        """The member who is signed in; asked for only behind an action that needs one."""
        assert self.session is not None
        return self.session.staff


VISIT = web.RequestKey("visit", Visit)


def visit_of(request: web.Request) -> Visit:
    """The visit that the guard found; a stranger's in Indonesian when it could not get that far."""
    found = request.get(VISIT)
    return found if found is not None else Visit(chosen_language(request), "")


def chosen_language(request: web.Request) -> str:
    chosen = cookies.read(request, cookies.LANGUAGE)
    return chosen if chosen in LANGUAGES else premises(request).wording.default


async def find_visit(request: web.Request) -> Visit:
    """Look the visitor up, and note a sign of life."""
    house, token = premises(request), cookies.read(request, cookies.SESSION)
    now = house.clock.now()
    session = await house.database.read(staff_sessions.find, token, now) if token else None
    if session is None or token is None:
        return Visit(chosen_language(request), cookies.read(request, cookies.FORM) or house.clock.secret())
    if now - session.seen_at >= SEEN_EVERY:
        await house.database.write(staff_sessions.seen, token, now)
    return Visit(session.staff.language, session.csrf, token, session)
