"""Media: fetches the files that came with messages, after commit, and keeps them sealed and hashed."""

import asyncio
from datetime import timedelta

import structlog

from bot.channels import Channels, Fetched, FetchFailed, TooBig
from helpline.clock import Clock
from helpline.delivery import backoff
from helpline.events import Event
from storage import events, media
from storage.database import Database, StoreAway
from storage.media import MediaState, Wanted
from storage.transaction import Transaction

AT_ONCE = 4
LEASE = timedelta(minutes=5)
MAX_ATTEMPTS = 10
LOOK_AGAIN = 2.3
"""Seconds until the next look where nothing is hinted; other loops look at other intervals, so not all at one instant."""

log = structlog.get_logger()


class MediaFetcher:
    """Fetches for all the channels of a process; what fails is tried again, up to ten times over some ten minutes."""

    def __init__(self, database: Database, clock: Clock, channels: Channels) -> None:
        self.database = database
        self.clock = clock
        self.channels = channels

    async def run(self) -> None:
        """Fetch until cancelled."""
        while True:
            try:
                fetched = await self.fetch_once()
            except StoreAway:
                await asyncio.sleep(1)
                continue
            if not fetched:
                await self.database.wait("media", LOOK_AGAIN)

    async def fetch_once(self) -> int:
        """Fetch what is due now; the number of files that were tried."""
        wanted = await self.database.write(media.due, self.clock.now(), AT_ONCE, LEASE)
        await asyncio.gather(*(self.fetch(item) for item in wanted))
        return len(wanted)

    async def fetch(self, wanted: Wanted) -> None:
        channel = self.channels.get((wanted.channel, wanted.bot))
        try:
            if channel is None:
                raise FetchFailed
            fetched = await channel.fetch(wanted.source)
        except TooBig:
            await self.database.write(self.give_up, wanted, MediaState.TOO_BIG)
        except FetchFailed:
            await self.failed(wanted)
        except Exception as error:
            log.error("fetch_broken", media=wanted.media.id, error=type(error).__name__)
            await self.failed(wanted)
        else:
            await self.database.write(self.store, wanted, fetched)

    async def failed(self, wanted: Wanted) -> None:
        if wanted.media.attempts >= MAX_ATTEMPTS:
            await self.database.write(self.give_up, wanted, MediaState.FAILED)
        else:
            await self.database.write(media.postpone, wanted.media.id, self.clock.now() + backoff(wanted.media.attempts))

    def store(self, tx: Transaction, wanted: Wanted, fetched: Fetched) -> None:
        media.store(tx, wanted.media, fetched.content, fetched.content_type or wanted.media.content_type)
        self.tell(tx, wanted)

    def give_up(self, tx: Transaction, wanted: Wanted, state: MediaState) -> None:
        media.give_up(tx, wanted.media.id, state)
        self.tell(tx, wanted)

    def tell(self, tx: Transaction, wanted: Wanted) -> None:
        """The desk shows the message anew, now with its file or with the reason why there is none."""
        conversation_id, seq = media.message_of(tx, wanted.media)
        events.record(
            tx,
            Event.MEDIA_SETTLED,
            at=self.clock.now(),
            actor="bot",
            contact_id=wanted.media.contact_id,
            conversation_id=conversation_id,
            seq=seq,
        )
        tx.hint("messages")
