"""Editions: how an entry of the library is changed at the desk: written by one person, looked at by another, then published."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from helpline.errors import HelplineError

Row = Mapping[str, Any]


class EditionState(StrEnum):
    """Where an edition stands. REPLACED: a later one took its place before it was published."""

    DRAFT = "draft"
    REVIEW = "review"
    RETURNED = "returned"
    PUBLISHED = "published"
    REPLACED = "replaced"


OPEN = frozenset({EditionState.DRAFT, EditionState.REVIEW, EditionState.RETURNED})
"""Work that is not finished. An entry has one such edition at most: the latest."""


class Change(StrEnum):
    """What an edition makes of its entry: a new text, nothing at all, or what was shipped with the program."""

    TEXT = "text"
    WITHDRAWN = "withdrawn"
    SHIPPED = "shipped"


class ChangedMeanwhile(HelplineError):
    """Somebody else has changed this entry meanwhile. Nothing was kept yet: compare, then save again."""


class NotInReview(HelplineError):
    """This edition does not wait for a second person any more."""


class NeedsSecondPerson(HelplineError):
    """Who has written on an edition cannot publish it. Please ask a colleague to look at it."""


class CannotBeWithdrawn(HelplineError):
    """This entry cannot be left out, because the chat always offers it. Change its text instead."""


@dataclass(frozen=True)
class Edition:
    """One version of one entry. `shipped` is the mark of the shipped entry that lay under it when it was written.

    `published` counts all publications of the library, so that the highest is the library's own version.
    """

    id: str
    key: str
    number: int
    state: EditionState
    change: Change
    row: Row | None
    shipped: str
    note: str
    made_by: str
    made_at: datetime
    decided_by: str | None = None
    decided_at: datetime | None = None
    published: int | None = None

    def is_under(self, shipped: str) -> bool:
        """Whether another text was shipped since; who went back to the shipped one has it anyway."""
        return self.change is not Change.SHIPPED and self.shipped != shipped

    @property
    def is_open(self) -> bool:
        return self.state in OPEN


def latest(history: Iterable[Edition]) -> Edition | None:
    return max(history, key=lambda edition: edition.number, default=None)


def standing(history: Iterable[Edition]) -> Edition | None:
    """The edition that contacts read now; None where that is the shipped entry."""
    return max((e for e in history if e.published is not None), key=lambda e: e.published or 0, default=None)


def writers(history: Iterable[Edition]) -> set[str]:
    """Who has written on what is open: everybody since the last publication."""
    known = list(history)
    last = max((e.number for e in known if e.state is EditionState.PUBLISHED), default=0)
    return {e.made_by for e in known if e.number > last}


def check_unchanged(history: Iterable[Edition], seen: int) -> None:
    """Refuse to write over what the writer has not seen. Raises ChangedMeanwhile."""
    newest = latest(history)
    if (newest.number if newest else 0) != seen:
        raise ChangedMeanwhile


def check_decision(history: Iterable[Edition], number: int, by: str, *, publish: bool) -> Edition:
    """The edition that a second person may decide on. Raises NotInReview, NeedsSecondPerson."""
    known = list(history)
    edition = latest(known)
    if edition is None or edition.number != number or edition.state is not EditionState.REVIEW:
        raise NotInReview
    if publish and by in writers(known):
        raise NeedsSecondPerson
    return edition
