"""The corpus: messages written for this purpose, each with its language, severity, topics and whose danger it is."""

import csv
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent / "corpus"
LIFELIKE = (
    "train_more",
    "train_stories",
    "train_elsewhere",
    "train_voices",
    "train_inbox",
    "train_neighbours",
    "train_tongues",
    "train_unmeant",
    "train_written",
    "train_year",
    "train_plain",
)
"""The files written to be like a helpline's year, and like what is not meant for it; the others were made to be hard."""
TUNE_EVERY = 4
"""Of the lifelike files every fourth line is kept for choosing the cuts: they must fit life, not the hardest lines."""


@dataclass(frozen=True)
class Line:
    """One message and how a careful counsellor would read it."""

    id: str
    text: str
    language: str
    severity: str
    topics: tuple[str, ...]
    whose: str
    kind: str
    """helpline, lookalike (a grave word without danger), elsewhere (not written to a helpline)."""

    @property
    def rank(self) -> int:
        return int(self.severity[1])


def read(name: str) -> list[Line]:
    """The lines of every file whose name begins so."""
    lines = []
    for path in sorted(HERE.glob(f"{name}*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                topics = tuple(row["topics"].split())
                lines.append(Line(row["id"], row["text"], row["language"], row["severity"], topics, row["whose"], row["kind"]))
    return lines


def training() -> list[Line]:
    kept = {line.id for line in tuning()}
    return [line for line in read("train") if line.id not in kept]


def tuning() -> list[Line]:
    return [line for name in LIFELIKE for i, line in enumerate(read(name)) if not i % TUNE_EVERY]


def held_out() -> list[Line]:
    """Never read while training or tuning: only the measures open it."""
    return read("held_out")


def held_out_parts() -> dict[str, list[Line]]:
    """The held-out lines by file: each was written by another hand, or at another time."""
    parts: dict[str, list[Line]] = {}
    for line in held_out():
        parts.setdefault(line.id.rpartition("-")[0], []).append(line)
    return parts
