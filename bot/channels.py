"""Channels: what every way of writing to Suluh has in common. A new one is a module under `bot/chat/` of this shape."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from helpline.delivery import Attempt
from helpline.messages import Incoming
from storage.messages import Buttons
from storage.outgoing import Outgoing


@dataclass(frozen=True)
class Letter:
    """What a channel read in one update: who wrote (the channel's own address), and what.

    `name` and `language` are what the channel told us of the person; both may be wrong.
    """

    address: str
    name: str | None
    language: str | None
    incoming: Incoming


@dataclass(frozen=True)
class Fetched:
    """A file as the channel gave it out."""

    content: bytes
    content_type: str | None = None


class Unreadable(Exception):
    """These bytes cannot be read as an update of this channel. The update is quarantined, with a task for a human."""


class TooBig(Exception):
    """The channel does not give out a file of this size; asking again is no use."""


class FetchFailed(Exception):
    """The file could not be had this time."""


class Channel(Protocol):
    """One way of writing to Suluh: reads what came in, sends what goes out, fetches files. It keeps no state of a contact."""

    @property
    def name(self) -> str:
        """The channel's stable name, kept in every row: telegram, web."""
        ...

    @property
    def bot(self) -> str:
        """Which account of the channel this is (Telegram's numeric bot id); never a secret."""
        ...

    @property
    def rate(self) -> float:
        """How many messages a second this account may send."""
        ...

    def read(self, raw: bytes) -> Letter | None:
        """Read one update. None: it is not for a conversation (a group, a channel, another bot). Raises Unreadable."""
        ...

    async def send(self, outgoing: Outgoing) -> Attempt:
        """Try once to send. Never raises for what a wire can do; the outcome says it."""
        ...

    async def call(self, address: str, text: str, button: tuple[str, str] | None, more: Buttons = ()) -> Attempt:
        """Try once to call a member of the staff; `button`: a label and the address it opens, `more`: what can be pressed.

        Never raises, as `send`."""
        ...

    async def show(self, address: str, text: str, buttons: Buttons) -> Attempt:
        """Try once to put a slip before a member of the staff, where it cannot be passed on. Never raises, as `send`."""
        ...

    async def show_typing(self, address: str) -> None:
        """Show that somebody writes, where the channel can. A courtesy: it may raise anything, and nobody minds."""
        ...

    async def fetch(self, source: str) -> Fetched:
        """The bytes behind an attachment's source. Raises TooBig, FetchFailed."""
        ...


Channels = Mapping[tuple[str, str], Channel]
"""The channels of a process, by name and bot."""


def by_key(*channels: Channel) -> Channels:
    """The channels under the keys that updates and outbox rows carry."""
    return {(channel.name, channel.bot): channel for channel in channels}
