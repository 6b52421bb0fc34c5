"""Fields: words that belong together (panci, sapu, ikat pinggang), found by the word or by the root it is made of.

What is learned of one word of a field helps to read another that was never seen in a danger.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

ENDINGS = (
    "nya", "kan", "kah", "lah", "ku", "mu", "in", "an", "pun", "ne", "na", "keun", "ake", "i", "e", "s", "ed", "ing",
)  # fmt: skip
BEGINNINGS = (
    ("meng", ("", "k")), ("meny", ("s",)), ("mem", ("p", "")), ("men", ("t", "")), ("me", ("",)),
    ("peng", ("", "k")), ("peny", ("s",)), ("pem", ("p", "")), ("pen", ("t", "")), ("pe", ("",)),
    ("nge", ("",)), ("ng", ("", "k")), ("ny", ("s", "c")), ("di", ("",)), ("ke", ("",)), ("ka", ("",)),
    ("ter", ("",)), ("te", ("",)), ("ber", ("",)), ("be", ("",)), ("per", ("",)), ("se", ("",)),
    ("m", ("p", "")), ("n", ("t", "")), ("d", ("",)), ("e", ("",)),
)  # fmt: skip
"""What stands before a root in Indonesian and its neighbours, and the letters that it may have swallowed."""
SHORTEST = 3
MOST = 3
"""Fields of one word that are told."""
REMEMBERED = 8_000


@dataclass(frozen=True)
class Fields:
    """The fields by word. Built once."""

    names: tuple[str, ...]
    by_word: Mapping[str, tuple[int, ...]]
    known: dict[str, tuple[int, ...]] = field(default_factory=dict, compare=False, repr=False)

    def of(self, word: str) -> tuple[int, ...]:
        """The places in `names` of the word's fields, at most three; none for a word that belongs nowhere."""
        found = self.known.get(word)
        if found is None:
            found = next((self.by_word[root] for root in roots(word) if root in self.by_word), ())[:MOST]
            if len(self.known) < REMEMBERED:
                self.known[word] = found
        return found


def roots(word: str) -> Iterator[str]:
    """The word, and what is left of it without ending, without beginning, without both."""
    stems = [word, *(word.removesuffix(e) for e in ENDINGS if word.endswith(e) and len(word) - len(e) >= SHORTEST)]
    yield from stems
    for stem in stems:
        for beginning, swallowed in BEGINNINGS:
            if stem.startswith(beginning):
                rest = stem.removeprefix(beginning)
                yield from (root for letters in swallowed if len(root := letters + rest) >= SHORTEST)
