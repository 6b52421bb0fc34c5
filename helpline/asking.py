"""Asking: which subjects a question is about, by weights learned from many ways of asking. It knows when it does not know."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from helpline.questions import Synonyms, meanings, traces

NOTHING = "none"
"""What is learned as a subject of its own: what people write that no card answers."""

STEPS = 127
"""Into how many steps on each side of nothing a weight is rounded to be kept in one byte."""


@dataclass(frozen=True)
class Found:
    """A subject and how sure it is; the surest of several stands first."""

    subject: str
    score: float


@dataclass(frozen=True)
class Ranker:
    """What was learned. `rarity` is how much a trace tells by itself; one that was never seen tells `unseen`.

    `weights` holds for each trace pairs of bytes: a subject's place in `subjects`, and by how many steps of `step` the trace
    speaks for it (from 128 on) or against it.
    """

    synonyms: Synonyms
    subjects: tuple[str, ...]
    rarity: Mapping[str, float]
    weights: Mapping[str, bytes]
    step: float
    unseen: float

    def rank(self, words: Sequence[str]) -> list[Found]:
        """The subjects that a question may be about, the surest first, NOTHING among them; empty where it says nothing."""
        scores: dict[int, float] = {}
        for trace, amount in scaled(traces(words, self.synonyms), self.rarity, self.unseen).items():
            pairs = self.weights.get(trace, b"")
            for place, steps in zip(pairs[::2], pairs[1::2], strict=True):
                scores[place] = scores.get(place, 0.0) + amount * (steps - STEPS - 1)
        found = (Found(self.subjects[place], score * self.step) for place, score in scores.items())
        return sorted(found, key=lambda one: (-one.score, one.subject))

    def unknown(self, word: str) -> bool:
        """Whether nothing was learned of a word, nor of what it means."""
        return all(f"m {meaning}" not in self.rarity for meaning in meanings([word], self.synonyms))


def scaled(found: Mapping[str, float], rarity: Mapping[str, float], unseen: float) -> dict[str, float]:
    """Traces by how much each tells, together of length one. What was never seen counts in the length: it makes unsure."""
    told = {trace: amount * rarity.get(trace, unseen if trace[0] == "m" else 0.0) for trace, amount in found.items()}
    length = math.sqrt(sum(amount * amount for amount in told.values())) or 1.0
    return {trace: amount / length for trace, amount in told.items()}


@dataclass(frozen=True)
class Learning:
    """How it is learned: how often every wording is gone through, how far it is to stand from the next subject, how fast."""

    rounds: int = 8
    margin: float = 1.0
    fastest: float = 0.5


def learn(wordings: Iterable[tuple[Sequence[str], str]], synonyms: Synonyms, how: Learning = Learning()) -> Ranker:
    """Learn from wordings and their subjects: each mistake moves the weights just as far as it takes, and all are averaged.

    Deterministic: the wordings are gone through in an order that depends on nothing but their number.
    """
    given = [(traces(words, synonyms), subject) for words, subject in wordings]
    seen = Counter(trace for found, _subject in given for trace in found)
    rarity = {trace: math.log(1 + len(given) / count) for trace, count in seen.items()}
    examples = [(scaled(found, rarity, 0.0), subject) for found, subject in given]
    weights: dict[str, dict[str, float]] = {trace: {} for trace in rarity}
    sums: dict[str, dict[str, float]] = {trace: {} for trace in rarity}
    step = 1
    for round_ in range(how.rounds):
        for number in shuffled(len(examples), round_):
            example, subject = examples[number]
            move(example, subject, weights, sums, step, how)
            step += 1
    averaged = {trace: {to: weight - sums[trace][to] / step for to, weight in row.items()} for trace, row in weights.items()}
    return packed(averaged, rarity, synonyms)


def packed(weights: Mapping[str, Mapping[str, float]], rarity: Mapping[str, float], synonyms: Synonyms) -> Ranker:
    """The weights in two bytes each; what rounds to nothing is left out."""
    subjects = tuple(sorted({subject for row in weights.values() for subject in row}))
    places = {subject: place for place, subject in enumerate(subjects)}
    step = max((abs(weight) for row in weights.values() for weight in row.values()), default=1.0) / STEPS
    rows = {trace: two_bytes(row, places, step) for trace, row in weights.items()}
    told = {trace: round(amount, 3) for trace, amount in rarity.items()}
    kept = {trace: row for trace, row in rows.items() if row}
    return Ranker(synonyms, subjects, told, kept, step, max(told.values(), default=1.0))


def two_bytes(row: Mapping[str, float], places: Mapping[str, int], step: float) -> bytes:
    rounded = ((places[subject], round(weight / step)) for subject, weight in row.items())
    return bytes(byte for place, steps in rounded if steps for byte in (place, steps + STEPS + 1))


def move(
    example: Mapping[str, float],
    subject: str,
    weights: dict[str, dict[str, float]],
    sums: dict[str, dict[str, float]],
    step: int,
    how: Learning,
) -> None:
    """One example: where its subject does not stand far enough before the best other one, both are moved apart."""
    scores: dict[str, float] = {subject: 0.0}
    for trace, amount in example.items():
        for other, weight in weights[trace].items():
            scores[other] = scores.get(other, 0.0) + amount * weight
    rival = max((other for other in scores if other != subject), key=lambda other: (scores[other], other), default=None)
    loss = how.margin - scores[subject] + (scores[rival] if rival else 0.0)
    if loss <= 0:
        return
    size = min(how.fastest, loss / 2)
    for trace, amount in example.items():
        for which, sign in ((subject, size), *([(rival, -size)] if rival else [])):
            row, total = weights[trace], sums[trace]
            row[which] = row.get(which, 0.0) + sign * amount
            total[which] = total.get(which, 0.0) + step * sign * amount


def shuffled(count: int, round_: int) -> list[int]:
    """Every number once, in an order that mixes well and is always the same."""
    return sorted(range(count), key=lambda number: (number * 2654435761 + round_ * 40503) % 4294967291)
