"""Forgetting: destroys whom a supervisor told us to forget, when the time of grace is over."""

from bot.looking import each
from helpline.clock import Clock
from helpline.events import Event
from storage import audit, events, forgetting
from storage.database import Database
from storage.transaction import Transaction


class Forgetting:
    """The look of one worker. Any number may look at once; each is asked again under its lock."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self.database = database
        self.clock = clock
        self.destroyed = 0

    async def look(self) -> int:
        """Destroy who is due; how many were looked at. What the database has only marked as gone is then overwritten."""
        found = await self.database.read(forgetting.due, self.clock.now())
        before = self.destroyed
        count = await each(found, self.forget, "forget")
        if self.destroyed > before:
            await self.database.scrub()
        return count

    async def forget(self, contact_id: str) -> None:
        self.destroyed += await self.database.write(self.finish, contact_id)

    def finish(self, tx: Transaction, contact_id: str) -> bool:
        now = self.clock.now()
        if not forgetting.finish(tx, contact_id, now):
            return False
        audit.append(tx, at=now, actor="system", action="destroyed", subject=contact_id, granted=True)
        events.record(tx, Event.CONTACT_FORGOTTEN, at=now, actor="system")
        return True
