"""Fit: from the corpus to the two files of weights."""

import random
from collections.abc import Iterable, Sequence

from danger_training.corpus import Line
from danger_training.learning import Lesson, learn
from danger_training.noise import hasty
from helpline.concepts import Concepts
from helpline.normalise import normalise
from helpline.traces import BUCKETS, Trace, modes_of, stretches, traces
from helpline.weights import Weights, quantised

TOPIC_BUCKETS = 1 << 13
ROUNDS = 12
COPIES = 1
CUTS = {"S0": 0, "S1": 1, "S2": 2}


def taken_apart(text: str, concepts: Concepts) -> list[list[Trace]]:
    said = normalise(text, concepts.vocabulary)
    mentions = concepts.find(said)
    modes = modes_of(text, mentions)
    return [traces(s, modes, concepts.grave) for s in stretches(said, mentions)]


def examples(lines: Iterable[Line], concepts: Concepts) -> list[tuple[Line, tuple[list[Trace], ...]]]:
    chance = random.Random(11)  # noqa: S311 - slips of the pen, not a secret
    found = []
    for line in lines:
        found.append((line, tuple(taken_apart(line.text, concepts))))
        for _copy in range(COPIES):
            if len(line.text) > 12:
                found.append((line, tuple(taken_apart(hasty(line.text, chance), concepts))))
    return found


def counts(line: Line, cut: int) -> float:
    """How much a message counts: what must not be missed and what must not alarm more than what lies at the border."""
    far = abs(line.rank - (cut + 0.5))
    weight = 1.0 if far > 1 else 0.7
    if line.kind != "helpline" and line.rank > 2:
        weight *= 1.3
    return weight


def fit(lines: Sequence[Line], concepts: Concepts, topics: Sequence[str]) -> tuple[Weights, Weights]:
    seen = examples(lines, concepts)
    severity = [
        learn([Lesson(s, line.rank <= cut, counts(line, cut)) for line, s in seen], BUCKETS, ROUNDS) for cut in CUTS.values()
    ]
    grave = [(line, s) for line, s in seen if line.rank <= 2 or line.topics]
    about = [
        learn(
            [Lesson(s, line.whose == "other" if topic == "whose_other" else topic in line.topics) for line, s in grave],
            TOPIC_BUCKETS,
            8,
        )
        for topic in topics
    ]
    made = []
    for names, learners in ((tuple(CUTS), severity), (tuple(topics), about)):
        rows = [quantised(x.row) for x in learners]
        made.append(Weights(names, tuple(x.bias for x in learners), tuple(r[0] for r in rows), tuple(r[1] for r in rows)))
    return made[0], made[1]
