"""The check-ins file: the rhythm of every kind of plan, and the rungs that silence climbs."""

import re
from datetime import timedelta
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict

from content.reading import HERE, BadContent, read_list
from helpline.checkins.plan import Every, Ladder, PlanKind, Rhythm, Rung
from helpline.severity import Severity

EVERY = re.compile(r"every (\d{1,3}) days(?: until (\d{1,5}))?")
RUNG = re.compile(r"(nudge|word|human) (\d{1,3})h")


def every(said: object) -> Every:
    found = EVERY.fullmatch(str(said))
    if found is None or int(found[1]) == 0:
        raise ValueError("say it as «every 30 days» or «every 30 days until 360»")
    return Every(int(found[1]), int(found[2]) if found[2] else None)


def rung(said: object) -> tuple[Rung, timedelta]:
    found = RUNG.fullmatch(str(said))
    if found is None:
        raise ValueError("say it as «nudge 24h», «word 24h» or «human 24h»")
    return Rung(found[1]), timedelta(hours=int(found[2]))


def rising(days: list[int]) -> list[int]:
    if days != sorted(set(days)):
        raise ValueError("the days must rise")
    return days


class RhythmRow(BaseModel):
    """One kind of plan as it stands in the file."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: PlanKind
    days: Annotated[list[int], AfterValidator(rising)]
    then: list[Annotated[Every, BeforeValidator(every)]] = []
    ladder: list[Annotated[tuple[Rung, timedelta], BeforeValidator(rung)]]
    severity: Severity

    def rhythm(self) -> Rhythm:
        ladder: Ladder = tuple(self.ladder)
        return Rhythm(tuple(self.days), tuple(self.then), ladder, self.severity)


def load_rhythms(path: Path = HERE / "checkins.yaml") -> dict[PlanKind, Rhythm]:
    """The rhythm of every kind of plan. Raises BadContent."""
    rows = read_list(path, RhythmRow)
    rhythms = {row.kind: row.rhythm() for row in rows}
    missing = [kind.value for kind in PlanKind if kind not in rhythms]
    if missing:
        raise BadContent(f"{path.name}: no rhythm for {', '.join(missing)}.")
    return rhythms
