"""Delivery: in which order messages go out, how fast, and what a wire's answer means."""

from dataclasses import dataclass
from datetime import timedelta
from enum import IntEnum, StrEnum


class Lane(IntEnum):
    """The order at the door: a lower lane always goes first."""

    CRISIS = 0
    ANSWER = 1
    CHECK_IN = 2
    BROADCAST = 3


class Delivery(StrEnum):
    """Where an outgoing message stands. UNCERTAIN: the wire went silent, it may have arrived."""

    PENDING = "pending"
    SENDING = "sending"
    SENT = "sent"
    UNCERTAIN = "uncertain"
    FAILED = "failed"
    DROPPED = "dropped"


class Outcome(StrEnum):
    """What a channel's sender says after one attempt."""

    SENT = "sent"
    RETRY = "retry"
    UNKNOWN = "unknown"
    REFUSED = "refused"
    UNREACHABLE = "unreachable"


@dataclass(frozen=True)
class Attempt:
    """The result of one attempt. `ref` is the channel's number of the message; `retry_after` is set with RETRY;
    `whole_bot` tells that the wait concerns every chat of this bot; `reason` is a short code without content."""

    outcome: Outcome
    ref: str | None = None
    retry_after: timedelta | None = None
    whole_bot: bool = False
    reason: str | None = None


CHAT_PACE = timedelta(seconds=1)
"""One message a second to one chat: Telegram's published limit (core.telegram.org/bots/faq, «My bot is hitting limits»)."""

BOT_RATE = 30
"""Messages a second of one bot: Telegram's published limit, where nothing else was agreed with it (as above)."""

MAX_ATTEMPTS = 8


def backoff(attempts: int) -> timedelta:
    """Wait after a passing fault: 1, 2, 4 … seconds, at most two minutes."""
    return timedelta(seconds=min(120, 2 ** max(0, attempts - 1)))


def after_unknown(*, safety: bool, attempts: int) -> Delivery:
    """A silent wire: a safety message is sent again (twice is better than never), a courtesy is left as uncertain."""
    return Delivery.PENDING if safety and attempts < MAX_ATTEMPTS else Delivery.UNCERTAIN


def after_retry(*, safety: bool, attempts: int) -> Delivery:
    """A fault before the message left: try again, and give up only after MAX_ATTEMPTS; safety messages never give up."""
    return Delivery.PENDING if safety or attempts < MAX_ATTEMPTS else Delivery.FAILED


def delivery_after(attempt: Attempt | None, *, safety: bool, attempts: int, uncertain: bool) -> Delivery:
    """What an attempt means for a message. Being asked to wait never counts as a failure.

    What may no longer be said (None) is dropped; where a sender died over it, it may have been said all the same.
    """
    if attempt is None:
        return Delivery.UNCERTAIN if uncertain else Delivery.DROPPED
    match attempt.outcome:
        case Outcome.SENT:
            return Delivery.SENT
        case Outcome.RETRY if attempt.retry_after is not None:
            return Delivery.PENDING
        case Outcome.RETRY:
            return after_retry(safety=safety, attempts=attempts)
        case Outcome.UNKNOWN:
            return after_unknown(safety=safety, attempts=attempts)
        case Outcome.REFUSED | Outcome.UNREACHABLE:
            return Delivery.FAILED
