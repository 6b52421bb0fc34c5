"""Schedule: the heartbeat. APScheduler only says when to look; rows in the store are the truth about what is due."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from functools import partial

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.calling import Callout
from bot.campaigning import Campaigning
from bot.checkins.firing import CheckIns
from bot.checkins.safe_word import SafeWords
from bot.checkins.trust import Telling
from bot.engine.text import _
from bot.forgetting import Forgetting
from bot.house import House
from bot.later import Later
from bot.outage import Outage
from bot.reminders import Reminders
from bot.resuming import Resuming
from bot.speech import Line
from bot.turn import Turn, finish_all
from bot.unanswered import Unanswered
from helpline.clock import Clock
from helpline.events import Event
from helpline.takeover import Owner, lapse
from storage import calls, cases, conversations, editions, inbox, slips, uploads
from storage.database import Database, StoreAway
from storage.slips import Slip, SlipKind
from storage.transaction import Transaction

INBOX_KEPT = timedelta(days=7)
"""Telegram may deliver the same update again for a day; a week leaves room for a restored backup."""
UPLOADS_KEPT = timedelta(days=1)
SLIPS_KEPT = timedelta(days=7)
"""Until then a member may answer what the second desk has shown."""
APART = 0.618
"""What part of its pause each look begins after the one before it, the golden ratio: looks at one instant would together hold up
whoever writes at that instant."""
LAPSED = _("Your counsellor had to leave this chat. You are not forgotten: another counsellor will go on here with you.")
LOST = _("{designation} is no longer yours: the talk went back to the queue.")

log = structlog.get_logger()


class Schedule:
    """The recurring looks of one worker. Any number of workers may look at once; what they find is locked."""

    def __init__(self, database: Database, clock: Clock, house: House) -> None:
        self.database = database
        self.clock = clock
        self.house = house
        self.callout = Callout(database, clock, house)
        self.resuming = Resuming(database, clock, house)
        self.reminders = Reminders(database, clock)
        self.check_ins = CheckIns(database, clock, house)
        self.unanswered = Unanswered(database, clock, house)
        self.campaigning = Campaigning(database, clock, house)
        self.safe_words = SafeWords(database, clock, house)
        self.telling = Telling(database, clock, house)
        self.later = Later(database, clock)
        self.forgetting = Forgetting(database, clock)
        self.outage = Outage(database, clock, house)
        self.heartbeat = AsyncIOScheduler(timezone="UTC")

    def start(self) -> None:
        self.every(timedelta(seconds=10), self.let_claims_lapse)
        self.every(timedelta(seconds=10), self.callout.look, name="call_out")
        self.every(timedelta(seconds=2), self.resuming.look, name="resume")
        self.every(timedelta(seconds=10), self.later.look, name="send_later")
        self.every(timedelta(seconds=10), self.check_ins.look, name="check_in")
        self.every(timedelta(seconds=10), self.unanswered.look, name="unanswered")
        self.every(timedelta(seconds=2), self.campaigning.look, name="campaigns")
        self.every(timedelta(seconds=2), self.safe_words.look, name="safe_words")
        self.every(timedelta(seconds=10), self.telling.look, name="tell_trusted")
        self.every(timedelta(seconds=30), self.reminders.look, name="remind")
        self.every(timedelta(hours=1), self.forget_old)
        self.every(timedelta(minutes=1), self.forgetting.look, name="forget")
        self.every(timedelta(seconds=30), self.outage.look, name="outage", soon=True)
        self.every(timedelta(days=1), self.check_ins.mend, name="mend_check_ins", soon=True)
        self.heartbeat.start()

    def stop(self) -> None:
        self.heartbeat.shutdown(wait=False)

    def every(self, pause: timedelta, look: Callable[[], Awaitable[int]], *, name: str | None = None, soon: bool = False) -> None:
        """Look again after each pause; `soon`: for the first time in a moment already."""
        name = name or look.__name__

        async def carefully() -> None:
            try:
                await self.database.read(self.catch_up)
                await look()
            except StoreAway:
                log.warning("store_away", look=name)

        first = datetime.now(UTC) + pause * (len(self.heartbeat.get_jobs()) * APART % 1)
        rhythm = {"seconds": pause.total_seconds(), "start_date": first}
        self.heartbeat.add_job(carefully, "interval", **rhythm, id=name, max_instances=1, coalesce=True)
        if soon:
            self.heartbeat.add_job(carefully, id=f"{name}_at_start")

    def catch_up(self, tx: Transaction) -> None:
        """What was published at the desk is taken up before each look."""
        self.house.shelf.catch_up(editions.version(tx), partial(editions.published, tx))

    async def let_claims_lapse(self) -> int:
        """Claims of counsellors who fell silent go back to the queue, each in a transaction of its own."""
        lapsed = await self.database.read(conversations.lapsed, self.clock.now())
        for conversation_id in lapsed:
            await self.database.write(self.let_lapse, conversation_id)
        return len(lapsed)

    def let_lapse(self, tx: Transaction, conversation_id: str) -> None:
        """Asked again under the lock: another worker, or the counsellor, may have been quicker."""
        now = self.clock.now()
        conversation = conversations.get(tx, conversation_id, lock=True)
        case = cases.current(tx, conversation.contact.id)
        turn = Turn(tx, self.house, self.clock, now, conversation, case)
        after = lapse(turn.ownership, now)
        if after.owner is not Owner.WAITING or after == turn.ownership:
            return
        conversations.set_ownership(tx, conversation_id, turn.ownership, after)
        turn.ownership = after
        for unfinished in cases.unfinished(tx, conversation.contact.id):
            cases.assign(tx, unfinished, None)
            cases.wait(tx, unfinished, now)
            calls.set_count(tx, unfinished.id, None)
        turn.record(Event.CLAIM_LAPSED, actor="system")
        if conversation.ownership.counsellor:
            lost = Slip(self.clock.new_id(), conversation.ownership.counsellor, SlipKind.TOLD, conversation_id, LOST.msgid)
            slips.announce(tx, lost, now)
        turn.speak([Line(self.house.wording.say(turn.contact.language, LAPSED.msgid), notice=True)])
        finish_all([turn])

    async def forget_old(self) -> int:
        """Raw updates and uploads that have long been worked on are removed."""
        now = self.clock.now()
        forgotten = await self.database.write(inbox.forget_before, now - INBOX_KEPT)
        await self.database.write(slips.forget_before, now - SLIPS_KEPT)
        return forgotten + await self.database.write(uploads.forget_before, now - UPLOADS_KEPT)
