"""Outbox: the postman, who takes what waits, asks once more whether it may be said, and sends it. The only sender of messages."""

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta

import structlog

from bot.channels import Channels
from helpline.clock import Clock
from helpline.delivery import Attempt, Delivery, Outcome, after_retry, after_unknown, backoff
from helpline.events import Event
from helpline.messages import Author
from helpline.takeover import bot_may_speak
from storage import cases, contacts, events, outbox
from storage.database import Database, StoreAway
from storage.outbox import Outgoing
from storage.transaction import Transaction

AT_ONCE = 30
LEASE = timedelta(seconds=20)
"""Longer than any attempt lasts: a row is taken from a sender only when that sender is dead."""
PATIENCE = 15.0
"""Seconds an attempt may last."""
LOOK_AGAIN = 0.25
"""Seconds until the next look when nobody hints: at most this much is added to a paced chat's second."""

TOLD = {
    Delivery.SENT: Event.MESSAGE_SENT,
    Delivery.UNCERTAIN: Event.MESSAGE_UNCERTAIN,
    Delivery.FAILED: Event.MESSAGE_FAILED,
    Delivery.DROPPED: Event.MESSAGE_DROPPED,
}

log = structlog.get_logger()


class Postman:
    """Sends for all the channels of a process. Any number of postmen in any number of processes share the same outbox."""

    def __init__(self, database: Database, clock: Clock, channels: Channels) -> None:
        self.database = database
        self.clock = clock
        self.channels = channels

    async def run(self) -> None:
        """Send until cancelled; while the database is away, wait and try again."""
        while True:
            try:
                sent = await self.deliver_once()
            except StoreAway:
                await asyncio.sleep(1)
                continue
            if not sent:
                await self.database.wait("outbox", LOOK_AGAIN)

    async def deliver_once(self) -> int:
        """Send what may go now; the number of rows that were worked on."""
        rounds = await asyncio.gather(*(self.deliver(channel, bot) for channel, bot in self.channels))
        return sum(rounds)

    async def deliver(self, channel: str, bot: str) -> int:
        name = self.clock.new_id()
        claimed = await self.database.write(
            outbox.claim, channel=channel, bot=bot, claim=name, now=self.clock.now(), limit=AT_ONCE, lease=LEASE
        )
        attempts = {asyncio.create_task(self.attempt(outgoing)): outgoing for outgoing in claimed}
        waiting = set(attempts)
        while waiting:  # each is settled as soon as it is done, so that a death between sending and settling repeats least
            done, waiting = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
            results = [(attempts[task], task.result()) for task in done]
            await asyncio.shield(self.database.write(self.settle_all, name, results))
        return len(claimed)

    async def attempt(self, outgoing: Outgoing) -> Attempt | None:
        """One attempt. None: the bot may no longer say this.

        What a sender left behind when it died may have been said already. The bot says it again, since a question twice is
        better than none; a counsellor's words are left as uncertain, and the counsellor decides.
        """
        of_bot = outgoing.message.author in (Author.BOT, Author.NOTICE)
        if of_bot and not bot_may_speak(outgoing.ownership, outgoing.owner_version, notice=outgoing.notice):
            return None
        if outgoing.uncertain and not of_bot and not outgoing.safety:
            return Attempt(Outcome.UNKNOWN, reason="sender_died")
        try:
            async with asyncio.timeout(PATIENCE):
                return await self.channels[(outgoing.channel, outgoing.bot)].send(outgoing)
        except TimeoutError:
            return Attempt(Outcome.UNKNOWN, reason="no_answer")
        except Exception as error:
            log.error("sender_broken", channel=outgoing.channel, message=outgoing.id, error=type(error).__name__)
            return Attempt(Outcome.RETRY, reason="broken")

    def settle_all(self, tx: Transaction, claim: str, results: Sequence[tuple[Outgoing, Attempt | None]]) -> None:
        """Keep what came of the attempts, in one transaction."""
        now = self.clock.now()
        for outgoing, attempt in results:
            delivery = delivery_after(outgoing, attempt)
            due_at = now + (attempt.retry_after or backoff(outgoing.attempts)) if attempt else now
            ref, reason = (attempt.ref, attempt.reason) if attempt else (None, "taken_over")
            if not outbox.settle(tx, outgoing, claim, delivery, due_at=due_at, ref=ref, reason=reason):
                continue
            if delivery in TOLD:
                record(tx, TOLD[delivery], outgoing, now)
            if attempt and attempt.outcome is Outcome.UNREACHABLE:
                unreachable(tx, outgoing, now)
            if attempt and attempt.whole_bot:
                outbox.block_bot(tx, outgoing.channel, outgoing.bot, due_at)


def delivery_after(outgoing: Outgoing, attempt: Attempt | None) -> Delivery:
    """What an attempt means for the row. Being asked to wait never counts as a failure."""
    if attempt is None:
        return Delivery.DROPPED
    match attempt.outcome:
        case Outcome.SENT:
            return Delivery.SENT
        case Outcome.RETRY if attempt.retry_after is not None:
            return Delivery.PENDING
        case Outcome.RETRY:
            return after_retry(safety=outgoing.safety, attempts=outgoing.attempts)
        case Outcome.UNKNOWN:
            return after_unknown(safety=outgoing.safety, attempts=outgoing.attempts)
        case Outcome.REFUSED | Outcome.UNREACHABLE:
            return Delivery.FAILED


def unreachable(tx: Transaction, outgoing: Outgoing, now: datetime) -> None:
    """The contact has blocked us or is gone: a sign of danger, for the phone may have been taken. The case waits for a human."""
    if contacts.set_reachable(tx, outgoing.contact_id, False):
        record(tx, Event.CONTACT_UNREACHABLE, outgoing, now)
    case = cases.current(tx, outgoing.contact_id)
    if case is not None:
        cases.wait(tx, case, now)


def record(tx: Transaction, event: Event, outgoing: Outgoing, now: datetime) -> None:
    events.record(
        tx,
        event,
        at=now,
        actor="bot",
        contact_id=outgoing.contact_id,
        conversation_id=outgoing.conversation_id,
        seq=outgoing.message.seq,
    )
