"""What goes along with a lesson: drawn, described, light, and in words alone where somebody wishes it so."""

from dataclasses import replace

import pytest

from bot import showing
from content import enclosures
from content.directory import load_directory
from content.library import dangling, load_library
from content.reading import HERE
from tests.house import furnished

LESSONS = load_library().lessons
DRAWN = {id: lesson for id, lesson in LESSONS.items() if lesson.picture}


def test_twenty_lessons_have_a_drawing_and_none_is_heavy() -> None:
    assert len(DRAWN) >= 20
    for lesson in DRAWN.values():
        assert lesson.picture
        drawn, drawing = enclosures.picture(lesson.picture), enclosures.drawing(lesson.picture)
        assert drawn
        assert drawn.startswith(b"\x89PNG")
        assert drawing
        assert len(drawn) + len(drawing) < enclosures.HEAVIEST
        assert f"<title>{lesson.alt}</title>" in drawing.decode()


def test_every_drawing_is_used_and_runs_nothing() -> None:
    assert {lesson.picture for lesson in DRAWN.values()} == set(enclosures.pictures())
    for name in enclosures.pictures():
        drawing = (enclosures.drawing(name) or b"").decode()
        assert not any(word in drawing for word in ("<script", "href", "style", "onload", "url("))


def test_no_voice_is_shipped() -> None:
    assert enclosures.voices() == ()
    assert enclosures.voice("heat") is None
    assert enclosures.picture("../reading") is None


def test_a_picture_without_words_and_one_that_stands_nowhere_are_faults() -> None:
    heat = LESSONS["heat"]
    with pytest.raises(ValueError, match="for who does not see it"):
        replace(heat, alt=None)
    library = replace(load_library(), lessons={"heat": replace(heat, picture="nowhere", voice="nobody")})
    found = list(dangling(library, load_directory(), HERE))
    assert [fault.partition(": ")[2] for fault in found] == ["picture: nowhere stands nowhere.", "voice: nobody stands nowhere."]


def test_it_goes_along_with_the_lesson_unless_words_alone_are_wished() -> None:
    house = furnished()
    answers = {"lesson": "heat"}
    assert showing.along("lesson", house, answers, {}) == {"picture": "heat", "alt": LESSONS["heat"].alt}
    assert showing.along("lesson", house, answers, {"no_pictures": True}) == {}
    assert showing.along("lesson_explained", house, answers, {}) == {}
