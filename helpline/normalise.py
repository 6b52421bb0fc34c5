"""Normalise: from words as people type them on a phone to words that can be compared, each with its place in the text."""

import re
from collections.abc import Iterator, Set
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from helpline.spelling import FORMAL, LEET, TWICE, short, shown

PIECE = re.compile(
    r"(?<![^\W_])(?:[^\W\d_][ .\-]{1,2}){3,}[^\W\d_](?![^\W_])"  # l e t t e r s  set apart
    r"|[^\W_]+(?:['*#@$!][^\W_]+)*"
    r"|[.,;:!?\n]|[\U0001f198\U0001f62d\U0001f622\U0001f494\U0001f97a\U0001f625\U0001f602\U0001f923\U0001f606\U0001f605"
    r"\U0001f52a\U0001f48a\U0001fa78\U0001f44a]"
)
BREAKS = frozenset(".,;:!?\n")
MASK = re.compile(r"[*#@$!]|(?<=[a-z])[013457](?=[a-z])|^[p][3]")
VOWELS = str.maketrans("", "", "aeiou")
ENDINGS = ("nya", "lah", "kah", "kan", "ku", "mu", "in", "an", "ne", "na", "i", "e")
LONGEST_RUN = 80
"""Letters without a space that are still searched for words."""


@dataclass(frozen=True)
class Said:
    """The words of a text, before which of them a clause begins, and where each stands in the text as typed."""

    words: tuple[str, ...]
    breaks: frozenset[int]
    spans: tuple[tuple[int, int], ...] = field(default=(), compare=False)


@dataclass(frozen=True)
class Vocabulary:
    """The words to recognise: `known` has a meaning, `grave` is worth mending a typing error for, `common` is left alone."""

    known: Set[str] = frozenset()
    grave: Set[str] = frozenset()
    common: Set[str] = frozenset()

    def __hash__(self) -> int:
        return id(self)

    @cached_property
    def skeletons(self) -> dict[str, str]:
        """«dpkl» for «dipukul»: the grave words without their vowels, as messages are often typed."""
        return {bones: word for word in sorted(self.grave) if len(bones := word.translate(VOWELS)) >= 4}

    @cached_property
    def by_length(self) -> dict[int, list[str]]:
        found: dict[int, list[str]] = {}
        for word in sorted(self.grave):
            found.setdefault(len(word), []).append(word)
        return found

    @cached_property
    def nearly(self) -> dict[str, str]:
        """Every grave word with one letter left out: two words that share one are a slip apart."""
        return {slip: word for word in sorted(self.grave) if len(word) >= 6 for slip in (word, *slips(word))}

    def has(self, word: str) -> bool:
        return word in self.known or word in FORMAL or word in self.common


NOTHING = Vocabulary()


def swapped(one: str, other: str) -> bool:
    """Whether two words of one length differ by letters changing places."""
    return len(one) == len(other) and sorted(one) == sorted(other)


def slips(word: str) -> Iterator[str]:
    return (word[:i] + word[i + 1 :] for i in range(len(word)))


def normalise(text: str, vocabulary: Vocabulary = NOTHING) -> Said:
    """Comparable words: lower case, visible, usually spelt; what the vocabulary knows mends masks, slips and missing spaces.

    «d pukul», «di pukul» and «dpukul» become «dipukul» when that word is known; «gaji2» and «gaji-gaji» become «gaji».
    """
    seen, places = shown(text)
    words: list[str] = []
    spans: list[tuple[int, int]] = []
    breaks = {0}
    for found in PIECE.finditer(seen):
        piece = found.group()
        if piece in BREAKS:
            breaks.add(len(words))
            continue
        start, end = found.span()
        if places is not None:
            start, end = places[start], places[end - 1] + 1
        for word in usual(piece, vocabulary):
            add(words, spans, breaks, word, (start, end), vocabulary)
    return Said(tuple(words), frozenset(breaks), tuple(spans))


@lru_cache(maxsize=20_000)
def usual(piece: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    """One piece of writing as words in their usual spelling: mostly one, several where spaces are missing."""
    if " " in piece or "." in piece or "-" in piece:
        piece = re.sub(r"[ .\-]", "", piece)
    word = short(piece)
    if word in vocabulary.known or word in FORMAL:
        return (FORMAL.get(word, word),)
    twice = TWICE.fullmatch(word)
    if twice:
        word = twice[1] + (twice[2] or "")
        return usual(word, vocabulary) if vocabulary.has(word) else (word,)
    if word in vocabulary.common or word.isdigit():
        return (word,)
    if MASK.search(word):
        return unmasked(word, vocabulary)
    mended = mend(word, vocabulary)
    if mended:
        return (mended,)
    if 7 <= len(word) <= LONGEST_RUN:
        return parted(word, vocabulary) or (word,)
    return (word,)


def unmasked(word: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    """A word whose letters are hidden by signs or figures, as the known word that fits."""
    bare = re.sub(r"[*#]", "", word)
    plain = word.translate(LEET)
    for guess in (plain, bare, bare.translate(LEET)):
        if vocabulary.has(guess):
            return (FORMAL.get(guess, guess),)
    if "*" in word or "#" in word:
        fits = re.compile("".join("." if c in "*#" else re.escape(c) for c in plain) + r"\Z")
        for known in vocabulary.by_length.get(len(plain), ()):
            if fits.match(known):
                return (known,)
    for guess in (plain, bare):
        if mended := mend(guess, vocabulary):
            return (mended,)
    pieces = [p for p in re.split(r"[!@$]", bare) if p]
    return tuple(w for p in pieces for w in usual(p, vocabulary)) if len(pieces) > 1 else (bare or word,)


def mend(word: str, vocabulary: Vocabulary) -> str | None:
    """The known word that this one is an ending, a clipped passive, a skeleton or one slip away from."""
    known = vocabulary.known
    for ending in ENDINGS:
        stem = word.removesuffix(ending)
        if len(stem) >= 4 and stem != word and (stem in known or stem in FORMAL):
            return FORMAL.get(stem, stem)
    if len(word) > 4 and word[0] == "d" and (f"di{word[1:]}" in known or f"di{word[1:]}" in vocabulary.common):
        return f"di{word[1:]}"
    if len(word) < 4 or not vocabulary.grave:
        return None
    bones = word.translate(VOWELS)
    if len(bones) >= 4 and len(word) - len(bones) <= 1 and bones in vocabulary.skeletons:
        return vocabulary.skeletons[bones]
    if 6 <= len(word) <= 20:
        for slip in (word, *slips(word)):
            near = vocabulary.nearly.get(slip)
            if near and near[0] == word[0] and (abs(len(near) - len(word)) == 1 or swapped(near, word) or len(word) >= 9):
                return near
    return None


PREFIXES = frozenset({"di", "ke", "se", "ter", "ber", "me", "pe", "per", "men", "pen", "meng"})
SUFFIXES = frozenset({"kan", "an", "nya", "in", "lah", "kah", "si", "ne"})
SHORT = frozenset(
    {"di", "ke", "sy", "aq", "gk", "ga", "gw", "yg", "dr", "mw", "mo", "ku", "sm", "g", "hp", "tp", "i", "me", "my"}
)


def parted(run: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    """The words of a run without spaces, fewest first; nothing unless every letter belongs to one."""
    best: list[tuple[int, tuple[str, ...]] | None] = [(0, ()), *[None] * len(run)]
    for end in range(1, len(run) + 1):
        for start in range(max(0, end - 16), end):
            before = best[start]
            word = run[start:end]
            if before is None or not (vocabulary.has(word) and (end - start >= 3 or word in SHORT)):
                continue
            if (here := best[end]) is None or before[0] + 1 < here[0]:
                best[end] = (before[0] + 1, (*before[1], word))
    found = best[-1]
    if found is None or len(found[1]) > len(run) / 3:
        return ()
    words = found[1]
    if len(words) <= 3 and (words[0] in PREFIXES or words[-1] in SUFFIXES):
        return ()
    return tuple(FORMAL.get(word, word) for word in words)


def add(
    words: list[str],
    spans: list[tuple[int, int]],
    breaks: set[int],
    word: str,
    span: tuple[int, int],
    vocabulary: Vocabulary,
) -> None:
    """Add a word; a passive split in two is joined, a word said twice in a row is kept once."""
    fresh = len(words) in breaks
    if words and not fresh and words[-1] == "di" and f"di{word}" in vocabulary.known:
        words[-1], spans[-1] = f"di{word}", (spans[-1][0], span[1])
    elif words and not fresh and words[-1] == word and span != spans[-1]:
        doubled = f"{word}2"
        words[-1] = doubled if doubled in vocabulary.known else word
        spans[-1] = (spans[-1][0], span[1])
    else:
        words.append(word)
        spans.append(span)
