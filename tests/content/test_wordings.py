"""The wordings: enough of each, none of them twice, and the shipped weights learned from just these."""

from pathlib import Path

import pytest

from content.asking import Asking
from content.countries import load_countries
from content.finder import Finder, learned, shipped
from content.library import load_library
from content.places import Places
from content.reading import BadContent
from content.subjects import load_subjects
from content.wordings import FEWEST, Wordings, load_groups, load_wordings
from helpline.asking import NOTHING

WORDINGS = load_wordings()
LIBRARY = load_library()
SUBJECTS = load_subjects(LIBRARY)
COUNTRIES = load_countries()


def test_every_subject_is_asked_about_in_many_ways() -> None:
    assert set(WORDINGS.by_subject) == {*SUBJECTS, NOTHING}
    assert {subject: len(found) for subject, found in WORDINGS.by_subject.items() if len(found) < FEWEST} == {}


def test_the_shipped_weights_were_learned_from_the_shipped_wordings() -> None:
    assert shipped(WORDINGS) is not None, "run: python -m content.learning"


def test_changed_wordings_are_learned_anew() -> None:
    few = Wordings({"heat": ("kepanasan di proyek",), "cold": ("kedinginan di kamar",), NOTHING: ("halo",)}, WORDINGS.groups)
    assert shipped(few) is None
    asking = Asking(Finder.of(COUNTRIES, few), LIBRARY, SUBJECTS)
    assert asking.ask("di proyek kepanasan").cards[0] == "lesson/heat"
    assert asking.ask("kamar kedinginan").cards[0] == "lesson/cold"


def test_learning_the_same_gives_the_same() -> None:
    few = Wordings({"heat": ("panas sekali", "kepanasan"), "cold": ("dingin sekali",), NOTHING: ("halo",)}, ())
    places = Places.of(COUNTRIES)
    assert learned(few, places) == learned(few, places)


def test_a_wording_that_stands_twice_is_told_with_both_its_places(tmp_path: Path) -> None:
    (tmp_path / "wordings").mkdir()
    (tmp_path / "synonyms.txt").write_text("gaji: upah\n")
    (tmp_path / "wordings" / "heat.txt").write_text("# one\nPanas sekali\n")
    (tmp_path / "wordings" / "none.txt").write_text("halo\npanas sekali\n")
    with pytest.raises(BadContent) as wrong:
        load_wordings(tmp_path)
    told = "content/wordings/none.txt, line 2: «panas sekali» stands in content/wordings/heat.txt, line 2 too."
    assert wrong.value.sentence == told


def test_a_group_of_words_without_a_name_is_told_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "synonyms.txt"
    path.write_text("gaji: upah\nlibur off\n")
    with pytest.raises(BadContent, match="line 2: a group is a word"):
        load_groups(path)
