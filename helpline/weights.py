"""Weights: a learned linear judgement: how strongly each trace speaks for each answer. Small, plain, explainable."""

from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import exp

from helpline.traces import Trace


@dataclass(frozen=True)
class Weights:
    """For each answer a bias, a scale and one signed byte a bucket."""

    answers: tuple[str, ...]
    biases: tuple[float, ...]
    scales: tuple[float, ...]
    rows: tuple["array[int]", ...]

    def score(self, answer: str, found: Sequence[Trace]) -> float:
        """How much speaks for the answer; 0 is even."""
        at = self.answers.index(answer)
        row = self.rows[at]
        last = len(row) - 1  # the number of buckets is a power of two
        return self.biases[at] + self.scales[at] * sum([row[place & last] * weight for place, weight in found])


def likelihood(score: float) -> float:
    """A score as a share of one."""
    return 1 / (1 + exp(-max(-30.0, min(30.0, score))))


def quantised(row: Iterable[float]) -> tuple[float, "array[int]"]:
    """A row of numbers as signed bytes and their scale."""
    values = list(row)
    top = max((abs(v) for v in values), default=0.0) or 1.0
    return top / 127, array("b", (round(v / top * 127) for v in values))
