"""Fit: from the corpus to the weights and the nets."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from danger_training.corpus import Line
from danger_training.learning import Lesson, Taken, learn, learn_together, taken
from danger_training.net import Aims, Learner, as_numbers
from danger_training.noise import hasty
from helpline.danger import OTHER, STRAY
from helpline.hearing import Heard, Net, heard
from helpline.traces import BUCKETS, traces
from helpline.weights import Weights, quantised
from helpline.words import Senses, Words, taken_apart

GRAVE = ("S0", "S1", "S2")
ROUNDS, NET_ROUNDS = 8, 7
SEEDS, ABOUT_SEED = (1, 2), 3
"""The nets that hear together: what one has learned by chance the other has not. And the one that hears what it is about."""
MIXED = 0.2
"""How many lines more, for each that is there, are one put between ordinary talk."""
SHORT_TALK, SHORT_LINE = 20, 25
"""Words that may surround, and that may be surrounded, so that all can be heard at once."""
TOPICS_COUNT = 0.5
ABOUT_SHARE, STRAY_SHARE = 0.3, 0.5
"""In the net that hears what a message is about: how much each topic counts, and whether it was meant for us."""
BESIDES = 0.5
"""How much a message is about a topic that is named after its main one."""
TOPIC_BUCKETS, TOPIC_ROUNDS = 1 << 15, 8


@dataclass(frozen=True)
class Example:
    """A line, its traces by stretches, and its words as the nets take them."""

    line: Line
    stretches: tuple[Taken, ...]
    words: list[Heard]


def example(line: Line, words: Words, senses: Senses) -> Example:
    found = tuple(taken(traces(s, words.modes, senses.concepts.grave, senses.fields), BUCKETS) for s in words.stretches)
    return Example(line, found, heard(words.said, words.mentions, senses.concepts.names, asks=words.asks))


def examples(lines: Sequence[Line], senses: Senses) -> list[Example]:
    """Every line as it stands, and once more as somebody in haste would type it."""
    chance = random.Random(11)  # noqa: S311 - slips of the pen, not a secret
    found = [example(line, taken_apart(line.text, senses), senses) for line in lines]
    found += [example(line, taken_apart(hasty(line.text, chance), senses), senses) for line in lines if len(line.text) > 12]
    return found


def between_talk(found: Sequence[Example]) -> list[tuple[Line, list[Heard]]]:
    """Lines put between ordinary talk, as in a message that comes to the point late."""
    chance = random.Random(12)  # noqa: S311 - as above
    calm = [e.words for e in found if e.line.rank >= 3 and e.line.kind == "helpline" and len(e.words) < SHORT_TALK]
    lines = [e for e in found if e.line.kind != "elsewhere" and len(e.words) <= SHORT_LINE]
    made = []
    for _one in range(int(len(lines) * MIXED) if calm else 0):
        inside = chance.choice(lines)
        pause = [Heard(".")] if chance.random() < 0.5 else []
        after = chance.choice(calm) if chance.random() < 0.5 else []
        made.append((inside.line, [*chance.choice(calm), *pause, *inside.words, *after]))
    return made


def counts(line: Line, cut: int) -> float:
    """How much a message counts: what must not be missed and what must not alarm more than what lies at the border."""
    weight = 1.0 if abs(line.rank - (cut + 0.5)) > 1 else 0.7
    return weight * (1.3 if line.kind != "helpline" and line.rank > 2 else 1.0)


def fit_weights(found: Sequence[Example]) -> Weights:
    """How grave: learned from all lines."""
    learners = [
        learn([Lesson(e.stretches, e.line.rank <= cut, counts(e.line, cut)) for e in found], BUCKETS, ROUNDS)
        for cut in range(len(GRAVE))
    ]
    return Weights(GRAVE, np.array([x.bias for x in learners]), *quantised(np.array([x.row for x in learners])))


def fit_about(found: Sequence[Example], topics: Sequence[str]) -> Weights:
    """What about, and whether somebody else is in danger: learned from the lines that are grave or have a topic. And whether it
    was meant for others than us: learned from all."""
    about = [e for e in found if is_about(e.line)]
    lessons = [(first(e), [*(named(topic, e.line.topics) for topic in topics), float(e.line.whose == "other")]) for e in about]
    biases, rows = learn_together(lessons, len(topics) + 1, TOPIC_BUCKETS, TOPIC_ROUNDS)
    strays = [(first(e), [float(e.line.kind == "elsewhere")]) for e in found]
    bias, row = learn_together(strays, 1, TOPIC_BUCKETS, TOPIC_ROUNDS)
    return Weights((*topics, OTHER, STRAY), np.concatenate([biases, bias]), *quantised(np.concatenate([rows, row])))


def first(example: Example) -> tuple[Taken, ...]:
    """A message's first stretch, or all of it, in the smaller table."""
    return tuple(folded(one) for one in example.stretches[:1])


def named(topic: str, topics: Sequence[str]) -> float:
    """How much a message is about a topic: the first that is named is the main one."""
    return 0.0 if topic not in topics else 1.0 if topic == topics[0] else BESIDES


def folded(stretch: Taken) -> Taken:
    """The same traces in the smaller table of what a message is about."""
    places, weights = stretch
    once, at = np.unique(places % TOPIC_BUCKETS, return_inverse=True)
    return once, np.bincount(at, weights=weights, minlength=len(once)).astype(np.float64)


def fit_nets(found: Sequence[Example], senses: Senses, topics: Sequence[str], seeds: Sequence[int] = SEEDS) -> tuple[Net, ...]:
    heard_lines = [(e.line, e.words) for e in found] + between_talk(found)
    lines = as_numbers([words for _line, words in heard_lines], senses.fields, len(senses.concepts.names))
    aims = aimed([line for line, _words in heard_lines], topics)
    nets = []
    for seed in seeds:
        learner = Learner((*GRAVE, *topics, OTHER), senses.fields, len(senses.concepts.names), seed)
        learner.learn(lines, aims, NET_ROUNDS)
        nets.append(learner.finished(len(GRAVE)))
    return tuple(nets)


def fit_about_net(found: Sequence[Example], senses: Senses, topics: Sequence[str]) -> Net:
    """What `fit_about` learns, learned once more by a net: together they err less than either."""
    lines = as_numbers([e.words for e in found], senses.fields, len(senses.concepts.names))
    answers = [
        [*(named(t, e.line.topics) for t in topics), float(e.line.whose == "other"), float(e.line.kind == "elsewhere")]
        for e in found
    ]
    counts = np.full((len(found), len(topics) + 2), ABOUT_SHARE, dtype=np.float32)
    counts[[not is_about(e.line) for e in found]] = 0.0
    counts[:, -1] = STRAY_SHARE
    learner = Learner((*topics, OTHER, STRAY), senses.fields, len(senses.concepts.names), ABOUT_SEED)
    learner.learn(lines, Aims(np.array(answers, dtype=np.float32), counts), NET_ROUNDS)
    return learner.finished(len(topics) + 2)


def is_about(line: Line) -> bool:
    """Whether a line teaches what messages are about: it is grave or has a topic."""
    return line.rank <= 2 or bool(line.topics)


def aimed(lines: Sequence[Line], topics: Sequence[str]) -> Aims:
    about = [*topics, OTHER]
    meant: list[Callable[[Line], bool]] = [lambda line, cut=cut: line.rank <= cut for cut in range(len(GRAVE))]  # type: ignore[misc]
    answers = [[m(line) for m in meant] + [t in line.topics for t in topics] + [line.whose == "other"] for line in lines]
    weight = np.array([1.4 if line.kind != "helpline" else 1.0 for line in lines], dtype=np.float32)
    shares = [1 / len(GRAVE)] * len(GRAVE) + [TOPICS_COUNT / len(about)] * len(about)
    return Aims(np.array(answers, dtype=np.float32), weight[:, None] * np.array(shares, dtype=np.float32))
