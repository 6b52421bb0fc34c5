"""Statements: what is taught, each with its source, its date, and the day by which somebody looks at it again."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import ClassVar

STRICT = {"extra": "forbid"}
"""Read by the content's reader: a field that nobody knows is a slip of the finger, not something to pass over."""

DATED = re.compile(r"20\d\d(-(0[1-9]|1[0-2]))?")
PHONE = re.compile(r"\+\d|\d{3,}[ -]\d{3,}|\(0\d+\)")
FIGURE = re.compile(r"(?<![A-Za-z])\d")  # not the 2 of KP2MI
LONGEST = 400
GRACE = timedelta(days=180)
"""How long after its day of review a statement is still shown, with its year and a warning; then it is not shown at all."""


class Age(StrEnum):
    """Whether somebody has to look at a statement again. EXPIRED is not shown."""

    FRESH = "fresh"
    DUE = "due"
    EXPIRED = "expired"


@dataclass(frozen=True)
class Statement:
    """One statement. `as_of` is the year or month its source speaks of (`2022`, `2022-04`).

    `advice` is general advice: nobody looked it up, so it holds no figure. A figure always has its date. Telephone numbers
    stand in the directory alone, and are refused here. `en` says the same in English, for the counsellor who needs it.
    """

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT

    text: str
    source: str
    review: date
    as_of: str | None = None
    advice: bool = False
    en: str | None = None

    def __post_init__(self) -> None:
        check_words(self.text, self.source, self.as_of, advice=self.advice)
        if self.en is not None:
            check_words(self.en, self.source, self.as_of, advice=self.advice)

    @property
    def year(self) -> str | None:
        return self.as_of[:4] if self.as_of else None


def check_words(text: str, source: str, as_of: str | None, *, advice: bool, longest: int = LONGEST) -> None:
    """Whether a text may be taught on this ground. Raises ValueError with what to mend."""
    if not text.strip() or len(text) > longest:
        raise ValueError(f"the text is empty or longer than {longest} characters")
    if len(source.strip()) < 3:
        raise ValueError("the source is missing")
    if as_of is not None and not DATED.fullmatch(as_of):
        raise ValueError("the date is no year and no month, such as 2025 or 2025-04")
    figures = bool(FIGURE.search(text))
    if figures and advice:
        raise ValueError("general advice holds no figures; give the figure a source, or leave it out")
    if figures and as_of is None:
        raise ValueError("a figure needs the date of its source")
    if PHONE.search(text):
        raise ValueError("a telephone number stands in the directory, not in a text")


def age(review: date, today: date) -> Age:
    """How a statement stands on a day."""
    if today <= review:
        return Age.FRESH
    return Age.DUE if today <= review + GRACE else Age.EXPIRED


def shown(stated: Iterable[Statement], today: date) -> list[Statement]:
    """What may still be shown."""
    return [statement for statement in stated if age(statement.review, today) is not Age.EXPIRED]
