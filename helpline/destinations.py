"""Destinations: what one must know of a country, in parts that fit a small screen; and rights by situation."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from helpline.statements import STRICT, Statement


class Part(StrEnum):
    """The parts of what is told of a destination, in the order in which they are offered."""

    PERMIT = "permit"
    WAGES = "wages"
    PASSPORT = "passport"
    FEES = "fees"
    CULTURE = "culture"
    CLIMATE = "climate"
    FIRST_WEEK = "first_week"
    MONEY = "money"
    TROUBLE = "trouble"


class Matter(StrEnum):
    """What a rights card is about."""

    WAGES = "wages"
    REST = "rest"
    PASSPORT = "passport"
    ENDING = "ending"
    PREGNANCY = "pregnancy"
    ILLNESS = "illness"
    DEATH = "death"
    DEPORTATION = "deportation"


@dataclass(frozen=True)
class Destination:
    """One country, or working inside Indonesia; `ALL` is what one tells of a country that has no file.

    `languages` are those of its phrases, the most useful first. `contacts` are ids of the directory: whom one can call when
    something goes wrong there. After the parts in `complete` nothing general is told, because something else holds here.
    """

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT

    code: str
    languages: tuple[str, ...]
    contacts: tuple[str, ...]
    parts: Mapping[Part, tuple[Statement, ...]]
    complete: tuple[Part, ...] = ()

    def __post_init__(self) -> None:
        missing = [part for part in Part if not self.parts.get(part)]
        if missing:
            raise ValueError(f"nothing is told about {', '.join(missing)}")


@dataclass(frozen=True)
class Rights:
    """Rights by situation: of one country, or (code `ALL`) what holds everywhere and comes after it."""

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT

    code: str
    cards: Mapping[Matter, tuple[Statement, ...]]
