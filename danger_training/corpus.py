"""The corpus: messages written for this purpose, each with its language, severity, topics and whose danger it is."""

import csv
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent / "corpus"
TUNE_EVERY = 6
"""Of the training files every sixth line is kept for choosing thresholds."""


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
    return [line for i, line in enumerate(read("train")) if i % TUNE_EVERY]


def tuning() -> list[Line]:
    return [line for i, line in enumerate(read("train")) if not i % TUNE_EVERY]


def held_out() -> list[Line]:
    """Never read while training or tuning: only the measures open it."""
    return read("held_out")
