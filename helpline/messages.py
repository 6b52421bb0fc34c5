"""Messages: one line of a conversation, whatever a channel can carry."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Kind(StrEnum):
    """What a message carries. Everything Telegram can deliver has a kind; what we do not know is UNKNOWN, never dropped."""

    TEXT = "text"
    PHOTO = "photo"
    VOICE = "voice"
    AUDIO = "audio"
    VIDEO = "video"
    DOCUMENT = "document"
    STICKER = "sticker"
    LOCATION = "location"
    CONTACT_CARD = "contact_card"
    BUTTON = "button"
    EDIT = "edit"
    BLOCKED = "blocked"
    UNBLOCKED = "unblocked"
    UNKNOWN = "unknown"


MEDIA_KINDS = frozenset({Kind.PHOTO, Kind.VOICE, Kind.AUDIO, Kind.VIDEO, Kind.DOCUMENT, Kind.STICKER})


class Author(StrEnum):
    """Who wrote a message. NOTICE is a line of the service itself, such as «a counsellor has joined»."""

    CONTACT = "contact"
    BOT = "bot"
    COUNSELLOR = "counsellor"
    NOTICE = "notice"


@dataclass(frozen=True)
class Attachment:
    """A file that came with a message. `source` is the channel's own handle (Telegram's file_id), sealed at rest."""

    kind: Kind
    source: str
    name: str | None = None
    content_type: str | None = None
    size: int | None = None


@dataclass(frozen=True)
class Incoming:
    """What a contact sent, after a channel has read it: the same form from every channel.

    `ref` is the channel's number of the message; an EDIT carries the number of the message that it changes, an album
    carries its common `album`. `button` is the data of a pressed button. `extra` holds what has no field of its own
    (latitude, a shared phone number, forwarded_from …) as plain JSON values. `text` is never longer than the channel allows.
    """

    kind: Kind
    text: str = ""
    ref: str | None = None
    button: str | None = None
    button_query: str | None = None
    album: str | None = None
    attachment: Attachment | None = None
    extra: dict[str, Any] = field(default_factory=dict)


QUICK = "q:"
"""Begins the data of a button that a counsellor made; what follows is what it said."""


FROM_PHONE = "phone:"
"""Begins the key of what a counsellor sent from their second desk."""


@dataclass(frozen=True)
class Button:
    """One button under a message: what it says, and the data (at most 64 bytes) that comes back."""

    label: str
    data: str
    style: str | None = None
