"""The directory: whom one can call, and which of its entries may be shown to a contact."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from helpline.opening import Opening


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
    only staff may see it. `open`, `zone` and `closed` are its hours where a source tells them exactly; `hours` is what else is
    known of them, in words. `languages` are those that a source names.
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
    open: str | None = None
    zone: str | None = None
    closed: str | None = None
    languages: str | None = None

    @property
    def opening(self) -> Opening | None:
        """Its hours by its own clock, where they are known. Raises ValueError for what is no hours."""
        return Opening.read(self.open, self.zone, self.closed) if self.open else None


def may_be_shown(entry: Entry) -> bool:
    """Whether a contact may see the entry: public, sourced well enough, and with something to call or open."""
    reachable = entry.phone or entry.phone_abroad or entry.whatsapp or entry.url
    return entry.public and entry.confidence is not Confidence.LOW and bool(reachable)


def works_only_there(entry: Entry) -> bool:
    """Whether its number works only inside its country: a short one, or one without the country's own prefix."""
    return bool(entry.phone) and (entry.dial_from == "in_country" or not str(entry.phone).startswith("+"))


def is_sure(entry: Entry, dials_from: str | None) -> bool:
    """Whether one can rely on the entry in danger: sourced best, and with a number that works from there."""
    within = entry.phone and (entry.country == dials_from or not works_only_there(entry))
    reached = within or entry.phone_abroad or entry.whatsapp
    return may_be_shown(entry) and entry.confidence is Confidence.HIGH and bool(reached)


def with_something_sure(chosen: Iterable[Entry], entries: Iterable[Entry], dials_from: str | None) -> list[Entry]:
    """The chosen entries, and beside them something sure if none of them is: an unsure number never stands alone in danger.

    Only where the whole directory knows nothing sure for this place do the chosen ones stay as they are.
    """
    kept, order = list(chosen), list(EntryKind)
    if any(is_sure(entry, dials_from) for entry in kept):
        return kept
    sure = [e for e in entries if is_sure(e, dials_from) and (e.country == dials_from or "ALL" in e.serves)]
    return kept + sorted(sure, key=lambda e: order.index(e.kind))[:1]


def emergency_entries(entries: Iterable[Entry], country: str | None, dials_from: str | None = None) -> list[Entry]:
    """What the SOS screen shows: the emergency numbers, then the mission, then the ministry's hotline for everyone.

    In Indonesia there is no mission; without a country only what serves everyone is shown. Who dials from elsewhere (None: from
    the country itself) is shown the emergency numbers of that place first. Something sure is always among them.
    """
    there, kept = dials_from or country, list(entries)
    order = (EntryKind.EMERGENCY, EntryKind.MISSION)
    local = [e for e in kept if may_be_shown(e) and e.country in (country, there) and e.kind in order]
    everywhere = [e for e in kept if may_be_shown(e) and "ALL" in e.serves and e.kind is EntryKind.GOVERNMENT and e.phone]
    found = sorted(local, key=lambda e: (order.index(e.kind), e.country != there)) + everywhere
    return with_something_sure(found, kept, there)


def entries_for(entries: Iterable[Entry], country: str | None, dials_from: str | None = None) -> list[Entry]:
    """All that a contact may call about a country, the most urgent first, each entry once; something sure among them."""
    kept, order = list(entries), list(EntryKind)
    chosen = [e for e in kept if may_be_shown(e) and (e.country == country or "ALL" in e.serves)]
    found = sorted(chosen, key=lambda e: (order.index(e.kind), "ALL" in e.serves))
    return with_something_sure(found, kept, dials_from or country)


def national_numbers(entries: Iterable[Entry]) -> list[str]:
    """The numbers that only the directory tells to be numbers: a chat page lets them be tapped, and no others like them."""
    shown = [entry.phone for entry in entries if may_be_shown(entry)]
    return list(dict.fromkeys(phone for phone in shown if phone and not phone.startswith("+")))


class Heard(StrEnum):
    """What was heard when somebody of the staff called a number to check it."""

    ANSWERED = "answered"
    NO_ANSWER = "no_answer"
    WRONG = "wrong"
