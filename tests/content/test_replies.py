"""Ready replies: in both languages, with places that can be filled, and no word that would betray the reader."""

from pathlib import Path

import pytest

from content.reading import BadContent
from content.replies import load_replies

REPLIES = load_replies()


def test_every_reply_can_be_said_in_indonesian_and_english() -> None:
    assert len(REPLIES) >= 10
    assert len({reply.id for reply in REPLIES}) == len(REPLIES)
    for reply in REPLIES:
        said = {reply.text(language, name="Ratna", case="K7D-4QX") for language in ("id", "en")}
        assert len(said) == 2
        assert all("{" not in text and len(text) <= 300 for text in said), reply.id


def test_a_language_without_a_text_gets_indonesian() -> None:
    assert REPLIES[0].text("jv", name="Ratna", case="") == REPLIES[0].text("id", name="Ratna", case="")


def test_no_reply_holds_a_number_to_call_or_begins_with_a_word_of_danger() -> None:
    for reply in REPLIES:
        for text in reply.texts.values():
            assert not any(character.isdigit() for character in text), reply.id
            assert not any(word in text[:40].lower() for word in ("kekerasan", "polisi", "majikan", "abuse", "police")), reply.id


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("- {id: a1, title: {id: A, en: A}, text: {id: A, en: A}}", "id"),
        ("- {id: ab, title: {id: A, en: A}, text: {id: '{phone}', en: A}}", "nothing fills phone"),
        ("- {id: ab, title: {id: A}, text: {id: A, en: A}}", "title"),
    ],
)
def test_a_wrong_reply_is_named(tmp_path: Path, row: str, told: str) -> None:
    file = tmp_path / "replies.yaml"
    file.write_text(row)
    with pytest.raises(BadContent, match=told):
        load_replies(file)
