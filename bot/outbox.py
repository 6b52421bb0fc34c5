"""Outbox: the postman, who takes what waits, asks once more whether it may be said, and sends it. The only sender of messages."""

import asyncio
import contextlib
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from time import monotonic

import structlog

from bot.channels import Channels
from bot.counting import MESSAGES
from bot.engine.text import _
from bot.flight import MOST_IN_FLIGHT, NOTHING_GOES, Flight, Tried
from bot.riding import Riding
from bot.sender import LENGTH, Sender, nobody_is_dead
from helpline.clock import Clock
from helpline.delivery import Attempt, Delivery, Outcome, backoff, delivery_after
from helpline.events import Event
from helpline.messages import FROM_PHONE, Author
from helpline.takeover import bot_may_speak
from storage import cases, check_in_plans, claiming, contacts, conversations, events, failpoints, outbox, senders, settling, slips
from storage.claiming import FencedOff, Room
from storage.database import Database, StoreAway
from storage.outgoing import Outgoing
from storage.slips import Slip, SlipKind
from storage.transaction import Transaction

GRACE = 5.0
"""Seconds for what is on the wire to end when the postman is told to stop."""
LEASE = timedelta(seconds=30)
"""Longer than a claim may take to be durable and an attempt may last, together: while its sender lives and is the bot's sender,
a row is not taken from it."""
PATIENCE = 15.0
"""Seconds an attempt may last."""
AT_ONCE = Room(MOST_IN_FLIGHT, MOST_IN_FLIGHT)

TOLD = {
    Delivery.SENT: Event.MESSAGE_SENT,
    Delivery.UNCERTAIN: Event.MESSAGE_UNCERTAIN,
    Delivery.FAILED: Event.MESSAGE_FAILED,
    Delivery.DROPPED: Event.MESSAGE_DROPPED,
}

TOLD_TO_DESK = {
    Delivery.UNCERTAIN: _("What you wrote to {designation} may not have arrived. Please look into the console."),
    Delivery.FAILED: _("What you wrote to {designation} was not delivered. Please look into the console."),
}

log = structlog.get_logger()


class Postman:
    """Sends for all the channels of a process. Of all the postmen of a bot one sends at a time; the others stand by."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        channels: Channels,
        me: str | None = None,
        is_dead: Callable[[str], bool] = nobody_is_dead,
    ) -> None:
        self.database = database
        self.clock = clock
        self.channels = channels
        name = me or clock.new_id()
        self.senders = {key: Sender(database, *key, name, is_dead) for key in channels}
        self.flights = {key: Flight(channel.rate) for key, channel in channels.items()}
        self.riding = Riding(clock, self.senders, self.flights, LEASE, self.attempted)

    async def run(self) -> None:
        """Send until cancelled; what is on the wire then is still settled, and another may send at once."""
        async with asyncio.TaskGroup() as group:  # it ends when all have, and `gather` would with the first: who notes ends last
            for sender in self.senders.values():
                group.create_task(sender.keep())
                group.create_task(self.serve(sender))

    async def serve(self, sender: Sender) -> None:
        """One bot's messages. Each round is one transaction: what came of the last ones is noted, the next are claimed.

        So a message costs one transaction and not two, and is claimed just before it goes. A death makes those go twice that
        Telegram has taken and we have not noted: at most as many as are on the wire, see `Flight.room`. While nothing waits, what
        has ridden (`bot.riding`) is only noted here.
        """
        flight = self.flights[sender.where]
        try:
            with flight.opened() as bell, self.database.listening(outbox.topic(*sender.where), bell):
                while True:
                    await sender.held.wait()
                    for outgoing in await self.exchange(sender, flight):
                        flight.put(self.attempted(outgoing))
                    await flight.worth_a_round()
        finally:
            if flight.busy:
                await asyncio.wait(flight.busy, timeout=GRACE)
            with contextlib.suppress(StoreAway):
                await self.note(flight.taken())
            await sender.release()

    async def exchange(self, sender: Sender, flight: Flight) -> list[Outgoing]:
        """Note what came of what was on the wire, and claim what goes next.

        While the database is away nothing is claimed, and what is to be noted is kept until it can be.
        """
        looks, done = flight.looks(), flight.taken()
        room = flight.share if looks else NOTHING_GOES
        if not room.all and not done:
            return []
        try:
            with flight.promise(room):
                claimed, due = await self.claim_whole(sender, room, done)
            if looks:
                flight.found(len(claimed), room, (due - self.clock.now()).total_seconds() if due else None)
            return claimed
        except asyncio.CancelledError:
            flight.done = done + flight.done  # noted once more before we leave: what is noted already changes nothing
            raise
        except StoreAway:
            flight.done, flight.look_at = done + flight.done, 0.0
            await asyncio.sleep(1)
        except Exception as error:  # one that cannot be noted must not keep the others from it
            log.error("exchange_broken", error=type(error).__name__)
            flight.look_at = 0.0
            await self.note(done)
        return []

    async def claim_whole(self, sender: Sender, room: Room, done: Sequence[Tried]) -> tuple[list[Outgoing], datetime | None]:
        """As `claim`, to its end even where we are told to stop: what was claimed then goes back."""
        claiming = asyncio.create_task(self.claim(sender, self.clock.new_id(), room, done))
        try:
            return await asyncio.shield(claiming)
        except asyncio.CancelledError:
            with contextlib.suppress(Exception):  # what cannot go back stays claimed, and is uncertain when its lease ends
                await self.put_back((await claiming)[0])
            raise

    async def put_back(self, claimed: Sequence[Outgoing]) -> None:
        """Nothing of it was sent: whoever sends now may send it at once, and it is not uncertain."""
        now = self.clock.now()
        for one in claimed:
            await self.database.write(settling.settle, one, one.claim, Delivery.PENDING, due_at=now)

    async def note(self, done: Sequence[Tried]) -> None:
        """Note each alone. One that cannot be noted stays claimed, and is uncertain when its lease ends."""
        for tried in done:
            try:
                await asyncio.shield(self.database.write(self.settle, tried))
            except StoreAway:
                log.warning("store_away", message=tried.outgoing.id)
            except Exception as error:
                log.error("note_broken", message=tried.outgoing.id, error=type(error).__name__)

    async def deliver_once(self) -> int:
        """Send all that may go now, where this process may send, and return how many were worked on."""
        count = 0
        for sender in self.senders.values():
            await sender.take()
            while claimed := (await self.claim(sender, self.clock.new_id(), AT_ONCE))[0]:
                await self.note(await asyncio.gather(*(self.attempted(outgoing) for outgoing in claimed)))
                count += len(claimed)
            await sender.release()
        return count

    async def claim(
        self, sender: Sender, name: str, room: Room, done: Sequence[Tried] = ()
    ) -> tuple[list[Outgoing], datetime | None]:
        """Note `done`, and claim; nothing is claimed while another process sends for this bot.

        After a pause too long, nothing is sent either.
        """
        fence, asked, now = sender.fence, monotonic(), self.clock.now()
        back = sender.looks_back(now)
        made = await self.database.write(self.note_and_claim, sender.where, fence, name, room, done, look_back=back)
        if made is None:
            sender.lose()
            return [], None
        claimed, due = made
        if back and room.all:
            sender.has_looked(now, found=any(outgoing.uncertain for outgoing in claimed))
        if monotonic() - asked < LENGTH.total_seconds():
            return claimed, due
        await self.put_back(claimed)
        return [], None

    def note_and_claim(
        self,
        tx: Transaction,
        where: tuple[str, str],
        fence: int | None,
        name: str,
        room: Room,
        done: Sequence[Tried],
        *,
        look_back: bool = True,
    ) -> tuple[list[Outgoing], datetime | None] | None:
        """What was claimed, and where nothing was, when something falls due. None: another process sends now."""
        self.settle_all(tx, done)
        if fence is None or not room.all:
            return [], None
        (channel, bot), now = where, self.clock.now()
        try:
            asked = (channel, bot, fence, name, now)
            claimed = claiming.claim(tx, *asked, room=room, lease=LEASE, look_back=look_back)
        except FencedOff:
            return None
        return claimed, None if claimed else claiming.next_due(tx, channel, bot, now)

    async def attempted(self, outgoing: Outgoing) -> Tried:
        attempt = await self.attempt(outgoing)
        MESSAGES.labels(outgoing.channel, attempt.outcome if attempt else "dropped").inc()
        return Tried(outgoing, attempt)

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
                with failpoints.around("send message"):
                    return await self.channels[(outgoing.channel, outgoing.bot)].send(outgoing)
        except TimeoutError:
            return Attempt(Outcome.UNKNOWN, reason="no_answer")
        except Exception as error:
            log.error("sender_broken", channel=outgoing.channel, message=outgoing.id, error=type(error).__name__)
            return Attempt(Outcome.RETRY, reason="broken")

    def settle_all(self, tx: Transaction, done: Sequence[Tried]) -> None:
        """Keep what came of these, of all that went well at once."""
        sent = [(tried.outgoing, tried.attempt.ref) for tried in done if tried.attempt and tried.went_well]
        kept, now = settling.settle_sent(tx, sent), self.clock.now()
        for outgoing, _ref in sent:
            if outgoing.id in kept:
                record(tx, TOLD[Delivery.SENT], outgoing, now)
        rest = (tried for tried in done if not tried.went_well)
        for tried in sorted(rest, key=stops_the_bot):  # turns lock a conversation first, then the bot
            self.settle(tx, tried)

    def settle(self, tx: Transaction, tried: Tried) -> None:
        """Keep what came of an attempt; nothing changes when the claim has passed to another sender."""
        outgoing, attempt = tried.outgoing, tried.attempt
        if attempt and attempt.outcome is Outcome.UNREACHABLE:
            conversations.get(tx, outgoing.conversation_id, lock=True)  # first, as everybody does who touches its case
        now = self.clock.now()
        delivery = delivery_after(attempt, safety=outgoing.safety, attempts=outgoing.attempts, uncertain=outgoing.uncertain)
        due_at = now + (attempt.retry_after or backoff(outgoing.attempts)) if attempt else now
        ref, reason = (attempt.ref, attempt.reason) if attempt else (None, "taken_over")
        if not settling.settle(tx, outgoing, outgoing.claim, delivery, due_at=due_at, ref=ref, reason=reason):
            return
        if delivery in TOLD:
            record(tx, TOLD[delivery], outgoing, now)
        if delivery in TOLD_TO_DESK and str(outgoing.message.extra.get("once", "")).startswith(FROM_PHONE):
            self.tell_second_desk(tx, outgoing, TOLD_TO_DESK[delivery].msgid)
        if attempt and attempt.outcome is Outcome.UNREACHABLE:
            unreachable(tx, outgoing, now)
        if attempt and attempt.whole_bot:
            senders.block(tx, outgoing.channel, outgoing.bot, due_at)

    def tell_second_desk(self, tx: Transaction, outgoing: Outgoing, msgid: str) -> None:
        """Who wrote from a phone hears there that it did not arrive, or may not have."""
        who, where = outgoing.message.staff_id or "", outgoing.conversation_id
        slip = Slip(self.clock.new_id(), who, SlipKind.TOLD, where, told=msgid, seq=outgoing.message.seq)
        slips.announce(tx, slip, self.clock.now())


def stops_the_bot(tried: Tried) -> bool:
    return tried.attempt is not None and tried.attempt.whole_bot


def unreachable(tx: Transaction, outgoing: Outgoing, now: datetime) -> None:
    """The contact has blocked us or is gone: a sign of danger, for the phone may have been taken. The case waits for a human."""
    if contacts.set_reachable(tx, outgoing.contact_id, False):
        check_in_plans.look_now(tx, outgoing.contact_id, now)
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
