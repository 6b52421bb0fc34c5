"""The recovery file: one small thing for each day, in the languages it is written in."""

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from content.reading import HERE, BadContent, told


@dataclass(frozen=True)
class RecoveryDay:
    """What somebody is invited to do on one day."""

    texts: tuple[tuple[str, str], ...]

    def text(self, language: str) -> str:
        """In the reader's language; in Indonesian where there is none."""
        texts = dict(self.texts)
        return texts.get(language, texts["id"])


class DayRow(BaseModel):
    """One day as it stands in the file."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: Annotated[str, Field(min_length=20, max_length=600)]
    en: Annotated[str, Field(min_length=20, max_length=600)]


class RecoveryFile(BaseModel):
    """The file: where it comes from, and the days."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    source: str
    checked: Annotated[str, Field(pattern=r"^\d{4}-\d{2}$")]
    days: Annotated[list[DayRow], Field(min_length=1)]


def load_recovery(path: Path = HERE / "recovery.yaml") -> tuple[RecoveryDay, ...]:
    """The days in their order. Raises BadContent."""
    try:
        rows = yaml.safe_load(path.read_text(encoding="utf-8"))
        kept = RecoveryFile.model_validate(rows)
    except (OSError, yaml.YAMLError) as error:
        raise BadContent(f"content/{path.name} cannot be read: {type(error).__name__}.") from None
    except ValidationError as error:
        raise BadContent(told(path, rows, error)) from None
    return tuple(RecoveryDay((("id", day.id), ("en", day.en))) for day in kept.days)
