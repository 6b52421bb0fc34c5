"""Happenings: what one turn of the engine brought about, for `bot.turns` to carry out in the transaction."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.engine.text import Text, Values
from helpline.severity import Severity
from helpline.topics import Topic


@dataclass(frozen=True)
class Offered:
    """A button as the engine offers it: `data` is `v1:<flow>:<step>:<value>`, at most 64 bytes."""

    label: Text
    data: str
    style: str | None = None


@dataclass(frozen=True)
class Said:
    """The bot says this. `values` (the answers so far) fill the sentence; `lines`, label and value, follow it in a summary."""

    text: Text
    values: Values = field(default_factory=dict)
    buttons: tuple[tuple[Offered, ...], ...] = ()
    lines: tuple[tuple[Text, Any], ...] = ()
    safety: bool = False
    numbered: bool = True  # whether a button may be chosen by its place


@dataclass(frozen=True)
class CardShown:
    """A card of `bot.cards` is to be shown, as the answers and the memory stand."""

    card: str
    safety: bool = False
    answers: Mapping[str, Any] = field(default_factory=dict)
    memory: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class EffectDue:
    """One effect of `bot.effects` is to be done with the answers as they stand."""

    effect: str
    arguments: Mapping[str, Any]
    answers: Mapping[str, Any]


@dataclass(frozen=True)
class HandedOver:
    """The flow asks for a human, with these answers; `text` is the bot's last word before it falls silent."""

    topic: Topic
    severity: Severity
    answers: Mapping[str, Any]
    text: Text


@dataclass(frozen=True)
class Evidence:
    """The message being read belongs to the answer `save_as` (a photo, a voice note, a place)."""

    save_as: str


@dataclass(frozen=True)
class Secret:
    """The message being read holds a secret: the effect that follows gets it, and nothing keeps it."""

    value: str


Happening = Said | CardShown | EffectDue | HandedOver | Evidence | Secret
