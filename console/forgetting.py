"""Forgetting: a supervisor hides a contact at once; a day later everything of them is destroyed, unless they write again."""

from aiohttp import web

from console.conversation import do, field
from console.desk import EmptyText, Hand, present_case, tell
from helpline.events import Event
from storage import conversations, forgetting
from storage.transaction import Transaction


class NotConfirmed(EmptyText):
    """Please write the made-up name of this contact, so that nobody is forgotten by a slip of the hand."""


def hide(tx: Transaction, hand: Hand, conversation_id: str, named: str) -> None:
    """Hidden from the desk at once. The contact's own words are asked for by their designation, written out."""
    conversation = conversations.get(tx, conversation_id, lock=True)
    if named.strip().casefold() != conversation.contact.designation.casefold():
        raise NotConfirmed
    forgetting.hide(tx, conversation.contact.id, hand.staff.id, hand.clock.now())
    tell(tx, hand, Event.CONTACT_HIDDEN, conversation, present_case(tx, conversation))


def call_back(tx: Transaction, hand: Hand, conversation_id: str) -> None:
    """They are at the desk again, as if nothing had been."""
    conversation = conversations.get(tx, conversation_id, lock=True)
    if forgetting.call_back(tx, conversation.contact.id):
        tell(tx, hand, Event.CONTACT_CALLED_BACK, conversation, present_case(tx, conversation))


async def forget(request: web.Request) -> web.Response:
    named = await field(request, "named")
    return await do(request, lambda tx, hand, where: hide(tx, hand, where, named))


async def remember(request: web.Request) -> web.Response:
    return await do(request, call_back)
