"""Preview: an entry of the library as a contact would read it, by the chat's own cards."""

from dataclasses import replace
from datetime import datetime

from bot.cards import Reader
from bot.directory_cards import entry_text
from bot.house import House
from bot.teaching import check_cards, country_cards, lesson_cards
from content import Content
from content.entries import EntryKind, parts
from content.library import EVERYWHERE
from content.shelf import Shelf
from helpline.contacts import DEFAULT_LANGUAGE, Contact


class Preview:
    """The cards over any content, for a contact who is nobody."""

    def __init__(self, house: House) -> None:
        self.house = house

    def __call__(self, content: Content, key: str, now: datetime) -> list[str]:
        """The messages in which a contact reads this entry; none where it does not stand in the content."""
        kind, whole, part = parts(key)
        house = replace(self.house, shelf=Shelf(content))
        contact = Contact("preview", "preview", "Melati Teduh 47", DEFAULT_LANGUAGE, None, None)
        reader = Reader(contact, None, 0, now)
        match kind:
            case EntryKind.LESSON:
                return self.lesson(house, reader, whole)
            case EntryKind.CHECKLIST:
                return [check_cards.checklist(house, replace(reader, answers={"checklist": whole}))]
            case EntryKind.NUMBER:
                return [entry_text(house, reader, entry, brief=False) for entry in content.directory if entry.id == whole]
            case EntryKind.PART:
                answers = {"destination": None if whole == EVERYWHERE else whole, "part": part}
                return [country_cards.destination_part(house, replace(reader, answers=answers))]
            case EntryKind.CARD:
                answers = {"destination": None if whole == EVERYWHERE else whole, "situation": part}
                return [country_cards.rights_card(house, replace(reader, answers=answers))]

    def lesson(self, house: House, reader: Reader, id: str) -> list[str]:
        """The lesson, and what is said to the right answer."""
        found = house.library.lessons.get(id)
        if found is None:
            return []
        told = replace(reader, answers={"lesson": id, "judged": "right"})
        return [lesson_cards.lesson(house, told), lesson_cards.explanation(house, told, found)]
