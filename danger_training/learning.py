"""Learning: logistic regression by AdaGrad over hashed traces, in plain Python, the same numbers at every run."""

import random
from array import array
from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import log, sqrt

from helpline.traces import Trace
from helpline.weights import likelihood

RATE = 0.35
SHRINK = 2e-5
"""Pull of every touched weight towards nought."""


@dataclass(frozen=True)
class Lesson:
    """One message: the traces of its stretches, the right answer, and how much it counts."""

    stretches: tuple[Sequence[Trace], ...]
    answer: bool
    counts: float = 1.0


@dataclass
class Learner:
    """The weights of one answer while they are learned."""

    buckets: int
    bias: float = 0.0
    bias_seen: float = 1.0

    def __post_init__(self) -> None:
        self.row = array("d", bytes(8 * self.buckets))
        self.seen = array("d", [0.1]) * self.buckets

    def score(self, traces: Sequence[Trace]) -> float:
        row, last = self.row, self.buckets - 1
        return self.bias + sum([row[p & last] * w for p, w in traces])

    def step(self, traces: Sequence[Trace], answer: bool, counts: float) -> None:
        error = (likelihood(self.score(traces)) - answer) * counts
        if abs(error) < 0.01:
            return
        row, seen, last = self.row, self.seen, self.buckets - 1
        for p, w in traces:
            at = p & last
            slope = error * w + SHRINK * row[at]
            seen[at] += slope * slope
            row[at] -= RATE * slope / sqrt(seen[at])
        self.bias_seen += error * error
        self.bias -= RATE * 0.3 * error / sqrt(self.bias_seen)


LEAST, MOST = 0.25, 2.5
"""Within what a trace is made to count less or more by how one-sided it is."""


def tilts(lessons: Sequence[Lesson], buckets: int) -> "array[float]":
    """How one-sided each trace is: the logarithm of how much oftener it stands in one answer than in the other (as in NB-SVM)."""
    counts = {answer: array("d", [1.0]) * buckets for answer in (True, False)}
    totals = {True: 2.0, False: 2.0}
    for lesson in lessons:
        totals[lesson.answer] += 1
        row = counts[lesson.answer]
        for traces in lesson.stretches:
            for place in {p & (buckets - 1) for p, _w in traces}:
                row[place] += 1
    usual = log(totals[True] / totals[False])
    sided = (abs(log(a / b) - usual) for a, b in zip(counts[True], counts[False], strict=True))
    return array("d", (min(MOST, LEAST + (1 - LEAST) * side) for side in sided))


def learn(lessons: Sequence[Lesson], buckets: int, rounds: int, seed: int = 7) -> Learner:
    """Learn one answer, one-sided traces counting more; the tilt is then taken into the weights."""
    tilt, last = tilts(lessons, buckets), buckets - 1
    tilted = [
        replace(lesson, stretches=tuple([(p & last, w * tilt[p & last]) for p, w in traces] for traces in lesson.stretches))
        for lesson in lessons
    ]
    learner = learned(tilted, buckets, rounds, seed)
    learner.row = array("d", (w * t for w, t in zip(learner.row, tilt, strict=True)))
    return learner


def learned(lessons: Sequence[Lesson], buckets: int, rounds: int, seed: int) -> Learner:
    """Of a dangerous message only the stretch that speaks most teaches; of a harmless one every stretch."""
    learner, order = Learner(buckets), list(range(len(lessons)))
    chance = random.Random(seed)  # noqa: S311 - an order of lessons, not a secret
    kept = array("d", bytes(8 * buckets))
    half = rounds // 2
    for turn in range(rounds):
        chance.shuffle(order)
        for i in order:
            lesson = lessons[i]
            if lesson.answer and len(lesson.stretches) > 1:
                learner.step(max(lesson.stretches, key=learner.score), True, lesson.counts)
            else:
                for traces in lesson.stretches:
                    learner.step(traces, lesson.answer, lesson.counts)
        if turn >= half:  # the mean of the later rounds clings less to the last messages seen
            kept = array("d", map(float.__add__, kept, learner.row))
    learner.row = array("d", [total / (rounds - half) for total in kept])
    return learner
