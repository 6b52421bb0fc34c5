"""Wordings: the many ways in which people ask about each subject, and the words that count as one; read and checked."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from content.reading import HERE, BadContent
from helpline.asking import NOTHING
from helpline.questions import Synonyms

FEWEST = 25
"""Wordings that a subject needs before a stranger's words are likely to be like one of them."""


@dataclass(frozen=True)
class Wordings:
    """The wordings by subject, those that no card answers under NOTHING, and the synonyms as they stand in their file."""

    by_subject: Mapping[str, tuple[str, ...]]
    groups: tuple[tuple[str, ...], ...]

    @property
    def synonyms(self) -> Synonyms:
        return Synonyms.of(self.groups)

    @property
    def digest(self) -> str:
        """Changes with every wording and every synonym."""
        return hashlib.sha256(repr((sorted(self.by_subject.items()), self.groups)).encode()).hexdigest()


def load_wordings(folder: Path = HERE) -> Wordings:
    """Read `wordings/*.txt`, one wording a line, and `synonyms.txt`. Raises BadContent for a wording that stands twice."""
    found: dict[str, tuple[str, ...]] = {}
    seen: dict[str, str] = {}
    for path in sorted((folder / "wordings").glob("*.txt")):
        kept = []
        for number, line in enumerate(lines_of(path), 1):
            wording = line.strip()
            if not wording or wording.startswith("#"):
                continue
            where = f"content/wordings/{path.name}, line {number}"
            if before := seen.get(wording.casefold()):
                raise BadContent(f"{where}: «{wording}» stands in {before} too.")
            seen[wording.casefold()] = where
            kept.append(wording)
        found[path.stem] = tuple(kept)
    if NOTHING not in found:
        raise BadContent(f"content/wordings/{NOTHING}.txt is missing.")
    return Wordings(found, load_groups(folder / "synonyms.txt"))


def load_groups(path: Path) -> tuple[tuple[str, ...], ...]:
    """The groups of words that count as one, each with its name first. Raises BadContent."""
    groups = []
    for number, line in enumerate(lines_of(path), 1):
        if not line.strip() or line.startswith("#"):
            continue
        name, colon, others = line.partition(":")
        if not colon or not name.strip() or not others.split():
            raise BadContent(f"content/{path.name}, line {number}: a group is a word, a colon, and the words that count as it.")
        groups.append((name.strip(), *others.split()))
    return tuple(groups)


def lines_of(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise BadContent(f"content/{path.name} cannot be read: {type(error).__name__}.") from None
