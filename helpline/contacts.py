"""Contact: the person who writes. What we know of them is little, and all of it may be skipped."""

from dataclasses import dataclass, field
from enum import StrEnum


class Situation(StrEnum):
    """Who is writing, in the programme's own division (Pola Operasional, section E)."""

    PREPARING = "preparing"
    ABROAD = "abroad"
    DOMESTIC = "domestic"
    FAMILY = "family"
    ORGANISATION = "organisation"
    RETURNED = "returned"


DEFAULT_LANGUAGE = "id"
AT_HOME = "ID"
HOME = frozenset({Situation.PREPARING, Situation.DOMESTIC, Situation.FAMILY, Situation.RETURNED})
"""Who is in Indonesia, whichever country it is about."""


@dataclass(frozen=True)
class Contact:
    """What the helpline knows of one person on one channel.

    `country` is an ISO 3166 code of two letters, where the person is (or, for family, where the worker is).
    `zone` is set where the country has several. `safe_word` is the keyed hash of `storage.safe_words`.
    `name` is what the channel told us or the person chose; it is sealed at rest and never shown in a list.
    """

    id: str
    channel: str
    designation: str
    language: str = DEFAULT_LANGUAGE
    situation: Situation | None = None
    country: str | None = None
    name: str | None = None
    consent_version: int | None = None
    reachable: bool = True
    zone: str | None = None
    safe_word: bytes | None = field(default=None, repr=False)

    @property
    def dials_from(self) -> str | None:
        """The country in whose network the person dials; None where we do not know it."""
        return AT_HOME if self.situation in HOME else self.country
