"""Audit: a chain of entries, each sealed by the hash of the one before, so that none can be changed or left out unseen."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

BEGINNING = "0" * 64
"""What stands before the first entry."""


@dataclass(frozen=True)
class Entry:
    """One entry: who did what to which thing. `subject` is an id, never content; `granted`: whether it was allowed."""

    number: int
    at: datetime
    actor: str
    action: str
    subject: str
    granted: bool


@dataclass(frozen=True)
class Break:
    """Where the chain does not hold: the number of the first entry that is wrong or missing."""

    number: int


def link(before: str, entry: Entry) -> str:
    """The hash of an entry, SHA-256 in hexadecimal over the hash before it and the entry in one fixed form."""
    at = entry.at.astimezone(UTC).isoformat(timespec="microseconds")
    form = [entry.number, at, entry.actor, entry.action, entry.subject, entry.granted]
    return hashlib.sha256((before + json.dumps(form, separators=(",", ":"))).encode()).hexdigest()


def find_break(chain: Iterable[tuple[Entry, str]]) -> tuple[int, str, Break | None]:
    """Walk a chain from its beginning: how many entries hold, the last good hash, and the first break if there is one."""
    number, before = 0, BEGINNING
    for entry, kept in chain:
        if entry.number != number + 1 or link(before, entry) != kept:
            return number, before, Break(number + 1)
        number, before = entry.number, kept
    return number, before, None
