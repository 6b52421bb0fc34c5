"""Campaigns: one question to many at once («are you safe?»), made by one member and approved by another."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from helpline.contacts import Situation
from helpline.errors import HelplineError

PER_SECOND = 25
"""Messages a second that a campaign counts on: below the bot's own limit of 30, so that answers still find room."""
LONGEST = 600
"""Characters: one glance on a small phone."""


class CampaignState(StrEnum):
    """Where a campaign stands."""

    DRAFT = "draft"
    RUNNING = "running"
    PAUSED = "paused"
    DONE = "done"
    CALLED_OFF = "called_off"


class Reply(StrEnum):
    """What somebody answered."""

    SAFE = "safe"
    HELP = "help"
    WORDS = "words"


class NeedsAnother(HelplineError):
    """Somebody else must approve what you have written."""


class NoSuchChange(HelplineError):
    """That is no longer possible. The page shows how the campaign stands now."""


@dataclass(frozen=True)
class Audience:
    """Whom it reaches: the contacts of a country, of a situation, of a language; None for all."""

    country: str | None = None
    situation: Situation | None = None
    language: str | None = None


@dataclass(frozen=True)
class Campaign:
    """One campaign. `urgent`: sent at any hour, also outside the contacts' safe windows. `waiting`: still to be asked."""

    id: str
    text: str
    audience: Audience
    urgent: bool
    state: CampaignState
    made_by: str
    made_at: datetime
    approved_by: str | None = None
    approved_at: datetime | None = None
    total: int = 0
    waiting: int = 0
    asked: int = 0
    safe: int = 0
    help: int = 0
    words: int = 0

    @property
    def answered(self) -> int:
        return self.safe + self.help + self.words


NEXT: dict[CampaignState, frozenset[CampaignState]] = {
    CampaignState.DRAFT: frozenset({CampaignState.RUNNING, CampaignState.CALLED_OFF}),
    CampaignState.RUNNING: frozenset({CampaignState.PAUSED, CampaignState.CALLED_OFF, CampaignState.DONE}),
    CampaignState.PAUSED: frozenset({CampaignState.RUNNING, CampaignState.CALLED_OFF}),
    CampaignState.DONE: frozenset(),
    CampaignState.CALLED_OFF: frozenset(),
}


def check_change(campaign: Campaign, to: CampaignState, by: str) -> None:
    """Raises NoSuchChange; NeedsAnother when who wrote it wants to be the one who approves it."""
    if to not in NEXT[campaign.state]:
        raise NoSuchChange
    if campaign.state is CampaignState.DRAFT and to is CampaignState.RUNNING and by == campaign.made_by:
        raise NeedsAnother


def duration(count: int) -> timedelta:
    """How long so many questions take at least."""
    return timedelta(seconds=-(-count // PER_SECOND))
