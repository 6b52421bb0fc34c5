"""House: what every turn reads from and nobody changes while the service runs: flows, wording, directory, countries."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.engine.answers import Answer, one_of
from bot.engine.book import Book
from bot.flows import DECISIONS, FLOWS
from content import Content, load
from content.countries import Country
from helpline.directory import Entry
from locales import Wording


@dataclass(frozen=True)
class House:
    """The books on the shelf."""

    book: Book
    wording: Wording
    directory: tuple[Entry, ...]
    countries: Mapping[str, Country]
    country_name: Answer  # reads the name of a country as its code

    @classmethod
    def furnished(cls, wording: Wording | None = None, content: Content | None = None) -> "House":
        """The house with the shipped flows, catalogues and content. Raises BadContent."""
        wording, content = wording or Wording.load(), content or load()
        return cls(
            book=Book(FLOWS, DECISIONS, wording.sentence),
            wording=wording,
            directory=content.directory,
            countries={country.code: country for country in content.countries},
            country_name=one_of("country", names_of(content.countries)),
        )


def names_of(countries: Iterable[Country]) -> dict[str, str]:
    """Every name and word by which a country is typed, with its code."""
    named = ((country, [name for _language, name in country.names]) for country in countries)
    return {word: country.code for country, names in named for word in (*names, *country.words)}
