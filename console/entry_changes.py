"""Entry changes: what differs between two texts of an entry, place by place."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from console.entry_forms import Field, fields_of, value_at
from content.entries import EntryKind, Row


@dataclass(frozen=True)
class Difference:
    """One place that differs; empty where there was, or is, nothing."""

    label: str
    place: str
    before: str
    after: str


def differences(kind: EntryKind, before: Row | None, after: Row | None) -> list[Difference]:
    """The places that differ, in the order of the form; None: the entry was not there, or is no more."""
    return list(differing(kind, before or {}, after or {}))


def differing(kind: EntryKind, before: Row, after: Row) -> Iterator[Difference]:
    longest = max((before, after), key=lambda row: len(row.get("statements") or ()))
    for field in fields_of(kind, longest):
        old, new = shown(field, value_at(before, field.name)), shown(field, value_at(after, field.name))
        if old != new and field.label:
            number = next((step for step in field.name.split(".") if step.isdigit()), None)
            yield Difference(field.label, str(int(number) + 1) if number is not None else "", old, new)


def shown(field: Field, value: Any) -> str:
    """A value in one line of plain text."""
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value))
    if isinstance(value, bool):
        return "✓" if value else "—"
    return "" if value is None else str(value)
