"""The second desk: what a member does from the linked account of their phone. The console stays the truth: the same permissions,
the same audit, the same transactions; here alone only one's own cases.

The operator switches it on for a role, each member for themselves; while either is missing nothing is shown and nothing is sent.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

from console import desk, replying, sheets
from console.admission import access_refusal, enter
from console.desk import Hand
from console.marking import N_
from console.sheets import DATA, DESK_WORD, OFF, Room, own_refusal
from helpline import takeover
from helpline.clock import Clock
from helpline.errors import HelplineError
from helpline.events import Event
from helpline.messages import FROM_PHONE, Author, Button, Incoming, Kind
from helpline.permissions import Action, NotAllowed, Role, is_granted
from locales.wording import Wording
from storage import conversations, events, second_desks, signs, slips, staff_phones
from storage.letters import Letter
from storage.messages import Buttons
from storage.second_desks import SecondDesk
from storage.slips import Sheet, Slip, SlipKind
from storage.transaction import Transaction

CHOSEN = timedelta(minutes=15)
"""How long words without an address go to the talk that was chosen; every act in it begins the time anew."""

WORDS = frozenset({DESK_WORD, "/start", "/menu", "/mulai"})

NOTHING_CHOSEN = N_("Nothing was sent: no talk is chosen. Open one below, or answer one of its messages.")
GONE = N_("Nothing was sent: this message belongs to no talk any more.")
ON_ITS_WAY = N_("On its way to {designation}.")
ONLY_WORDS = N_("Nothing was sent: from here only words can be sent. Photos, voice and files go from the console.")
OPENED = N_("This account is your second desk now. Write /meja, or press below.")
STAYS = N_("What was sent stays as it was. Please write a new message to put it right.")
HANDED_BACK = N_("You have handed {designation} back to the bot.")
PUT_AWAY = N_("{designation} is put away; the talk is still yours. New messages are announced here without their words.")
TOO_OLD = N_("This button is too old. This is how it stands now.")

Account = tuple[str, str, str]


class OnlyInTheConsole(HelplineError):
    """Please open the console for this one: somebody may be reading along with the contact."""


@dataclass(frozen=True)
class PhoneDesk:
    """What bot is handed as the second desk. `roles`: for whom the operator has switched it on."""

    clock: Clock
    wording: Wording
    roles: frozenset[Role] = field(default_factory=frozenset)
    lease: timedelta = takeover.LEASE

    @property
    def room(self) -> Room:
        return Room(self.clock, self.wording, self.roles)

    def owns(self, tx: Transaction, account: Account, incoming: Incoming) -> bool:
        """Everything of an account that is a second desk; of one that was, what still answers the desk."""
        found = second_desks.at_address(tx, *account)
        if found is None or found.since is not None:
            return found is not None
        answers = incoming.extra.get("answers_ref")
        asks = incoming.kind is Kind.BUTTON and (incoming.button or "").startswith(DATA)
        return asks or bool(answers and slips.conversation_of(tx, found.staff.id, str(answers)))

    def hear(self, tx: Transaction, account: Account, incoming: Incoming, update_id: str) -> str | None:
        """Do what the member asks for; what they are told goes out as a slip after commit.

        The contact to whom the words were addressed, sent or not: erasing the contact must find them.
        """
        found = second_desks.at_address(tx, *account)
        if found is None or incoming.kind in (Kind.BLOCKED, Kind.UNBLOCKED):
            return None
        hearing = Hearing(tx, self, found)
        where = hearing.addressee(incoming) if incoming.kind is not Kind.BUTTON else None
        hearing.hear(incoming, update_id)
        addressed = conversations.find(tx, where) if where else None
        return addressed.contact.id if addressed else None

    def door(self, tx: Transaction, staff_id: str) -> Buttons:
        """The button that leads from a call to the desk."""
        found = second_desks.find(tx, staff_id)
        if found is None or not self.room.is_open(found):
            return ()
        now, language = self.clock.now(), found.staff.language
        return ((Button(self.wording.say(language, sheets.TURNS), sheets.data("list", None, now)),),)

    def make(self, tx: Transaction, slip: Slip) -> Sheet | None:
        """What a slip shows now."""
        found, phone = second_desks.find(tx, slip.staff_id), staff_phones.find(tx, slip.staff_id, also_inactive=True)
        return sheets.make(tx, self.room, found, phone, slip) if found and phone else None


@dataclass(frozen=True)
class Hearing:
    """One message or button of one member."""

    tx: Transaction
    house: PhoneDesk
    desk: SecondDesk

    @property
    def hand(self) -> Hand:
        return Hand(self.desk.staff, self.house.clock, self.house.wording, self.house.lease)

    def hear(self, incoming: Incoming, update_id: str) -> None:
        if not self.house.room.is_open(self.desk):
            self.put(SlipKind.TOLD, told=OFF)
            return
        match incoming.kind:
            case Kind.BUTTON:
                self.press(incoming.button or "")
            case Kind.TEXT if incoming.text.strip().lower() in WORDS:
                self.put(SlipKind.LIST)
            case Kind.TEXT:
                self.answer(incoming, update_id)
            case Kind.EDIT:
                self.put(SlipKind.TOLD, told=STAYS)
            case _:
                self.put(SlipKind.TOLD, told=ONLY_WORDS)

    def press(self, data: str) -> None:
        """A button. What it means is asked of the store anew; one that is too old or unknown shows how it stands."""
        verb, where = sheets.pressed(data, self.house.clock.now())
        if verb == "list":
            self.put(SlipKind.LIST)
        elif verb is None or where is None or conversations.find(self.tx, where) is None:
            self.put(SlipKind.LIST, told=TOO_OLD)
        else:
            self.act(verb, where)

    def act(self, verb: str, where: str) -> None:
        match verb:
            case "take":
                if self.do(Action.TAKE_OVER, where, desk.take_over):
                    self.open(where)
            case "read":
                self.open(where)
            case "back":
                if self.do(Action.HAND_BACK, where, desk.hand_back):
                    self.choose(None)
                    self.put(SlipKind.TOLD, where, HANDED_BACK)
            case "away":
                self.choose(None)
                self.put(SlipKind.TOLD, where, PUT_AWAY)

    def answer(self, incoming: Incoming, update_id: str) -> None:
        """Words for a contact: of the message that they answer, else of the talk that is chosen."""
        where = self.addressee(incoming)
        if where is None:
            self.put(SlipKind.LIST, told=GONE if "answers_ref" in incoming.extra else NOTHING_CHOSEN)
        elif self.do(Action.REPLY, where, lambda tx, hand, to: self.send(to, incoming.text, f"{FROM_PHONE}{update_id}")):
            self.choose(where)
            self.put(SlipKind.TOLD, where, ON_ITS_WAY)

    def addressee(self, incoming: Incoming) -> str | None:
        """To which conversation words belong."""
        ref = incoming.extra.get("answers_ref")
        if ref:
            return slips.conversation_of(self.tx, self.desk.staff.id, str(ref))
        return self.desk.chosen(self.house.clock.now())

    def send(self, conversation_id: str, text: str, once: str) -> None:
        """As the console sends; but what the member has begun to write there stays."""
        hand, now = self.hand, self.house.clock.now()
        written = desk.checked(text, desk.LONGEST_REPLY)
        letter = Letter(Author.COUNSELLOR, written, hand.staff.id, {"once": once[:40]})
        conversation = conversations.get(self.tx, conversation_id, lock=True)
        draft = signs.draft(self.tx, conversation, hand.staff.id)
        replying.send(self.tx, hand, conversation_id, replying.Written(letter, None))
        if draft:
            signs.give(self.tx, conversation, hand.staff.id, now, typing=False, draft=draft)

    def do(self, action: Action, conversation_id: str, work: Callable[[Transaction, Hand, str], None]) -> bool:
        """Ask, keep the asking in the audit, and act. Whether it was done; else the member is told why not."""
        refusal = self.refusal(action, conversation_id)
        enter(self.tx, self.desk.staff, action, conversation_id, self.house.clock.now(), granted=refusal is None)
        if refusal is None:
            try:
                work(self.tx, self.hand, conversation_id)  # what it refuses it refuses before it changes anything
            except HelplineError as said:
                refusal = said
        if refusal is not None:
            self.put(SlipKind.TOLD, told=refusal.sentence)
        return refusal is None

    def refusal(self, action: Action, conversation_id: str) -> HelplineError | None:
        """A case that waits may be taken over unread, as in the console; all else is for one's own cases."""
        member, now = self.desk.staff, self.house.clock.now()
        if not is_granted(member.role, action):
            return NotAllowed()
        if action is Action.TAKE_OVER and events.has_happened(self.tx, conversation_id, Event.SAFE_WORD_SAID):
            return OnlyInTheConsole()
        if action is Action.TAKE_OVER:
            return access_refusal(self.tx, member, conversation_id, now, unread=True)
        return own_refusal(self.tx, member, conversation_id, now)

    def open(self, conversation_id: str) -> None:
        """Show the talk, and let words without an address go there. Whether it may be shown is asked when it is."""
        if self.may_read(conversation_id):
            self.choose(conversation_id)
        self.put(SlipKind.TALK, conversation_id)

    def may_read(self, conversation_id: str) -> bool:
        return self.refusal(Action.READ_CONVERSATION, conversation_id) is None

    def choose(self, conversation_id: str | None) -> None:
        until = self.house.clock.now() + CHOSEN if conversation_id else None
        second_desks.choose(self.tx, self.desk.staff.id, conversation_id, until)

    def put(self, kind: SlipKind, conversation_id: str | None = None, told: str | None = None) -> None:
        id, now = self.house.clock.new_id(), self.house.clock.now()
        slips.put(self.tx, Slip(id, self.desk.staff.id, kind, conversation_id, told), now)
