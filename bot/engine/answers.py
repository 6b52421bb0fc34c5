"""Answers: how free words become a value, or are not understood."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from rapidfuzz import fuzz


@dataclass(frozen=True)
class Answer:
    """A named reader of free words. `read` returns the value (plain JSON) or raises NotUnderstood."""

    name: str
    read: Callable[[str], Any]


class NotUnderstood(Exception):
    """These words are no answer to the question. The question is asked again; nothing is an error."""


# Letters that direct or join text and show nothing: they would hide a word from every comparison.
INVISIBLE = {
    ord(c): None for c in "\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff\x00"
}

NUMBER_WORDS = {
    "nol": 0, "satu": 1, "se": 1, "dua": 2, "tiga": 3, "empat": 4, "lima": 5, "enam": 6, "tujuh": 7, "delapan": 8,
    "sembilan": 9, "sepuluh": 10, "sebelas": 11, "dua belas": 12,
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
}  # fmt: skip


def plain(words: str) -> str:
    """The words as they are compared: visible characters, lower case, single spaces, no marks at the ends."""
    shown = unicodedata.normalize("NFKC", words.translate(INVISIBLE)).casefold()
    shown = re.sub(r"[^\w\s'+-]", " ", shown)
    return " ".join(shown.split())


def free_text(limit: int = 1000) -> Answer:
    """Any words. What is longer than `limit` is shortened in the answer; the message itself keeps everything."""

    def read(words: str) -> str:
        kept = words.translate(INVISIBLE).strip()
        if not any(c.isalnum() for c in kept):
            raise NotUnderstood
        return kept[:limit]

    return Answer("free_text", read)


def whole_number(low: int, high: int) -> Answer:
    """A number between `low` and `high`, in digits or in words, with a unit or without («3», «tiga», «3 bulan»)."""

    def read(words: str) -> int:
        said = plain(words)
        digits = re.findall(r"(?<!\w)\d+", said[:100])
        if len(digits) == 1 and len(digits[0]) < 10:
            number = int(digits[0])
        else:
            spoken = [value for word, value in NUMBER_WORDS.items() if re.search(rf"\b{word}\b", said[:100])]
            if digits or len(spoken) != 1:
                raise NotUnderstood
            number = spoken[0]
        if not low <= number <= high:
            raise NotUnderstood
        return number

    return Answer("whole_number", read)


MAGNITUDES = {
    "ribu": 1_000, "rb": 1_000, "k": 1_000, "juta": 1_000_000, "jt": 1_000_000, "miliar": 1_000_000_000, "thousand": 1_000,
    "million": 1_000_000,
}  # fmt: skip
AMOUNT = re.compile(r"(?<![\d.,])(\d{1,12}(?:[.,]\d{1,3})*)\s*(ribu|rb|k|juta|jt|miliar|thousand|million)?(?![\d.,]*\d)\b")
LARGEST = 100_000_000_000


def amount(low: int = 0, high: int = LARGEST) -> Answer:
    """An amount of money in whole units: «5 juta», «1,5jt», «Rp 5.000.000», «500 ribu». A range is not understood."""

    def read(words: str) -> int:
        found = AMOUNT.findall(" ".join(words.translate(INVISIBLE).casefold().split())[:100])
        if len(found) != 1:
            raise NotUnderstood
        digits, magnitude = found[0]
        value = whole_amount(digits, MAGNITUDES.get(magnitude, 1))
        if not low <= value <= high:
            raise NotUnderstood
        return value

    return Answer("amount", read)


def whole_amount(digits: str, magnitude: int) -> int:
    """Points and commas part thousands where three digits follow each of them, and else a fraction of the magnitude."""
    first, *rest = re.split(r"[.,]", digits)
    if all(len(part) == 3 for part in rest):
        return int(first + "".join(rest)) * magnitude
    if len(rest) != 1 or magnitude == 1:
        raise NotUnderstood
    return int(first + rest[0]) * magnitude // int("1" + "0" * len(rest[0]))


def one_of(name: str, options: Mapping[str, str]) -> Answer:
    """One value of a list by its name, forgiving of typos; `options` maps each name that may be typed to its value."""
    names = {plain(option): value for option, value in options.items()}

    def read(words: str) -> str:
        said = plain(words)[:60]
        if said in names:
            return names[said]
        near = {value for option, value in names.items() if len(said) > 3 and fuzz.ratio(said, option) >= 84}
        if len(near) != 1:
            raise NotUnderstood
        return near.pop()

    return Answer(name, read)
