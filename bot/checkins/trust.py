"""Trust at work: a code is made, used, ended; a silence is told to who may know. Neither learns what the other wrote."""

import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from bot.engine.text import _
from bot.house import House
from bot.looking import each
from bot.speech import Line
from bot.turn import Turn, finish_all
from helpline.clock import Clock, chance
from helpline.events import Event
from storage import cases, conversations, events, trusted_people
from storage.database import Database
from storage.transaction import Transaction
from storage.trusted_people import Trust

CODE_LIVES = timedelta(days=7)
LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"""Without those that are mistaken for one another."""
MADE = _("This is the code: {code}.")
LINKED = _("Thank you, it is done. We write to you if there is something you may know. Nobody sees what you write here.")
NO_CODE = _("We do not know this code, or its time is over. Please ask for a new one.")
# Translators: told to a family member; it must not frighten, and it tells nothing but that no answer came.
TOLD = _(
    "Somebody who trusts you with this has not answered us for a while. It may mean nothing. If you can, give them a call. "
    "If you are worried, write here and choose «Talk to a person»."
)


def offer(turn: Turn, told: Mapping[str, Any]) -> None:
    """Make a code for the person whom the contact trusts."""
    number = chance(turn.clock)
    code = "".join(LETTERS[number >> 5 * place & 31] for place in range(8))
    scope = told.get("trust_scope")
    trust = Trust(
        turn.clock.new_id(), turn.contact.id, None, scope in ("counsellor", "at_once"), scope == "at_once", turn.now + CODE_LIVES
    )
    trusted_people.offer(turn.tx, trust, code, turn.now)
    turn.record(Event.TRUST_OFFERED, actor="contact", scope=scope)
    turn.speak([Line(turn.house.wording.say(turn.contact.language, MADE.msgid, {"code": f"{code[:4]} {code[4:]}"}))])


def use_code(turn: Turn, told: Mapping[str, Any]) -> None:
    """Link the person who was given a code."""
    code = re.sub(r"[^A-Z0-9]", "", str(told.get("trust_code") or "").upper())
    trust = trusted_people.use(turn.tx, code, turn.contact.id, turn.now)
    if trust is not None:
        events.record(turn.tx, Event.TRUST_LINKED, at=turn.now, actor="contact", contact_id=trust.contact_id)
    turn.speak([Line(turn.house.wording.say(turn.contact.language, (LINKED if trust else NO_CODE).msgid))])


def end(turn: Turn, _told: Mapping[str, Any]) -> None:
    if trusted_people.end(turn.tx, turn.contact.id, turn.now):
        turn.record(Event.TRUST_ENDED, actor="contact")


class Telling:
    """The look for whom is to be told of a silence. Any number of workers may look at once."""

    def __init__(self, database: Database, clock: Clock, house: House) -> None:
        self.database = database
        self.clock = clock
        self.house = house

    async def look(self) -> int:
        found = await self.database.read(trusted_people.to_tell, self.clock.now())
        return await each(found, lambda one: self.database.write(self.tell, *one), "tell_trusted")

    def tell(self, tx: Transaction, trust_id: str, conversation_id: str) -> None:
        """Asked again under the lock: the link may have been ended in between."""
        conversation, now = conversations.get(tx, conversation_id, lock=True), self.clock.now()
        trust = trusted_people.take(tx, trust_id, now)
        if trust is None:
            return
        turn = Turn(tx, self.house, self.clock, now, conversation, cases.current(tx, conversation.contact.id))
        turn.speak([Line(self.house.wording.say(conversation.contact.language, TOLD.msgid), notice=True)])
        events.record(tx, Event.TRUSTED_TOLD, at=now, actor="system", contact_id=trust.contact_id)
        finish_all([turn])
