"""What the engine hears: words, a pressed button, or evidence. Made by `bot.turns` from a message."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

REHEARSED_AT = datetime(2027, 1, 15, 1, tzinfo=UTC)
"""The moment that rehearsals and tests take place in; a turn says its own."""


@dataclass(frozen=True)
class Words:
    """Typed text, as it was sent."""

    text: str


@dataclass(frozen=True)
class Pressed:
    """A pressed button's data, as it was offered (perhaps yesterday)."""

    data: str


@dataclass(frozen=True)
class SentThing:
    """A photo, voice note, file, location or sticker; `kind` is a `helpline.messages.Kind` value, `caption` its words."""

    kind: str
    message_id: str
    caption: str = ""


Heard = Words | Pressed | SentThing


@dataclass(frozen=True)
class Facts:
    """What decisions may know besides the answers."""

    language: str
    situation: str | None = None
    country: str | None = None
    consent_version: int | None = None
    open_case: str | None = None
    today: date = date.min  # on the contact's own calendar
    zones: int = 0  # how many time zones the country has
    now: datetime = REHEARSED_AT
