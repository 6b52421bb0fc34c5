"""Views: which part of the queue is shown. A view and its filters stand in the address of the page, to be kept and shared."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from console.marking import N_
from helpline.cases import CaseStatus
from helpline.takeover import Owner
from storage.queue import QueueRow

Test = Callable[[QueueRow, str], bool]

SNOOZED = "snoozed"
"""What is put off is seen in this view alone."""

VIEWS: dict[str, tuple[str, Test]] = {
    "all": (N_("All"), lambda row, me: True),
    "mine": (N_("Mine"), lambda row, me: row.counsellor_id == me or row.case.assignee == me),
    "nobody": (N_("Nobody's yet"), lambda row, me: row.owner is not Owner.COUNSELLOR and row.waiting_since is not None),
    "pending": (N_("Waiting for an answer"), lambda row, me: row.case.status is CaseStatus.PENDING),
    "resolved": (N_("Resolved"), lambda row, me: row.case.status is CaseStatus.RESOLVED),
    SNOOZED: (N_("Put off"), lambda row, me: True),
}
"""Each view by its name in the address: its label, and which lines of the queue a member sees in it."""

FILTERS: dict[str, tuple[str, Callable[[QueueRow], str]]] = {
    "severity": (N_("Urgency"), lambda row: row.case.severity),
    "topic": (N_("Topic"), lambda row: row.case.topic),
    "country": (N_("Country"), lambda row: row.country or ""),
    "language": (N_("Language"), lambda row: row.language),
}


@dataclass(frozen=True)
class Shown:
    """What a member looks at: the view, and the value that each filter asks for."""

    view: str
    filters: Mapping[str, str]

    @property
    def query(self) -> str:
        """The part of an address that leads here again."""
        return urlencode({"view": self.view} | dict(self.filters))

    def in_view(self, name: str) -> str:
        """The address part of another view with the same filters."""
        return urlencode({"view": name} | dict(self.filters))


def shown_by(query: Mapping[str, str]) -> Shown:
    """What an address asks for; what it does not name, or names wrongly, is everything."""
    view = query.get("view", "")
    return Shown(view if view in VIEWS else "all", {name: query[name][:40] for name in FILTERS if query.get(name)})


def rows_of(rows: Sequence[QueueRow], shown: Shown, me: str) -> list[QueueRow]:
    _label, test = VIEWS[shown.view]
    return [row for row in rows if test(row, me) and passes(row, shown) and is_put_off(row) == (shown.view == SNOOZED)]


def is_put_off(row: QueueRow) -> bool:
    return row.snoozed_until is not None


def passes(row: QueueRow, shown: Shown) -> bool:
    return all(FILTERS[name][1](row) == value for name, value in shown.filters.items())


def counts(rows: Sequence[QueueRow], shown: Shown, me: str) -> dict[str, int]:
    """How many lines each view holds under the present filters."""
    kept = [row for row in rows if passes(row, shown)]
    return {
        name: sum(test(row, me) for row in kept if is_put_off(row) == (name == SNOOZED)) for name, (_label, test) in VIEWS.items()
    }


def choices(rows: Sequence[QueueRow], shown: Shown) -> dict[str, list[str]]:
    """The values by which the present queue can be filtered, with those that are asked for already."""
    found = {name: {value for row in rows if (value := of(row))} for name, (_label, of) in FILTERS.items()}
    return {name: sorted(values | {shown.filters[name]} if name in shown.filters else values) for name, values in found.items()}
