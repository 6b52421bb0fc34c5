"""Views: which part of the queue is shown. A view and its filters stand in the address of the page, to be kept and shared."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

from console.marking import N_
from helpline.cases import CaseStatus
from helpline.takeover import Owner
from storage.queue import QueueRow
from storage.tasks import OF_A_KIND, TaskKind

Test = Callable[[QueueRow, str], bool]

MOST = 500
"""Of one kind of task at most so many stand on a page; what is beyond comes by ticking off."""

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
    """What a member looks at: the view, the value that each filter asks for, and of which kinds of tasks more than usual."""

    view: str
    filters: Mapping[str, str]
    more: Mapping[TaskKind, int] = field(default_factory=dict)

    @property
    def query(self) -> str:
        """The part of an address that leads here again."""
        return self.in_view(self.view)

    def in_view(self, name: str) -> str:
        """The address part of another view with the same filters."""
        return urlencode({"view": name} | dict(self.filters) | dict(self.more))

    def with_more(self, kind: TaskKind, count: int) -> str:
        """The address part by which so many tasks of a kind are shown."""
        return replace(self, more={**self.more, kind: count}).query


def shown_by(query: Mapping[str, str]) -> Shown:
    """What an address asks for; what it does not name, or names wrongly, is everything."""
    view = query.get("view", "")
    filters = {name: query[name][:40] for name in FILTERS if query.get(name)}
    asked = ((kind, query.get(kind, "")) for kind in TaskKind)
    more = {kind: min(int(count), MOST) for kind, count in asked if count.isascii() and count.isdecimal() and len(count) < 9}
    return Shown(view if view in VIEWS else "all", filters, {kind: n for kind, n in more.items() if n > OF_A_KIND})


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
