"""Campaigning: asks everybody whom a running campaign reaches, in their safe hours unless it is urgent, each of them once."""

from dataclasses import replace
from datetime import datetime, time

from bot.engine.resume import interrupt
from bot.house import House
from bot.listening import perform
from bot.looking import each
from bot.turn import Turn, finish_all
from helpline.campaigns import Campaign, CampaignState
from helpline.checkins.hours import Hours, first_open
from helpline.clock import Clock
from helpline.delivery import Lane
from helpline.events import Event
from helpline.takeover import Owner
from storage import campaigns, cases, check_in_plans, conversations, outbox
from storage.campaigns import ASKED, PASSED, WAITING, Turnout
from storage.database import Database, StoreAway
from storage.transaction import Transaction

BATCH = 50
ENOUGH_QUEUED = 300
"""Messages in the outbox beyond which a campaign waits: the bot sends about 30 a second."""
DAYTIME = time(8)
"""When a contact who has chosen no hours may be asked: from eight in the morning, for twelve hours."""


class Campaigning:
    """The look for whom to ask next. Any number of workers may look at once."""

    def __init__(self, database: Database, clock: Clock, house: House) -> None:
        self.database = database
        self.clock = clock
        self.house = house

    async def look(self) -> int:
        """Ask some of those who wait; how many."""
        total = 0
        for campaign_id in await self.database.read(campaigns.running):
            while await self.database.read(outbox.waiting_count) < ENOUGH_QUEUED:
                count = await self.ask_batch(campaign_id)
                total += count
                if count < BATCH:
                    break
        return total

    async def ask_batch(self, campaign_id: str) -> int:
        """Some of them together; when that fails one by one, so that one who cannot be asked holds up nobody else."""
        try:
            return await self.database.write(self.ask_some, campaign_id, BATCH)
        except StoreAway:
            raise
        except Exception:
            return await each(range(BATCH), lambda _n: self.ask_one(campaign_id), "campaigns")

    async def ask_one(self, campaign_id: str) -> None:
        try:
            await self.database.write(self.ask_some, campaign_id, 1)
        except StoreAway:
            raise
        except Exception:
            await self.database.write(self.pass_by, campaign_id)
            raise

    def pass_by(self, tx: Transaction, campaign_id: str) -> None:
        """The next in turn cannot be asked; a campaign's tally says so."""
        now = self.clock.now()
        campaigns.settle(tx, [(one, PASSED, now) for one in campaigns.take(tx, campaign_id, now, 1)], now)

    def ask_some(self, tx: Transaction, campaign_id: str, limit: int) -> int:
        campaign, now = campaigns.get(tx, campaign_id), self.clock.now()
        if campaign.state is not CampaignState.RUNNING:
            return 0
        found = campaigns.take(tx, campaign_id, now, limit)
        if not found and not campaign.waiting:
            campaigns.set_state(tx, campaign_id, CampaignState.DONE)
        if not found:
            return 0
        known = conversations.of_ids(tx, [one.conversation_id for one in found])
        present = cases.current_of(tx, [one.contact_id for one in found])
        turns = {
            id: Turn(tx, self.house, self.clock, now, conversation, present.get(conversation.contact.id), lane=Lane.BROADCAST)
            for id, conversation in known.items()
        }
        settled = [self.ask(turns[one.conversation_id], campaign, one) for one in found]
        campaigns.settle(tx, settled, now)
        finish_all(list(turns.values()))
        return len(found)

    def ask(self, turn: Turn, campaign: Campaign, one: Turnout) -> tuple[Turnout, str, datetime]:
        """Ask one contact, later if their window is closed, not at all while a human speaks with them."""
        if turn.ownership.owner is not Owner.BOT or not turn.contact.reachable:
            return one, PASSED, turn.now
        opens = turn.now if campaign.urgent else first_open(self.hours_of(turn), turn.now)
        if opens > turn.now:
            return one, WAITING, opens
        known = {"campaign": campaign.id, "announcement": campaign.text}
        turn.session, happenings = interrupt(self.house.book, turn.session, "campaign", turn.facts, known)
        turn.changed_session = True
        perform(turn, happenings)
        turn.record(Event.CAMPAIGN_ASKED, actor="system", campaign=campaign.id)
        return one, ASKED, turn.now

    def hours_of(self, turn: Turn) -> Hours:
        """The hours that the contact has chosen for the check-ins; else the day."""
        chosen = check_in_plans.of_contact(turn.tx, turn.contact.id)
        day = Hours(self.house.zone_of(turn.contact), DAYTIME)
        return chosen[0].plan.hours if chosen else replace(day, lasts=day.lasts * 6)
