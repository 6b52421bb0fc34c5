"""Calling: looks for crises that nobody takes up, calls the staff out, and tells the contact the truth when nobody was free."""

import asyncio
import re
from datetime import datetime, timedelta

import structlog

from bot import showing
from bot.channels import Channels
from bot.engine.text import _
from bot.house import House
from bot.listening import reader
from bot.push import Pusher
from bot.second_desk import SecondDesk
from bot.speech import Line
from bot.turn import Turn, finish_all
from helpline.calling import Desk, called, calls_due_in_all, is_last
from helpline.cases import Case
from helpline.clock import Clock
from helpline.delivery import Attempt, Outcome, backoff
from helpline.events import Event
from helpline.roster import Presence
from helpline.severity import worse
from helpline.takeover import Owner
from helpline.targets import UNKNOWN, waits
from storage import calls, cases, conversations, events, failpoints, roster, staff, staff_phones
from storage.calls import Call, CallKind
from storage.database import Database, StoreAway
from storage.staff_phones import Phone
from storage.transaction import Transaction

AT_ONCE = 8
LEASE = timedelta(seconds=60)
PATIENCE = 15.0
MAX_ATTEMPTS = 8
LOOK_AGAIN = 1.9
"""Seconds until the next look where nothing is hinted; other loops look at other intervals, so not all at one instant."""

LINK = re.compile(r"/(?:petugas|start[ =]petugas)[ _-]+([A-Za-z0-9]{8})\s*", re.IGNORECASE)
NOBODY_FREE = _(
    "We are sorry: no counsellor has been free so far. Your message is not lost, and we go on calling them."
    " If you are in danger, please call one of these numbers."
)
# Translators: read over the shoulder it must tell nothing; «turn» as in a queue.
SOMEBODY_WAITS = _("Somebody's turn is waiting.")
NOW_LINKED = _("This account is linked. It will be called when somebody waits.")
# Translators: to a supervisor, when the service itself is out of order.
HOUSE_NEEDS_YOU = _("Please look into the console: something needs you.")
OPEN = _("Look")
TEXTS = {CallKind.WAITING: SOMEBODY_WAITS, CallKind.LINKED: NOW_LINKED, CallKind.ALARM: HOUSE_NEEDS_YOU}

log = structlog.get_logger()


class Callout:
    """The look for waits that have gone on too long. Any number of workers may look at once."""

    def __init__(self, database: Database, clock: Clock, house: House) -> None:
        self.database = database
        self.clock = clock
        self.house = house
        self.steps = house.targets.calls

    async def look(self) -> int:
        """Call out every wait whose next call is due; how many."""
        now = self.clock.now()
        waiting = await self.database.read(calls.waits, self.steps)
        due = [
            wait
            for wait in waiting
            if calls_due_in_all(self.steps, waits(wait.severity, wait.since, wait.unknown_since), now) > wait.calls
        ]
        for wait in due:
            try:
                await self.database.write(self.call_out, wait.conversation_id, wait.case_id)
            except StoreAway:
                raise
            except Exception as error:  # one case that cannot be read must not keep the others from being called out
                log.error("call_out_broken", conversation=wait.conversation_id, error=type(error).__name__)
        return len(due)

    def call_out(self, tx: Transaction, conversation_id: str, case_id: str) -> None:
        """Asked again under the lock: another worker, or a counsellor, may have been quicker."""
        conversation = conversations.get(tx, conversation_id, lock=True)
        case, now = find_case(tx, conversation.contact.id, case_id), self.clock.now()
        since = cases.waiting_since(tx, case.id) if case else None
        if case is None or since is None or conversation.ownership.owner is Owner.COUNSELLOR:
            return
        severity = case.severity if case.unknown_since is None else worse(case.severity, UNKNOWN)
        number = calls_due_in_all(self.steps, waits(case.severity, since, case.unknown_since), now)
        if number <= calls.count(tx, case.id):
            return
        calls.set_count(tx, case.id, number)
        whom = called(number, desk_now(tx, now))
        calls.put(tx, whom, CallKind.WAITING, ids=[self.clock.new_id() for _who in whom], at=now, case_id=case.id)
        turn = Turn(tx, self.house, self.clock, now, conversation, case)
        turn.record(Event.COUNSELLORS_CALLED, actor="system", severity=severity, call=number, people=len(whom))
        if is_last(self.steps, severity, number) and conversation.ownership.owner is Owner.WAITING:
            tell_the_truth(turn)
        finish_all([turn])


def find_case(tx: Transaction, contact_id: str, case_id: str) -> Case | None:
    return next((case for case in cases.unfinished(tx, contact_id) if case.id == case_id), None)


def desk_now(tx: Transaction, now: datetime) -> Desk:
    """Who could be called at this instant."""
    away = {who for who, state in roster.presence_of(tx).items() if state is not Presence.HERE}
    members = [(member.id, member.role) for member in staff.everyone(tx) if member.active]
    return Desk(members, roster.on_duty_now(tx, now), staff.present_ids(tx, now), away)


def tell_the_truth(turn: Turn) -> None:
    """The contact hears that nobody was free, and whom to call instead."""
    told = turn.house.wording.say(turn.contact.language, NOBODY_FREE.msgid)
    numbers = showing.card("emergency_numbers", turn.house, reader(turn))
    turn.speak([Line(f"{told}\n\n{numbers}", safety=True, notice=True)])
    turn.record(Event.NOBODY_FREE_TOLD, actor="system")


class Caller:
    """Makes the calls that are queued, through the channels of a process."""

    def __init__(
        self, database: Database, clock: Clock, channels: Channels, house: House, console: str | None, desk: SecondDesk
    ) -> None:
        self.database = database
        self.clock = clock
        self.channels = channels
        self.house = house
        self.console = console
        self.desk = desk
        self.pusher = Pusher(database, console)

    async def run(self) -> None:
        """Call until cancelled."""
        while True:
            try:
                made = await self.call_once()
            except StoreAway:
                await asyncio.sleep(1)
                continue
            if not made:
                await self.database.wait("calls", LOOK_AGAIN)

    async def call_once(self) -> int:
        """Make the calls that are due now; how many were tried."""
        found = await self.database.write(calls.due, self.clock.now(), AT_ONCE, LEASE)
        await asyncio.gather(*(self.call(call) for call in found))
        return len(found)

    async def call(self, call: Call) -> None:
        """Make one call: the member's browsers are woken with the first attempt, the messenger until it has taken it."""
        needed = await self.database.read(calls.is_needed, call)
        if needed and call.kind is not CallKind.LINKED and call.attempts == 1:
            await self.pusher.wake(call.staff_id)
        attempt = await self.attempt(call, call.phone) if needed and call.phone else None
        if attempt is None or attempt.outcome in (Outcome.SENT, Outcome.REFUSED, Outcome.UNREACHABLE):
            await self.database.write(calls.done, call.id)
        elif call.attempts >= MAX_ATTEMPTS:
            log.error("call_given_up", case=call.case_id)
            await self.database.write(calls.done, call.id)
        else:  # silence counts as not called: being called twice is better than not at all
            wait = attempt.retry_after or backoff(call.attempts)
            await self.database.write(calls.later, call.id, self.clock.now() + wait)

    async def attempt(self, call: Call, phone: Phone) -> Attempt | None:
        channel = self.channels.get((phone.channel, phone.bot))
        if channel is None:
            return None
        say = self.house.wording.say
        button = (say(phone.language, OPEN.msgid), self.console) if self.console else None
        more = await self.database.read(self.desk.door, call.staff_id)
        try:
            async with asyncio.timeout(PATIENCE):
                with failpoints.around("send call"):
                    return await channel.call(phone.address, say(phone.language, TEXTS[call.kind].msgid), button, more)
        except TimeoutError:
            return Attempt(Outcome.UNKNOWN, reason="no_answer")
        except Exception as error:
            log.error("caller_broken", case=call.case_id, error=type(error).__name__)
            return Attempt(Outcome.RETRY, reason="broken")


def link(tx: Transaction, clock: Clock, text: str, *, channel: str, bot: str, address: str) -> bool:
    """Take a member's linking code out of what was written. False: it holds none, and is a message like any other."""
    found = LINK.fullmatch(text.strip())
    now = clock.now()
    who = staff_phones.link(tx, found[1], channel=channel, bot=bot, address=address, at=now) if found else None
    if who is None:
        return False
    events.record(tx, Event.PHONE_LINKED, at=now, actor=who)
    calls.put(tx, [who], CallKind.LINKED, ids=[clock.new_id()], at=now)
    return True
