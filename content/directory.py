"""The directory file: who helps, where, by which number; each entry with its source."""

from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from content.reading import HERE, BadContent, line_of, read_list
from helpline.directory import Confidence, Entry, EntryKind
from helpline.opening import Opening

Phone = Annotated[str, Field(pattern=r"^[0-9+()\-*# ]{2,30}( ext \d+)?$")]
Country = Annotated[str, Field(pattern=r"^[A-Z]{2}$")]


class EntryRow(BaseModel):
    """One entry as it stands in the file. `checked` is the month of the source, absent where the source bears no date."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: Annotated[str, Field(pattern=r"^[a-z0-9-]+$")]
    country: Country
    serves: list[Country | Literal["ALL"]]
    kind: EntryKind
    name: Annotated[str, Field(min_length=3)]
    source: Annotated[str, Field(min_length=3)]
    checked: Annotated[str, Field(pattern=r"^20\d\d-\d\d$")] | None = None
    confidence: Confidence
    public: bool
    phone: Phone | None = None
    phone_abroad: Phone | None = None
    whatsapp: Phone | None = None
    url: Annotated[str, Field(pattern=r"^https://")] | None = None
    hours: str | None = None
    purpose: str | None = None
    dial_from: Literal["in_country"] | None = None
    open: str | None = None
    zone: str | None = None
    closed: str | None = None
    languages: Annotated[str, Field(min_length=2, max_length=120)] | None = None

    @model_validator(mode="after")
    def has_hours(self) -> "EntryRow":
        """Raises ValueError where the opening hours are no hours."""
        if self.open:
            Opening.read(self.open, self.zone, self.closed)
        elif self.zone or self.closed:
            raise ValueError("a time zone and closed days belong to opening hours")
        return self

    def entry(self) -> Entry:
        return Entry(**self.model_dump() | {"serves": tuple(self.serves)})


def load_directory(path: Path = HERE / "directory.yaml") -> tuple[Entry, ...]:
    """All entries, shown or not. Raises BadContent."""
    entries = tuple(row.entry() for row in read_list(path, EntryRow))
    ids = [entry.id for entry in entries]
    twice = next((number for number, id in enumerate(ids) if id in ids[:number]), None)
    if twice is not None:
        raise BadContent(f"content/{path.name}, line {line_of(path, (twice,))}: entry {ids[twice]} stands there twice.")
    return entries
