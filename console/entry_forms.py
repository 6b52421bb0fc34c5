"""Entry forms: which fields an entry of the library has, and how they become a row and a row becomes them."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from multidict import MultiMapping

from console.marking import N_
from content.enclosures import pictures, voices
from content.entries import EntryKind, Row
from helpline.checklists import MOST
from helpline.directory import Confidence
from helpline.directory import EntryKind as Behind
from helpline.lessons import CHOICES, Audience, Job, Stage, Subject


class How(StrEnum):
    """How a field is filled in."""

    LINE = "line"
    LONG = "long"
    DATE = "date"
    NUMBER = "number"
    TICK = "tick"
    ONE = "one"
    MANY = "many"
    CODES = "codes"
    KEPT = "kept"


@dataclass(frozen=True)
class Field:
    """One field. `name` is its path in the row, such as `statements.0.text`; an empty field that is `optional` holds nothing."""

    name: str
    label: str
    how: How = How.LINE
    options: tuple[str, ...] = ()
    optional: bool = False
    words: str = "choice"


GROUND = (
    Field("source", N_("Source")),
    Field("as_of", N_("Year or month of the source"), optional=True),
    Field("review", N_("To be looked at again by"), How.DATE),
    Field("advice", N_("General advice, looked up nowhere"), How.TICK),
)
LESSON = (
    Field("title", N_("Title")),
    Field("emoji", N_("Emoji")),
    Field("subject", N_("Subject"), How.ONE, tuple(Subject)),
    Field("stage", N_("When it matters"), How.ONE, tuple(Stage)),
    Field("order", N_("Place among the lessons of its time"), How.NUMBER),
    Field("audience", N_("Whose path"), How.MANY, tuple(Audience), words="audience"),
    Field("countries", N_("Only for these countries (codes)"), How.CODES),
    Field("jobs", N_("Only for this work"), How.MANY, tuple(Job)),
    Field("text", N_("Text"), How.LONG),
    Field("question", N_("Question")),
    *(Field(f"choices.{n}", N_("Answer")) for n in range(CHOICES)),
    Field("right", N_("Number of the right answer"), How.NUMBER),
    Field("explanation", N_("Explanation"), How.LONG),
    Field("picture", N_("Picture"), How.ONE, ("", *pictures()), optional=True, words=""),
    Field("alt", N_("What the picture shows, for who does not see it"), optional=True),
    Field("voice", N_("Voice note"), How.ONE, ("", *voices()), optional=True, words=""),
)
NUMBER = (
    Field("name", N_("Name")),
    Field("purpose", N_("What they do"), How.LONG, optional=True),
    Field("kind", N_("Kind"), How.ONE, tuple(Behind)),
    Field("country", N_("Country (code)")),
    Field("serves", N_("For people in (codes, or ALL)"), How.CODES),
    Field("phone", N_("Phone"), optional=True),
    Field("phone_abroad", N_("Phone from abroad"), optional=True),
    Field("dial_from", N_("Where the short number works"), How.ONE, ("", "in_country"), optional=True),
    Field("whatsapp", N_("WhatsApp"), optional=True),
    Field("url", N_("Page"), optional=True),
    Field("open", N_("Opening hours, such as mon-fri 09:00-17:00, sat 09:00-12:00"), optional=True),
    Field("zone", N_("Time zone of the office, such as Asia/Seoul"), optional=True),
    Field("closed", N_("Days on which it is closed, such as 12-25, 01-01"), optional=True),
    Field("hours", N_("What else is known of its hours"), optional=True),
    Field("languages", N_("Languages that its source names"), optional=True),
    Field("source", N_("Source")),
    Field("checked", N_("Month of the source, such as 2026-11"), optional=True),
    Field("confidence", N_("How sure we are"), How.ONE, tuple(Confidence)),
    Field("public", N_("May be shown to contacts"), How.TICK),
)
SAID = (Field("text", N_("Statement"), How.LONG), Field("en", N_("The same in English"), How.LONG, optional=True), *GROUND)
SPARE = 2
"""Empty places under the last statement."""
MOST_SAID = 12


def fields_of(kind: EntryKind, row: Row) -> tuple[Field, ...]:
    """The fields of an entry, with some empty places to add to it."""
    if kind is EntryKind.LESSON:
        return (*LESSON, *GROUND)
    if kind is EntryKind.NUMBER:
        return NUMBER
    if kind is EntryKind.CHECKLIST:
        return (Field("title", N_("Title")), Field("emoji", N_("Emoji")), *points(), *GROUND)
    said = min(MOST_SAID, len(row.get("statements") or ()) + SPARE)
    return tuple(Field(f"statements.{n}.{f.name}", f.label, f.how, f.options, f.optional) for n in range(said) for f in SAID)


def points() -> tuple[Field, ...]:
    return tuple(f for n in range(MOST) for f in (Field(f"points.{n}.text", N_("Point")), Field(f"points.{n}.id", "", How.KEPT)))


def value_at(row: Row, path: str) -> Any:
    """What stands at a path of a row; None where nothing does."""
    found: Any = row
    for step in path.split("."):
        if isinstance(found, list | tuple):
            found = found[int(step)] if int(step) < len(found) else None
        else:
            found = found.get(step) if isinstance(found, Mapping) else None
    return found


def row_of(kind: EntryKind, name: str, form: MultiMapping[Any], fields: tuple[Field, ...]) -> dict[str, Any]:
    """What was typed, as a row: places left empty are gone, the rest stands as typed, good or not."""
    row: dict[str, Any] = {} if kind in (EntryKind.PART, EntryKind.CARD) else {"id": name}
    for field in fields:
        put(row, field.name.split("."), typed(field, form))
    if "statements" in row:
        row["statements"] = [said for said in row["statements"] if said["text"] or said["source"]]
    if "points" in row:
        kept = [point for point in row["points"] if point["text"]]
        row["points"] = [point | {"id": point["id"] or free_id(kept)} for point in kept]
    return row


def free_id(points: list[dict[str, Any]]) -> str:
    """The name of a new point, unlike any other: contacts' ticks hang on it."""
    known = {point["id"] for point in points}
    number = next(n for n in range(1, 100) if f"point_{n}" not in known)
    return f"point_{number}"


def put(row: Any, steps: list[str], value: Any) -> None:
    """Put a value where the steps lead, making the lists and groups on the way."""
    first, *rest = steps
    if not rest:
        if isinstance(row, list):
            row.append(value)
        else:
            row[first] = value
        return
    empty: Any = [] if rest[0].isdigit() else {}
    if isinstance(row, list):
        while len(row) <= int(first):
            row.append({})
        put(row[int(first)], rest, value)
    else:
        put(row.setdefault(first, empty), rest, value)


def typed(field: Field, form: MultiMapping[Any]) -> Any:
    """One field's value as the row holds it; a number that is none stays as it was typed, and is found faulty."""
    text = "\n".join(str(form.get(field.name, "")).strip().splitlines())
    match field.how:
        case How.TICK:
            return bool(text)
        case How.MANY:
            return [str(value) for value in form.getall(field.name, [])]
        case How.CODES:
            return text.upper().replace(",", " ").split()
        case How.NUMBER:
            return int(text) if text.lstrip("-").isdecimal() else text
    return None if field.optional and not text else text
