"""Care: what is kept about a case besides the talk: wishes, safe contact, people, consents, the plan, files."""

from datetime import UTC, date, datetime, time
from typing import TypeVar
from zoneinfo import ZoneInfo

import filetype

from console.desk import EmptyText, Hand, NoCase, checked, present_case, tell
from helpline.cases import Case
from helpline.consent import Consent, How, Scope
from helpline.errors import HelplineError
from helpline.events import Event
from helpline.people import MayKnow, Person, Relation
from storage import case_files, cases, consents, conversations, people, plans
from storage.conversations import Conversation
from storage.plans import PlanItem
from storage.transaction import Transaction

T = TypeVar("T", Relation, MayKnow, Scope, How)
LONGEST = 2000
LONGEST_NAME = 200
LARGEST_FILE = 10_000_000
KINDS = frozenset(
    {"application/pdf", "image/jpeg", "image/png", "image/webp", "audio/ogg", "audio/mpeg", "audio/mp4", "video/mp4"}
)
"""What may be put to a case, told by the bytes and not by the name."""

HOME = ZoneInfo("Asia/Jakarta")
DUE_AT = time(9)
"""A day in a plan begins for its reminder at nine in Jakarta, where the desk is."""


class NotAFile(HelplineError):
    """Please choose a photo, a PDF, a voice message or a film of at most 10 MB."""


class NotATime(HelplineError):
    """Please give times such as 20:00 and days such as 2026-12-31."""


class PleaseChoose(HelplineError):
    """Please choose from the list."""


def work(tx: Transaction, conversation_id: str) -> tuple[Conversation, Case]:
    """The conversation, locked, and its case. Raises NoCase."""
    conversation = conversations.get(tx, conversation_id, lock=True)
    case = present_case(tx, conversation)
    if case is None:
        raise NoCase
    return conversation, case


def keep_care(tx: Transaction, hand: Hand, conversation_id: str, told: dict[str, str]) -> None:
    """What the contact wishes, and when and how they may safely be reached. Raises NotATime."""
    conversation, case = work(tx, conversation_id)
    kept = {name: optional(told.get(name, "")) for name in ("wishes", "manner")}
    kept |= {name: clock_time(told.get(name, "")) for name in ("safe_from", "safe_until")}
    cases.set_care(tx, case, kept)
    tell(tx, hand, Event.CASE_WORKED_ON, conversation, case, about="care")


def add_person(tx: Transaction, hand: Hand, conversation_id: str, told: dict[str, str]) -> None:
    """Write down somebody who belongs to the case, and what they may know: nothing, unless it is said otherwise."""
    conversation, case = work(tx, conversation_id)
    relation = chosen(Relation, told.get("relation", ""))
    may_know = chosen(MayKnow, told.get("may_know", "") or MayKnow.NOTHING)
    name, reach = checked(told.get("name", ""), LONGEST_NAME), optional(told.get("reach", ""))
    person = Person(hand.clock.new_id(), relation, name, reach, may_know)
    people.add(tx, case, person, staff_id=hand.staff.id, at=hand.clock.now())
    tell(tx, hand, Event.CASE_WORKED_ON, conversation, case, about="people")


def remove_person(tx: Transaction, hand: Hand, conversation_id: str, person_id: str) -> None:
    conversation, case = work(tx, conversation_id)
    people.remove(tx, case, person_id)
    tell(tx, hand, Event.CASE_WORKED_ON, conversation, case, about="people")


def add_consent(tx: Transaction, hand: Hand, conversation_id: str, recipient: str, scopes: list[str], how: str) -> None:
    """Write down to whom the contact agreed that what may be told."""
    conversation, case = work(tx, conversation_id)
    agreed = frozenset(chosen(Scope, scope) for scope in scopes)
    to = checked(recipient, LONGEST_NAME)
    consent = Consent(hand.clock.new_id(), to, agreed, chosen(How, how), hand.staff.id, hand.clock.now())
    consents.add(tx, case, consent)
    tell(tx, hand, Event.CONSENT_RECORDED, conversation, case, how=consent.how.value)


def withdraw_consent(tx: Transaction, hand: Hand, conversation_id: str, consent_id: str) -> None:
    """The contact has taken a consent back: from here on nothing more is told to that recipient."""
    conversation, case = work(tx, conversation_id)
    consents.withdraw(tx, case, consent_id, hand.clock.now())
    tell(tx, hand, Event.CONSENT_WITHDRAWN, conversation, case)


def add_to_plan(tx: Transaction, hand: Hand, conversation_id: str, text: str, day: str) -> None:
    """Something to do, with or without a day; the case's counsellor is reminded on it."""
    conversation, case = work(tx, conversation_id)
    item = PlanItem(hand.clock.new_id(), checked(text, LONGEST), due(day), hand.staff.id, hand.clock.now())
    plans.add(tx, case, item)
    tell(tx, hand, Event.CASE_WORKED_ON, conversation, case, about="plan")


def tick_plan(tx: Transaction, hand: Hand, conversation_id: str, item_id: str, *, done: bool) -> None:
    conversation, case = work(tx, conversation_id)
    plans.set_done(tx, case, item_id, hand.clock.now() if done else None)
    tell(tx, hand, Event.CASE_WORKED_ON, conversation, case, about="plan")


def add_file(tx: Transaction, hand: Hand, conversation_id: str, name: str, content: bytes) -> None:
    """Put a file to the case. Raises NotAFile for what is too big, empty or of another kind than it may be."""
    kind = filetype.guess_mime(content[:8192])
    if not content or len(content) > LARGEST_FILE or kind not in KINDS:
        raise NotAFile
    conversation, case = work(tx, conversation_id)
    shown = " ".join(name.split())[-LONGEST_NAME:] or "-"
    by = {"staff_id": hand.staff.id, "content_type": kind}
    case_files.add(tx, case, content, id=hand.clock.new_id(), name=shown, at=hand.clock.now(), **by)
    tell(tx, hand, Event.CASE_WORKED_ON, conversation, case, about="files")


def optional(text: str) -> str:
    try:
        return checked(text, LONGEST)
    except EmptyText:
        return ""


def clock_time(given: str) -> str:
    """A local time as HH:MM, or nothing. Raises NotATime."""
    if not given.strip():
        return ""
    try:
        return time.fromisoformat(given.strip()).strftime("%H:%M")
    except ValueError:
        raise NotATime from None


def due(day: str) -> datetime | None:
    """The instant at which something falls due that is to be done on a day. Raises NotATime."""
    if not day.strip():
        return None
    try:
        return datetime.combine(date.fromisoformat(day.strip()), DUE_AT, HOME).astimezone(UTC)
    except ValueError:
        raise NotATime from None


def chosen(kind: type[T], value: str) -> T:
    """One of the list. Raises PleaseChoose."""
    try:
        return kind(value)
    except ValueError:
        raise PleaseChoose from None
