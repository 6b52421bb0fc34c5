"""What can be asked: every subject leads to a card, and no card to two subjects."""

from pathlib import Path

import pytest

from content.library import load_library
from content.reading import BadContent
from content.subjects import card_of, cards, load_subjects

LIBRARY = load_library()
SUBJECTS = load_subjects(LIBRARY)


def test_every_lesson_and_list_is_answered_by_a_subject() -> None:
    used = {card for subject in SUBJECTS.values() for card in (subject.card, *subject.also, subject.otherwise)}
    assert {f"lesson/{id}" for id in LIBRARY.lessons} | {f"checklist/{id}" for id in LIBRARY.checklists} <= used


@pytest.mark.parametrize(
    ("subject", "place", "card"),
    [
        ("passport", "SA", "rights/SA/passport"),
        ("passport", "EG", "rights/ALL/passport"),
        ("passport", None, "rights/ALL/passport"),
        ("passport", "ID", "lesson/city_papers"),
        ("phrases", "ar", "phrases/ar"),
        ("phrases", None, "lesson/learn_phrases"),
        ("heat", "SA", "lesson/heat"),
    ],
)
def test_the_card_is_the_countrys_own_else_the_general_one(subject: str, place: str | None, card: str) -> None:
    assert card_of(SUBJECTS[subject], SUBJECTS, LIBRARY, place) == card
    assert card in {found.id for found in cards(SUBJECTS, LIBRARY)}


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("- {id: a, card: lesson/nothing, about: x}", "line 1: a: lesson/nothing stands nowhere."),
        (
            "- {id: a, card: lesson/heat, about: x}\n- {id: b, card: lesson/heat, about: x}",
            "line 2: b: lesson/heat stands in a too.",
        ),
        (
            "- {id: a, card: lesson/heat, about: x}\n- {id: a, card: lesson/cold, about: x}",
            "line 2: a: the subject a stands in a too.",
        ),
        ("- {id: a, about: x}", "line 1: entry a: card: Field required."),
    ],
)
def test_a_wrong_list_is_told_with_its_file_and_line(tmp_path: Path, written: str, told: str) -> None:
    path = tmp_path / "subjects.yaml"
    path.write_text(written)
    with pytest.raises(BadContent) as wrong:
        load_subjects(LIBRARY, path)
    assert wrong.value.sentence.endswith(told)
