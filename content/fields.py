"""The files of fields and senses: words that belong together, words that mean the same. Regional words await native speakers."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from content.reading import HERE, BadContent
from helpline.fields import Fields, Table


def load_fields(fields: Path = HERE / "fields.txt", senses: Path = HERE / "senses.txt") -> Fields:
    """The fields and the senses. Raises BadContent, which names the line."""
    broad, narrow = read(fields), read(senses)
    return Fields((*broad, *narrow), len(broad), Table(by_word(broad, 0)), Table(by_word(narrow, len(broad))))


def by_word(named: Mapping[str, str], first: int) -> Iterator[tuple[str, int]]:
    """Each word of each name, with the name's place, counted from `first`."""
    return ((word, place) for place, words in enumerate(named.values(), first) for word in words.split())


def read(path: Path) -> dict[str, str]:
    """The words by name, in the order of the names."""
    found: dict[str, str] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        name, colon, words = line.partition(":")
        if not colon or not name.isidentifier() or not words.strip() or name in found:
            raise BadContent(f"content/{path.name}: line {number} must be name: word word …, each name once.")
        found[name] = words
    return dict(sorted(found.items()))
