"""The concepts file: words of many languages that say one thing. Regional words still await native speakers."""

from pathlib import Path

from content.reading import HERE, BadContent
from helpline.concepts import CORE, Concepts, forms


def spelled_out(phrase: str) -> list[str]:
    """The phrase itself; of a root («~pukul») all that is made of it."""
    return forms(phrase[1:]) if phrase.startswith("~") else [phrase]


def load_concepts(path: Path = HERE / "concepts.txt", common: Path = HERE / "common_words.txt") -> Concepts:
    """The concepts. Raises BadContent, which names the line."""
    phrases: dict[str, list[str]] = {}
    grave, made = set(), set()
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        name, colon, rest = line.partition(":")
        concept = name.rstrip("!")
        row = [form for phrase in rest.split(",") if phrase.strip() for form in spelled_out(phrase.strip())]
        if not colon or not concept.isupper() or not row:
            raise BadContent(f"content/{path.name}: line {number} must be NAME: phrase, phrase.")
        phrases.setdefault(concept, []).extend(row)
        if concept in CORE:
            made.update(set(row) - {phrase.strip() for phrase in rest.split(",")})
        if name.endswith("!"):
            grave.add(concept)
    words = common.read_text(encoding="utf-8").split() if common.exists() else []
    return Concepts(
        {c: tuple(dict.fromkeys(row)) for c, row in phrases.items()}, frozenset(grave), frozenset(made), frozenset(words)
    )
