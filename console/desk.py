"""Desk: what a counsellor does to a conversation. Each function is one transaction's work: lock, decide, keep, tell."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta

from console.marking import N_
from helpline import takeover
from helpline.cases import AlreadyClosed, Case, CloseReason, Outcome
from helpline.clock import Clock
from helpline.errors import HelplineError
from helpline.events import Event
from helpline.messages import Author
from helpline.takeover import Ownership
from locales.wording import Wording
from storage import cases, conversations, events, messages, notes, outbox
from storage.conversations import Conversation
from storage.letters import Letter, post
from storage.staff import Staff
from storage.transaction import Transaction

ASKED_AFTER = frozenset({CloseReason.HELPED, CloseReason.REFERRED, CloseReason.INFORMED})
"""After these a contact is asked how the help was; after the others a question would be out of place."""

LONGEST_REPLY = 4000
LONGEST_NOTE = 10_000
REPEATS_SEEN = 50

JOINED = N_("{name} from our team is with you now. You can write freely.")
LEFT = N_("{name} has ended this talk for now. You can go on here at any time; type MENU.")
CLOSED = N_("{name} has closed your case {case}. You can write here again at any time; type MENU.")


class EmptyText(HelplineError):
    """Please write something first."""


class TooLong(HelplineError):
    """This text is too long. Please shorten it or send it in two parts."""


class NoCase(HelplineError):
    """This contact has no case yet, so there is nothing to write a note on."""


@dataclass(frozen=True)
class Hand:
    """Whose hand acts, and with what."""

    staff: Staff
    clock: Clock
    wording: Wording
    lease: timedelta = takeover.LEASE


def take_over(tx: Transaction, hand: Hand, conversation_id: str) -> None:
    """Speak from here on: the bot's waiting lines are dropped, the contact is told. Taking over one's own renews the lease."""
    now = conversations.get(tx, conversation_id, lock=True)
    after = change_owner(tx, now, lambda before: takeover.take_over(before, hand.staff.id, hand.clock.now(), hand.lease))
    if after.ownership.version == now.ownership.version:
        return
    case = cases.current(tx, after.contact.id)
    for unfinished in cases.unfinished(tx, after.contact.id):
        cases.assign(tx, unfinished, hand.staff.id)
    for dropped in outbox.drop_bot_lines(tx, after.id):
        tell(tx, hand, Event.MESSAGE_DROPPED, after, case, actor="system", message=dropped, reason="taken_over")
    seq = notice(tx, hand, after, JOINED)
    tell(tx, hand, Event.TAKEN_OVER, after, case, seq=seq)


def take_part(tx: Transaction, hand: Hand, now: Conversation) -> Conversation:
    """A sign of life of who speaks: the lease begins anew. Raises NotYours."""
    return change_owner(tx, now, lambda before: takeover.renew(before, hand.staff.id, hand.clock.now(), hand.lease))


def hand_back(tx: Transaction, hand: Hand, conversation_id: str) -> None:
    """The bot may speak again; each case stays open and with its counsellor, but nobody waits."""
    now = conversations.get(tx, conversation_id, lock=True)
    after = change_owner(tx, now, lambda before: takeover.hand_back(before, hand.staff.id))
    case = cases.current(tx, after.contact.id)
    for unfinished in cases.unfinished(tx, after.contact.id):
        cases.wait(tx, unfinished, None)
    conversations.resume_later(tx, after.id, "go_on")
    seq = notice(tx, hand, after, LEFT)
    tell(tx, hand, Event.HANDED_BACK, after, case, seq=seq)


def close_case(tx: Transaction, hand: Hand, conversation_id: str, case_id: str, reason: CloseReason, outcome: Outcome) -> None:
    """Close the case that the counsellor saw, and hand the conversation back. Raises AlreadyClosed when it is another now."""
    now = conversations.get(tx, conversation_id, lock=True)
    takeover.check_speaker(now.ownership, hand.staff.id)
    case = cases.current(tx, now.contact.id)
    if case is None or case.id != case_id:
        raise AlreadyClosed
    cases.close(tx, case, reason, outcome, hand.clock.now())
    after = change_owner(tx, now, lambda before: takeover.hand_back(before, hand.staff.id))
    seq = notice(tx, hand, after, CLOSED, case=case.number)
    tell(tx, hand, Event.CASE_CLOSED, after, case, seq=seq, reason=reason.value, outcome=outcome.value)
    conversations.resume_later(tx, after.id, "feedback" if reason in ASKED_AFTER else "go_on")
    tell(tx, hand, Event.HANDED_BACK, after, case)


def write_note(tx: Transaction, hand: Hand, conversation_id: str, text: str) -> None:
    """Write a note for colleagues on the present case, or on the last one. It is never sent."""
    written = checked(text, LONGEST_NOTE)
    conversation = conversations.get(tx, conversation_id)
    case = present_case(tx, conversation)
    if case is None:
        raise NoCase
    notes.add(tx, case, id=hand.clock.new_id(), staff_id=hand.staff.id, text=written, at=hand.clock.now())
    tell(tx, hand, Event.NOTE_WRITTEN, conversation, case)


def present_case(tx: Transaction, conversation: Conversation) -> Case | None:
    """The unfinished case at hand, or the last of the finished ones."""
    contact_id = conversation.contact.id
    return cases.current(tx, contact_id) or next(iter(cases.of_contact(tx, contact_id)), None)


def change_owner(tx: Transaction, now: Conversation, decide: Callable[[Ownership], Ownership]) -> Conversation:
    """Decide, and keep it by compare-and-set."""
    after = decide(now.ownership)
    conversations.set_ownership(tx, now.id, now.ownership, after)
    return replace(now, ownership=after)


def notice(tx: Transaction, hand: Hand, conversation: Conversation, msgid: str, **values: str) -> int:
    """Tell the contact, in the contact's language, who speaks from here on."""
    text = hand.wording.say(conversation.contact.language, msgid, {"name": hand.staff.name} | values)
    return post(tx, hand.clock, conversation, Letter(Author.NOTICE, text))


def is_repeated(tx: Transaction, conversation: Conversation, once: str) -> bool:
    latest = messages.latest(tx, conversation.id, conversation.contact.id, REPEATS_SEEN)
    return any(message.extra.get("once") == once for message in latest)


def checked(text: str, longest: int) -> str:
    """The text as it is kept. Length is counted as browsers and Telegram count it, in units of UTF-16."""
    written = text.replace("\r\n", "\n").strip()
    if not written:
        raise EmptyText
    if len(written.encode("utf-16-le", "surrogatepass")) > 2 * longest:
        raise TooLong
    return written


def tell(
    tx: Transaction,
    hand: Hand,
    event: Event,
    conversation: Conversation,
    case: Case | None,
    *,
    actor: str | None = None,
    **data: str | int,
) -> None:
    """Record the fact."""
    events.record(
        tx,
        event,
        at=hand.clock.now(),
        actor=actor or hand.staff.id,
        contact_id=conversation.contact.id,
        conversation_id=conversation.id,
        case_id=case.id if case else None,
        **data,
    )
