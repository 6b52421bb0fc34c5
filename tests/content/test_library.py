"""Everything that is taught: valid, with a ground, plain to read, without a number that is not in the directory."""

import re
from datetime import date
from pathlib import Path

import pytest

import content
from bot.engine.flow import Choose
from bot.flows import FLOWS
from bot.flows.contract_check import ASKED as CONTRACT_ASKED
from bot.flows.offer_check import ASKED as OFFER_ASKED
from content.library import EVERYWHERE, Library, dangling, load_library
from content.reading import HERE, BadContent, read_folder, read_one
from content.upkeep import all_taught, to_review, undated
from helpline.checklists import Checklist
from helpline.destinations import Destination, Matter, Part
from helpline.directory import may_be_shown
from helpline.lessons import Audience, Job, Lesson, Subject
from helpline.paths import Traveller, path
from helpline.readability import measure
from helpline.statements import FIGURE

LOADED = content.load()
LIBRARY = LOADED.library
COUNTRIES = ("MY", "SG", "HK", "TW", "SA", "AE", "KR", "JP", "BN", "QA", "ID")
TODAY = date(2026, 12, 1)


def values(flow: str, step: str) -> set[str]:
    asked = FLOWS[flow].steps[step]
    assert isinstance(asked, Choose)
    return {choice.value for choice in asked.choices}


def test_every_destination_tells_every_part_and_every_right() -> None:
    assert set(LIBRARY.destinations) == {*COUNTRIES, EVERYWHERE} == set(LIBRARY.rights)
    for code in COUNTRIES:
        assert all(LIBRARY.destinations[code].parts[part] for part in Part), code
        assert set(LIBRARY.rights[code].cards) == set(Matter), code


def test_every_statement_has_its_source_and_its_next_review() -> None:
    for statement in all_taught(LIBRARY):
        assert len(statement.source) > 3, statement
        assert statement.review > TODAY, statement
        assert statement.advice or statement.as_of or not FIGURE.search(statement.text), statement


def test_every_number_of_three_digits_is_money_or_a_year_or_stands_in_the_directory() -> None:
    called = {
        re.sub(r"\D", "", number) for e in LOADED.directory if may_be_shown(e) for number in (e.phone, e.phone_abroad) if number
    }
    money = re.compile(r"(RM|HK\$|NT\$|SR|QAR|BND|₩|Rp) ?[\d.]+|[\d.]+ (jam|juta)")
    for statement in all_taught(LIBRARY):
        left = money.sub("", statement.text)
        for number in re.findall(r"(?<![A-Za-z])\d{3,}", left):
            assert re.fullmatch(r"(19|20)\d\d|407", number) or number in called, (statement.place, number)
    meanings = [phrase.meaning for book in LIBRARY.phrasebooks.values() for phrase in book.phrases]
    assert {number for meaning in meanings for number in re.findall(r"\d+", meaning)} <= called


def test_whom_a_country_names_may_be_shown_and_is_reached_there() -> None:
    shown = {entry.id: entry for entry in LOADED.directory if may_be_shown(entry)}
    for code, destination in LIBRARY.destinations.items():
        assert set(destination.contacts) <= set(shown), code
        kinds = {shown[id].kind for id in destination.contacts}
        assert code in (EVERYWHERE, "ID") or {"emergency", "mission"} <= kinds, code


@pytest.mark.parametrize("lesson", LIBRARY.lessons.values(), ids=lambda lesson: lesson.id)
def test_a_lesson_is_short_and_plain(lesson: Lesson) -> None:
    words = "\n".join((lesson.text, lesson.question, *lesson.choices, lesson.explanation))
    assert measure(words).is_plain, measure(words)
    assert 20 <= len(words.split()) <= 150
    assert len(lesson.id) <= 30
    assert "kamu" not in words.lower()


@pytest.mark.parametrize("code", [*COUNTRIES, EVERYWHERE])
def test_a_country_is_told_plainly(code: str) -> None:
    told = [*LIBRARY.destinations[code].parts.values(), *LIBRARY.rights[code].cards.values()]
    assert measure("\n".join(fact.text for facts in told for fact in facts)).is_plain
    assert all(measure(fact.text).longest <= 20 for facts in told for fact in facts)


def test_there_are_lessons_of_every_subject_and_a_path_for_every_country_and_job() -> None:
    for country in COUNTRIES[:-1]:
        for job in Job:
            way = path(LIBRARY.lessons.values(), Traveller(Audience.ABROAD, country, job), TODAY)
            assert len(way) >= 30
            assert {lesson.subject for lesson in way} == set(Subject), (country, job)
            assert any(country in lesson.countries for lesson in way), country
            assert any(job in lesson.jobs for lesson in way), job
    assert len(path(LIBRARY.lessons.values(), Traveller(Audience.DOMESTIC, "ID"), TODAY)) >= 15
    assert len(path(LIBRARY.lessons.values(), Traveller(Audience.FAMILY, "HK"), TODAY)) >= 10


def test_the_right_answer_is_not_always_at_the_same_place() -> None:
    places = [lesson.right for lesson in LIBRARY.lessons.values()]
    assert all(places.count(place) >= 5 for place in (1, 2, 3))
    assert max(places.count(place) for place in (1, 2, 3)) < len(places) * 0.7


def test_the_flows_offer_what_the_library_holds() -> None:
    assert values("lesson", "subject") == set(Subject)
    assert values("lesson", "job") == set(Job)
    assert values("destination", "part") - {"other_country", "enough"} == set(Part)
    assert values("rights", "situation") - {"other_country"} == set(Matter)
    assert values("phrases", "language") == set(LIBRARY.phrasebooks)
    assert values("checklist", "which") == set(LIBRARY.checklists)
    assert values("which_destination", "which") - {"other"} == set(COUNTRIES)
    assert [name for name, _question in OFFER_ASKED] == [question.id for question in LIBRARY.assessments["offer"].questions]
    assert [name for name, _question in CONTRACT_ASKED] == [question.id for question in LIBRARY.assessments["contract"].questions]


def test_what_is_overdue_is_named_the_oldest_first() -> None:
    assert to_review(LIBRARY, TODAY) == []
    late = to_review(LIBRARY, date(2028, 1, 1))
    assert len(late) == len(list(all_taught(LIBRARY)))
    assert [s.review for s in late] == sorted(s.review for s in late)
    assert all(not FIGURE.search(statement.text) for statement in undated(LIBRARY))


LESSON = (HERE / "lessons" / "offer_real.yaml").read_text()


def line_of(text: str, begins: str) -> int:
    return next(number for number, line in enumerate(text.splitlines(), 1) if line.startswith(begins))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (re.sub(r"^source:.*\n", "", LESSON, flags=re.M), "offer_real.yaml, line 1: source: Field required"),
        (LESSON.replace("subject: safety", "subject: cooking"), f"line {line_of(LESSON, 'subject')}: subject: Input should be"),
        (re.sub(r"^right: .", "right: 9", LESSON, flags=re.M), "one of them is right"),
        (LESSON + "colour: red\n", "colour: Unexpected keyword argument"),
        (LESSON.replace("id: offer_real", "id: no_fee"), f"line {line_of(LESSON, 'id')}: id no_fee is not the name of the file"),
        ("[", "cannot be read"),
        ("", "line 1"),
    ],
)
def test_a_wrong_lesson_is_told_by_file_and_line(tmp_path: Path, text: str, told: str) -> None:
    (tmp_path / "offer_real.yaml").write_text(text)
    with pytest.raises(BadContent) as refused:
        read_folder(tmp_path, Lesson, "id")
    assert told in refused.value.sentence
    assert "\n" not in refused.value.sentence


def test_a_point_that_stands_there_twice_is_told(tmp_path: Path) -> None:
    text = (HERE / "checklists" / "packing.yaml").read_text()
    (tmp_path / "packing.yaml").write_text(text.replace("id: clothes", "id: papers"))
    with pytest.raises(BadContent, match=r"packing\.yaml, line 1: .*point papers stands there twice"):
        read_one(tmp_path / "packing.yaml", Checklist)


def test_a_figure_without_a_date_is_told_with_its_line(tmp_path: Path) -> None:
    text = (HERE / "destinations" / "MY.yaml").read_text()
    wrong = text.replace("Panas dan lembap", "Panas 33 derajat dan lembap")
    (tmp_path / "MY.yaml").write_text(wrong)
    line = next(n for n, row in enumerate(wrong.splitlines(), 1) if "Panas 33" in row)
    with pytest.raises(BadContent, match=rf"line {line}: parts\.climate\.0: .*no figures"):
        read_one(tmp_path / "MY.yaml", Destination)


def test_a_contact_or_a_language_that_stands_nowhere_is_told() -> None:
    brunei = LIBRARY.destinations["BN"]
    wrong = Destination("BN", ("tlh",), ("bn-nobody",), brunei.parts)
    library = Library({"BN": wrong}, {}, {}, {}, {}, {})
    told = list(dangling(library, LOADED.directory, HERE))
    assert any("contacts: bn-nobody stands nowhere" in fault for fault in told)
    assert any("languages: tlh stands nowhere" in fault for fault in told)
    assert any("rights/ALL.yaml is missing" in fault for fault in told)
    with pytest.raises(ValueError, match="nothing is told about permit"):
        Destination("BN", (), (), {})


def test_the_library_is_read_once() -> None:
    assert load_library() is load_library()


def test_every_statement_about_a_country_has_its_english_twin_with_the_same_figures() -> None:
    stated = [s for d in LIBRARY.destinations.values() for part in d.parts.values() for s in part]
    stated += [s for rights in LIBRARY.rights.values() for card in rights.cards.values() for s in card]
    figures = re.compile(r"\d[\d.,]*")
    for statement in stated:
        assert statement.en, statement.text
        said, twin = ([re.sub("[.,]", "", f) for f in figures.findall(text)] for text in (statement.text, statement.en))
        assert sorted(said) == sorted(twin), statement.text
