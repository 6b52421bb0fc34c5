"""The second desk, as the bot sees it: which updates are its own, and the carrying of its slips to the phones of the staff."""

import asyncio
from datetime import timedelta
from typing import Protocol

import structlog

from bot.channels import Channels
from helpline.clock import Clock
from helpline.delivery import Attempt, Outcome, backoff
from helpline.messages import Incoming
from storage import failpoints, slips
from storage.database import Database, StoreAway
from storage.messages import Buttons
from storage.slips import Sheet, Slip
from storage.transaction import Transaction

AT_ONCE = 8
LEASE = timedelta(seconds=60)
PATIENCE = 15.0
MAX_ATTEMPTS = 8
LOOK_AGAIN = 2.1
"""Seconds until the next look where nothing is hinted; other loops look at other intervals, so not all at one instant."""

Account = tuple[str, str, str]
"""Channel, bot, and the address of whoever wrote."""

log = structlog.get_logger()


class SecondDesk(Protocol):
    """What the console does for a member's phone. It is handed in by who wires the house, for bot and console never meet."""

    def owns(self, tx: Transaction, account: Account, incoming: Incoming) -> bool:
        """Whether this is said to the desk, and no contact's message."""
        ...

    def hear(self, tx: Transaction, account: Account, incoming: Incoming, update_id: str) -> str | None:
        """Do what the member asks for, and queue what they are told; the contact to whom the words were addressed."""
        ...

    def door(self, tx: Transaction, staff_id: str) -> Buttons:
        """The button that leads from a call to the desk; none where the desk is shut."""
        ...

    def make(self, tx: Transaction, slip: Slip) -> Sheet | None:
        """What a slip shows now. None: nothing any more."""
        ...


class Carrier:
    """Carries slips to phones. Any number of carriers share them; a member's slips go one after another."""

    def __init__(self, database: Database, clock: Clock, channels: Channels, desk: SecondDesk) -> None:
        self.database = database
        self.clock = clock
        self.channels = channels
        self.desk = desk

    async def run(self) -> None:
        """Carry until cancelled."""
        while True:
            try:
                carried = await self.carry_once()
            except StoreAway:
                await asyncio.sleep(1)
                continue
            if not carried:
                await self.database.wait("slips", LOOK_AGAIN)

    async def carry_once(self) -> int:
        """Carry what is due now; how many were worked on."""
        found = await self.database.write(slips.due, self.clock.now(), AT_ONCE, LEASE)
        members = dict.fromkeys(slip.staff_id for slip in found)
        await asyncio.gather(*(self.carry_to([slip for slip in found if slip.staff_id == who]) for who in members))
        return len(found)

    async def carry_to(self, found: list[Slip]) -> None:
        for slip in found:
            await self.carry(slip)

    async def carry(self, slip: Slip) -> None:
        """Make it now and put it on the phone. Silence counts as not arrived: to be shown twice is better than not at all."""
        sheet = await self.make(slip)
        attempt = await self.attempt(slip, sheet) if sheet else None
        if sheet is None or attempt is None or attempt.outcome in (Outcome.REFUSED, Outcome.UNREACHABLE):
            await self.database.write(slips.drop, slip.id)
        elif attempt.outcome is Outcome.SENT:
            await self.database.write(slips.arrived, slip.id, attempt.ref, sheet.seq, self.clock.now())
        elif slip.attempts >= MAX_ATTEMPTS:
            log.error("slip_given_up", slip=slip.id)
            await self.database.write(slips.drop, slip.id)
        else:
            wait = attempt.retry_after or backoff(slip.attempts)
            await self.database.write(slips.later, slip.id, self.clock.now() + wait)

    async def make(self, slip: Slip) -> Sheet | None:
        """Asked when it goes out, not when it was queued: the case, the role or the consent may be gone by now."""
        try:
            return await self.database.write(self.desk.make, slip)
        except StoreAway:
            raise
        except Exception as error:  # one slip that cannot be made must not keep the others from being carried
            log.error("slip_broken", slip=slip.id, error=type(error).__name__)
            return None

    async def attempt(self, slip: Slip, sheet: Sheet) -> Attempt | None:
        phone = sheet.phone
        channel = self.channels.get((phone.channel, phone.bot))
        if channel is None:
            return None
        try:
            async with asyncio.timeout(PATIENCE):
                with failpoints.around("send slip"):
                    return await channel.show(phone.address, sheet.text, sheet.buttons)
        except TimeoutError:
            return Attempt(Outcome.UNKNOWN, reason="no_answer")
        except Exception as error:
            log.error("carrier_broken", slip=slip.id, error=type(error).__name__)
            return Attempt(Outcome.RETRY, reason="broken")
