"""The corpus is sound, its parts stay apart, and what learns from it learns."""

from danger_training import corpus
from danger_training.baselines import naive
from danger_training.corpus import Line
from danger_training.cuts import Scored, choose
from danger_training.learning import Lesson, learn
from helpline.danger import Kind
from helpline.severity import Severity

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
    lessons = [Lesson((((1, 1.0), (place, 0.5)),), answer=place == 2) for place in (2, 3) * 20]
    one, other = learn(lessons, 8, 5), learn(lessons, 8, 5)
    assert one.score([(1, 1.0), (2, 0.5)]) > 0 > one.score([(1, 1.0), (3, 0.5)])
    assert one.row == other.row


def test_cuts_lie_between_what_they_part() -> None:
    def scored(severity: str, value: float, kind: str = "helpline") -> Scored:
        return Scored(Line("x", "x", "id", severity, (), "", kind), dict.fromkeys(("S0", "S1", "S2"), value), calm=value < -5)

    lines = [scored("S0", 3.0), scored("S1", 2.0), scored("S2", 1.0), scored("S4", -1.0), scored("S4", -9.0, "elsewhere")]
    cuts = choose(lines)
    assert -1.0 < cuts["s1"] <= 2.0
    assert -1.0 < cuts["s2"] <= 1.0
    assert 2.0 < cuts["s0"] <= 3.0


def test_the_naive_baseline_is_naive() -> None:
    assert naive("mati lampu") is Severity.S1
    assert naive("abdi digebugan") is Severity.S4
