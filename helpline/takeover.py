"""Take-over: who may speak in a conversation. The only writer of a conversation's owner.

The bot owns a conversation until a flow hands it over; then it waits for a counsellor and the bot keeps silent, but for
one waiting message and a safety notice. A counsellor takes over, and hands back. Storage saves a change by
compare-and-set on `version`, so of two who try at once exactly one wins.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from helpline.errors import HelplineError

LEASE = timedelta(minutes=30)
"""How long a claim lives without a sign of its counsellor, unless the operator says otherwise."""


class Owner(StrEnum):
    """Who speaks: the bot, nobody until a counsellor comes, or a counsellor."""

    BOT = "bot"
    WAITING = "waiting"
    COUNSELLOR = "counsellor"


class AlreadyTaken(HelplineError):
    """Another counsellor has already taken over this conversation."""


class NotYours(HelplineError):
    """This conversation is not yours; take it over before you answer."""


@dataclass(frozen=True)
class Ownership:
    """Who owns a conversation, and since which version. Every change makes the next version."""

    owner: Owner = Owner.BOT
    counsellor: str | None = None
    version: int = 0
    lease_until: datetime | None = None


def hand_over(now: Ownership) -> Ownership:
    """The flow asks for a human. A conversation that waits already, or that a counsellor has, is left as it is."""
    if now.owner is not Owner.BOT:
        return now
    return replace(now, owner=Owner.WAITING, version=now.version + 1)


def take_over(now: Ownership, counsellor: str, at: datetime, lease: timedelta = LEASE) -> Ownership:
    """The counsellor speaks from here on. Taking over one's own conversation only renews the lease."""
    if now.owner is Owner.COUNSELLOR and now.counsellor != counsellor:
        raise AlreadyTaken
    if now.owner is Owner.COUNSELLOR:
        return renew(now, counsellor, at, lease)
    return Ownership(Owner.COUNSELLOR, counsellor, now.version + 1, at + lease)


def renew(now: Ownership, counsellor: str, at: datetime, lease: timedelta = LEASE) -> Ownership:
    """The counsellor gave a sign of life: the lease starts again. The version stays, for nobody new may speak."""
    check_speaker(now, counsellor)
    return replace(now, lease_until=at + lease)


def hand_back(now: Ownership, counsellor: str) -> Ownership:
    """The bot may speak again. It stays silent until the contact writes or a suspended flow is resumed."""
    check_speaker(now, counsellor)
    return Ownership(Owner.BOT, None, now.version + 1)


def transfer(now: Ownership, counsellor: str, to: str, at: datetime, lease: timedelta = LEASE) -> Ownership:
    """The counsellor gives the conversation to a colleague, who alone speaks from here on."""
    check_speaker(now, counsellor)
    return Ownership(Owner.COUNSELLOR, to, now.version + 1, at + lease)


def lapse(now: Ownership, at: datetime) -> Ownership:
    """A claim whose lease has run out goes back to the queue; any other ownership is returned as it is."""
    if now.owner is not Owner.COUNSELLOR or now.lease_until is None or now.lease_until > at:
        return now
    return Ownership(Owner.WAITING, None, now.version + 1)


def check_speaker(now: Ownership, counsellor: str) -> None:
    """Refuse a counsellor who does not own the conversation."""
    if now.owner is not Owner.COUNSELLOR or now.counsellor != counsellor:
        raise NotYours


def bot_may_speak(now: Ownership, written_at_version: int, *, notice: bool) -> bool:
    """Asked when a bot message is about to be sent, and again at the wire.

    A notice (the waiting line, a safety line) may always go. Anything else while the bot owns the conversation and has written
    it since, and after the handover what the bot wrote up to it: in the present version or in the one before. A line from
    before a take-over is older than that, even when the counsellor has handed back or the claim has lapsed meanwhile, and is
    never said.
    """
    if notice:
        return True
    if now.owner is Owner.BOT:
        return written_at_version >= now.version
    return now.owner is Owner.WAITING and written_at_version >= now.version - 1
