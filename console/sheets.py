"""Sheets: what a slip of the second desk shows, asked for when it goes out. Here alone content leaves for a phone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from console.admission import access_refusal, enter
from console.desk import present_case
from console.dossier import names
from console.labels import label_of
from console.marking import N_
from console.queue import read_board
from console.shown import since
from helpline.access import NotYourCase
from helpline.cases import Case
from helpline.clock import Clock
from helpline.danger import Whose
from helpline.delivery import Delivery
from helpline.errors import HelplineError
from helpline.messages import Author, Button, Kind
from helpline.permissions import Action, Role, is_granted
from helpline.takeover import Owner
from locales.wording import Wording
from storage import access, conversations, messages, slips
from storage.conversations import Conversation
from storage.messages import Message
from storage.queue import QueueRow
from storage.second_desks import SecondDesk
from storage.slips import Sheet, Slip, SlipKind
from storage.staff import Staff
from storage.staff_phones import Phone
from storage.transaction import Transaction

DATA = "d:"
"""Begins the data of the desk's buttons; then what to do, to which conversation, and the minute it was made in."""
DESK_WORD = "/meja"
LASTS = timedelta(hours=12)
"""How long a button works: as long as one may be signed in to the console at most."""
VERBS = frozenset({"list", "take", "read", "back", "away"})
SHOWN, LISTED = 8, 8
LONGEST = 3500
"""UTF-16 units of a talk; Telegram carries 4096 (core.telegram.org/bots/api#sendmessage)."""
LONGEST_OTHER = 200
"""Units of a line that is not the contact's: the numbers and notices are known to who reads it."""

OFF = N_("The second desk is switched off. Nothing was sent or shown. Please open the console.")
TURNS = N_("Whose turn it is")
NOBODY = N_("Nobody waits, and no talk is yours.")
NEW_WORDS = N_("Something new waits for you.")
EARLIER = N_("Earlier messages are in the console.")
CUT = N_("the rest is in the console")
WRITE = N_("What you write here goes to {designation}.")
TAKE_FIRST = N_("Take it over before you answer.")
IN_THE_CONSOLE = N_("please open the console")
CHANGED = N_("changed")
READ, TAKE, BACK, AWAY = N_("Read"), N_("Take over"), N_("Hand back to the bot"), N_("Put away")


@dataclass(frozen=True)
class Room:
    """What every slip is made with."""

    clock: Clock
    wording: Wording
    roles: frozenset[Role]

    def is_open(self, desk: SecondDesk) -> bool:
        """Whether the operator, the member and the table of permissions all say yes now."""
        member = desk.staff
        return desk.since is not None and member.active and member.role in self.roles and is_granted(member.role, Action.REPLY)


def data(verb: str, conversation_id: str | None, now: datetime) -> str:
    """What a button carries, at most 64 bytes."""
    return f"{DATA}{verb}:{conversation_id or ''}:{int(now.timestamp()) // 60}"


def pressed(given: str, now: datetime) -> tuple[str | None, str | None]:
    """What a button asks for, and of which conversation; None for what is no button of ours, or too old."""
    verb, conversation_id, minute = [*given.removeprefix(DATA).split(":"), "", "", ""][:3]
    if not given.startswith(DATA) or verb not in VERBS or not (minute.isascii() and minute.isdecimal() and len(minute) < 12):
        return None, None
    age = now - timedelta(minutes=int(minute)) - datetime.fromtimestamp(0, now.tzinfo)
    return (verb, conversation_id or None) if age <= LASTS else (None, None)


def own_refusal(tx: Transaction, member: Staff, conversation_id: str, now: datetime) -> HelplineError | None:
    """Why the member may not act on this conversation from a phone. Being a supervisor opens nothing here."""
    refusal = access_refusal(tx, member, conversation_id, now)
    standing = access.standing(tx, member.id, conversation_id)
    return refusal or (None if standing.speaks or standing.assigned else NotYourCase())


def make(tx: Transaction, room: Room, desk: SecondDesk, phone: Phone, slip: Slip) -> Sheet | None:
    """What the slip shows now; None when it shows nothing any more."""
    maker = Maker(tx, room, desk, phone, slip)
    if not room.is_open(desk):
        return Sheet(phone, maker.say(OFF)) if slip.told == OFF else None
    match slip.kind:
        case SlipKind.LIST:
            return maker.turns()
        case SlipKind.TOLD:
            return maker.told()
        case SlipKind.TALK:
            return maker.talk()
        case SlipKind.NEWS:
            return maker.news()


@dataclass(frozen=True)
class Maker:
    """One slip in the making."""

    tx: Transaction
    room: Room
    desk: SecondDesk
    phone: Phone
    slip: Slip

    @property
    def now(self) -> datetime:
        return self.room.clock.now()

    def say(self, msgid: str, **values: str) -> str:
        return self.room.wording.say(self.phone.language, msgid, values)

    def button(self, label: str, verb: str, conversation_id: str | None = None, number: str = "") -> Button:
        return Button(f"{number} {self.say(label)}".strip(), data(verb, conversation_id, self.now))

    def sheet(self, text: str, *rows: tuple[Button, ...], seq: int | None = None) -> Sheet:
        return Sheet(self.phone, text, tuple(row for row in rows if row), seq)

    def turns(self) -> Sheet:
        """Who waits and who is one's own, as bare facts: urgency, designation, how long."""
        me = self.desk.staff.id
        rows = [row for row in read_board(self.tx, me, self.now).rows if row.snoozed_until is None]
        mine = [row for row in rows if row.counsellor_id == me or (row.case.assignee == me and row.owner is not Owner.COUNSELLOR)]
        free = [row for row in rows if row not in mine and row.owner is not Owner.COUNSELLOR and row.waiting_since is not None]
        listed = [(row, row in mine) for row in (mine + free)[:LISTED]]
        lines = [self.turn(row, number) for number, (row, _own) in enumerate(listed, 1)] or [self.say(NOBODY)]
        keys = [
            self.button(READ if own else TAKE, "read" if own else "take", row.conversation_id, f"{number}.")
            for number, (row, own) in enumerate(listed, 1)
        ]
        lead = [self.say(self.slip.told)] if self.slip.told else []
        return self.sheet("\n".join([*lead, *lines]), *((key,) for key in keys))

    def turn(self, row: QueueRow, number: int) -> str:
        waits = f" · {since(row.waiting_since, self.now, self.phone.language)}" if row.waiting_since else ""
        return f"{number}. {row.case.severity} · {row.designation}{self.of_another(row.case)}{waits}"

    def of_another(self, case: Case | None) -> str:
        return f" · {self.say(label_of('whose', Whose.OTHER))}" if case and case.about is Whose.OTHER else ""

    def told(self) -> Sheet:
        """One sentence of ours; the designation is filled in where the case may be seen."""
        found = conversations.find(self.tx, self.slip.conversation_id) if self.slip.conversation_id else None
        hidden = found is None or self.desk.staff.id in access.excluded(self.tx, found.contact.id)
        name = found.contact.designation if found and not hidden else "—"
        return self.sheet(self.say(self.slip.told or NOBODY, designation=name), (self.button(TURNS, "list"),))

    def talk(self) -> Sheet:
        """The latest messages."""
        found = conversations.find(self.tx, self.slip.conversation_id or "")
        if found is None:
            return self.turns()
        if refusal := self.read(found):
            return self.sheet(self.say(refusal.sentence), (self.button(TURNS, "list"),))
        return self.shown(found, messages.latest(self.tx, found.id, found.contact.id, SHOWN), whole=True)

    def news(self) -> Sheet | None:
        """What the contact has written: its words where the talk is open on the phone, else only that something waits, once."""
        found, seq = conversations.find(self.tx, self.slip.conversation_id or ""), self.slip.seq or 0
        if found is None or own_refusal(self.tx, self.desk.staff, found.id, self.now):
            return None
        if self.desk.chosen(self.now) != found.id:
            if slips.is_announced(self.tx, self.slip):
                return None
            return self.sheet(self.say(NEW_WORDS), (self.button(READ, "read", found.id),))
        seen = slips.shown(self.tx, self.desk.staff.id, found.id)
        fresh = messages.since(self.tx, found.id, found.contact.id, min(seen, seq - 1))
        told = [m for m in fresh if m.author is Author.CONTACT and (m.seq > seen or (m.seq == seq and m.edits))]
        return self.shown(found, told[-SHOWN:], whole=False) if told and self.read(found) is None else None

    def read(self, conversation: Conversation) -> HelplineError | None:
        """Ask whether it may be read, and keep the reading, or the refusal, in the audit."""
        member = self.desk.staff
        refusal = own_refusal(self.tx, member, conversation.id, self.now)
        enter(self.tx, member, Action.READ_CONVERSATION, conversation.id, self.now, granted=refusal is None)
        return refusal

    def shown(self, conversation: Conversation, found: Sequence[Message], *, whole: bool) -> Sheet:
        """Messages as text, the newest as far as one slip holds them."""
        known, case = names(self.tx), present_case(self.tx, conversation)
        speaks = conversation.ownership.counsellor == self.desk.staff.id
        head = head_of(conversation, case) + self.of_another(case) if whole else conversation.contact.designation
        hint = self.say(WRITE if speaks else TAKE_FIRST, designation=conversation.contact.designation)
        kept = fitting([self.line(m, known) for m in found], LONGEST - units(head) - units(hint))
        earlier = [self.say(EARLIER)] if whole and found and (len(kept) < len(found) or found[0].seq > 1) else []
        rows = (
            (self.button(BACK, "back", conversation.id), self.button(AWAY, "away", conversation.id))
            if speaks
            else (self.button(TAKE, "take", conversation.id), self.button(AWAY, "away", conversation.id))
        )
        parts = [head, *earlier, *kept, *([hint] if whole else [])]
        last = max([m.seq for m in found], default=0)
        return self.sheet("\n\n".join(parts), rows, (self.button(TURNS, "list"),), seq=last)

    def line(self, message: Message, known: dict[str, str]) -> str:
        """One message: who, how long ago, what; a file only as its kind, for the files stay in the console."""
        who = known.get(message.staff_id or "") or self.say(label_of("author", message.author))
        notes = [since(message.at, self.now, self.phone.language)]
        if message.edits:
            notes.append(self.say(CHANGED))
        if message.delivery in (Delivery.UNCERTAIN, Delivery.FAILED, Delivery.DROPPED):
            notes.append(self.say(label_of("delivery", message.delivery)))
        words = message.text
        if message.kind not in (Kind.TEXT, Kind.BUTTON):
            words = f"[{self.say(label_of('kind', message.kind))}: {self.say(IN_THE_CONSOLE)}] {message.text}".strip()
        longest = LONGEST // 2 if message.author in (Author.CONTACT, Author.COUNSELLOR) else LONGEST_OTHER
        return f"{who} ({', '.join(notes)}):\n{self.cut(words, longest)}"

    def cut(self, words: str, longest: int) -> str:
        if units(words) <= longest:
            return words
        head = words.encode("utf-16-le")[: 2 * longest].decode("utf-16-le", "ignore")
        return f"{head}… ({self.say(CUT)})"


def head_of(conversation: Conversation, case: Case | None) -> str:
    about = f" · {case.severity} · {case.number}" if case else ""
    return conversation.contact.designation + about


def fitting(lines: Sequence[str], longest: int) -> list[str]:
    """The last lines, as far as there is room."""
    kept: list[str] = []
    for line in reversed(lines):
        longest -= units(line) + 2
        if longest < 0:
            break
        kept.insert(0, line)
    return kept


def units(text: str) -> int:
    """The length as Telegram counts it, in UTF-16 units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
