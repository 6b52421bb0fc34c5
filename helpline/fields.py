"""Fields: words that belong together (panci, sapu, sabuk), and senses: words that mean the same (pukul, gebug, pokol, hit).

Both are found by the word or by the root it is made of. What is learned of one word helps to read another that was never seen
in a danger, in whatever language.
"""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from zlib import crc32

import numpy as np

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
"""Fields, and senses, of one word that are told."""
REMEMBERED = 8_000


class Table:
    """The places of words, found by their hashes: tens of thousands of words in a tenth of a dictionary's memory.

    A word that is not there has somebody else's places in one of a hundred thousand cases.
    """

    def __init__(self, placed: Iterable[tuple[str, int]]) -> None:
        hashes, places = array("I"), array("I")
        for word, place in placed:
            hashes.append(crc32(word.encode()))
            places.append(place)
        order = np.argsort(np.asarray(hashes), kind="stable")
        self.hashes = array("I", np.asarray(hashes)[order].tobytes())
        self.places = array("I", np.asarray(places)[order].tobytes())

    def of(self, word: str) -> tuple[int, ...]:
        """In the order in which they were given; none for a word that has none."""
        hash = crc32(word.encode())
        begin = bisect_left(self.hashes, hash)
        return tuple(self.places[begin : bisect_right(self.hashes, hash, begin)])


@dataclass(frozen=True)
class Fields:
    """The fields and the senses by word. Built once.

    `names`: of the fields, which are the first `broad`, then of the senses; the two maps hold places in it.
    """

    names: tuple[str, ...]
    broad: int
    by_word: Table
    senses: Table
    known: dict[str, tuple[int, ...]] = field(default_factory=dict, compare=False, repr=False)

    def of(self, word: str) -> tuple[int, ...]:
        """The places in `names` of the word's fields, then of its senses, at most three of each; maybe none."""
        found = self.known.get(word)
        if found is None:
            found = first_of(word, self.by_word) + first_of(word, self.senses)
            if len(self.known) < REMEMBERED:
                self.known[word] = found
        return found


def first_of(word: str, known: Table) -> tuple[int, ...]:
    """Of the word, or of the first of its roots that has any."""
    return next((places for root in roots(word) if (places := known.of(root))), ())[:MOST]


def roots(word: str) -> Iterator[str]:
    """The word, and what is left of it without ending, without beginning, without both."""
    stems = [word, *(word.removesuffix(e) for e in ENDINGS if word.endswith(e) and len(word) - len(e) >= SHORTEST)]
    yield from stems
    for stem in stems:
        for beginning, swallowed in BEGINNINGS:
            if stem.startswith(beginning):
                rest = stem.removeprefix(beginning)
                yield from (root for letters in swallowed if len(root := letters + rest) >= SHORTEST)
