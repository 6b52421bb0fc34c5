"""The sign-offs: what must be signed by whom before it is used with people, and whether it has been."""

from datetime import date
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from content.reading import HERE, read_list

What = Literal["suicide_path", "danger_thresholds", "recovery_steps", "screenings"]


class SignOff(BaseModel):
    """One thing that somebody with the training for it must sign; `where` it stands."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    what: What
    where: Annotated[str, Field(min_length=3)]
    who: Literal["clinician", "psychologist", "supervisor"]
    signed_by: Annotated[str, Field(min_length=3)] | None
    signed_on: date | None

    @model_validator(mode="after")
    def check_whole(self) -> "SignOff":
        """A name without a day, or a day without a name, signs nothing."""
        if (self.signed_by is None) != (self.signed_on is None):
            raise ValueError("who signed and on which day stand together, or neither does")
        return self


def load_sign_offs(path: Path = HERE / "sign_offs.yaml") -> list[SignOff]:
    """All of them, signed or not. Raises BadContent."""
    return read_list(path, SignOff)


def unsigned(sign_offs: list[SignOff]) -> list[str]:
    """A sentence for each that nobody has signed."""
    return [f"Warning: {s.what} ({s.where}) is not signed off by a {s.who}." for s in sign_offs if s.signed_by is None]
