"""Cuts: from which score on an answer is taken, chosen by what each mistake costs on the lines kept for tuning."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from danger_training.corpus import Line

MISSED = {"S0": 1.0, "S1": 1.0, "S2": 1.0}
"""What missing all of them would cost beside alarming at everything harmless. Were one message in twenty a cry, a missed cry at
1.0 would cost as much as some twenty needless calls: a cry that nobody hears may cost a life, a needless gentle question costs a
minute; too many of them, and counsellors stop believing the queue."""
CALM = 0.35
"""Of that, where no grave concept is named: ordinary talk without one is far commoner in life than in the corpus."""
FAR = 1.0
"""Chosen on the tuning lines: of the dangers it lost four in 323, of the alarms at texts not written to us seven in nineteen."""
KINDS = ("helpline", "lookalike", "elsewhere")
"""Kinds of harmless lines; each counts the same, however many were written."""
DOUBT = 1.2
"""A message this close below the cut of S1 is asked about gently."""


@dataclass(frozen=True)
class Scored:
    """A line with its scores by answer."""

    line: Line
    scores: dict[str, float]
    calm: bool


def cheapest(
    scored: Sequence[Scored],
    answer: str,
    is_meant: Callable[[Line], bool],
    is_not: Callable[[Line], bool],
    calm: bool | None = None,
) -> float:
    """The cut at which misses and needless alarms together cost least, among all, the calm or the others."""
    here = [s for s in scored if calm is None or s.calm is calm]
    weight = MISSED[answer] * (CALM if calm and answer == "S1" else 1.0)
    total = sum(is_meant(s.line) for s in scored)
    harmless = Counter(s.line.kind for s in scored if is_not(s.line))
    meant = sorted(s.scores[answer] for s in here if is_meant(s.line))
    kinds = [(harmless[kind], [s.scores[answer] for s in here if is_not(s.line) and s.line.kind == kind]) for kind in KINDS]
    others = [(count, row) for count, row in kinds if count]
    best = (float("inf"), 0.0)
    for cut in sorted({round(v, 2) for v in (*meant, *(v for _n, row in others for v in row))}):
        missed = sum(v < cut for v in meant) / total
        alarms = sum(sum(v >= cut for v in row) / count for count, row in others) / len(others)
        best = min(best, (weight * missed + alarms, cut))
    return best[1]


def choose(scored: Sequence[Scored]) -> dict[str, float]:
    """All cuts. S0 is cut among the lines of danger: to call S1 what is S0 costs minutes, not the call."""
    grave = [s for s in scored if s.line.rank <= 1]
    return {
        "s0": cheapest(grave, "S0", lambda line: line.rank == 0, lambda line: line.rank == 1),
        "s1": cheapest(scored, "S1", lambda line: line.rank <= 1, lambda line: line.rank >= 3, calm=False),
        "s1_calm": cheapest(scored, "S1", lambda line: line.rank <= 1, lambda line: line.rank >= 3, calm=True),
        "s2": cheapest(scored, "S2", lambda line: line.rank <= 2, lambda line: line.rank >= 3, calm=False),
        "s2_calm": cheapest(scored, "S2", lambda line: line.rank <= 2, lambda line: line.rank >= 3, calm=True),
        "topic": -0.4,
        "other": 0.0,
        "doubt": DOUBT,
        "far": FAR,
    }
