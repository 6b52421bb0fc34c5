"""Dossier: all that the page of one conversation shows, gathered in one reading transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from console.answers import Answer, answer_lines
from console.desk import present_case
from console.labels import LABELS
from content.danger import load_reader
from helpline.cases import UNFINISHED, Case
from helpline.danger import Reading
from helpline.events import Event
from helpline.messages import Author
from helpline.permissions import Action, is_granted
from storage import access, cases, conversations, corrections, events, messages, notes, staff
from storage.access import Opening, OpeningKind
from storage.conversations import Conversation
from storage.corrections import Meant
from storage.events import EventRow
from storage.messages import Message
from storage.notes import Note
from storage.transaction import Transaction

SHOWN = 200


@dataclass(frozen=True)
class Line:
    """One message with what it said before each edit; `state` changes whenever it must be shown anew."""

    message: Message
    versions: Sequence[tuple[datetime, str]]
    reading: Reading | None = None  # what the danger sense reads in a contact's words
    meant: Meant | None = None  # what a counsellor has said of it

    @property
    def state(self) -> str:
        m = self.message
        return "-".join([str(m.edits), m.delivery or "", m.reason or "", self.meant or "", *(file.state for file in m.media)])

    @property
    def parts(self) -> list[tuple[str, bool]]:
        """The text in pieces, and for each whether it is what spoke of danger."""
        text, found, end = self.message.text, [], 0
        for evidence in sorted(self.reading.evidence, key=lambda e: e.start) if self.is_grave and self.reading else ():
            if evidence.start >= end:
                found += [(text[end : evidence.start], False), (text[evidence.start : evidence.end], True)]
                end = evidence.end
        return [(words, marked) for words, marked in [*found, (text[end:], False)] if words]

    @property
    def is_grave(self) -> bool:
        return self.reading is not None and self.reading.is_crisis

    @property
    def details(self) -> dict[str, str]:
        """What came besides the text and has no place of its own on the page."""
        hidden = {"once", "album", "latitude", "longitude", "answers", "picture", "alt", "voice"}
        return {key: str(value) for key, value in self.message.extra.items() if key not in hidden and value is not None}


@dataclass(frozen=True)
class Dossier:
    """`event_number` is the newest fact that it takes account of: live updates go on from there without a gap."""

    conversation: Conversation
    lines: Sequence[Line]
    case: Case | None
    answers: Sequence[Answer]
    notes: Sequence[Note]
    timeline: Sequence[EventRow]
    names: dict[str, str]
    excluded: set[str]
    openings: Sequence[Opening]
    other_cases: Sequence[Case]
    event_number: int
    safe_word_said: bool

    @property
    def is_unfinished(self) -> bool:
        return self.case is not None and self.case.status in UNFINISHED

    def is_mine(self, staff_id: str) -> bool:
        return self.conversation.ownership.counsellor == staff_id

    @property
    def first_seq(self) -> int:
        return self.lines[0].message.seq if self.lines else 0

    @property
    def last_seq(self) -> int:
        return self.lines[-1].message.seq if self.lines else 0


def read_dossier(tx: Transaction, conversation_id: str, after: int | None) -> Dossier:
    """Read a conversation: its latest messages, or those after a number. Raises NoResultFound."""
    number = events.last_number(tx)  # before all else: what happens meanwhile is told again rather than missed
    conversation = conversations.get(tx, conversation_id)
    case = present_case(tx, conversation)
    return Dossier(
        conversation=conversation,
        lines=read_lines(tx, conversation, after),
        case=case,
        answers=answer_lines(cases.answers(tx, case)) if case else (),
        notes=notes.of_case(tx, case) if case else (),
        timeline=[row for row in events.timeline(tx, conversation.id) if row.event in LABELS["event"]],
        names=names(tx),
        openings=[o for o in access.openings_of(tx, conversation) if o.kind is OpeningKind.GLASS],
        excluded=access.excluded(tx, conversation.contact.id),
        other_cases=[other for other in cases.of_contact(tx, conversation.contact.id) if case and other.id != case.id],
        event_number=number,
        safe_word_said=events.has_happened(tx, conversation.id, Event.SAFE_WORD_SAID),
    )


def read_lines(tx: Transaction, conversation: Conversation, after: int | None) -> Sequence[Line]:
    """The messages after a number, or the latest."""
    contact_id = conversation.contact.id
    if after is None:
        found = messages.latest(tx, conversation.id, contact_id, SHOWN)
    else:
        found = messages.since(tx, conversation.id, contact_id, after)
    said = corrections.of_conversation(tx, contact_id)
    return [Line(m, messages.versions(tx, contact_id, m.id) if m.edits else (), read_danger(m), said.get(m.id)) for m in found]


def read_danger(message: Message) -> Reading | None:
    """A contact's words are read again, so that the page can show which of them spoke of danger; nothing of it is kept."""
    return load_reader().read(message.text) if message.author is Author.CONTACT and message.text else None


def read_news(tx: Transaction, conversation_id: str, after: int) -> tuple[Sequence[Line], dict[str, str], Conversation]:
    """The messages after a number, with what is needed to show them."""
    conversation = conversations.get(tx, conversation_id)
    return read_lines(tx, conversation, after), names(tx), conversation


@dataclass(frozen=True)
class Colleague:
    """Somebody to whom a conversation can be given; `present`: at the console now."""

    id: str
    name: str
    present: bool


def read_colleagues(tx: Transaction, me: str, now: datetime) -> Sequence[Colleague]:
    """The others who may speak with contacts, those who are present first."""
    present = staff.present_ids(tx, now)
    desk = [m for m in staff.everyone(tx) if m.active and is_granted(m.role, Action.REPLY)]
    others = [Colleague(m.id, m.name, m.id in present) for m in desk if m.id != me]
    return sorted(others, key=lambda colleague: (not colleague.present, colleague.name))


def names(tx: Transaction) -> dict[str, str]:
    """The staff's shown names by id."""
    return {member.id: member.name for member in staff.everyone(tx)}
