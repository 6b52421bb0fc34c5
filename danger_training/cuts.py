"""Cuts: from which score on an answer is taken, chosen by what each mistake costs on the lines kept for tuning."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from danger_training.corpus import Line

MISSED = {"S0": 1.6, "S1": 0.7, "S2": 1.7}
"""What missing all of them would cost beside alarming at everything harmless. Were one message in twenty a cry, a missed cry at
1.0 would cost as much as some twenty needless calls. For S1 no more than 1, since what lies just under the cut is not lost: it
is asked about gently, and silence counts as yes. Above 1 for S2, which calls nobody out, and is read within a day."""
NEARLY = 0.003
"""So much more may a cut cost than the cheapest and still be looked at."""
KINDS = ("helpline", "lookalike", "elsewhere")
"""Kinds of harmless lines; each counts the same, however many were written."""
DOUBT = 1.2
"""A message this close below the cut of S1 is asked about gently."""


@dataclass(frozen=True)
class Scored:
    """A line with its scores by answer."""

    line: Line
    scores: dict[str, float]


def cheapest(scored: Sequence[Scored], answer: str, is_meant: Callable[[Line], bool], is_not: Callable[[Line], bool]) -> float:
    """The cut at which misses and needless alarms together cost least: the middle of those that cost nearly as little, since a
    few lines more or less would make another of them the very least."""
    meant = sorted(s.scores[answer] for s in scored if is_meant(s.line))
    counted = Counter(s.line.kind for s in scored if is_not(s.line))
    others = [[s.scores[answer] for s in scored if is_not(s.line) and s.line.kind == kind] for kind in KINDS if counted[kind]]
    costs = []
    for cut in sorted({round(v, 2) for v in (*meant, *(v for row in others for v in row))}):
        missed = sum(v < cut for v in meant) / len(meant)
        alarms = sum(sum(v >= cut for v in row) / len(row) for row in others) / len(others)
        costs.append((MISSED[answer] * missed + alarms, cut))
    least = min(costs)[0]
    near = [cut for cost, cut in costs if cost <= least + NEARLY]
    return near[len(near) // 2]


def choose(scored: Sequence[Scored]) -> dict[str, float]:
    """All cuts. S0 is cut among the lines of danger: to call S1 what is S0 costs minutes, not the call."""
    grave = [s for s in scored if s.line.rank <= 1]
    return {
        "s0": cheapest(grave, "S0", lambda line: line.rank == 0, lambda line: line.rank == 1),
        "s1": cheapest(scored, "S1", lambda line: line.rank <= 1, lambda line: line.rank >= 3),
        "s2": cheapest(scored, "S2", lambda line: line.rank <= 2, lambda line: line.rank >= 3),
        "topic": -1.0,
        "other": -1.0,
        "doubt": DOUBT,
    }
