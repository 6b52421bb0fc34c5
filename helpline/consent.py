"""Consent: what a contact has agreed to, in which words. Help in danger never waits for it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

CONSENT_VERSION = 1
"""Raise this whenever the sentence shown in the welcome flow changes its meaning; old consents stay with their version."""


class Scope(StrEnum):
    """What may be told to a recipient."""

    IDENTITY = "identity"
    STORY = "story"
    EVIDENCE = "evidence"


class How(StrEnum):
    """How the contact agreed."""

    CHAT = "chat"
    VOICE = "voice"
    WRITTEN = "written"


@dataclass(frozen=True)
class Consent:
    """One agreement to tell one recipient certain things. `recipient`: a directory entry's id, or a name written by hand."""

    id: str
    recipient: str
    scopes: frozenset[Scope]
    how: How
    staff_id: str
    at: datetime
    withdrawn_at: datetime | None = None


def told_to(consents: Iterable[Consent], recipient: str) -> frozenset[Scope]:
    """All that may be told to a recipient now; empty without a consent that still holds."""
    found: set[Scope] = set()
    for consent in consents:
        if consent.recipient == recipient and consent.withdrawn_at is None:
            found |= consent.scopes
    return frozenset(found)


def may_refer(consents: Iterable[Consent], recipient: str) -> bool:
    """Whether the contact agreed to be referred to this recipient, and has not taken it back."""
    return any(c.recipient == recipient and c.withdrawn_at is None for c in consents)
