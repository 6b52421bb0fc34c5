"""Entries: the library and the directory cut into what one person edits at a time, each with a key and a plain row."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any, ClassVar

from pydantic import TypeAdapter

from content.directory import EntryRow
from content.library import EVERYWHERE, Library
from helpline.checklists import Checklist
from helpline.destinations import Destination, Matter, Part, Rights
from helpline.directory import Entry
from helpline.lessons import Lesson
from helpline.statements import STRICT, Statement

if TYPE_CHECKING:
    from content import Content

Row = Mapping[str, Any]


class EntryKind(StrEnum):
    """What is edited at the desk; the value is the folder of its files."""

    LESSON = "lessons"
    PART = "destinations"
    CARD = "rights"
    CHECKLIST = "checklists"
    NUMBER = "directory"


@dataclass(frozen=True)
class Stated:
    """One part of a destination, or one rights card: what is said, statement by statement."""

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT

    statements: tuple[Statement, ...]

    def __post_init__(self) -> None:
        if not self.statements:
            raise ValueError("nothing is said here")


SHAPES: dict[EntryKind, TypeAdapter[Any]] = {
    EntryKind.LESSON: TypeAdapter(Lesson),
    EntryKind.PART: TypeAdapter(Stated),
    EntryKind.CARD: TypeAdapter(Stated),
    EntryKind.CHECKLIST: TypeAdapter(Checklist),
    EntryKind.NUMBER: TypeAdapter(EntryRow),
}


class NoSuchEntry(KeyError):
    """No entry has, or could have, this key."""


def parts(key: str) -> tuple[EntryKind, str, str]:
    """A key such as `rights/HK.wages` as its kind, its name, and the part of it. Raises NoSuchEntry."""
    folder, _, name = key.partition("/")
    if folder not in set(EntryKind):
        raise NoSuchEntry(key)
    kind = EntryKind(folder)
    whole, _, part = name.partition(".")
    allowed: set[str] = set(Part) if kind is EntryKind.PART else set(Matter) if kind is EntryKind.CARD else {""}
    if not whole or part not in allowed:
        raise NoSuchEntry(key)
    return kind, whole, part


def rows(content: "Content") -> Iterator[tuple[str, Row]]:
    """Every entry with its key, in the order of the files."""
    for kind, things in ((EntryKind.LESSON, content.library.lessons), (EntryKind.CHECKLIST, content.library.checklists)):
        for id, thing in things.items():
            yield f"{kind}/{id}", SHAPES[kind].dump_python(thing, mode="json")
    for code, destination in content.library.destinations.items():
        yield from stated_rows(EntryKind.PART, code, destination.parts)
    for code, rights in content.library.rights.items():
        yield from stated_rows(EntryKind.CARD, code, rights.cards)
    for entry in content.directory:
        yield f"{EntryKind.NUMBER}/{entry.id}", number_row(entry)


def stated_rows(kind: EntryKind, code: str, told: Mapping[Any, tuple[Statement, ...]]) -> Iterator[tuple[str, Row]]:
    for part, statements in told.items():
        yield f"{kind}/{code}.{part}", SHAPES[kind].dump_python(Stated(statements), mode="json")


def number_row(entry: Entry) -> Row:
    return {name: list(value) if isinstance(value, tuple) else value for name, value in vars(entry).items()}


def mark(row: Row | None) -> str:
    """What tells one text of an entry from another; empty where nothing is shipped."""
    if row is None:
        return ""
    return hashlib.sha256(json.dumps(row, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def may_be_withdrawn(key: str) -> bool:
    """Whether the chat can do without it: a country keeps all its parts, and the menus name every list and every general card."""
    kind, whole, _part = parts(key)
    return kind in (EntryKind.LESSON, EntryKind.NUMBER) or (kind is EntryKind.CARD and whole != EVERYWHERE)


def applied(content: "Content", key: str, row: Row | None) -> "Content":
    """The content with one entry changed; None: without it. Raises NoSuchEntry, and pydantic's ValidationError for a bad row."""
    kind, whole, part = parts(key)
    thing = SHAPES[kind].validate_python(row) if row is not None else None
    library = content.library
    if kind is EntryKind.NUMBER:
        return replace(content, directory=with_number(content.directory, whole, thing))
    if kind is EntryKind.LESSON:
        return replace(content, library=replace(library, lessons=with_one(library.lessons, whole, thing)))
    if kind is EntryKind.CHECKLIST:
        return replace(content, library=replace(library, checklists=with_one(library.checklists, whole, thing)))
    return replace(content, library=with_stated(library, kind, whole, part, thing.statements if thing else None))


def with_one(things: Mapping[str, Any], id: str, thing: Any) -> dict[str, Any]:
    kept = {**things, id: thing} if thing is not None else {name: one for name, one in things.items() if name != id}
    if thing is not None and thing.id != id:
        raise NoSuchEntry(id)
    return kept


def with_number(directory: tuple[Entry, ...], id: str, row: EntryRow | None) -> tuple[Entry, ...]:
    """The entry in its old place, for the order says who is named first."""
    if row is None:
        return tuple(entry for entry in directory if entry.id != id)
    if row.id != id:
        raise NoSuchEntry(id)
    found = tuple(row.entry() if entry.id == id else entry for entry in directory)
    return found if any(entry.id == id for entry in found) else (*found, row.entry())


def with_stated(library: Library, kind: EntryKind, code: str, part: str, said: tuple[Statement, ...] | None) -> Library:
    if kind is EntryKind.PART:
        if code not in library.destinations or said is None:
            raise NoSuchEntry(f"{code}.{part}")
        destination: Destination = library.destinations[code]
        told = replace(destination, parts={**destination.parts, Part(part): said})
        return replace(library, destinations={**library.destinations, code: told})
    if code not in library.rights:
        raise NoSuchEntry(f"{code}.{part}")
    rights: Rights = library.rights[code]
    kept = {matter: stated for matter, stated in rights.cards.items() if matter != part or said is not None}
    cards = {**kept, Matter(part): said} if said is not None else kept
    return replace(library, rights={**library.rights, code: replace(rights, cards=cards)})


def canonical(kind: EntryKind, row: Row) -> Row:
    """The row as it would be read from its file: every field there, in its usual form. Raises pydantic's ValidationError."""
    return dict(SHAPES[kind].dump_python(SHAPES[kind].validate_python(row), mode="json"))
