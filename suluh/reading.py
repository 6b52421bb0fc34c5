"""Reading from the command line: one message a line in, one reading a line out, and never a crash."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from bot.danger import read_danger

LONGEST_LINE = 1_000_000
"""Letters of one line; a longer one is refused unread."""


def read_lines(lines: Iterable[bytes]) -> Iterator[str]:
    """The answer to each line: `{"id", "severity", "topics"}`, or `{"id", "error"}` where there is nothing to read."""
    for line in lines:
        if line.strip():
            yield json.dumps(answer(line), ensure_ascii=False)


def answer(line: bytes) -> dict[str, Any]:
    if len(line) > LONGEST_LINE:
        return {"id": None, "error": f"The line is longer than {LONGEST_LINE} letters."}
    try:
        given = json.loads(line)
    except (ValueError, RecursionError):
        return {"id": None, "error": "The line is not JSON."}
    if not isinstance(given, dict):
        return {"id": None, "error": 'The line must be an object with "id" and "text".'}
    if not isinstance(given.get("text"), str):
        return {"id": given.get("id"), "error": '"text" is missing or is no text.'}
    reading = read_danger(given["text"])
    return {"id": given.get("id"), "severity": reading.severity.value, "topics": [topic.value for topic in reading.topics]}
