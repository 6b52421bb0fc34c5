"""Places: which country or language a question names, in whatever spelling; a city stands for its country."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field
from rapidfuzz import fuzz, process

from content.countries import Country, load_countries
from content.reading import HERE, read_list
from helpline.questions import usual
from helpline.spelling import FORMAL

HOME = "ID"
ITSELF = "indonesia"
"""Named in most questions as where one comes from; it says nothing about where one works."""
SLIP = 88
"""How alike (0 to 100) a longer word must be to the name of a place to count as a slip of the finger."""
LONG_ENOUGH = 6


class LanguageRow(BaseModel):
    """A language as it stands in the file, with the words by which people name it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    code: Annotated[str, Field(pattern=r"^[a-z]{2,3}$")]
    words: list[str]


@dataclass(frozen=True, eq=False)
class Names:
    """What each name stands for, a name being the words it is typed with."""

    codes: Mapping[tuple[str, ...], str]

    @classmethod
    def of(cls, named: Iterable[tuple[str, str]]) -> "Names":
        # «kl» is Kuala Lumpur, but in messages it is «kalau».
        return cls({tuple(usual(name)): code for name, code in named if name not in FORMAL})

    @cached_property
    def long(self) -> dict[str, str]:
        """Names of one word that are long enough to be known with a slip in them."""
        return {name[0]: code for name, code in self.codes.items() if len(name) == 1 and len(name[0]) >= LONG_ENOUGH - 1}

    def mentions(self, words: Sequence[str]) -> Iterator[tuple[str, int, int]]:
        """The names in the words: what each stands for, where it begins, of how many words it is."""
        at = 0
        while at < len(words):
            length = next((n for n in (3, 2, 1) if tuple(words[at : at + n]) in self.codes), 1)
            code = self.codes.get(tuple(words[at : at + length])) or self.codes.get((bare(words[at]),)) or near(words[at], self)
            if code and words[at] != ITSELF:
                yield code, at, length
            at += length


def bare(word: str) -> str:
    """A word without «-nya»: «mandarinnya»."""
    return word.removesuffix("nya")


@lru_cache(maxsize=10_000)
def near(word: str, names: Names) -> str | None:
    """What a word stands for that is a slip of the finger away from a name."""
    if len(word) < LONG_ENOUGH:
        return None
    best = process.extractOne(word, list(names.long), scorer=fuzz.ratio, score_cutoff=SLIP)
    return names.long[best[0]] if best and best[0][0] == word[0] else None


@dataclass(frozen=True)
class Places:
    """The names of countries and of languages."""

    countries: Names
    languages: Names
    known: tuple[Country, ...]

    @classmethod
    def of(cls, countries: Iterable[Country], path: Path = HERE / "languages.yaml") -> "Places":
        known = (*countries, *load_countries(HERE / "elsewhere.yaml"))
        named = [(name, country.code) for country in known for name in (*dict(country.names).values(), *country.words)]
        spoken = [(word, row.code) for row in read_list(path, LanguageRow) for word in row.words]
        return cls(Names.of(named), Names.of(spoken), known)

    def country_in(self, words: Sequence[str], own: str | None) -> str | None:
        """The country that is asked about: one abroad before a place in Indonesia, which counts only for who is not abroad."""
        found = [code for code, _at, _length in self.countries.mentions(words)]
        abroad = next((code for code in found if code != HOME), None)
        return abroad or (HOME if HOME in found and own in (None, HOME) else None)

    def language_in(self, words: Sequence[str]) -> str | None:
        return next((code for code, _at, _length in self.languages.mentions(words)), None)

    def without(self, words: Sequence[str]) -> list[str]:
        """The words that name no country."""
        taken = {at + step for _code, at, length in self.countries.mentions(words) for step in range(length)}
        return [word for at, word in enumerate(words) if at not in taken and word != ITSELF]
