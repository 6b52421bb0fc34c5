"""Bystander: the page of a case for who has no part in it yet. Bare facts, and the ways in: take over, or break the glass."""

from dataclasses import dataclass
from typing import Any

from aiohttp import web

from console.desk import EmptyText, Hand, checked, present_case, tell
from console.dossier import names
from console.pages import render
from console.premises import premises
from helpline.access import GLASS
from helpline.cases import UNFINISHED, Case
from helpline.errors import HelplineError
from helpline.events import Event
from helpline.permissions import Role
from helpline.takeover import Owner
from storage import access, conversations, events, staff, tasks
from storage.access import Opening, OpeningKind
from storage.conversations import Conversation
from storage.tasks import Task, TaskKind
from storage.transaction import Transaction

LONGEST_REASON = 500


class NoEmergency(HelplineError):
    """Please write why you must read this case now."""


@dataclass(frozen=True)
class Bare:
    """What anybody at the desk may know of a case."""

    conversation: Conversation
    case: Case | None
    names: dict[str, str]
    event_number: int
    safe_word_said: bool

    @property
    def is_unfinished(self) -> bool:
        return self.case is not None and self.case.status in UNFINISHED


def read_bare(tx: Transaction, conversation_id: str) -> Bare:
    number = events.last_number(tx)
    conversation = conversations.get(tx, conversation_id)
    said = events.has_happened(tx, conversation.id, Event.SAFE_WORD_SAID)
    return Bare(conversation, present_case(tx, conversation), names(tx), number, said)


async def bare_page(request: web.Request, status: int = 200, **extra: Any) -> web.Response:
    """The page. `draft` is what could not be sent any more, so that it is not lost."""
    found = await premises(request).database.read(read_bare, request.match_info["id"])
    values = {"problem": None, "draft": "", "glass_reason": ""} | extra
    return render(
        request, "bare.html", status=status, bare=found, Owner=Owner, minutes=int(GLASS.total_seconds() // 60), **values
    )


def break_glass(tx: Transaction, hand: Hand, conversation_id: str, reason: str) -> None:
    """Open a case that is not one's own, for a quarter of an hour; every supervisor is told."""
    try:
        written = checked(reason, LONGEST_REASON)
    except EmptyText:
        raise NoEmergency from None
    conversation, now, me = conversations.get(tx, conversation_id), hand.clock.now(), hand.staff.id
    opening = Opening(me, OpeningKind.GLASS, written, me, now, now + GLASS)
    access.open_to(tx, conversation, opening, id=hand.clock.new_id())
    for member in staff.everyone(tx):
        if member.role is Role.SUPERVISOR and member.active:
            task = Task(hand.clock.new_id(), TaskKind.GLASS, now, staff_id=member.id, conversation_id=conversation_id)
            tasks.add(tx, task)
    tell(tx, hand, Event.GLASS_BROKEN, conversation, present_case(tx, conversation))
