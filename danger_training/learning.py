"""Learning the linear half: logistic regression by AdaGrad over hashed traces, the same numbers at every run."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from helpline.traces import Trace

RATE = 0.35
SHRINK = 2e-5
"""Pull of every touched weight towards nought."""
LEAST, MOST = 0.25, 2.5
"""How much a trace counts that stands in both answers alike, and one that stands in one of them alone."""

Taken = tuple[NDArray[np.int64], NDArray[np.float64]]


def taken(found: Sequence[Trace], buckets: int) -> Taken:
    """The traces of one stretch as places and weights, each place once."""
    places = np.array([place % buckets for place, _weight in found], dtype=np.int64)
    once, at = np.unique(places, return_inverse=True)
    return once, np.bincount(at, weights=[weight for _place, weight in found], minlength=len(once)).astype(np.float64)


@dataclass(frozen=True)
class Lesson:
    """One message: the traces of its stretches, the right answer, and how much it counts."""

    stretches: tuple[Taken, ...]
    answer: bool
    counts: float = 1.0


class Learner:
    """The weights of one answer while they are learned."""

    def __init__(self, tilt: NDArray[np.float64]) -> None:
        self.tilt, self.bias, self.bias_seen = tilt, 0.0, 1.0
        self.row, self.seen = np.zeros(len(tilt)), np.full(len(tilt), 0.1)

    def score(self, traces: Taken) -> float:
        places, weights = traces
        return self.bias + float(self.row[places] @ (weights * self.tilt[places]))

    def step(self, traces: Taken, answer: bool, counts: float) -> None:
        places, weights = traces
        tilted = weights * self.tilt[places]
        own = self.row[places]
        error = (1 / (1 + np.exp(-np.clip(self.bias + own @ tilted, -30, 30))) - answer) * counts
        if abs(error) < 0.01:
            return
        slope = error * tilted + SHRINK * own
        seen = self.seen[places] + slope * slope
        self.seen[places] = seen
        self.row[places] = own - RATE * slope / np.sqrt(seen)
        self.bias_seen += float(error * error)
        self.bias -= float(RATE * 0.3 * error / self.bias_seen**0.5)


def tilts(lessons: Sequence[Lesson], buckets: int) -> NDArray[np.float64]:
    """How one-sided each trace is: the logarithm of how much oftener it stands in one answer than in the other (as in NB-SVM)."""
    counts = {answer: np.ones(buckets) for answer in (True, False)}
    totals = {True: 2.0, False: 2.0}
    for lesson in lessons:
        totals[lesson.answer] += 1
        for places, _weights in lesson.stretches:
            counts[lesson.answer][places] += 1
    usual = np.log(totals[True] / totals[False])
    sided: NDArray[np.float64] = np.abs(np.log(counts[True] / counts[False]) - usual)
    counted: NDArray[np.float64] = np.minimum(MOST, LEAST + (1 - LEAST) * sided)
    return counted


def learn(lessons: Sequence[Lesson], buckets: int, rounds: int, *, tilted: bool = True, seed: int = 7) -> Learner:
    """Learn one answer, with `tilted` one-sided traces counting more; the tilt is then taken into the weights.

    Of a dangerous message only the stretch that speaks most teaches; of a harmless one every stretch.
    """
    learner, dice = Learner(tilts(lessons, buckets) if tilted else np.ones(buckets)), np.random.default_rng(seed)
    kept, half = np.zeros(buckets), rounds // 2
    for turn in range(rounds):
        for i in dice.permutation(len(lessons)):
            lesson = lessons[i]
            if lesson.answer and len(lesson.stretches) > 1:
                learner.step(max(lesson.stretches, key=learner.score), True, lesson.counts)
            else:
                for traces in lesson.stretches:
                    learner.step(traces, lesson.answer, lesson.counts)
        if turn >= half:  # the mean of the later rounds clings less to the last messages seen
            kept += learner.row
    learner.row = kept / (rounds - half) * learner.tilt
    learner.tilt = np.ones(buckets)
    return learner


def learn_together(
    lessons: Sequence[tuple[tuple[Taken, ...], Sequence[float]]], answers: int, buckets: int, rounds: int, seed: int = 7
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Learn many answers of the same messages at once (biases, and rows of answers × buckets): a tenth of the time of one by one.

    Nothing is tilted, and every stretch that is given teaches.
    """
    rows, seen = np.zeros((buckets, answers)), np.full((buckets, answers), 0.1)
    biases, biases_seen = np.zeros(answers), np.ones(answers)
    kept, half, dice = np.zeros_like(rows), rounds // 2, np.random.default_rng(seed)
    for turn in range(rounds):
        for i in dice.permutation(len(lessons)):
            stretches, right = lessons[i]
            for places, weights in stretches:
                own = rows[places]
                error = 1 / (1 + np.exp(-np.clip(biases + weights @ own, -30, 30))) - np.asarray(right)
                slope = weights[:, None] * error + SHRINK * own
                seen[places] += slope * slope
                rows[places] = own - RATE * slope / np.sqrt(seen[places])
                biases_seen += error * error
                biases -= RATE * 0.3 * error / np.sqrt(biases_seen)
        if turn >= half:
            kept += rows
    return biases, (kept / (rounds - half)).T
