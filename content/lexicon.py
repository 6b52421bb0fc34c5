"""The lexicon file: words of danger and harmless look-alikes, compiled from how migrants and families really write.

Regional entries still await native speakers; every level is a proposal that counsellors calibrate. Compiled 2026-11-23.
"""

import csv
from pathlib import Path

from content.reading import HERE, BadContent
from helpline.danger import HARMLESS, Lexicon, Phrase
from helpline.severity import Severity

COLUMNS = ["category", "phrase", "variants", "language", "level"]
LEVELS = {severity.value: severity for severity in Severity} | {"N": HARMLESS}


def load_lexicon(path: Path = HERE / "lexicon.csv") -> Lexicon:
    """The lexicon. Raises BadContent, which names the line."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file)
        if rows.fieldnames != COLUMNS:
            raise BadContent(f"content/{path.name}: the columns must be {', '.join(COLUMNS)}.")
        phrases = [phrase(path, number, row) for number, row in enumerate(rows, 2)]
    return Lexicon(tuple(phrases))


def phrase(path: Path, number: int, row: dict[str, str]) -> Phrase:
    if row["level"] not in LEVELS or not row["phrase"] or None in row.values():
        raise BadContent(f"content/{path.name}: line {number} has no phrase or no known level.")
    variants = tuple(filter(None, (variant.strip() for variant in row["variants"].split(";"))))
    return Phrase(row["category"], row["phrase"], variants, LEVELS[row["level"]], row["language"])
