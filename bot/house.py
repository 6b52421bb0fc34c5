"""House: what every turn reads from: flows, wording, countries, and the shelf with what is taught at this moment."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.engine.answers import Answer, one_of
from bot.engine.book import Book
from bot.flows import DECISIONS, FLOWS
from bot.teaching.reckonings import Reckonings
from content import Content, load
from content.asking import Asking
from content.countries import Country
from content.library import Library
from content.recovery import RecoveryDay
from content.shelf import Shelf
from helpline.checkins.plan import PlanKind, Rhythm
from helpline.contacts import Contact
from helpline.directory import Entry
from helpline.targets import Targets
from locales import Wording

HOME_ZONE = "Asia/Jakarta"


@dataclass(frozen=True)
class House:
    """Nothing in it changes while the service runs, except what the shelf holds."""

    book: Book
    wording: Wording
    shelf: Shelf
    countries: Mapping[str, Country]
    rhythms: Mapping[PlanKind, Rhythm]
    recovery: tuple[RecoveryDay, ...]
    country_name: Answer  # reads the name of a country as its code
    targets: Targets

    @classmethod
    def furnished(cls, wording: Wording | None = None, content: Content | None = None, targets: Targets | None = None) -> "House":
        """The house with the shipped flows, catalogues and content. Raises BadContent."""
        wording, content = wording or Wording.load(), content or load()
        shelf = Shelf(content)
        return cls(
            book=shipped_book(wording, shelf),
            wording=wording,
            shelf=shelf,
            countries={country.code: country for country in content.countries},
            rhythms=content.rhythms,
            recovery=content.recovery,
            country_name=one_of("country", names_of(content.countries)),
            targets=targets or Targets(),
        )

    @property
    def library(self) -> Library:
        """What is taught now."""
        return self.shelf.library

    @property
    def directory(self) -> tuple[Entry, ...]:
        """Whom one can call, as it stands now."""
        return self.shelf.directory

    @property
    def asking(self) -> Asking:
        """What finds the card for a question, among what is taught now."""
        return Asking(self.shelf.now.finder, self.library, self.shelf.now.subjects)

    def zone_of(self, contact: Contact) -> str:
        """The contact's time zone: the one told, else the first of their country, else that of Jakarta."""
        country = self.countries.get(contact.dials_from or "")
        return contact.zone or (country.zones[0] if country else HOME_ZONE)


def shipped_book(wording: Wording, shelf: Shelf) -> Book:
    """The flows, with what they say and what they work out from the library."""
    return Book(FLOWS, DECISIONS, wording.sentence, Reckonings(shelf).named())


def names_of(countries: Iterable[Country]) -> dict[str, str]:
    """Every name and word by which a country is typed, with its code."""
    named = ((country, [name for _language, name in country.names]) for country in countries)
    return {word: country.code for country, names in named for word in (*names, *country.words)}
