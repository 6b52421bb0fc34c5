"""The directory: whom one can call, and which of its entries may be shown to a contact."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Confidence(StrEnum):
    """How well an entry is sourced. LOW is never shown to a contact."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class EntryKind(StrEnum):
    """What stands behind a number."""

    EMERGENCY = "emergency"
    MISSION = "mission"
    GOVERNMENT = "government"
    HELPLINE = "helpline"
    POLICE = "police"
    ORGANISATION = "organisation"


@dataclass(frozen=True)
class Entry:
    """One organisation and its numbers.

    `serves` lists countries (`ALL`: everyone). `checked` is the month of its source, such as `2025-12` (None: the source
    bears no date). `dial_from` is `in_country` where a short number works only inside the country. `public` is false where
    only staff may see it.
    """

    id: str
    country: str
    serves: tuple[str, ...]
    kind: EntryKind
    name: str
    source: str
    checked: str | None
    confidence: Confidence
    public: bool
    phone: str | None = None
    phone_abroad: str | None = None
    whatsapp: str | None = None
    url: str | None = None
    hours: str | None = None
    purpose: str | None = None
    dial_from: str | None = None


def may_be_shown(entry: Entry) -> bool:
    """Whether a contact may see the entry: public, sourced well enough, and with something to call or open."""
    reachable = entry.phone or entry.phone_abroad or entry.whatsapp or entry.url
    return entry.public and entry.confidence is not Confidence.LOW and bool(reachable)


def emergency_entries(entries: Iterable[Entry], country: str | None) -> list[Entry]:
    """What the SOS screen shows: the local emergency numbers, then the mission, then the ministry's hotline for everyone.

    In Indonesia there is no mission; without a country only what serves everyone is shown.
    """
    order = (EntryKind.EMERGENCY, EntryKind.MISSION)
    local = [e for e in entries if may_be_shown(e) and e.country == country and e.kind in order]
    everywhere = [e for e in entries if may_be_shown(e) and "ALL" in e.serves and e.kind is EntryKind.GOVERNMENT and e.phone]
    return sorted(local, key=lambda e: order.index(e.kind)) + everywhere


def entries_for(entries: Iterable[Entry], country: str | None) -> list[Entry]:
    """All that a contact in `country` may call, the most urgent first, each entry once."""
    order = list(EntryKind)
    chosen = [e for e in entries if may_be_shown(e) and (e.country == country or "ALL" in e.serves)]
    return sorted(chosen, key=lambda e: (order.index(e.kind), "ALL" in e.serves))


class Heard(StrEnum):
    """What was heard when somebody of the staff called a number to check it."""

    ANSWERED = "answered"
    NO_ANSWER = "no_answer"
    WRONG = "wrong"
