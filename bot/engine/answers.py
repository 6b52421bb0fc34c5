"""Answers: how free words become a value, or are not understood."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Answer:
    """A named reader of free words. `read` returns the value (plain JSON) or raises NotUnderstood."""

    name: str
    read: Callable[[str], Any]


class NotUnderstood(Exception):
    """These words are no answer to the question. The question is asked again; nothing is an error."""
