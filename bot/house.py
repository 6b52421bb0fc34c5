"""House: what every turn reads from and nobody changes while the service runs: flows, wording, directory, danger words."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.engine.book import Book
from bot.flows import DECISIONS, FLOWS
from content import Content, load
from content.countries import Country
from helpline.danger import Lexicon
from helpline.directory import Entry
from locales import Wording


@dataclass(frozen=True)
class House:
    """The books on the shelf."""

    book: Book
    wording: Wording
    directory: tuple[Entry, ...]
    countries: Mapping[str, Country]
    lexicon: Lexicon

    @classmethod
    def furnished(cls, wording: Wording | None = None, content: Content | None = None) -> "House":
        """The house with the shipped flows, catalogues and content. Raises BadContent."""
        wording, content = wording or Wording.load(), content or load()
        return cls(
            book=Book(FLOWS, DECISIONS, wording.sentence),
            wording=wording,
            directory=content.directory,
            countries={country.code: country for country in content.countries},
            lexicon=content.lexicon,
        )
