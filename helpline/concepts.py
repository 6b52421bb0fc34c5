"""Concepts: words and phrases of many languages that say one thing, found in what somebody said."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from helpline.normalise import Said, Vocabulary, normalise
from helpline.spelling import FORMAL

CORE = frozenset({"HIT", "SEVERE", "KILL", "RAPE", "TOUCH", "LOCK", "SUICIDE", "THREAT", "SOLD"})
"""Concepts whose words are worth mending a typing error for."""
LIGHT = frozenset(
    {
        "saya", "kami", "dia", "mereka", "juga", "sudah", "sekali", "terus", "lagi", "banget", "gitu", "saja", "ini", "itu",
        "sama", "di", "ke", "yang", "nya", "kok", "sih", "tuh", "dong", "ya", "pernah", "akan", "mau", "ada", "sampai",
        "wae", "pisan", "malah", "kita", "my", "the", "to", "is", "was", "be", "been",
    }
)  # fmt: skip
"""Words that may stand inside a phrase, or between a negation and what it negates."""
REACH = 4
"""How many words a negation reaches over."""


NASAL = {"p": "m", "t": "n", "k": "ng", "s": "ny", "c": "ny"}
ENDINGS = ("", "i", "in", "kan", "an", "ake", "keun", "nya", "ne", "ku")


def forms(root: str) -> list[str]:
    """What is made of a root: «~pukul» is dipukul, dipukulin, mukul, memukuli, tepukul, epukul, but not «pukul» alone."""
    soft = NASAL[root[0]] + root[1:] if root[0] in NASAL else "ng" + root if root[0] in "aeiou" else "nge" + root
    hard = [f"nge{root}", f"{'m' if root[0] in 'bfp' else 'n' if root[0] in 'cdjz' else ''}{root}"]
    active = [soft, f"me{soft}", f"me{hard[1]}", *hard]
    passive = [f"di{root}", f"ke{root}", f"te{root}", f"ter{root}", f"e{root}"]
    found = [stem + ending for stem in (*passive, *active) for ending in ENDINGS if stem != root]
    return [*found, *(f"kena {root}{ending}" for ending in ("", "in", "an"))]


@dataclass(frozen=True)
class Mention:
    """A concept found: from which word to before which, and whether it is negated."""

    concept: str
    start: int
    end: int
    negated: bool = False


def compared(phrase: str) -> tuple[str, ...]:
    """The words of a phrase as they are compared; a plain word needs no walk through the normaliser."""
    return (
        (FORMAL.get(phrase, phrase),) if phrase.isascii() and phrase.isalpha() and phrase.islower() else normalise(phrase).words
    )


Continued = tuple[tuple[str, ...], str]
"""The words of a phrase after its first, and the concept that it says."""


@dataclass(frozen=True)
class Concepts:
    """The phrases by concept, and which concepts may speak of danger. Built once; finding is a walk over the words."""

    phrases: Mapping[str, tuple[str, ...]]
    grave: frozenset[str]
    made: frozenset[str] = frozenset()
    """Words of CORE that are made of a root, not written out."""
    common: frozenset[str] = frozenset()
    """Words seen in ordinary talk: never taken for a slip of another."""

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Every concept, in the order in which the nets have learned them."""
        return tuple(sorted(self.phrases))

    def plain(self) -> Iterator[tuple[str, tuple[str, ...], str]]:
        """Every concept and phrase with its words. Worked out twice rather than kept: it is as large as what is made of it."""
        return ((concept, compared(phrase), phrase) for concept, row in self.phrases.items() for phrase in row)

    @cached_property
    def vocabulary(self) -> Vocabulary:
        known: set[str] = set()
        grave: set[str] = set()
        for concept, words, phrase in self.plain():
            known.update(words)
            if len(words) == 1:
                known.add(phrase)
                if concept in CORE and (words[0].startswith("di") or phrase not in self.made):
                    grave.add(words[0])
        return Vocabulary(frozenset(known), frozenset(grave), self.common)

    @cached_property
    def by_first(self) -> dict[str, tuple[Continued, ...]]:
        """By a phrase's first word, the longest first. Equal rows are one object: most phrases are a single word."""
        found: dict[str, list[Continued]] = {}
        for concept, words, phrase in self.plain():
            form = (FORMAL.get(phrase, phrase),) if len(words) == 1 and phrase.endswith("2") else words
            if form:
                found.setdefault(form[0], []).append((form[1:], concept))
        one: dict[tuple[Continued, ...], tuple[Continued, ...]] = {}
        sorted_rows = ((first, tuple(sorted(rows, key=lambda row: (-len(row[0]), row)))) for first, rows in found.items())
        return {first: one.setdefault(rows, rows) for first, rows in sorted_rows}

    def find(self, said: Said) -> list[Mention]:
        """Every mention; a harmless phrase hides what lies inside it, a longer phrase of a concept the shorter ones."""
        words = said.words
        mentions: list[Mention] = []
        for start, word in enumerate(words):
            taken: set[str] = set()
            for rest, concept in self.by_first.get(word, ()):
                if concept in taken:
                    continue
                end = reach(words, start, rest, said.breaks)
                if end:
                    taken.add(concept)
                    mentions.append(Mention(concept, start, end))
        return settled(said, mentions)


def reach(words: tuple[str, ...], start: int, rest: tuple[str, ...], breaks: frozenset[int]) -> int:
    """Before which word the phrase ends whose first word stands here; 0 when it does not. Light words may stand inside it."""
    at, skipped = start + 1, 0
    for wanted in rest:
        while at < len(words) and words[at] != wanted and words[at] in LIGHT and skipped < 2 and at not in breaks:
            at, skipped = at + 1, skipped + 1
        if at >= len(words) or words[at] != wanted or at in breaks:
            return 0
        at += 1
    return at


def settled(said: Said, mentions: Iterable[Mention]) -> list[Mention]:
    """The mentions that stand: not inside an idiom, negations not inside a longer phrase, each told whether it is negated."""
    mentions = list(mentions)
    idle = {i for m in mentions if m.concept == "IDIOM" for i in range(m.start, m.end)}
    inside = {i for m in mentions if m.end - m.start > 1 for i in range(m.start, m.end)}
    negations = {m.start for m in mentions if m.concept == "NEG" and m.end - m.start == 1 and m.start not in inside}
    negations |= {m.end - 1 for m in mentions if m.concept == "NEG" and m.end - m.start > 1}
    stands = []
    for m in mentions:
        if m.concept == "NEG":
            continue
        if m.concept != "IDIOM" and idle.issuperset(range(m.start, m.end)):
            continue
        stands.append(Mention(m.concept, m.start, m.end, is_negated(said, m.start, negations)))
    stands += [Mention("NEG", i, i + 1) for i in sorted(negations)]
    return stands


def is_negated(said: Said, start: int, negations: set[int]) -> bool:
    """Whether a negation just before binds to the word: only light words and verbs of having may stand between."""
    for i in range(start - 1, max(-1, start - 1 - REACH), -1):
        if i + 1 in said.breaks:
            return False
        if i in negations:
            return True
        if said.words[i] not in LIGHT:
            return False
    return False
