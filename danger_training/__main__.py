"""`python -m danger_training`: learn the weights and the nets of the danger sense from the corpus and write them into `content`.

The cuts are chosen on lines that are kept from learning, so they belong to the reader that is shipped; with these lines learned
too it was no better on the held-out ones. The same corpus gives the same bytes on one machine. The held-out lines are never
opened here; `python -m benchmarks.danger` measures on them.
"""

import sys
from collections.abc import Sequence
from pathlib import Path

from content.danger import WEIGHTS, keep_learned, load_senses
from content.reading import HERE
from danger_training import common, corpus
from danger_training.cuts import Scored, choose
from danger_training.fit import Example, examples, fit_about, fit_about_net, fit_nets, fit_weights
from helpline.danger import Kind, Reader
from helpline.learned import Cuts, Learned
from helpline.severity import Severity
from helpline.words import Senses

COMMON = HERE / "common_words.txt"
TOPICS = tuple(kind.value for kind in Kind)
EVEN = Cuts(s0=0.0, s1=0.0, s2=0.0, topic=0.0, other=0.0, doubt=0.0)


def learned(found: Sequence[Example], senses: Senses) -> Learned:
    return Learned(
        weights=fit_weights(found),
        nets=fit_nets(found, senses, TOPICS),
        about=fit_about(found, TOPICS),
        about_net=fit_about_net(found, senses, TOPICS),
    )


def scored(reader: Reader, lines: Sequence[corpus.Line]) -> list[Scored]:
    judged = [(line, reader.judge(line.text)) for line in lines]
    return [Scored(line, {"S0": j.s0, "S1": j.s1, "S2": j.s2}) for line, j in judged]


def told(lines: Sequence[Scored], cuts: dict[str, float]) -> None:
    """What the cuts do with the lines they were chosen on: the weights had not seen those."""
    groups = {"danger": (0, 1), "serious": (2,), "talk": (3, 4), "look-alikes": (3, 4), "elsewhere": (3, 4)}
    kinds = {"talk": "helpline", "look-alikes": "lookalike", "elsewhere": "elsewhere"}
    for name, ranks in groups.items():
        here = [s for s in lines if s.line.rank in ranks and s.line.kind == kinds.get(name, s.line.kind)]
        as_s1, as_s2 = (sum(s.scores[answer] >= cuts[answer.lower()] for s in here) for answer in ("S1", "S2"))
        sys.stdout.write(f"{name}: {as_s1}/{len(here)} as S0 or S1, {as_s2}/{len(here)} as S2 or above\n")


def main() -> None:
    common.keep(common.common_words(corpus.read("train"), load_senses(common=Path("none")).concepts), COMMON)
    senses, lines = load_senses(), corpus.training()
    found = learned(examples(lines, senses), senses)
    tuned = scored(Reader(senses, found, EVEN), corpus.tuning())
    cuts = choose(tuned)
    told(tuned, cuts)
    keep_learned(found, cuts)
    sys.stdout.write(
        f"{len(lines)} lines, {Severity.S1} from {cuts['s1']}, {WEIGHTS.stat().st_size // 1024} kB in {WEIGHTS.name}\n"
    )


if __name__ == "__main__":
    main()
