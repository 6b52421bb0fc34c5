"""A question finds its card, in any spelling, for the country it names or else the asker's own; or it finds nothing."""

from dataclasses import replace

import pytest

from content.asking import Asking, Certainty, certainty
from content.countries import load_countries
from content.finder import Finder
from content.library import load_library
from content.subjects import load_subjects
from content.wordings import load_wordings
from helpline.questions import usual

LIBRARY = load_library()
ASKING = Asking(Finder.of(load_countries(), load_wordings()), LIBRARY, load_subjects(LIBRARY))
PLACES = ASKING.finder.places


@pytest.mark.parametrize(
    ("question", "own", "card"),
    [
        ("Boleh gak majikan pegang paspor saya di Arab?", None, "rights/SA/passport"),
        ("boleh gak majikan pegang paspor saya", "HK", "rights/HK/passport"),
        ("boleh gak majikan pegang paspor saya", None, "rights/ALL/passport"),
        ("boleh gak majikan pegang paspor saya di mesir", "HK", "rights/ALL/passport"),
        ("pasport sy dipegang majiikan di malaysa", None, "rights/MY/passport"),
        ("gajiku durung dibayar bos", "TW", "rights/TW/wages"),
        ("bahasa mandarinnya tolong apa", "HK", "phrases/zh"),
        ("belajar bahasa setempat", "HK", "phrases/yue"),
        ("belajar bahasa setempat", None, "lesson/learn_phrases"),
        ("ijazah saya ditahan perusahaan", "ID", "lesson/city_papers"),
    ],
)
def test_a_question_finds_its_card(question: str, own: str | None, card: str) -> None:
    found = ASKING.ask(question, own)
    assert found.certainty is Certainty.SURE
    assert found.cards[0] == card
    assert len(set(found.cards)) == 3


QUIET = ["", "   ", "?!", "🙂", "halo", "resep rendang", "terima kasih banyak ya", "kenapa langit biru", "x" * 5_000]


@pytest.mark.parametrize("words", QUIET)
def test_what_no_card_answers_finds_nothing(words: str) -> None:
    assert ASKING.ask(words, "HK").certainty is Certainty.UNKNOWN


@pytest.mark.parametrize(
    ("scores", "nothing", "expected"),
    [
        ([0.9, 0.3, 0.2], 0.1, Certainty.SURE),
        ([0.9, 0.88, 0.2], 0.1, Certainty.PERHAPS),
        ([0.9, 0.6, 0.5], 1.0, Certainty.PERHAPS),
        ([0.3, 0.1, 0.1], 0.1, Certainty.UNKNOWN),
        ([1.2], 0.0, Certainty.SURE),
    ],
)
def test_a_card_is_shown_asked_about_or_not_told(scores: list[float], nothing: float, expected: Certainty) -> None:
    assert certainty(scores, nothing) is expected


@pytest.mark.parametrize(
    ("words", "own", "country"),
    [
        ("kerja di hongkong", None, "HK"),
        ("kerja di Hong Kong", "TW", "HK"),
        ("di jedah", None, "SA"),
        ("kalo di taipe", None, "TW"),
        ("klo gaji", None, None),
        ("kirim ke suami di jawa", "HK", None),
        ("kerja di jakarta", None, "ID"),
        ("pulang ke indonesia", None, None),
        ("saya di mesir", None, "EG"),
    ],
)
def test_a_country_is_known_in_many_spellings(words: str, own: str | None, country: str | None) -> None:
    assert PLACES.country_in(usual(words), own) == country


def test_a_lesson_that_was_taken_out_is_not_found() -> None:
    lessons = {id: lesson for id, lesson in LIBRARY.lessons.items() if id != "heat"}
    without = replace(ASKING, library=replace(LIBRARY, lessons=lessons))
    question = "kerja di bawah matahari pusing kepanasan"
    assert ASKING.ask(question).cards[0] == "lesson/heat"
    assert "lesson/heat" not in without.ask(question).cards
