"""The platter: what a power cut at any moment may leave of a database, made from the journal of all that was done to its files.

Kept for certain is what was written before a sync began that has ended. What came after may be kept or lost, each write by
itself, and of a write some sectors without the others; a name made or taken away may be lost until its folder is synced. Bytes
beside those that were written stay as they were, as SQLite assumes of every disk ("powersafe overwrite").
"""

import mmap
import random
import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

NOTE = struct.Struct("=IIqqq")
SECTOR = 512
DATABASE, LOG, JOURNAL, _SHARED, FOLDER = range(1, 6)
ENDINGS = {DATABASE: "", LOG: "-wal", JOURNAL: "-journal"}


@dataclass(frozen=True)
class Note:
    """One call. `kind`: Created, Unlinked, Written, Truncated, Sync begun, sync Ended, Failed. `at`: the monotonic clock's ns."""

    kind: str
    file: int
    offset: int
    data: bytes
    at: int


def notes_in(journal: Path) -> list[Note]:
    with journal.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as kept:
        return list(read(kept))


def read(kept: mmap.mmap) -> Iterator[Note]:
    place = 0
    while place < len(kept):
        kind, file, offset, length, at = NOTE.unpack_from(kept, place)
        place += NOTE.size
        data = b""
        if chr(kind) == "W":
            data = kept[place : place + length]
            place += length
        yield Note(chr(kind), file, offset, data, at)


class Fate(StrEnum):
    """What becomes of writes that no sync covers. SOME: each as the dice fall, by sectors. UNTIL: all before one that is torn."""

    NONE = "none"
    ALL = "all"
    SOME = "some"
    UNTIL = "until"


@dataclass
class File:
    """One file from its making to its end: the bytes that are certain, and what was done since, with its place in the journal."""

    certain: bytearray = field(default_factory=bytearray)
    since: list[tuple[int, Note]] = field(default_factory=list)

    def settle(self, before: int) -> None:
        while self.since and self.since[0][0] < before:
            do(self.certain, self.since.pop(0)[1])

    def after(self, fate: Fate, dice: random.Random) -> bytes:
        """What is found after the cut."""
        found = bytearray(self.certain)
        until = dice.randrange(len(self.since) + 1) if fate is Fate.UNTIL else 0
        for number, (_place, note) in enumerate(self.since):
            if fate is Fate.ALL or (fate is Fate.UNTIL and number < until):
                do(found, note)
            elif (fate is Fate.UNTIL and number == until) or (fate is Fate.SOME and dice.random() < 0.7):
                do_some(found, note, dice)
        return bytes(found)


def do(found: bytearray, note: Note) -> None:
    if note.kind == "T":
        lengthen(found, note.offset)
        del found[note.offset :]
    else:
        lengthen(found, note.offset)
        found[note.offset : note.offset + len(note.data)] = note.data


def lengthen(found: bytearray, size: int) -> None:
    found.extend(bytes(max(0, size - len(found))))


def do_some(found: bytearray, note: Note, dice: random.Random) -> None:
    """All of it, or some of its sectors; one is as likely whole as torn."""
    if note.kind == "T" or dice.random() < 0.5:
        return do(found, note)
    place, stop = note.offset, note.offset + len(note.data)
    while place < stop:
        border = min(stop, (place // SECTOR + 1) * SECTOR)
        if dice.random() < 0.5:
            piece = note.data[place - note.offset : border - note.offset]
            do(found, Note("W", note.file, place, piece, note.at))
        place = border
    return None


@dataclass
class Platter:
    """The files as the journal goes on. One that lies takes every sync for nothing."""

    lies: bool = False
    files: dict[int, File] = field(default_factory=dict)
    names: dict[int, File] = field(default_factory=dict)
    """Whose names are certain."""
    renamed: list[tuple[int, File | None, int]] = field(default_factory=list)
    syncs: dict[int, int] = field(default_factory=dict)
    place: int = 0

    @classmethod
    def of(cls, before: bytes, *, lies: bool = False) -> "Platter":
        file = File(bytearray(before))
        return cls(lies, {DATABASE: file}, {DATABASE: file})

    def follow(self, note: Note) -> None:
        match note.kind:
            case "C":
                self.name(note.file, File())
            case "U":
                self.name(note.file, None)
            case "W" | "T":
                self.files[note.file].since.append((self.place, note))
            case "S":
                self.syncs[note.offset] = self.place
            case "E" if not self.lies:
                self.settle(note.file, self.syncs[note.offset])
        self.place += 1

    def name(self, which: int, file: File | None) -> None:
        self.renamed.append((which, file, self.place))
        self.files.pop(which, None)
        if file:
            self.files[which] = file

    def settle(self, which: int, before: int) -> None:
        if which != FOLDER:
            return self.files[which].settle(before) if which in self.files else None
        while self.renamed and self.renamed[0][2] < before:
            which, file, _place = self.renamed.pop(0)
            put(self.names, which, file)
        return None

    def after(self, fate: Fate, dice: random.Random) -> dict[int, bytes]:
        """The files that are found after a cut at this moment."""
        names = dict(self.names)
        shares: dict[Fate, Callable[[], int]] = {Fate.NONE: lambda: 0, Fate.ALL: lambda: len(self.renamed)}
        for which, file, _place in self.renamed[: shares.get(fate, lambda: dice.randrange(len(self.renamed) + 1))()]:
            put(names, which, file)
        return {which: file.after(fate, dice) for which, file in names.items()}


def put(names: dict[int, File], which: int, file: File | None) -> None:
    if file is None:
        names.pop(which, None)
    else:
        names[which] = file


def lay(found: dict[int, bytes], database: Path) -> None:
    """Put them on a real disk."""
    for which, ending in ENDINGS.items():
        if which in found:
            Path(f"{database}{ending}").write_bytes(found[which])
