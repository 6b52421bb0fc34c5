"""Outage: after a silence of ours, who may have written in vain is put before humans and greeted, in their safe hours."""

from datetime import datetime, time, timedelta

import structlog

from bot.engine.text import _
from bot.house import House
from bot.looking import each
from bot.speech import Line
from bot.turn import Turn, finish_all
from helpline.checkins.hours import Hours, first_open
from helpline.clock import Clock
from helpline.delivery import Lane
from helpline.takeover import Owner
from storage import cases, check_in_plans, conversations, outages, tasks
from storage.database import Database
from storage.tasks import Task, TaskKind
from storage.transaction import Transaction

BUTTONS_LIVE = timedelta(seconds=150)
"""Telegram forgets a pressed button after so long (tdlib/telegram-bot-api)."""
LETTERS_LIVE = timedelta(hours=24)
"""And a message after so long."""
REASK_WITHIN = timedelta(hours=1)
"""Who was at talk with us is asked again only soon after: later somebody else may hold the phone."""
DAYTIME = {"at": time(9), "lasts": timedelta(hours=11)}
# Translators: it comes unasked; read over the shoulder it must tell nothing.
GREETING = _("Hello, how are you? If you wrote here and heard nothing, please write once more.")

log = structlog.get_logger()


class Outage:
    """What is done after one, by any worker; each chat is asked again under its lock."""

    def __init__(self, database: Database, clock: Clock, house: House) -> None:
        self.database = database
        self.clock = clock
        self.house = house

    def over(self, tx: Transaction, lasted: timedelta) -> int:
        """We are awake again. Lost buttons are asked for again; after a day, lost letters too. How many chats it concerns."""
        now = self.clock.now()
        since = now - lasted
        if BUTTONS_LIVE < lasted <= REASK_WITHIN:
            found = outages.at_talk(tx, since)
            for conversation_id in found:
                conversations.resume_later(tx, conversation_id, "go_on")
            return len(found)
        if lasted <= LETTERS_LIVE:
            return 0
        missed = outages.perhaps_missed(tx, since)
        for contact_id, conversation_id in missed:
            made = Task(
                self.clock.new_id(), TaskKind.MISSED, now, contact_id=contact_id, conversation_id=conversation_id, due_at=now
            )
            tasks.add_once(tx, made)
        return len(missed)

    def wake(self, tx: Transaction) -> tuple[timedelta, int]:
        """Note that we are awake and do what that asks for, in one transaction: a death between would lose the list."""
        lasted = outages.stay_awake(tx)
        return lasted, self.over(tx, lasted) if lasted > BUTTONS_LIVE else 0

    async def look(self) -> int:
        """Note that we are awake, and greet whom it is time to greet."""
        lasted, count = await self.database.write(self.wake)
        if lasted > BUTTONS_LIVE:
            log.warning("outage_over", seconds=round(lasted.total_seconds()), count=count)
        found = await self.database.read(outages.to_greet, self.clock.now())
        return await each(found, lambda one: self.database.write(self.greet, *one), "greet_missed")

    def greet(self, tx: Transaction, task_id: str, conversation_id: str) -> None:
        conversation, now = conversations.get(tx, conversation_id, lock=True), self.clock.now()
        if (task_id, conversation_id) not in outages.to_greet(tx, now):
            return
        opens = self.safe_time(tx, conversation.contact.id, self.house.zone_of(conversation.contact), now)
        if opens > now:
            outages.greet_at(tx, task_id, opens)
            return
        outages.greet_at(tx, task_id, None)
        if conversation.ownership.owner is Owner.COUNSELLOR or not conversation.contact.reachable:
            return  # a human speaks with them, and finds the task
        turn = Turn(tx, self.house, self.clock, now, conversation, cases.current(tx, conversation.contact.id), lane=Lane.CHECK_IN)
        turn.speak([Line(self.house.wording.say(turn.contact.language, GREETING.msgid), notice=True)])
        finish_all([turn])

    def safe_time(self, tx: Transaction, contact_id: str, zone: str, now: datetime) -> datetime:
        """Now, or when the contact's own window opens; in the daytime for who has named none."""
        plans = check_in_plans.of_contact(tx, contact_id)
        hours = plans[0].plan.hours if plans else Hours(zone, **DAYTIME)  # type: ignore[arg-type]
        return first_open(hours, now)
