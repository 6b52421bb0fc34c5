"""Reading: one way of reading every content file, with one clear sentence for what is wrong in it."""

from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import TypeAdapter, ValidationError

from helpline.errors import HelplineError

HERE = Path(__file__).parent
T = TypeVar("T")


class BadContent(HelplineError):
    """A content file is wrong."""

    def __init__(self, told: str) -> None:
        super().__init__(told)
        self.told = told

    @property
    def sentence(self) -> str:
        return self.told


def read_list(path: Path, shape: type[T]) -> list[T]:
    """The entries of a YAML list, each checked. Raises BadContent, which names the file, the entry and the field."""
    try:
        rows: Any = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, yaml.YAMLError) as error:
        raise BadContent(f"content/{path.name} cannot be read: {type(error).__name__}.") from None
    try:
        return TypeAdapter(list[shape]).validate_python(rows)  # type: ignore[valid-type]
    except ValidationError as error:
        raise BadContent(told(path, rows, error)) from None


def told(path: Path, rows: Any, error: ValidationError) -> str:
    fault = error.errors(include_url=False)[0]
    place = fault["loc"]
    entry = rows[place[0]] if isinstance(rows, list) and place and isinstance(place[0], int) else {}
    name = entry.get("code") or entry.get("id") if isinstance(entry, dict) else None
    field = ".".join(map(str, place[1:]))
    return f"content/{path.name}: entry {name or place}: {field}: {fault['msg']}."
