"""Update: what a channel delivers, raw. Kept before it is read, under the key (channel, bot, update id)."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Update:
    """One delivery. The same key delivered again is the same update and has no second effect."""

    channel: str
    bot: str
    update_id: str
    raw: bytes
