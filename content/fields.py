"""The files of fields and senses: words that belong together, words that mean the same. Regional words await native speakers."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from content.reading import HERE, BadContent
from helpline.fields import Fields


def load_fields(fields: Path = HERE / "fields.txt", senses: Path = HERE / "senses.txt") -> Fields:
    """The fields and the senses. Raises BadContent, which names the line."""
    broad, narrow = read(fields), read(senses)
    return Fields((*broad, *narrow), len(broad), by_word(broad, 0), by_word(narrow, len(broad)))


def by_word(named: Mapping[str, Sequence[str]], first: int) -> dict[str, tuple[int, ...]]:
    """The places of each word's names, counted from `first`; words with the same ones share them in memory."""
    found: dict[str, tuple[int, ...]] = {}
    shared: dict[tuple[int, ...], tuple[int, ...]] = {}
    for at, words in enumerate(named.values(), first):
        for word in words:
            places = (*found.get(word, ()), at)
            found[word] = shared.setdefault(places, places)
    return found


def read(path: Path) -> dict[str, list[str]]:
    """The words by name, in the order of the names."""
    found: dict[str, list[str]] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        name, colon, words = line.partition(":")
        if not colon or not name.isidentifier() or not words.split() or name in found:
            raise BadContent(f"content/{path.name}: line {number} must be name: word word …, each name once.")
        found[name] = words.split()
    return dict(sorted(found.items()))
