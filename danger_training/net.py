"""The net while it is learned: forward, backward and the steps of AdamW, in plain numpy; the same dice at every run.

The shape is that of `helpline.hearing.Net`. What is learned beside severity (topics, whose danger it is) makes the same
words mean more, so all answers are learned at once.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from helpline.fields import MOST, Fields
from helpline.hearing import EDGE, LETTER_BUCKETS, MOST_PIECES, MOST_TAGS, WIDTHS, WINDOW, Heard, Net, pieces

SIZE, KINDS, INNER = 48, 64, 64
BATCH = 64
RATE, DECAY = 3e-3, 1e-3
FORGET_WORDS, FORGET_WHOLE, FORGET_PIECES, FORGET_TAGS, FORGET_INPUT, FORGET_INNER = 0.08, 0.2, 0.1, 0.1, 0.15, 0.4
"""How much is left out at random at each step, so that no single word, spelling or concept is leaned on."""
SURE = 0.96
"""How sure an answer may be asked to be: labels err too."""

Numbers = NDArray[np.float32]
Places = NDArray[np.int64]


@dataclass(frozen=True)
class Lines:
    """Messages as numbers: words (lines × WINDOW, places in the tables), how many, their tags; the tables of the words."""

    words: Places
    lengths: Places
    tags: Places
    pieces: Places
    piece_counts: Places
    fields: Places


@dataclass(frozen=True)
class Aims:
    """What each line should be answered, from 0 to 1, and how much each answer of each line counts."""

    answers: Numbers
    counts: Numbers


def as_numbers(lines: Sequence[Sequence[Heard]], belongs: Fields, concepts: int) -> Lines:
    """Only the first WINDOW words of a line teach."""
    at: dict[str, int] = {}
    words = np.zeros((len(lines), WINDOW), dtype=np.int64)
    tags = np.full((len(lines), WINDOW, MOST_TAGS), 2 * concepts, dtype=np.int64)
    for row, line in enumerate(lines):
        for column, one in enumerate(line[:WINDOW]):
            words[row, column] = at.setdefault(one.word, len(at))
            tags[row, column, : len(one.tags)] = one.tags
    tables = [pieces(word) for word in at]
    rows = np.zeros((len(at), MOST_PIECES), dtype=np.int64)
    fields = np.full((len(at), 2 * MOST), len(belongs.names), dtype=np.int64)
    for i, (word, table) in enumerate(zip(at, tables, strict=True)):
        rows[i, : len(table)] = table
        found = belongs.of(word)
        fields[i, : len(found)] = found
    lengths = np.array([min(len(line), WINDOW) for line in lines])
    return Lines(words, lengths, tags, rows, np.array([len(table) for table in tables]), fields)


@dataclass(frozen=True)
class Pass:
    """What was met on one pass there, for the way back: `kept`, `shown`, `told` are what was not left out."""

    words: Places
    inverse: Places
    shown: Numbers
    tags: Places
    told: Numbers
    kept: Numbers
    row: Numbers
    strongest: Numbers
    places: list[Places]
    count: Numbers
    joined: Numbers
    joined_kept: Numbers
    inner: Numbers
    inner_kept: Numbers
    scores: Numbers


class Learner:
    """The net's numbers, how they are stepped, and one pass there and back."""

    def __init__(self, answers: tuple[str, ...], belongs: Fields, concepts: int, seed: int) -> None:
        self.answers, self.belongs, self.dice = answers, belongs, np.random.default_rng(seed)
        kinds = KINDS * len(WIDTHS)
        self.numbers: dict[str, Numbers] = {
            "letters": self.drawn((LETTER_BUCKETS, SIZE), 0.25),
            "fields": self.drawn((len(belongs.names) + 1, SIZE), 0.25),
            "concepts": self.drawn((2 * concepts + 1, SIZE), 0.25),
            "windows": np.concatenate([self.drawn((SIZE, KINDS * w), (1 / (SIZE * w)) ** 0.5) for w in WIDTHS], axis=1),
            "window_bias": np.zeros(kinds, np.float32),
            "inner": self.drawn((kinds + SIZE, INNER), (2 / (kinds + SIZE)) ** 0.5),
            "inner_bias": np.zeros(INNER, np.float32),
            "outer": self.drawn((INNER, len(answers)), (1 / INNER) ** 0.5),
            "outer_bias": np.zeros(len(answers), np.float32),
        }
        self.numbers["fields"][-1] = self.numbers["concepts"][-1] = 0
        self.mean = {name: np.zeros_like(row) for name, row in self.numbers.items()}
        self.spread = {name: np.zeros_like(row) for name, row in self.numbers.items()}
        self.steps = 0

    def drawn(self, shape: tuple[int, ...], width: float) -> Numbers:
        return self.dice.normal(0, width, shape).astype(np.float32)

    def kept(self, shape: tuple[int, ...], forget: float) -> Numbers:
        """Ones where something is kept at this step, noughts where it is left out."""
        return (self.dice.random(shape, dtype=np.float32) >= forget).astype(np.float32)

    def learn(self, lines: Lines, aims: Aims, rounds: int) -> None:
        batches = rounds * -(-len(lines.lengths) // BATCH)
        done = 0
        for _round in range(rounds):
            for batch in self.batches(lines.lengths):
                rate = RATE * risen(done / batches)
                self.step(self.slopes(lines, aims, batch), rate)
                done += 1

    def batches(self, lengths: Places) -> Iterator[Places]:
        """All lines in a new order, those of like length together, since a batch is as long as its longest line."""
        order = self.dice.permutation(len(lengths))
        chunks = [chunk[np.argsort(lengths[chunk], kind="stable")] for chunk in np.array_split(order, -(-len(order) // 4096))]
        found = [batch for chunk in chunks for batch in np.array_split(chunk, -(-len(chunk) // BATCH))]
        for i in self.dice.permutation(len(found)):
            yield found[i]

    def listen(self, lines: Lines, batch: Places) -> Pass:
        """One pass there, with what is left out at random."""
        own = self.numbers
        longest = int(lines.lengths[batch].max())
        words, inverse = np.unique(lines.words[batch, :longest], return_inverse=True)
        inverse = inverse.reshape(len(batch), longest)
        table = lines.pieces[words]
        shown = self.kept(table.shape, FORGET_PIECES) * (np.arange(MOST_PIECES) < lines.piece_counts[words, None])
        shown[:, 0] *= self.kept((len(words),), FORGET_WHOLE)
        shown /= np.maximum(shown.sum(axis=1, keepdims=True), 1)
        vectors = np.einsum("wps,wp->ws", own["letters"][table], shown, optimize=True)
        vectors += own["fields"][lines.fields[words]].sum(axis=1)
        tags = lines.tags[batch, :longest]
        told = self.kept(inverse.shape, FORGET_TAGS)[..., None]
        there = (np.arange(longest) < lines.lengths[batch, None]).astype(np.float32)
        there *= self.kept(there.shape, FORGET_WORDS)
        kept = there[..., None] * self.kept((len(batch), longest, SIZE), FORGET_INPUT) / (1 - FORGET_INPUT)
        row = np.zeros((len(batch), longest + 2 * EDGE, SIZE), own["letters"].dtype)
        row[:, EDGE:-EDGE] = (vectors[inverse] + told * own["concepts"][tags].sum(axis=2)) * kept
        strongest, places = self.windows_of(row)
        count = np.maximum(there.sum(axis=1, keepdims=True), 1)
        joined_kept = self.kept((len(batch), strongest.shape[1] + SIZE), FORGET_INNER) / (1 - FORGET_INNER)
        joined = np.concatenate([strongest, row.sum(axis=1) / count], axis=1) * joined_kept
        inner_kept = self.kept((len(batch), INNER), FORGET_INNER) / (1 - FORGET_INNER)
        inner = np.maximum(joined @ own["inner"] + own["inner_bias"], 0) * inner_kept
        scores = inner @ own["outer"] + own["outer_bias"]
        return Pass(
            words, inverse, shown, tags, told, kept, row, strongest, places, count, joined, joined_kept, inner, inner_kept, scores
        )

    def slopes(self, lines: Lines, aims: Aims, batch: Places) -> dict[str, Any]:
        """One pass there and back: how much each number should move; of the tables of words, which rows and how much."""
        own, done = self.numbers, self.listen(lines, batch)
        wrong = self.wrongness(done.scores, aims, batch)
        back_inner = (wrong @ own["outer"].T) * (done.inner > 0) * done.inner_kept
        back_joined = np.asarray((back_inner @ own["inner"].T) * done.joined_kept, own["inner"].dtype)
        kinds = done.strongest.shape[1]
        back_row, back_windows, back_bias = self.back_through_windows(done, back_joined[:, :kinds])
        back_row += (back_joined[:, kinds:] / done.count)[:, None, :]
        back_words = back_row[:, EDGE:-EDGE] * done.kept
        _all, back_vectors = gathered(done.inverse, back_words)
        own_fields = lines.fields[done.words]
        return {
            "letters": gathered(lines.pieces[done.words], back_vectors[:, None, :] * done.shown[..., None]),
            "fields": gathered(own_fields, np.broadcast_to(back_vectors[:, None, :], (*own_fields.shape, SIZE))),
            "concepts": gathered(done.tags, np.broadcast_to((back_words * done.told)[:, :, None, :], (*done.tags.shape, SIZE))),
            "windows": back_windows,
            "window_bias": back_bias,
            "inner": done.joined.T @ back_inner,
            "inner_bias": back_inner.sum(axis=0),
            "outer": done.inner.T @ wrong,
            "outer_bias": wrong.sum(axis=0),
        }

    def wrongness(self, scores: Numbers, aims: Aims, batch: Places) -> Numbers:
        """How far each answer is from what it should be, weighed (the slope of the cross entropy)."""
        aimed = aims.answers[batch] * SURE + (1 - SURE) / 2
        far: Numbers = (1 / (1 + np.exp(-scores)) - aimed) * aims.counts[batch] / np.float32(len(batch))
        return far

    def windows_of(self, row: Numbers) -> tuple[Numbers, list[Places]]:
        """Of each kind of window the strongest of each line, and where it begins."""
        shares = row @ self.numbers["windows"]
        strongest, places, at = [], [], 0
        for number, width in enumerate(WIDTHS):
            last = row.shape[1] - width + 1
            total = np.zeros((len(row), last, KINDS), row.dtype)
            for step in range(width):
                total += shares[:, step : step + last, at + step * KINDS : at + (step + 1) * KINDS]
            at += width * KINDS
            place = total.argmax(axis=1)
            top = np.take_along_axis(total, place[:, None, :], axis=1)[:, 0]
            strongest.append(np.maximum(top + self.numbers["window_bias"][number * KINDS : (number + 1) * KINDS], 0))
            places.append(place)
        return np.concatenate(strongest, axis=1), places

    def back_through_windows(self, done: Pass, back: Numbers) -> tuple[Numbers, Numbers, Numbers]:
        """Only the strongest windows learn."""
        back = back * (done.strongest > 0)
        shares = np.zeros((*done.row.shape[:2], self.numbers["windows"].shape[1]), done.row.dtype)
        lines, kinds, at = np.arange(len(done.row))[:, None], np.arange(KINDS)[None, :], 0
        for number, width in enumerate(WIDTHS):
            own = back[:, number * KINDS : (number + 1) * KINDS]
            for step in range(width):
                shares[lines, done.places[number] + step, at + step * KINDS + kinds] = own
            at += width * KINDS
        flat = shares.reshape(-1, shares.shape[2])
        return shares @ self.numbers["windows"].T, done.row.reshape(-1, SIZE).T @ flat, back.sum(axis=0)

    def step(self, slopes: dict[str, Any], rate: float) -> None:
        """AdamW (Loshchilov and Hutter 2019); of the tables of words only the rows that were met are stepped."""
        self.steps += 1
        scale = rate * (1 - 0.999**self.steps) ** 0.5 / (1 - 0.9**self.steps)
        for name, told in slopes.items():
            places, slope = told if isinstance(told, tuple) else (slice(None), told)
            mean = 0.9 * self.mean[name][places] + 0.1 * slope
            spread = 0.999 * self.spread[name][places] + 0.001 * slope * slope
            self.mean[name][places], self.spread[name][places] = mean, spread
            self.numbers[name][places] *= 1 - rate * DECAY
            self.numbers[name][places] -= scale * mean / (np.sqrt(spread) + 1e-8)
        self.numbers["fields"][-1] = self.numbers["concepts"][-1] = 0

    def finished(self, keep: int) -> Net:
        """The net, with the first `keep` of its answers: the others were only learned beside them."""
        own = self.numbers
        scale = float(np.abs(own["letters"]).max()) / 127
        letters = np.round(own["letters"] / scale).astype(np.int8)
        rest: dict[str, Any] = {name: row for name, row in own.items() if name != "letters"}
        rest["fields"], rest["concepts"] = own["fields"][:-1], own["concepts"][:-1]
        rest["outer"], rest["outer_bias"] = own["outer"][:, :keep], own["outer_bias"][:keep]
        return Net(answers=self.answers[:keep], letters=letters, scale=scale, belongs=self.belongs, **rest)


def gathered(places: Places, rows: Numbers) -> tuple[Places, Numbers]:
    """The rows of each place added up, and which places there are, in order."""
    flat, rows = places.reshape(-1), rows.reshape(-1, rows.shape[-1])
    order = np.argsort(flat, kind="stable")
    found, begins = np.unique(flat[order], return_index=True)
    return found, np.add.reduceat(rows[order], begins, axis=0)


def risen(share: float) -> float:
    """The rate over the time: up for a third, then down to almost nothing (one cycle, Smith 2018)."""
    if share < 0.3:
        return 0.04 + 0.96 * (1 - float(np.cos(np.pi * share / 0.3))) / 2
    return 1e-4 + (1 + float(np.cos(np.pi * (share - 0.3) / 0.7))) / 2
