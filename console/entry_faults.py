"""Entry faults: what is wrong with an entry, in plain words beside the field; the rules are those of the files."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from pydantic import ValidationError

from console.entry_forms import value_at
from console.marking import N_
from content.entries import SHAPES, EntryKind, Row
from helpline.lessons import LONGEST_TEXT
from helpline.statements import LONGEST, check_words

REVIEWED_WITHIN = timedelta(days=366)
OTHER = N_("This cannot stay like this. Please look at it again.")
REVIEW = N_("Choose a day within a year, on which somebody looks at this again.")
SENTENCES: tuple[tuple[str, str, str], ...] = (
    (r"the text is empty or longer than (?P<most>\d+)", "", N_("Write something here, at most {most} characters.")),
    (r"the source is missing", "source", N_("Name the source: who said it, and when.")),
    (r"the date is no year", "as_of", N_("Write the year or the month, such as 2026 or 2026-11.")),
    (
        r"general advice holds no figures",
        "",
        N_("General advice holds no figures. Name its source, or leave it out."),
    ),
    (r"a figure needs the date", "as_of", N_("There is a figure in the text, so the year of its source is needed.")),
    (r"a telephone number stands", "", N_("A telephone number belongs into the directory, not into a text.")),
    (r"a choice is longer than (?P<most>\d+)", "choices.0", N_("An answer is too long: at most {most} characters.")),
    (r"a lesson has three choices", "right", N_("Of the three answers one is right: write 1, 2 or 3.")),
    (r"a picture has words", "alt", N_("Say what the picture shows; and words without a picture are left out.")),
    (r"nothing is said here", "", N_("Something must be said here.")),
    (r"a list has one to (?P<most>\d+)", "points.0.text", N_("A list has one to {most} points.")),
    (
        r"opening hours",
        "open",
        N_("Write the hours like this: mon-fri 09:00-17:00. The time zone of the office is needed too."),
    ),
    (r"closed days are", "closed", N_("Write the days like this: 12-25, 01-01.")),
    (r"there is no such time zone", "zone", N_("Write the time zone like this: Asia/Seoul.")),
    (r"String should match pattern '\^\[0-9\+", "", N_("This is no number as it is dialled.")),
    (r"String should match pattern '\^https", "", N_("An address begins with https://.")),
    (r"String should match pattern '\^20", "", N_("Write the month like this: 2026-11.")),
    (r"String should match pattern '\^\[A-Z\]", "", N_("A country has two capital letters, such as HK.")),
    (r"String should have at least", "", N_("This must be filled in.")),
    (r"Input should be a valid (date|integer|string)", "", N_("This must be filled in.")),
)
"""What a rule of the files says, the field it is about where it is not its own, and the words for an editor."""


def faults(kind: EntryKind, row: Row, today: date) -> dict[str, tuple[str, dict[str, str]]]:
    """Each faulty field with its sentence and what fills it; the empty name is the entry as a whole."""
    found: dict[str, tuple[str, dict[str, str]]] = {}
    for field, said in (*of_texts(kind, row), *of_reviews(row, today), *of_shape(kind, row)):
        name, sentence, values = explained(field, said)
        found.setdefault(name, (sentence, values))
    if len(found) > 1:
        found.pop("", None)
    return found


def of_texts(kind: EntryKind, row: Row) -> Iterator[tuple[str, str]]:
    """Each text by itself, so that the fault is found in its own place."""
    if kind is EntryKind.LESSON:
        names = ("title", "question", "explanation", *(f"choices.{n}" for n in range(len(row["choices"]))))
        yield from of_words("", row, {name: LONGEST for name in names} | {"text": LONGEST_TEXT})
    if kind is EntryKind.CHECKLIST:
        yield from of_words("", row, {f"points.{n}.text": LONGEST for n in range(len(row["points"]))})
    for number, said in enumerate(row.get("statements") or ()):
        yield from of_words(f"statements.{number}.", said, {"text": LONGEST})


def of_words(before: str, row: Row, longest: dict[str, int]) -> Iterator[tuple[str, str]]:
    for name, most in longest.items():
        try:
            check_words(str(value_at(row, name) or ""), row["source"] or "", row["as_of"], advice=row["advice"], longest=most)
        except ValueError as error:
            yield f"{before}{name}", str(error)


def of_reviews(row: Row, today: date) -> Iterator[tuple[str, str]]:
    """At the desk the day of review lies ahead; a file may be older than that."""
    groups = {f"statements.{n}.": said for n, said in enumerate(row.get("statements") or ())} or {"": row}
    for before, group in groups.items():
        if "review" in group:
            day = day_of(group["review"])
            if day is None or not today < day <= today + REVIEWED_WITHIN:
                yield f"{before}review", REVIEW


def day_of(text: Any) -> date | None:
    try:
        return date.fromisoformat(str(text))
    except ValueError:
        return None


def of_shape(kind: EntryKind, row: Row) -> Iterator[tuple[str, str]]:
    """What the reader of the files says."""
    try:
        SHAPES[kind].validate_python(row)
    except ValidationError as error:
        for fault in error.errors(include_url=False):
            yield ".".join(str(step) for step in fault["loc"]), fault["msg"]


def explained(field: str, said: str) -> tuple[str, str, dict[str, str]]:
    """The field, the sentence and its values for what a rule said."""
    if said == REVIEW:
        return field, REVIEW, {}
    for pattern, about, sentence in SENTENCES:
        match = re.search(pattern, said)
        if match:
            before = re.match(r"statements\.\d+\.", field + ".")
            name = f"{before[0] if before else ''}{about}" if about and (before or about != field) else field
            return name, sentence, {key: value for key, value in match.groupdict().items() if value}
    return field, OTHER, {}
