"""Common words: those that ordinary lines of the corpus use, so that they are never taken for a slip of a grave word."""

import re
from collections import Counter
from collections.abc import Iterable, Set
from pathlib import Path

from danger_training.corpus import Line
from helpline.concepts import Concepts

SEEN = 2
"""In how many lines a word must stand; in harmless lines once is enough for a longer word."""


def common_words(lines: Iterable[Line], concepts: Concepts) -> list[str]:
    found: Counter[str] = Counter()
    for line in lines:
        weight = SEEN if line.rank >= 3 else 1
        for word in {w for w in re.findall(r"[a-z]+", line.text.lower()) if len(w) >= 3}:
            found[word] += weight
    known = concepts.vocabulary.known
    return sorted(word for word, seen in found.items() if seen >= SEEN and word not in known and not is_clipped(word, known))


def is_clipped(word: str, known: Set[str]) -> bool:
    """Whether it is a passive in haste, «dpukul»: harmless lines use it too, and it is mended all the same."""
    return word[0] == "d" and f"di{word[1:]}" in known


def keep(words: Iterable[str], path: Path) -> None:
    path.write_text("\n".join(words) + "\n", encoding="utf-8")
