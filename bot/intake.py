"""Intake: the life of updates within one transaction, from the raw bytes to the messages that will go out."""

from collections.abc import Mapping, Sequence
from functools import partial

from bot import calling, showing
from bot.channels import Channels, Letter
from bot.engine.text import _
from bot.house import House
from bot.listening import keep_message, listen, reader
from bot.riding import Ride
from bot.second_desk import SecondDesk
from bot.speech import Line
from bot.turn import Turn, finish_all
from helpline.clock import Clock, chance, key_of_chance
from helpline.contacts import DEFAULT_LANGUAGE, Contact
from helpline.designation import designation
from helpline.events import Event
from helpline.severity import Severity
from helpline.takeover import Owner
from helpline.topics import Topic
from helpline.updates import Update
from storage import cases, contacts, conversations, editions, events, inbox, outbox
from storage.contacts import Arrival
from storage.conversations import Address, Beginning, Conversation
from storage.opening import opened
from storage.transaction import Transaction

SORRY = _("We have received your message, but our assistant stumbled over it. A counsellor will read it and answer you here.")


class NotAlone(Exception):
    """What is said to the second desk locks a conversation of its own choice, so it is worked on in a transaction of its own."""


class Intake:
    """What is done with updates once a transaction is open. It commits nothing and sends nothing."""

    def __init__(self, clock: Clock, channels: Channels, house: House, desk: SecondDesk) -> None:
        self.clock = clock
        self.channels = channels
        self.house = house
        self.desk = desk

    def take_in(self, tx: Transaction, updates: Sequence[Update], ride: Ride | None = None) -> None:
        """Keep these updates and answer each that is new; with a `ride` some answers are claimed at once, to be sent after it.

        Raises whatever a poisonous one raises; then nothing is kept.
        """
        read = {u: letter for u in dict.fromkeys(updates) if (letter := self.read(u)) is not None}
        writers = {address_of(u, letter) for u, letter in read.items()}
        opening = opened(tx, writers)
        self.house.shelf.catch_up(opening.library, partial(editions.published, tx))
        # One fixed order of locks for all processes: conversations by id, inbox keys, new contacts by address.
        found = conversations.lock(tx, writers)
        new = self.keep_raw(tx, updates, {u: of.contact.id for u, x in read.items() if (of := found.get(address_of(u, x)))})
        letters = [(u, letter) for u, letter in read.items() if u in new and not self.is_of_staff(tx, u, letter)]
        mine = [(u, letter) for u, letter in letters if address_of(u, letter) in opening.desks]
        said_to_desk = [(u, letter) for u, letter in mine if self.is_said_to_desk(tx, u, letter)]
        if said_to_desk and len(updates) > 1:
            raise NotAlone
        for update, letter in said_to_desk:
            contact_id = self.desk.hear(tx, address_of(update, letter), letter.incoming, update.update_id)
            inbox.link(tx, [(update, contact_id)])
            letters.remove((update, letter))
        turns = self.turns_of(tx, letters, found)
        fresh = {address for address, turn in turns.items() if turn.conversation.last_seq == 0}
        for update, letter in letters:
            turn = self.turn_of(turns, update, letter)
            listen(turn, letter.incoming, new_contact=address_of(update, letter) in fresh)
            fresh.discard(address_of(update, letter))
        arrived = [(u, address_of(u, letter)) for u, letter in letters if address_of(u, letter) not in found]
        inbox.link(tx, [(u, turns[address].contact.id) for u, address in arrived])
        if turns:
            finish_all(list(turns.values()), ride.put if ride else outbox.put)

    def keep_raw(self, tx: Transaction, updates: Sequence[Update], owners: Mapping[Update, str]) -> set[Update]:
        """Keep the updates as they came, in the order of their keys; those never seen before."""
        ordered = sorted(dict.fromkeys(updates), key=lambda u: (u.channel, u.bot, u.update_id))
        ids, whose = [self.clock.new_id() for _ in ordered], [owners.get(u) for u in ordered]
        return set(inbox.insert_new(tx, ordered, ids=ids, owners=whose, at=self.clock.now()))

    def put_before_a_human(self, tx: Transaction, update: Update, error: str) -> None:
        """An update that broke a turn: kept with a task; what it said is kept as it is, no flow is run, a human is asked in."""
        letter = self.read(update)
        if not self.quarantine(tx, update, error) or letter is None or self.is_said_to_desk(tx, update, letter):
            return  # what a member says to the desk is never a contact's message, broken or not
        locked = conversations.lock(tx, [address_of(update, letter)])
        turn = self.turn_of(self.turns_of(tx, [(update, letter)], locked), update, letter)
        inbox.link(tx, [(update, turn.contact.id)])  # to be forgotten with the contact
        turn.heard_contact = True
        keep_message(turn, letter.incoming)
        turn.wait_for_human(Topic.UNREADABLE, Severity.S1)
        if turn.ownership.owner is Owner.BOT:
            turn.hand_over()
            turn.record(Event.HANDED_OVER, severity=Severity.S1, topic=Topic.UNREADABLE)
            turn.speak([Line(turn.house.wording.say(turn.contact.language, SORRY.msgid), safety=True)])
            turn.speak([Line(showing.card("emergency_numbers", turn.house, reader(turn)), safety=True, notice=True)])
        finish_all([turn])

    def quarantine(self, tx: Transaction, update: Update, error: str) -> bool:
        """Keep an update sealed, with a task for a human. False: it was kept before."""
        now = self.clock.now()
        kept = inbox.quarantine(tx, update, id=self.clock.new_id(), task_id=self.clock.new_id(), error=error, at=now)
        if kept:
            events.record(tx, Event.UPDATE_QUARANTINED, at=now, actor="system", error=error)
        return kept

    def read(self, update: Update) -> Letter | None:
        return self.channels[(update.channel, update.bot)].read(update.raw)

    def is_of_staff(self, tx: Transaction, update: Update, letter: Letter) -> bool:
        """Whether a member of the staff links their account with it; then it is no contact's message."""
        where = {"channel": update.channel, "bot": update.bot, "address": letter.address}
        return calling.link(tx, self.clock, letter.incoming.text, **where)

    def is_said_to_desk(self, tx: Transaction, update: Update, letter: Letter) -> bool:
        """Whether a member of the staff says it to their second desk."""
        return self.desk.owns(tx, address_of(update, letter), letter.incoming)

    def turn_of(self, turns: dict[Address, Turn], update: Update, letter: Letter) -> Turn:
        turn = turns[address_of(update, letter)]
        turn.origin = f"{update.channel}:{update.bot}:{update.update_id}"
        return turn

    def turns_of(
        self, tx: Transaction, letters: Sequence[tuple[Update, Letter]], locked: Mapping[Address, Conversation]
    ) -> dict[Address, Turn]:
        """A turn for each conversation that is written to: those that are `locked`, and new ones."""
        by_address = {address_of(update, letter): letter for update, letter in letters}
        found = {address: locked[address] for address in by_address if address in locked}
        found |= self.arrive(tx, {address: by_address[address] for address in sorted(set(by_address) - set(found))})
        now, known = self.clock.now(), cases.current_of(tx, [known.contact.id for known in found.values() if known.last_seq])
        return {
            address: Turn(tx, self.house, self.clock, now, conversation, known.get(conversation.contact.id), address[2])
            for address, conversation in found.items()
        }

    def arrive(self, tx: Transaction, letters: Mapping[Address, Letter]) -> dict[Address, Conversation]:
        """People write for the first time. The addresses are in order."""
        now = self.clock.now()
        people = contacts.arrive(tx, [self.arrival(address, letter) for address, letter in letters.items()], now)
        bots = [bot for _channel, bot, _address in letters]
        begun = [Beginning(self.clock.new_id(), contact, bot) for contact, bot in zip(people, bots, strict=True)]
        started = conversations.start(tx, begun, now)
        for made in started:
            ids = {"contact_id": made.contact.id, "conversation_id": made.id}
            events.record(tx, Event.CONTACT_ARRIVED, at=now, actor="contact", **ids)
        return dict(zip(letters, started, strict=True))

    def arrival(self, address: Address, letter: Letter) -> Arrival:
        """A contact as yet unknown: a made-up name for our side, a key of their own, the language that the channel tells."""
        channel, bot, chat = address
        known = letter.language in self.house.wording.sentences
        contact = Contact(
            id=self.clock.new_id(),
            channel=channel,
            designation=designation(chance(self.clock)),
            language=letter.language if known and letter.language else DEFAULT_LANGUAGE,
            name=letter.name,
        )
        return Arrival(contact, bot, chat, key_of_chance(self.clock))


def address_of(update: Update, letter: Letter) -> Address:
    return (update.channel, update.bot, letter.address)
