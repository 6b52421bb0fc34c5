"""Hearing: a small learned net that reads words in their order: which stand together tells more than which are there.

Each word is the mean of its letters in threes to fives, what it belongs to (`fields`) and what it says (`concepts`);
windows of one, two, three and five words are weighed, the strongest of each kind is kept, and from these the answers
are drawn (a convolutional net over sub-words, as Kim 2014 and Bojanowski et al. 2017 describe its halves). Plain numpy,
a third of a millisecond for a message; learned by `danger_training`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from helpline.concepts import Mention
from helpline.fields import Fields
from helpline.normalise import Said

LETTER_BUCKETS = 1 << 15
WIDTHS = (1, 2, 3, 5)
WINDOW, STRIDE = 40, 20
"""Words heard at once, and after how many the next window begins."""
EDGE = 2
"""Empty places before and after, so that a window may hang over the edge."""
MOST_PIECES = 20
MOST_TAGS = 4
KNOWN_WORDS = 4_000
"""Words whose vectors are kept at hand."""

Numbers = NDArray[np.float32]


@dataclass(frozen=True)
class Heard:
    """One word as the net takes it: how it is written, and the places of what it says."""

    word: str
    tags: tuple[int, ...] = ()


def pieces(word: str) -> list[int]:
    """The places of a word and of its letters in threes to fives; every number is the same."""
    written = f"<{'#' if word.isdigit() else word}>".encode()
    found = [crc32(written) % LETTER_BUCKETS]
    for size in (3, 4, 5):
        found += [crc32(written[i : i + size], size) % LETTER_BUCKETS for i in range(len(written) - size + 1)]
    return found[:MOST_PIECES]


def heard(said: Said, mentions: Iterable[Mention], concepts: Sequence[str], *, asks: bool) -> list[Heard]:
    """The words in order, pauses and a question among them, each with what it says; a denied concept is another one."""
    at = {name: place for place, name in enumerate(concepts)}
    tags: list[list[int]] = [[] for _ in said.words]
    for m in mentions:
        for i in range(m.start, m.end):
            tags[i].append(at[m.concept] + (len(concepts) if m.negated else 0))
    found = []
    for i, word in enumerate(said.words):
        if i and i in said.breaks:
            found.append(Heard("."))
        found.append(Heard(word, tuple(tags[i][:MOST_TAGS])))
    if asks:
        found.append(Heard("?"))
    return found or [Heard(".")]


@dataclass(frozen=True)
class Net:
    """The learned numbers: `letters` (buckets × size), `fields` and `concepts` (each × size), `windows` (size × widths · kinds),
    and two plain layers. All answers are scores: above nought speaks for them."""

    answers: tuple[str, ...]
    letters: NDArray[np.int8]
    scale: float
    fields: Numbers
    concepts: Numbers
    windows: Numbers
    window_bias: Numbers
    inner: Numbers
    inner_bias: Numbers
    outer: Numbers
    outer_bias: Numbers
    belongs: Fields = field(repr=False)
    known: dict[str, Numbers] = field(default_factory=dict, compare=False, repr=False)

    def vector(self, word: str) -> Numbers:
        """What a word is by itself."""
        found = self.known.get(word)
        if found is None:
            found = self.letters[pieces(word)].mean(axis=0, dtype=np.float32) * np.float32(self.scale)
            for place in self.belongs.of(word):
                found = found + self.fields[place]
            if len(self.known) < KNOWN_WORDS:
                self.known[word] = found
        return found

    def scores(self, words: Sequence[Heard]) -> Numbers:
        """The score of each answer: of a long message the highest among its windows."""
        highest: Numbers = self.by_window(words).max(axis=0)
        return highest

    def by_window(self, words: Sequence[Heard]) -> Numbers:
        """The scores of each window in which a message is heard (windows × answers)."""
        starts = range(0, max(1, len(words) - STRIDE), STRIDE)
        return np.array([self.listen(words[start : start + WINDOW]) for start in starts])

    def listen(self, words: Sequence[Heard]) -> Numbers:
        size = self.letters.shape[1]
        row = np.zeros((len(words) + 2 * EDGE, size), dtype=np.float32)
        for i, one in enumerate(words, EDGE):
            row[i] = self.vector(one.word)
            for tag in one.tags:
                row[i] += self.concepts[tag]
        strongest = strongest_windows(row @ self.windows, self.window_bias)
        mean = row.sum(axis=0) / len(words)
        inner = np.maximum(np.concatenate([strongest, mean]) @ self.inner + self.inner_bias, 0)
        answers: Numbers = inner @ self.outer + self.outer_bias
        return answers


def strongest_windows(shares: Numbers, bias: Numbers) -> Numbers:
    """Of each kind of window the strongest; `shares` holds what each word adds at each place of each width."""
    kinds = len(bias) // len(WIDTHS)
    found = []
    at = 0
    for number, width in enumerate(WIDTHS):
        last = len(shares) - width + 1
        total = shares[:last, at : at + kinds]
        for step in range(1, width):
            at += kinds
            total = total + shares[step : step + last, at : at + kinds]
        at += kinds
        found.append(np.maximum(total.max(axis=0) + bias[number * kinds : (number + 1) * kinds], 0))
    return np.concatenate(found)
