"""What may be taught, on which day, in which order; what a debt costs; how plain a text is."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpline.checklists import Assessment, Checklist, Point, Question, Verdict, Weight, ticked, weigh
from helpline.debts import LONGEST, months_later, repay, share
from helpline.lessons import Audience, Job, Lesson, Stage, Subject
from helpline.paths import Traveller, next_lesson, path, progress, stage_at
from helpline.phrases import Phrase, Phrasebook
from helpline.readability import measure
from helpline.statements import GRACE, Age, Statement, age, shown

TODAY = date(2026, 12, 1)
LATER = date(2027, 5, 31)


def a_statement(text: str = "Gaji dibayar tiap bulan.", **what: object) -> Statement:
    return Statement(**{"text": text, "source": "sumber", "review": LATER, **what})  # type: ignore[arg-type]


def a_lesson(id: str = "a", stage: Stage = Stage.TRAINING, **what: object) -> Lesson:
    words = {"emoji": "📘", "title": "Judul", "text": "Isi.", "question": "Apa?", "explanation": "Karena."}
    ground = {"source": "saran", "review": LATER, "advice": True}
    made = {"id": id, "subject": Subject.SAFETY, "stage": stage, "choices": ("x", "y", "z"), "right": 1, **words, **ground}
    return Lesson(**(made | what))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("what", "told"),
    [
        ({"source": " "}, "source is missing"),
        ({"text": " "}, "empty"),
        ({"text": "a" * 401}, "longer than 400"),
        ({"text": "Gaji 100 ribu."}, "needs the date"),
        ({"text": "Gaji 100 ribu.", "as_of": "2025", "advice": True}, "holds no figures"),
        ({"text": "Telepon +62 21.", "as_of": "2025"}, "stands in the directory"),
        ({"text": "Telepon 0812-9007-0027.", "as_of": "2025"}, "stands in the directory"),
        ({"as_of": "kemarin"}, "no year and no month"),
        ({"as_of": "2025-13"}, "no year and no month"),
    ],
)
def test_what_has_no_ground_is_refused(what: dict[str, object], told: str) -> None:
    with pytest.raises(ValueError, match=told):
        a_statement(**what)


def test_the_two_of_a_ministrys_name_is_no_figure() -> None:
    assert a_statement("Tanyakan ke KP2MI.", advice=True).year is None
    assert a_statement("Paling sedikit RM 1.500.", as_of="2022-04").year == "2022"


def test_a_fact_is_fresh_then_due_then_not_shown_any_more() -> None:
    statement = a_statement()
    assert age(LATER, LATER) is Age.FRESH
    assert age(LATER, LATER + timedelta(days=1)) is Age.DUE
    assert age(LATER, LATER + GRACE + timedelta(days=1)) is Age.EXPIRED
    assert shown([statement], LATER + GRACE) == [statement]
    assert shown([statement], LATER + GRACE + timedelta(days=1)) == []


@pytest.mark.parametrize(
    ("days", "stage"),
    [
        (200, Stage.MEDICAL),
        (91, Stage.MEDICAL),
        (90, Stage.TRAINING),
        (45, Stage.CONTRACT),
        (10, Stage.WEEK_BEFORE),
        (2, Stage.DAY_BEFORE),
        (1, Stage.DAY_BEFORE),
        (0, Stage.ARRIVAL),
        (-13, Stage.ARRIVAL),
        (-14, Stage.AWAY),
        (-20_000, Stage.AWAY),
    ],
)
def test_the_stage_follows_the_day_of_departure(days: int, stage: Stage) -> None:
    assert stage_at(TODAY + timedelta(days=days), TODAY) is stage


def test_without_a_day_of_departure_there_is_no_stage() -> None:
    assert stage_at(None, TODAY) is None


def test_a_path_holds_what_is_for_the_country_and_the_job_and_nothing_else() -> None:
    everywhere, taiwan = a_lesson("everywhere"), a_lesson("taiwan", countries=("TW",))
    factory, family = a_lesson("factory", jobs=(Job.FACTORY,)), a_lesson("family", audience=(Audience.FAMILY,))
    old = a_lesson("old", review=TODAY - GRACE - timedelta(days=1))
    lessons = [factory, old, family, taiwan, everywhere]
    assert path(lessons, Traveller(country="TW", job=Job.FACTORY), TODAY) == [everywhere, factory, taiwan]
    assert path(lessons, Traveller(country="HK"), TODAY) == [everywhere]
    assert path(lessons, Traveller(Audience.FAMILY, "TW"), TODAY) == [family]


def test_what_matters_now_comes_before_what_was_missed_and_that_before_what_comes_later() -> None:
    way = path([a_lesson(stage.value, stage) for stage in Stage], Traveller(), TODAY)
    assert [lesson.stage for lesson in way] == list(Stage)
    order, done = [], set[str]()
    while found := next_lesson(way, done, Stage.CONTRACT):
        order.append(found.stage)
        done.add(found.id)
    assert order[:3] == [Stage.CONTRACT, Stage.MEDICAL, Stage.TRAINING]
    assert order[3:] == [Stage.WEEK_BEFORE, Stage.DAY_BEFORE, Stage.ARRIVAL, Stage.AWAY]
    assert progress(way, done) == progress(way, [*done, "gone"])
    assert next_lesson(way, done) is None


@settings(deadline=None)
@given(st.sets(st.sampled_from([stage.value for stage in Stage])), st.sampled_from([None, *Stage]))
def test_the_next_lesson_is_never_one_that_is_done(done: set[str], stage: Stage | None) -> None:
    way = [a_lesson(each.value, each) for each in Stage]
    found = next_lesson(way, done, stage)
    assert (found is None) == (len(done) == len(way))
    assert found is None or found.id not in done


def test_a_lesson_has_three_choices_and_one_is_right() -> None:
    for wrong in ({"choices": ("x", "y")}, {"right": 4}, {"right": 0}, {"choices": ("x", "y", "z" * 91)}):
        with pytest.raises(ValueError, match="choice"):
            a_lesson(**wrong)


@settings(deadline=None)
@given(st.integers(0, 10**9), st.integers(0, 10**8), st.integers(0, 50))
def test_a_debt_is_paid_exactly_or_said_to_be_endless(debt: int, monthly: int, percent: int) -> None:
    found = repay(debt, monthly, percent)
    if found.months is None:
        assert monthly == 0 or monthly <= -(-debt * percent // 100) or -(-debt // monthly) > LONGEST or percent
    else:
        assert found.total == debt + found.interest
        assert found.interest >= 0
        assert found.months <= LONGEST
        assert found.total <= found.months * monthly
        assert found.months == 0 or found.total > (found.months - 1) * monthly
        if percent == 0:
            assert found.interest == 0
            assert found.months == (-(-debt // monthly) if debt else 0)


@settings(deadline=None)
@given(st.integers(1, 10**8), st.integers(1, 10**7), st.integers(0, 20))
def test_a_larger_payment_never_takes_longer_or_costs_more(debt: int, monthly: int, percent: int) -> None:
    slow, fast = repay(debt, monthly, percent), repay(debt, monthly * 2, percent)
    if slow.months is not None:
        assert fast.months is not None
        assert fast.months <= slow.months
        assert fast.total <= slow.total


@pytest.mark.parametrize(("debt", "monthly", "percent"), [(-1, 1, 0), (1, -1, 0), (1, 1, -1)])
def test_nothing_below_nothing_is_reckoned_with(debt: int, monthly: int, percent: int) -> None:
    with pytest.raises(ValueError, match="below nothing"):
        repay(debt, monthly, percent)


def test_interest_that_eats_the_payment_never_ends() -> None:
    assert repay(10_000_000, 500_000, 5).months is None
    assert repay(10_000_000, 100_000, 5).months is None
    assert repay(10_000_000, 500_001, 5).months is not None


def test_months_are_counted_over_years() -> None:
    assert months_later(date(2026, 12, 31), 1) == date(2027, 1, 1)
    assert months_later(date(2026, 1, 31), 13) == date(2027, 2, 1)
    assert (share(1, 3), share(5, 0), share(0, 9)) == (34, 100, 0)


def a_list() -> Checklist:
    return Checklist("a", "A", "📄", "saran", LATER, (Point("x", "X"), Point("y", "Y")), advice=True)


@settings(deadline=None)
@given(st.lists(st.integers(-3, 12)))
def test_a_tick_pressed_twice_is_gone_and_no_number_breaks_a_list(numbers: list[int]) -> None:
    ticks: tuple[str, ...] = ("gone",)
    for number in numbers:
        ticks = ticked(ticks, a_list(), number)
    assert ticks == tuple(id for id, n in (("x", 1), ("y", 2)) if numbers.count(n) % 2) or not numbers


def test_a_list_names_each_point_once() -> None:
    with pytest.raises(ValueError, match="stands there twice"):
        replace(a_list(), points=(Point("x", "X"), Point("x", "Y")))


WEIGHTS = (("g", Weight.GRAVE), ("n", Weight.NOTABLE), ("m", Weight.NOTABLE))
CHECK = Assessment("c", tuple(Question(id, "yes", weight, a_statement()) for id, weight in WEIGHTS))


@pytest.mark.parametrize(
    ("replies", "verdict"),
    [
        ({"g": "yes", "n": "no", "m": "no"}, Verdict.STOP),
        ({"g": "no", "n": "yes", "m": "yes"}, Verdict.STOP),
        ({"g": "no", "n": "yes", "m": "no"}, Verdict.ASK),
        ({"g": "no", "n": "no", "m": "unknown"}, Verdict.ASK),
        ({}, Verdict.ASK),
        ({"g": "no", "n": "no", "m": "no"}, Verdict.GOOD),
    ],
)
def test_one_grave_sign_or_two_others_stop_and_what_is_unknown_is_never_good(replies: dict[str, str], verdict: Verdict) -> None:
    assert weigh(CHECK, replies).verdict is verdict


def test_a_phrasebook_needs_enough_phrases_and_a_way_to_call_for_help() -> None:
    phrases = tuple(Phrase(f"p{n}", "arti", "kata", "ka-ta") for n in range(30))
    assert Phrasebook("xx", "X", "saran", LATER, ("p1",), phrases).phrases == phrases
    for emergency, some in ((("help",), phrases), ((), phrases), (("p1",), phrases[:29]), (("p1",), (*phrases, phrases[0]))):
        with pytest.raises(ValueError, match=r"missing|fewer|twice"):
            Phrasebook("xx", "X", "saran", LATER, emergency, some)


def test_reading_is_measured_by_sentences_and_words() -> None:
    reading = measure("Saya makan. Kami pergi ke pasar!\n\nYa")
    assert (reading.longest, round(reading.mean, 2)) == (4, 2.33)
    assert reading.is_plain
    assert not measure("kata " * 21).is_plain
    assert not measure("pertanggungjawaban " * 3).is_plain
    assert measure("…").longest == 0
