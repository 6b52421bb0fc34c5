"""Questions: from words as people type them to the traces by which a question is compared with others."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from helpline.spelling import FORMAL, TWICE, short, shown

WORD = re.compile(r"[a-z0-9]+(?:['-][a-z0-9]+)*")
SAID_TWICE = re.compile(r"\b(\w{2,})-\1\b")
LONGEST = 600
"""Letters that are read of a question; nobody asks one thing in more."""
LONGEST_PHRASE = 4
EMPTY = frozenset(
    WORD.findall("""
    saya yang di ke dari dan itu ini ya sih dong kok min kak mbak mas bang pak bu nih gitu aku kami kita mereka dia apa ada untuk
    buat kalau sama dengan pada adalah akan sudah juga lagi saja si deh lho kan loh tuh atau karena terus jadi bisa mau nanti dulu
    the a is to of in it
    """)
)
"""Words that say little of what is asked about; they make no pairs."""
ENDINGS = ("nya", "lah", "kah", "ku", "mu", "ne", "kan", "an", "in", "i", "e")
BEGINNINGS = (
    ("menge", ""),
    ("meny", "s"),
    ("peny", "s"),
    ("meng", ""),
    ("peng", ""),
    ("nge", ""),
    ("men", "t"),
    ("pen", "t"),
    ("mem", "p"),
    ("pem", "p"),
    ("ber", ""),
    ("ter", ""),
    ("per", ""),
    ("di", ""),
    ("ke", ""),
    ("se", ""),
    ("ny", "s"),
    ("ng", ""),
    ("me", ""),
    ("pe", ""),
)
"""What a word may begin with, and the letter that it has swallowed."""


@dataclass(frozen=True)
class Synonyms:
    """Words and phrases that count as one: what each counts as."""

    words: Mapping[str, str] = field(default_factory=dict)
    phrases: Mapping[tuple[str, ...], str] = field(default_factory=dict)

    @classmethod
    def of(cls, groups: Iterable[Sequence[str]]) -> "Synonyms":
        """From groups of words; the first names the group, «_» joins the words of a phrase. A word's first group counts."""
        words: dict[str, str] = {}
        phrases: dict[tuple[str, ...], str] = {}
        for group in groups:
            for word in group:
                spelt = usual(word.replace("_", " "))
                if len(spelt) == 1:
                    words.setdefault(spelt[0], group[0])
                elif spelt:
                    phrases.setdefault(tuple(spelt), group[0])
        return cls(words, phrases)


def usual(text: str) -> list[str]:
    """The words of a text: lower case, visible, as they are usually spelt."""
    seen, _places = shown(text[:LONGEST])
    return [spelt(word) for word in WORD.findall(SAID_TWICE.sub(r"\1", seen))]


def spelt(word: str) -> str:
    word = short(word)
    twice = TWICE.fullmatch(word)
    word = twice[1] if twice else word
    return FORMAL.get(word, word)


def stem(word: str) -> str:
    """A word without its ending and beginning: rough, but the same for all forms of most words."""
    if len(word) <= 4:
        return word
    ending = next((ending for ending in ENDINGS if word.endswith(ending) and len(word) - len(ending) >= 4), "")
    word = word.removesuffix(ending)
    for beginning, swallowed in BEGINNINGS:
        if word.startswith(beginning) and len(word) - len(beginning) >= 3:
            return swallowed + word[len(beginning) :]
    return word


def meanings(words: Sequence[str], synonyms: Synonyms) -> list[str]:
    """What each word, or each phrase that counts as one, stands for: its group, else its stem."""
    found: list[str] = []
    at = 0
    while at < len(words):
        for length in range(min(LONGEST_PHRASE, len(words) - at), 1, -1):
            group = synonyms.phrases.get(tuple(words[at : at + length]))
            if group:
                found.append(group)
                at += length
                break
        else:
            bare = stem(words[at])
            found.append(synonyms.words.get(words[at]) or synonyms.words.get(bare) or bare)
            at += 1
    return found


def traces(words: Sequence[str], synonyms: Synonyms) -> dict[str, float]:
    """What a question is compared by: meanings, and more lightly the words themselves and pairs of meanings."""
    meant = meanings(words, synonyms)
    kept = [meaning for meaning in meant if meaning not in EMPTY]
    found = {f"w {stem(word)}": WORD_COUNTS for word in words}
    found |= {" ".join(("p", *sorted(pair))): PAIR_COUNTS for pair in pairwise(kept)}
    return found | {f"m {meaning}": 1.0 for meaning in meant}


WORD_COUNTS, PAIR_COUNTS = 0.5, 0.5
