"""Learned: what `danger_training` hands to the reader of danger."""

from dataclasses import dataclass

from helpline.hearing import Net
from helpline.weights import Weights


@dataclass(frozen=True)
class Learned:
    """What `danger_training` learned: of how grave, and of what about, each as weights and as nets that are heard beside them."""

    weights: Weights
    nets: tuple[Net, ...]
    about: Weights
    about_net: Net


@dataclass(frozen=True)
class Cuts:
    """From which score on an answer is taken: chosen by cost, in `danger_training`."""

    s0: float
    s1: float
    s2: float
    topic: float
    other: float
    doubt: float
    """How far below the cut of S1 a score still asks a gentle question."""
