"""Baselines: two plain ways of sensing danger, to be beaten: a list of words, and TF-IDF of letters with logistic regression."""

import math
from collections import Counter
from collections.abc import Callable, Sequence
from zlib import crc32

from danger_training.corpus import Line
from danger_training.learning import Lesson, learn, taken
from helpline.severity import Severity

NAIVE = [
    "bunuh diri",
    "bundir",
    "mati",
    "gantung diri",
    "loncat",
    "racun",
    "tolong",
    "help",
    "sos",
    "darurat",
    "dipukul",
    "pukul",
    "ditampar",
    "ditendang",
    "disiksa",
    "dianiaya",
    "dicekik",
    "ditusuk",
    "pisau",
    "darah",
    "diperkosa",
    "perkosa",
    "dilecehkan",
    "diraba",
    "dikurung",
    "disekap",
    "dikunci",
    "terkunci",
    "disita",
    "diancam",
    "ancam",
    "dibunuh",
    "dijual",
    "tebusan",
    "kamboja",
    "myanmar",
    "scam",
    "kabur",
    "hilang kontak",
    "ditangkap",
    "takut",
]
"""Forty words that come to mind first."""
BUCKETS = 1 << 17

Baseline = Callable[[str], Severity]


def naive(text: str) -> Severity:
    small = text.lower()
    return Severity.S1 if any(word in small for word in NAIVE) else Severity.S4


def grams(text: str) -> Counter[int]:
    padded = f" {text.lower()} ".encode()
    return Counter(crc32(padded[i : i + n], n) % BUCKETS for n in (3, 4, 5) for i in range(len(padded) - n + 1))


def tf_idf(lines: Sequence[Line]) -> Baseline:
    """Letters in threes to fives, weighed by rarity, and two logistic regressions: S1 or worse, S2 or worse."""
    counted = [grams(line.text) for line in lines]
    seen = Counter(place for one in counted for place in one)
    rare = {place: math.log((1 + len(lines)) / (1 + n)) + 1 for place, n in seen.items()}

    def weighed(one: Counter[int]) -> list[tuple[int, float]]:
        row = [(place, (1 + math.log(n)) * rare.get(place, 0.0)) for place, n in one.items()]
        length = math.sqrt(sum(w * w for _p, w in row)) or 1.0
        return [(place, 3 * w / length) for place, w in row]

    rows = [taken(weighed(one), BUCKETS) for one in counted]
    models = [
        learn([Lesson((row,), line.rank <= cut) for line, row in zip(lines, rows, strict=True)], BUCKETS, 8, tilted=False)
        for cut in (1, 2)
    ]

    def read(text: str) -> Severity:
        row = taken(weighed(grams(text)), BUCKETS)
        if models[0].score(row) >= 0:
            return Severity.S1
        return Severity.S2 if models[1].score(row) >= 0 else Severity.S4

    return read
