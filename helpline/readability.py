"""Readability: how hard a text is to read, by the length of its sentences and words."""

import re
from dataclasses import dataclass

SENTENCE_ENDS = re.compile(r"[.!?:;\n]+")
WORD = re.compile(r"[^\W\d_]+(?:[-'][^\W\d_]+)*")
LONG_WORD = 12
MOST_WORDS = 20
MEAN_WORDS = 11.0
MOST_LONG = 0.13


@dataclass(frozen=True)
class Reading:
    """Words in the longest sentence and on average, letters in a word, and the share of long words."""

    longest: int
    mean: float
    letters: float
    long_share: float

    @property
    def is_plain(self) -> bool:
        """Whether somebody with a few years of school reads it without trouble."""
        return self.longest <= MOST_WORDS and self.mean <= MEAN_WORDS and self.long_share <= MOST_LONG


def measure(text: str) -> Reading:
    sentences = [found for part in SENTENCE_ENDS.split(text) if (found := WORD.findall(part))]
    words = [word for sentence in sentences for word in sentence]
    if not words:
        return Reading(0, 0.0, 0.0, 0.0)
    return Reading(
        max(map(len, sentences)),
        len(words) / len(sentences),
        sum(map(len, words)) / len(words),
        sum(1 for word in words if len(word) >= LONG_WORD) / len(words),
    )
