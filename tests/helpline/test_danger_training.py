"""The corpus is sound, its parts stay apart, and what learns from it learns."""

import numpy as np
import pytest

from content.danger import load_senses
from danger_training import corpus
from danger_training.baselines import naive
from danger_training.corpus import Line
from danger_training.cuts import Scored, choose
from danger_training.fit import Example, example, examples, fit_nets
from danger_training.learning import Lesson, learn, taken
from danger_training.net import SURE, Aims, Learner, Numbers, as_numbers
from helpline.danger import Kind
from helpline.hearing import Heard
from helpline.severity import Severity
from helpline.words import taken_apart

LINES = [*corpus.read("train"), *corpus.held_out()]


def test_every_line_is_labelled_in_words_the_reader_knows() -> None:
    for line in LINES:
        assert line.text.strip()
        assert line.severity in set(Severity)
        assert set(line.topics) <= set(Kind)
        assert line.whose in ("", "self", "other")
        assert line.kind in ("helpline", "lookalike", "elsewhere")
        assert line.kind == "helpline" or line.rank >= 3


def test_no_two_lines_have_one_name() -> None:
    assert len({line.id for line in LINES}) == len(LINES)


def test_the_parts_stay_apart() -> None:
    train, tune = {line.id for line in corpus.training()}, {line.id for line in corpus.tuning()}
    assert not train & tune
    seen = {line.text.casefold() for line in corpus.read("train")}
    again = [line.text for line in corpus.held_out() if line.text.casefold() in seen and len(line.text.split()) > 3]
    assert not again


def test_what_is_one_sided_is_learned_and_the_same_each_time() -> None:
    lessons = [Lesson((taken([(1, 1.0), (place, 0.5)], 8),), answer=place == 2) for place in (2, 3) * 20]
    one, other = learn(lessons, 8, 5), learn(lessons, 8, 5)
    assert one.score(taken([(1, 1.0), (2, 0.5)], 8)) > 0 > one.score(taken([(1, 1.0), (3, 0.5)], 8))
    assert (one.row == other.row).all()


def test_a_place_met_twice_in_a_message_counts_once_with_both_weights() -> None:
    places, weights = taken([(3, 0.5), (11, 0.25), (1, 1.0)], 8)
    assert places.tolist() == [1, 3]
    assert weights.tolist() == [1.0, 0.75]


WORDS = ("saya", "dipukul", "majikan", "tidak", "pernah", "kucing", "kulkas", "panci")


def some_lines(count: int) -> list[list[Heard]]:
    dice = np.random.default_rng(3)
    return [[Heard(WORDS[i]) for i in dice.integers(len(WORDS), size=5)] for _line in range(count)]


def test_the_net_moves_as_its_error_asks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Beside numbers moved by a hair one after another: what is learned is the true slope of the error."""
    monkeypatch.setattr("danger_training.net.FORGET_INPUT", 0.0)
    monkeypatch.setattr("danger_training.net.FORGET_INNER", 0.0)
    monkeypatch.setattr(Learner, "kept", lambda _self, shape, _forget: np.ones(shape, np.float32))
    senses = load_senses()
    learner = Learner(("S1",), senses.fields, len(senses.concepts.names), 5)
    lines = as_numbers(some_lines(6), senses.fields, len(senses.concepts.names))
    aims = Aims(np.array([[1], [0]] * 3, np.float32), np.ones((6, 1), np.float32))
    batch, hair = np.arange(6), 1e-6
    for name, number in learner.numbers.items():
        learner.numbers[name] = number.astype(np.float64)  # type: ignore[assignment]

    def error() -> float:
        scores = learner.listen(lines, batch).scores
        return float(np.mean(np.logaddexp(0, scores) - (aims.answers * SURE + (1 - SURE) / 2) * scores))

    def measured(number: Numbers, at: tuple[int, ...]) -> float:
        kept = number[at]
        errors = []
        for moved in (kept + hair, kept - hair):
            number[at] = moved
            errors.append(error())
        number[at] = kept
        return (errors[0] - errors[1]) / (2 * hair)

    slopes = learner.slopes(lines, aims, batch)
    dice = np.random.default_rng(1)
    for name in ("outer", "inner", "windows", "inner_bias", "outer_bias"):
        for _number in range(5):
            at = tuple(int(dice.integers(size)) for size in slopes[name].shape)
            assert slopes[name][at] == pytest.approx(measured(learner.numbers[name], at), rel=1e-3, abs=1e-7), name
    for name in ("letters", "fields"):
        places, rows = slopes[name]
        for i in range(0, len(places) - 1, 7):  # the last stands for nothing
            assert rows[i, 3] == pytest.approx(measured(learner.numbers[name], (int(places[i]), 3)), rel=1e-3, abs=1e-7), name


def test_the_nets_learn_an_order_that_no_word_tells_alone() -> None:
    senses = load_senses()
    texts = {"kucing gigit tetangga": 1, "tetangga gigit kucing": 4} | {
        f"{one} gigit {other}": 1 if one == "kucing" else 4
        for one, other in [("kucing", "paman"), ("paman", "kucing"), ("kucing", "guru"), ("guru", "kucing")]
    }
    lines = [Line(text, text, "id", f"S{rank}", (), "self", "lookalike") for text, rank in texts.items()] * 60
    found: list[Example] = [example(line, taken_apart(line.text, senses), senses) for line in lines]
    (net,) = fit_nets(found, senses, (), seeds=(1,))
    (again,) = fit_nets(found, senses, (), seeds=(1,))
    scores = {e.line.text: float(net.scores(e.words)[1]) for e in found[: len(texts)]}
    assert all((score > 0) == (texts[text] == 1) for text, score in scores.items()), scores
    assert (net.letters == again.letters).all()


def test_a_line_is_learned_as_it_stands_and_as_written_in_haste() -> None:
    line = Line("x", "saya dipukul majikan kemarin", "id", "S1", ("violence",), "self", "helpline")
    as_it_stands, in_haste = examples([line], load_senses())
    assert [one.word for one in as_it_stands.words] == ["saya", "dipukul", "majikan", "kemarin"]
    assert in_haste.line is line


def test_cuts_lie_between_what_they_part() -> None:
    def scored(severity: str, value: float, kind: str = "helpline") -> Scored:
        return Scored(Line("x", "x", "id", severity, (), "", kind), dict.fromkeys(("S0", "S1", "S2"), value))

    lines = [scored("S0", 3.0), scored("S1", 2.0), scored("S2", 1.0), scored("S4", -1.0), scored("S4", -9.0, "elsewhere")]
    cuts = choose(lines)
    assert -1.0 < cuts["s1"] <= 2.0
    assert -1.0 < cuts["s2"] <= 1.0
    assert 2.0 < cuts["s0"] <= 3.0


def test_the_naive_baseline_is_naive() -> None:
    assert naive("mati lampu") is Severity.S1
    assert naive("abdi digebugan") is Severity.S4
