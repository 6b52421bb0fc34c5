"""The countries file: where contacts are, how the countries are called, and their time zones."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Annotated
from zoneinfo import available_timezones

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from content.reading import HERE, read_list


@cache
def known_zones() -> frozenset[str]:
    return frozenset(available_timezones())


def known_zone(zone: str) -> str:
    if zone not in known_zones():
        raise ValueError("no such time zone")
    return zone


@dataclass(frozen=True)
class Country:
    """One country: ISO code, names by language, zones, and the words by which people type it."""

    code: str
    names: tuple[tuple[str, str], ...]
    abroad: bool
    zones: tuple[str, ...]
    words: tuple[str, ...]

    def name(self, language: str) -> str:
        """Its name in a language; in English where there is none."""
        names = dict(self.names)
        return names.get(language, names["en"])


class CountryRow(BaseModel):
    """One country as it stands in the file."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    code: Annotated[str, Field(pattern=r"^[A-Z]{2}$")]
    id: str
    en: str
    abroad: bool = True
    zones: Annotated[list[Annotated[str, AfterValidator(known_zone)]], Field(min_length=1)]
    words: list[str] = []

    def country(self) -> Country:
        names = (("id", self.id), ("en", self.en))
        return Country(self.code, names, self.abroad, tuple(self.zones), tuple(self.words))


def load_countries(path: Path = HERE / "countries.yaml") -> tuple[Country, ...]:
    """The countries in the order in which they are offered. Raises BadContent."""
    return tuple(row.country() for row in read_list(path, CountryRow))
