"""Reading: one way of reading every content file, with one clear sentence for what is wrong in it."""

from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import TypeAdapter, ValidationError

from helpline.errors import HelplineError

HERE = Path(__file__).parent
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
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
    """The entries of a YAML list, each checked. Raises BadContent, which names the file, the line, the entry and the field."""
    rows = parsed(path)
    try:
        return TypeAdapter(list[shape]).validate_python(rows)  # type: ignore[valid-type]
    except ValidationError as error:
        raise BadContent(told(path, rows, error)) from None


def read_one(path: Path, shape: type[T]) -> T:
    """The one thing that a YAML file holds, checked. Raises BadContent, which names the file, the line and the field."""
    row = parsed(path)
    try:
        return TypeAdapter(shape).validate_python(row)
    except ValidationError as error:
        raise BadContent(told(path, row, error)) from None


def read_folder(folder: Path, shape: type[T], name: str) -> dict[str, T]:
    """What every file of a folder holds, by file name. Raises BadContent, also where the field `name` is not the file's name."""
    found = {path.stem: read_one(path, shape) for path in sorted(folder.glob("*.yaml"))}
    for stem, thing in found.items():
        if getattr(thing, name) != stem:
            path = folder / f"{stem}.yaml"
            where = f"content/{place_of(path)}, line {line_of(path, (name,))}"
            raise BadContent(f"{where}: {name} {getattr(thing, name)} is not the name of the file.")
    return found


def parsed(path: Path) -> Any:
    try:
        return yaml.load(path.read_text(encoding="utf-8"), Loader=LOADER)  # noqa: S506 - a safe loader, in C where there is one.
    except (OSError, yaml.YAMLError) as error:
        raise BadContent(f"content/{place_of(path)} cannot be read: {type(error).__name__}.") from None


def told(path: Path, rows: Any, error: ValidationError) -> str:
    fault = error.errors(include_url=False)[0]
    place = fault["loc"]
    entry = rows[place[0]] if isinstance(rows, list) and place and isinstance(place[0], int) else {}
    name = entry.get("code") or entry.get("id") if isinstance(entry, dict) else None
    field = ".".join(map(str, place[1:] if isinstance(rows, list) else place))
    entered = f" entry {name or place}:" if isinstance(rows, list) else ""
    return f"content/{place_of(path)}, line {line_of(path, place)}:{entered} {field}: {fault['msg']}."


def place_of(path: Path) -> str:
    """The file as it is named in a sentence: under `content`, else by its own name."""
    return str(path.relative_to(HERE)) if path.is_relative_to(HERE) else path.name


def line_of(path: Path, place: tuple[int | str, ...]) -> int:
    """The line in which what stands at this place begins; where it is missing, the line of what it is missing from."""
    node = yaml.compose(path.read_text(encoding="utf-8"), Loader=LOADER)
    for step in place:
        if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
            node = node.value[step]
        elif isinstance(node, yaml.MappingNode):
            node = next((value for key, value in node.value if key.value == step), node)
    return int(node.start_mark.line) + 1 if node is not None else 1
