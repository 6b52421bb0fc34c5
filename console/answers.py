"""Answers: what a contact told the flows, as lines to read. An answer of an unknown shape is shown as it is, never a fault."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Answer:
    """One answer. Both are sentences to translate where they are wording; what the contact typed stays as typed."""

    label: str
    value: str


def answer_lines(answers: Mapping[str, Any]) -> list[Answer]:
    """Every answer in the order in which it came. Of several files only their number is said; they stand in the talk."""
    return [answer_line(key, kept) for key, kept in answers.items()]


def answer_line(key: str, kept: Any) -> Answer:
    """The flows keep a label and a value; an older or foreign answer is a bare value, named by its key."""
    label, value = key.replace("_", " ").capitalize(), kept
    if isinstance(kept, Mapping) and {"label", "value"} <= kept.keys():
        label, value = str(kept["label"]), kept["value"]
    if isinstance(value, list | tuple):
        value = len(value)
    return Answer(label, str(value))
