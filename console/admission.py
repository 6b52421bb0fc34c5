"""Admission: whether a visitor may see the case that a request is about, and its entry in the audit, before any view runs."""

from datetime import datetime

from aiohttp import web

from console.premises import premises
from console.visit import Visit, visit_of
from helpline.access import Excluded, NotYourCase, access_case, may_read
from helpline.errors import HelplineError
from helpline.permissions import Action, NotAllowed, Role, is_granted
from storage import access, audit, forgetting
from storage.staff import Staff
from storage.transaction import Transaction

READS = frozenset({Action.READ_CONVERSATION, Action.EXPORT_CASE})
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
OPEN_TO_THE_DESK = frozenset({"conversation", "take_over", "break_glass"})
"""Routes about a case which one need not have yet: its page tells only bare facts to who may not read it."""


async def admit(request: web.Request, visit: Visit, action: Action) -> None:
    """Refuse what the tables or the case do not allow, and keep either in the audit. Raises NotAllowed, NotYourCase, Excluded."""
    if action is Action.PUBLIC:
        return
    refusal: HelplineError | None = None if is_granted(visit.role, action) else NotAllowed()
    refusal = refusal or await premises(request).database.read(find_refusal, request, visit.staff)
    if isinstance(refusal, NotYourCase) and request.match_info.route.name in OPEN_TO_THE_DESK:
        if request.method in SAFE:
            return  # bare facts are no reading
        refusal = None
    if action in READS or request.method not in SAFE:
        await record(request, visit.staff, action, granted=refusal is None)
    if refusal is not None:
        raise refusal


def find_refusal(tx: Transaction, request: web.Request, member: Staff) -> HelplineError | None:
    """Why the member may not come to this case; None when they may, or when it is about no case."""
    conversation_id = conversation_of(tx, request)
    return access_refusal(tx, member, conversation_id, premises(request).clock.now()) if conversation_id else None


def access_refusal(
    tx: Transaction, member: Staff, conversation_id: str, now: datetime, *, unread: bool = False
) -> HelplineError | None:
    """Why this case is closed to the member; None when it is not. `unread`: what they want shows none of its content."""
    if member.role is not Role.SUPERVISOR and forgetting.is_hidden_talk(tx, conversation_id):
        return Excluded()
    try:
        access_case(member.role, access.standing(tx, member.id, conversation_id), now)
    except Excluded as refusal:
        return refusal
    except NotYourCase as refusal:
        return None if unread else refusal
    return None


def conversation_of(tx: Transaction, request: web.Request) -> str | None:
    """Which conversation a request is about. Raises NoResultFound for a file that nobody knows."""
    path = request.match_info.route.resource.canonical if request.match_info.route.resource else ""
    if "/conversations/" in path:
        return request.match_info["id"]
    if "/media/" in path:
        return access.conversation_of_file(tx, request.match_info["id"])
    return None


async def record(request: web.Request, member: Staff, action: Action, *, granted: bool) -> None:
    """Keep what was asked for. A page that keeps itself fresh counts once a minute."""
    house = premises(request)
    entry = {"actor": member.id, "action": action.value, "subject": request.match_info.get("id", "")}
    now = house.clock.now()
    if action in READS and granted and await house.database.read(lambda tx: audit.was_just_read(tx, now=now, **entry)):
        return
    await house.database.write(lambda tx: audit.append(tx, at=now, granted=granted, **entry))


def enter(tx: Transaction, member: Staff, action: Action, subject: str, now: datetime, *, granted: bool) -> None:
    """The same for an act that comes by no request: from the second desk."""
    entry = {"actor": member.id, "action": action.value, "subject": subject}
    if not (action in READS and granted and audit.was_just_read(tx, now=now, **entry)):
        audit.append(tx, at=now, granted=granted, **entry)


async def may_read_now(request: web.Request) -> bool:
    """Whether the visitor may read the conversation of this request, asked anew."""
    house, member = premises(request), visit_of(request).staff
    standing = await house.database.read(access.standing, member.id, request.match_info["id"])
    return may_read(member.role, standing, house.clock.now())
