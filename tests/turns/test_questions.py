"""A question typed at any moment finds its card; never inside a report, never before danger, and nothing is made up."""

import pytest

from helpline.messages import Author
from helpline.topics import Topic
from storage import questions
from tests.letterbox import Letterbox, Person, case_of

ASKED = "Boleh gak majikan pegang paspor saya di Arab?"
WELCOMED = ("halo", "menu")


async def said(box: Letterbox, who: Person) -> str:
    _conversation, kept = await box.conversation_of(who)
    return "\n".join(m.text for m in kept if m.author is Author.BOT)


async def test_a_question_is_answered_by_its_card_with_source_and_year(box: Letterbox) -> None:
    siti = box.person()
    await box.says(siti, *WELCOMED, ASKED)
    text = await said(box, siti)
    assert "Arab Saudi: Paspor" in text
    assert "Menahannya dilarang. (2025)" in text
    assert "Sumber: geo.tv" in text
    assert "Mungkin ini lebih dekat:" in text


async def test_inside_a_lesson_a_question_is_answered_and_the_lesson_goes_on(box: Letterbox) -> None:
    siti = box.person()
    await box.says(siti, *WELCOMED, "belajar", "[Pelajaran singkat]", "[Malaysia]", "[Rumah tangga]", "[Belum tahu]", ASKED)
    assert "Arab Saudi: Paspor" in await said(box, siti)
    await box.says(siti, "[Ya, terima kasih]")
    _conversation, kept = await box.conversation_of(siti)
    assert "Jawaban yang mana?" in kept[-1].text


async def test_inside_a_report_words_are_never_taken_for_a_question(box: Letterbox) -> None:
    siti = box.person()
    await box.says(siti, *WELCOMED, "lapor", ASKED)
    assert "Arab Saudi: Paspor" not in await said(box, siti)


async def test_danger_comes_before_any_card(box: Letterbox) -> None:
    siti = box.person()
    await box.says(siti, *WELCOMED, "saya dipukul majikan, boleh gak paspor saya dipegang")
    case = await case_of(box.helpline.database, siti)
    assert case is not None
    assert case.topic is Topic.VIOLENCE
    assert "Mungkin ini lebih dekat:" not in await said(box, siti)


UNKNOWN = "kenapa harga bitcoin naik turun terus?"
"""Nothing that we teach answers this."""


async def test_what_no_card_answers_is_said_plainly_and_kept_for_the_editor(box: Letterbox) -> None:
    siti = box.person()
    await box.says(siti, "halo", "[Mulai]", "[Bahasa Indonesia]", "[Sedang bersiap berangkat]", "[Ya, boleh]", UNKNOWN)
    assert "kami tidak mau menebak" in await said(box, siti)
    waiting = await box.helpline.database.read(questions.waiting)
    assert [(question.words, question.times) for question in waiting] == [(UNKNOWN, 1)]
    await box.says(siti, UNKNOWN)
    assert [question.times for question in await box.helpline.database.read(questions.waiting)] == [2]


async def test_of_who_has_not_agreed_no_question_is_kept(box: Letterbox) -> None:
    siti = box.person()
    await box.says(siti, *WELCOMED, UNKNOWN)
    assert "kami tidak mau menebak" in await said(box, siti)
    assert await box.helpline.database.read(questions.waiting) == []


@pytest.fixture
def never_sure(monkeypatch: pytest.MonkeyPatch) -> None:
    """No card stands far enough before the next, whatever the shipped weights are."""
    monkeypatch.setattr("content.asking.LEAD", 100.0)


@pytest.mark.usefixtures("never_sure")
async def test_what_is_half_sure_is_asked_about_before_a_card_is_shown(box: Letterbox) -> None:
    siti = box.person()
    await box.says(siti, *WELCOMED, ASKED)
    text = await said(box, siti)
    assert "Apakah pertanyaan Anda tentang salah satu dari ini?" in text
    assert "1️⃣ Paspor" in text
    assert "Arab Saudi: Paspor" not in text
    await box.says(siti, "[1️⃣]")
    assert "Arab Saudi: Paspor" in await said(box, siti)


@pytest.mark.usefixtures("never_sure")
async def test_none_of_what_was_asked_about_is_said_plainly_and_kept(box: Letterbox) -> None:
    siti = box.person()
    await box.says(siti, "halo", "[Mulai]", "[Bahasa Indonesia]", "[Sedang bersiap berangkat]", "[Ya, boleh]", ASKED)
    await box.says(siti, "[Bukan semuanya]")
    assert "kami tidak mau menebak" in await said(box, siti)
    assert [question.words for question in await box.helpline.database.read(questions.waiting)] == [ASKED]


@pytest.mark.usefixtures("never_sure")
async def test_inside_a_lesson_nothing_is_asked_about_that_is_half_sure(box: Letterbox) -> None:
    siti = box.person()
    await box.says(siti, *WELCOMED, "belajar", "[Pelajaran singkat]", "[Malaysia]", "[Rumah tangga]", "[Belum tahu]", ASKED)
    assert "Apakah pertanyaan Anda" not in await said(box, siti)
