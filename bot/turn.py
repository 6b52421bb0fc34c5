"""Turn: what one transaction does for one conversation, from what was heard to what is to be said.

Nothing is sent here: lines are kept as messages and put into the outbox, and leave after commit.
"""

from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from bot.engine.heard import Facts
from bot.engine.session import Session, from_json, to_json
from bot.house import House
from bot.speech import Line, joined
from bot.teaching import learner
from helpline.cases import Case, case_number, raised
from helpline.checkins.hours import local_day
from helpline.clock import Clock, chance
from helpline.contacts import Contact
from helpline.danger import Whose
from helpline.delivery import Delivery, Lane
from helpline.events import Event
from helpline.messages import Attachment, Author, Kind
from helpline.severity import Severity, is_crisis
from helpline.takeover import Ownership, hand_over
from helpline.topics import Topic
from storage import cases, contacts, conversations, events, media, messages, outbox
from storage.cases import NOTHING_ASKED
from storage.conversations import Conversation, Progress
from storage.messages import Message
from storage.outbox import Posting
from storage.outgoing import Recipient
from storage.transaction import Transaction

Answers = Mapping[str, Any]
"""Answers of a case, by their stable key."""


@dataclass
class Turn:
    """The share of one conversation in a transaction. It changes while the transaction lasts and is then forgotten."""

    tx: Transaction
    house: House
    clock: Clock
    now: datetime
    conversation: Conversation
    case: Case | None  # the unfinished case at hand: the contact's own, if there is one
    address: str = ""  # where it was written from; empty where nobody has written
    origin: str = ""  # the update being worked on: what makes a case unique
    session: Session = field(default_factory=Session)
    ownership: Ownership = field(default_factory=Ownership)
    seq: int = 0
    kept: list[Message] = field(default_factory=list)
    files: list[tuple[str, Attachment]] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    lane: Lane = Lane.ANSWER
    secret: str | None = None  # what the contact has just told and nothing may keep
    heard_contact: bool = False
    changed_session: bool = False
    learnt: bool = False
    told_problem: bool = False  # a case was opened in this turn: a course makes way for it

    def __post_init__(self) -> None:
        self.session = from_json(self.conversation.session) if self.conversation.session else Session()
        self.ownership = self.conversation.ownership
        self.seq = self.conversation.last_seq

    @property
    def contact(self) -> Contact:
        return self.conversation.contact

    @property
    def facts(self) -> Facts:
        contact = self.contact
        number = self.case.number if self.case else None
        country = self.house.countries.get(contact.country or "")
        zones = len(country.zones) if country else 0
        today = local_day(self.house.zone_of(contact), self.now)
        known = (contact.language, contact.situation, contact.country, contact.consent_version)
        return Facts(*known, number, today, zones, self.now)

    @property
    def values(self) -> dict[str, Any]:
        """What fills the placeholders that any sentence may use."""
        country = self.house.countries.get(self.contact.country or "")
        number = {"case": self.case.number} if self.case else {}
        return number | {"country": country.name(self.contact.language) if country else ""}

    def record(self, event: Event, actor: str = "bot", of: Case | None = None, **data: Any) -> None:
        """Record a fact, of this case or else of the one at hand."""
        case = of or self.case
        events.record(
            self.tx,
            event,
            at=self.now,
            actor=actor,
            contact_id=self.contact.id,
            conversation_id=self.conversation.id,
            case_id=case.id if case else None,
            **data,
        )

    def learn(self, **what: Any) -> None:
        """Take in what the contact told of themselves; it is written at the end of the transaction."""
        self.conversation = replace(self.conversation, contact=replace(self.contact, **what))
        self.learnt = True

    def keep(
        self,
        author: Author,
        kind: Kind,
        text: str,
        *,
        buttons: messages.Buttons = (),
        extra: Any = None,
        ref: str | None = None,
        delivery: Delivery | None = None,
    ) -> Message:
        """Give a message its place in the conversation; it is written at the end of the transaction."""
        self.seq += 1
        message = Message(
            id=self.clock.new_id(),
            conversation_id=self.conversation.id,
            seq=self.seq,
            author=author,
            staff_id=None,
            kind=kind,
            text=text,
            buttons=buttons,
            extra=extra or {},
            ref=ref,
            edits=0,
            at=self.now,
            delivery=delivery,
            reason=None,
        )
        self.kept.append(message)
        return message

    def open_or_raise(
        self, topic: Topic, severity: Severity, about: Whose | None = None, answers: Answers = NOTHING_ASKED
    ) -> Case:
        """The unfinished case at hand, or the one about this person, at least this severe; a new one where there is none.

        From now on it waits for a human, with these answers beside those it has.
        """
        case = self.case_about(about)
        if case is None:
            return self.open_case(topic, severity, about or Whose.SELF, answers)
        if raised(case, severity) is not case.severity:
            case = self.hold(cases.set_severity(self.tx, case, severity))
            self.record(Event.SEVERITY_RAISED, of=case, severity=severity)
        if case.topic in VAGUE and topic not in VAGUE:
            case = self.hold(cases.set_topic(self.tx, case, topic))
            self.record(Event.CASE_TOPIC_CHANGED, of=case, topic=topic)
        return self.let_wait(case, answers)

    def let_wait(self, case: Case, answers: Answers) -> Case:
        """A case that was there before waits for a human, and has these answers too."""
        cases.wait(self.tx, case, self.now)
        if answers:
            cases.add_answers(self.tx, case, answers)
        return case

    def case_about(self, about: Whose | None) -> Case | None:
        """The unfinished case about this person. None for `about`: whatever is at hand."""
        if self.case is None or about is None or self.case.about is about:
            return self.case
        return next((case for case in cases.unfinished(self.tx, self.contact.id) if case.about is about), None)

    def hold(self, case: Case) -> Case:
        """Keep a changed or new case at hand; one about somebody else never takes the place of the contact's own."""
        if self.case is None or self.case.id == case.id or case.about is Whose.SELF:
            self.case = case
        return case

    def open_case(self, topic: Topic, severity: Severity, about: Whose = Whose.SELF, answers: Answers = NOTHING_ASKED) -> Case:
        """A new case that waits for a human, written whole in one statement."""
        number, made = "", None
        while made is None and (not number or cases.number_is_taken(self.tx, number)):
            number = case_number(chance(self.clock))
            made = cases.open(
                self.tx,
                id=self.clock.new_id(),
                number=number,
                origin=self.origin if about is Whose.SELF else f"{self.origin}:{about}",
                conversation=self.conversation,
                topic=topic,
                severity=severity,
                at=self.now,
                about=about,
                waiting_since=self.now,
                answers=answers,
            )
        case = made or self.let_wait(
            next(case for case in cases.of_contact(self.tx, self.contact.id) if case.about is about), answers
        )
        self.told_problem = True
        self.record(Event.CASE_OPENED, of=self.hold(case), topic=topic, severity=severity)
        return case

    def wait_for_human(
        self, topic: Topic, severity: Severity, about: Whose | None = None, answers: Answers = NOTHING_ASKED
    ) -> Case:
        """A human must look at this: the case stands in the queue as waiting, and for S0 and S1 the counsellors are called."""
        case = self.open_or_raise(topic, severity, about, answers)
        if is_crisis(severity):
            self.record(Event.COUNSELLORS_CALLED, of=case, severity=severity)
        return case

    def hand_over(self) -> None:
        """The bot falls silent; its last words of this turn still go out."""
        after = hand_over(self.ownership)
        conversations.set_ownership(self.tx, self.conversation.id, self.ownership, after)
        self.ownership = after

    def speak(self, lines: Iterable[Line]) -> None:
        self.lines += lines

    def write_messages(self) -> None:
        """Write the messages kept so far, so that an edit can refer to them."""
        write_messages([self])

    def progress(self, told: Container[str]) -> Progress:
        """Where the conversation stands now. `told`: the conversations that are told something with this transaction."""
        if self.told_problem:
            self.session, self.changed_session = learner.paused(self.session), True
        session = to_json(self.session) if self.changed_session else self.conversation.session
        heard_at = self.now if self.heard_contact else self.conversation.last_contact_at
        told_at = self.now if self.conversation.id in told else None
        return Progress(self.conversation, session, self.seq, self.now, heard_at, told_at)

    def write_file(self, message_id: str, attachment: Attachment) -> None:
        file_id = self.clock.new_id()
        media.add(self.tx, id=file_id, message_id=message_id, contact_id=self.contact.id, attachment=attachment, at=self.now)

    def posting(self, line: Line) -> Posting:
        author = Author.NOTICE if line.notice else Author.BOT
        extra, waits = dict(line.extra), Delivery.PENDING
        message = self.keep(author, Kind.TEXT, line.text, buttons=line.buttons, extra=extra, delivery=waits)
        return Posting(
            message,
            self.conversation.channel,
            self.conversation.bot,
            Lane.CRISIS if line.safety else self.lane,
            self.ownership.version,
            notice=line.notice,
            safety=line.safety,
            after=self.conversation.next_line_at,
            to=Recipient(self.contact.id, self.address, self.contact.language, self.ownership) if self.address else None,
        )


VAGUE = frozenset({Topic.OTHER, Topic.EMERGENCY, Topic.ASKED_FOR_HUMAN, Topic.UNREADABLE, Topic.SILENCE})
"""Topics that say only that somebody needs help; a topic told later takes their place."""


Put = Callable[[Transaction, Sequence[Posting], datetime], set[str]]
"""Queues lines; the ids of those that go with this transaction."""


def finish_all(turns: Sequence[Turn], put: Put = outbox.put) -> None:
    """Write what the turns of one transaction gathered, in one statement for each table."""
    tx, now = turns[0].tx, turns[0].now
    contacts.save(tx, [turn.contact for turn in turns if turn.learnt], now)
    postings = [turn.posting(line) for turn in turns for line in joined(turn.lines)]
    write_messages(turns)
    going = put(tx, postings, now)
    told = {posting.message.conversation_id for posting in postings if posting.message.id in going}
    spoken = [turn for turn in turns if turn.seq != turn.conversation.last_seq]
    conversations.save_all(tx, [turn.progress(told) for turn in spoken])


def write_messages(turns: Sequence[Turn]) -> None:
    """Write the messages that these turns of one transaction have kept so far, with their files."""
    contact_ids = {turn.conversation.id: turn.contact.id for turn in turns}
    messages.insert_all(turns[0].tx, contact_ids, [message for turn in turns for message in turn.kept])
    for turn in turns:
        for message_id, attachment in turn.files:
            turn.write_file(message_id, attachment)
        turn.kept, turn.files = [], []
