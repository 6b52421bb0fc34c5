"""`python -m danger_training`: learn the weights of the danger sense from the corpus and write them into `content`.

The same corpus gives the same bytes. The held-out lines are never opened here; `python -m benchmarks.danger` measures on them.
"""

import sys
from pathlib import Path

from content.concepts import load_concepts
from content.danger import WEIGHTS, keep_weights
from content.reading import HERE
from danger_training import common, corpus
from danger_training.cuts import Scored, choose
from danger_training.fit import fit, taken_apart
from helpline.concepts import Concepts
from helpline.danger import Kind
from helpline.normalise import normalise

COMMON = HERE / "common_words.txt"
ANSWERS = ("S0", "S1", "S2")


def is_calm(text: str, concepts: Concepts) -> bool:
    mentions = concepts.find(normalise(text, concepts.vocabulary))
    return not any(m.concept in concepts.grave and not m.negated for m in mentions)


def told(scored: list[Scored], cuts: dict[str, float]) -> None:
    """What the cuts would have done with the lines they were chosen on: the weights had not seen those."""
    for name, ranks, kind in (
        ("danger", (0, 1), ""), ("talk", (3, 4), "helpline"), ("look-alikes", (3, 4), "lookalike"), ("elsewhere", (3, 4),
        "elsewhere"),
    ):  # fmt: skip
        here = [s for s in scored if s.line.rank in ranks and kind in ("", s.line.kind)]
        as_s1 = sum(s.scores["S1"] >= cuts["s1_calm" if s.calm else "s1"] for s in here)
        as_s2 = sum(s.scores["S2"] >= cuts["s2_calm" if s.calm else "s2"] for s in here)
        sys.stdout.write(f"{name}: {as_s1}/{len(here)} as S0 or S1, {as_s2}/{len(here)} as S2 or above\n")


def main() -> None:
    lines = corpus.read("train")
    common.keep(common.common_words(lines, load_concepts(common=Path("none"))), COMMON)
    concepts = load_concepts()
    about = [*(kind.value for kind in Kind), "whose_other"]
    severity, _topics = fit(corpus.training(), concepts, ())
    scored = []
    for line in corpus.tuning():
        stretches = taken_apart(line.text, concepts)
        scores = {answer: max(severity.score(answer, s) for s in stretches) for answer in ANSWERS}
        scored.append(Scored(line, scores, is_calm(line.text, concepts)))
    cuts = choose(scored)
    told(scored, cuts)
    severity, topics = fit(lines, concepts, about)
    keep_weights(severity, topics, cuts)
    sys.stdout.write(f"{len(lines)} lines, cuts {cuts}, {WEIGHTS.stat().st_size // 1024} kB in {WEIGHTS.name}\n")


if __name__ == "__main__":
    main()
