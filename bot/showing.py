"""Showing: every card by its name, those of the directory and those that teach."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from bot import cards, directory_cards
from bot.cards import Reader
from bot.engine import names
from bot.house import House
from bot.teaching import asked_cards, check_cards, country_cards, lesson_cards

TEACHING = MappingProxyType(
    {
        "destination_head": country_cards.destination_head,
        "destination_part": country_cards.destination_part,
        "rights_card": country_cards.rights_card,
        "lesson": lesson_cards.lesson,
        "lesson_read": lesson_cards.lesson_read,
        "lesson_explained": lesson_cards.lesson_explained,
        "path_done": lesson_cards.path_done,
        "phrase_asked": lesson_cards.phrase_asked,
        "phrase_shown": lesson_cards.phrase_shown,
        "phrases_done": lesson_cards.phrases_done,
        "checklist": check_cards.checklist,
        "offer_result": check_cards.offer_result,
        "contract_result": check_cards.contract_result,
        "debt_result": check_cards.debt_result,
        "asked_card": asked_cards.asked_card,
        "asked_neighbours": asked_cards.asked_neighbours,
        "asked_perhaps": asked_cards.asked_perhaps,
    }
)
EVERY = {**cards.CARDS, **directory_cards.CARDS, **TEACHING}
CARDS: MappingProxyType[str, Callable[[House, Reader], str]] = MappingProxyType(EVERY)


def along(name: str, house: House, answers: Mapping[str, Any], memory: Mapping[str, Any]) -> dict[str, str]:
    """What goes along with a card: the picture of a lesson with its words, and its voice note where there is one."""
    found = house.library.lessons.get(str(answers.get("lesson"))) if name == "lesson" else None
    if found is None or memory.get("no_pictures"):
        return {}
    told = {"picture": found.picture, "alt": found.alt, "voice": found.voice}
    return {key: value for key, value in told.items() if value}


assert set(CARDS) == names.CARDS


def card(name: str, house: House, reader: Reader) -> str:
    """The card's text in the reader's language."""
    return CARDS[name](house, reader)
