"""The fields file: words that belong together. Regional words still await native speakers."""

from pathlib import Path

from content.reading import HERE, BadContent
from helpline.fields import Fields


def load_fields(path: Path = HERE / "fields.txt") -> Fields:
    """The fields. Raises BadContent, which names the line."""
    found: dict[str, list[str]] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        name, colon, words = line.partition(":")
        if not colon or not name.isidentifier() or not words.split() or name in found:
            raise BadContent(f"content/{path.name}: line {number} must be field: word word …, each field once.")
        found[name] = words.split()
    names = tuple(sorted(found))
    by_word: dict[str, tuple[int, ...]] = {}
    for at, name in enumerate(names):
        for word in found[name]:
            by_word[word] = (*by_word.get(word, ()), at)
    return Fields(names, by_word)
