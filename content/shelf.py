"""The shelf: the content as contacts read it now, the shipped files with what was published at the desk laid over them.

It is the one thing in the house that changes while the service runs. Whoever works on a batch first lets it catch up; what
it holds is replaced as a whole, so a reader has the old content or the new one, and never half of each.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from pydantic import ValidationError

from content import Content, load
from content.entries import NoSuchEntry, Row, applied, mark, rows
from content.library import Library
from helpline.directory import Entry
from helpline.editions import Change

Published = Mapping[str, tuple[Change, Row | None]]


@dataclass
class Shelf:
    """`shipped` never changes. `refused` are the keys of what was published and cannot stand in this version of the program."""

    shipped: Content = field(default_factory=load)
    version: int = 0
    refused: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        self.now = self.shipped

    @property
    def library(self) -> Library:
        return self.now.library

    @property
    def directory(self) -> tuple[Entry, ...]:
        return self.now.directory

    @cached_property
    def shipped_rows(self) -> Mapping[str, Row]:
        """Every shipped entry by its key."""
        return dict(rows(self.shipped))

    @cached_property
    def shipped_marks(self) -> Mapping[str, str]:
        return {key: mark(row) for key, row in self.shipped_rows.items()}

    def catch_up(self, version: int, published: Callable[[], Published]) -> bool:
        """Take up what was published since; says whether anything was. Read the version first: then nothing can be missed."""
        if version == self.version:
            return False
        made, refused = self.shipped, []
        for key, (change, row) in published().items():
            try:
                made = applied(made, key, row) if change is not Change.SHIPPED else made
            except (NoSuchEntry, ValidationError, ValueError):
                refused.append(key)
        self.now, self.version, self.refused = made, version, tuple(refused)
        return True
