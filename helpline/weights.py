"""Weights: a learned linear judgement: how strongly each trace speaks for each answer. Small, plain, explainable."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp

import numpy as np
from numpy.typing import NDArray

from helpline.traces import Trace


@dataclass(frozen=True)
class Weights:
    """For each answer a bias, a scale and one signed byte a bucket (answers × buckets)."""

    answers: tuple[str, ...]
    biases: NDArray[np.float64]
    scales: NDArray[np.float64]
    rows: NDArray[np.int8]

    def scores(self, found: Sequence[Trace]) -> NDArray[np.float64]:
        """How much speaks for each answer; 0 is even."""
        buckets = self.rows.shape[1]
        places = np.array([place for place, _weight in found], dtype=np.int64) % buckets
        weights = np.array([weight for _place, weight in found])
        said: NDArray[np.float64] = self.biases + self.scales * (self.rows[:, places] @ weights)
        return said

    def of_word(self, place: int) -> int:
        """How much one trace speaks for the last of the answers, which is the widest."""
        return int(self.rows[-1, place % self.rows.shape[1]])


def likelihood(score: float) -> float:
    """A score as a share of one."""
    return 1 / (1 + exp(-max(-30.0, min(30.0, score))))


def quantised(rows: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.int8]]:
    """Rows of numbers as signed bytes, and the scale of each row."""
    scales = np.maximum(np.abs(rows).max(axis=1), 1e-12) / 127
    return scales, np.round(rows / scales[:, None]).astype(np.int8)
