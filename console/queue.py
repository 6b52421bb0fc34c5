"""The queue: who waits for a human, worst first, and what else somebody must look at. No name, no content."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from aiohttp import web

from console import views
from console.dossier import names
from console.pages import render
from console.premises import premises
from console.views import MOST
from console.visit import visit_of
from helpline.alarms import Alarm
from helpline.takeover import Owner
from helpline.targets import Targets, waits
from storage import access, alarms, events, queue, roster, tasks
from storage.queue import QueueRow
from storage.tasks import NO_MORE, OF_A_KIND, Task, TaskKind
from storage.transaction import Transaction


@dataclass(frozen=True)
class Many:
    """The tasks of one kind of which there are many: the oldest that are shown, and how many there are in all."""

    kind: TaskKind
    tasks: Sequence[Task]
    total: int

    @property
    def next(self) -> int:
        """How many are shown when one asks for the next; no more than now when there are none, or the page is full."""
        return min(len(self.tasks) + OF_A_KIND, self.total, MOST)


@dataclass(frozen=True)
class Board:
    """What the desk shows, and the newest fact that it takes account of."""

    rows: Sequence[QueueRow]
    tasks: Sequence[Task]
    totals: Mapping[TaskKind, int]
    names: dict[str, str]
    event_number: int
    alarms: Mapping[Alarm, datetime]
    holidays: Collection[date] = ()

    @property
    def few(self) -> Sequence[Task]:
        """The tasks of the kinds of which all are shown at once: they stand first, so that many of one kind hide none."""
        return [task for task in self.tasks if self.totals.get(task.kind, 0) <= OF_A_KIND]

    @property
    def many(self) -> Sequence[Many]:
        """The other kinds, each by itself."""
        kinds = dict.fromkeys(task.kind for task in self.tasks if self.totals.get(task.kind, 0) > OF_A_KIND)
        return [Many(kind, [task for task in self.tasks if task.kind is kind], self.totals[kind]) for kind in kinds]


def awake(row: QueueRow, now: datetime) -> QueueRow:
    """A line whose time of rest is over is like any other."""
    return replace(row, snoozed_until=None) if row.snoozed_until and row.snoozed_until <= now else row


def read_board(tx: Transaction, me: str, now: datetime, more: Mapping[TaskKind, int] = NO_MORE) -> Board:
    """What this member may see of the queue."""
    number = events.last_number(tx)  # first: what happens meanwhile is told again rather than missed
    unseen = access.unseen_by(tx, me)
    rows = [awake(row, now) for row in queue.rows(tx) if row.case.contact_id not in unseen]
    oldest = min((row.waiting_since for row in rows if row.waiting_since is not None), default=now)
    days = roster.holidays_since(tx, oldest.date()).keys()
    found = tasks.open_tasks(tx, staff_id=me, unseen=unseen, more=more)
    totals = tasks.count_open(tx, staff_id=me, unseen=unseen)
    return Board(rows, found, totals, names(tx), number, alarms.standing(tx), days)


def late(found: Board, targets: Targets, now: datetime) -> set[str]:
    """The cases whose contacts wait longer than they were to."""
    return {
        row.case.id
        for row in found.rows
        if row.waiting_since is not None
        for severity, since in waits(row.case.severity, row.waiting_since, row.case.unknown_since)
        if targets.is_late(severity, since, now, found.holidays)
    }


async def show_desk(request: web.Request) -> web.Response:
    return await board(request, "desk.html")


async def show_queue(request: web.Request) -> web.Response:
    """The queue as a fragment for the page's script."""
    return await board(request, "queue.html")


async def board(request: web.Request, template: str) -> web.Response:
    house = premises(request)
    now, me = house.clock.now(), visit_of(request).staff.id
    shown = views.shown_by(request.query)
    found = await house.database.read(read_board, me, now, shown.more)
    return render(
        request,
        template,
        board=found,
        rows=views.rows_of(found.rows, shown, me),
        late=late(found, house.targets, now),
        waiting=len({row.conversation_id for row in found.rows if row.owner is Owner.WAITING}),
        shown=shown,
        views={name: text for name, (text, _test) in views.VIEWS.items()},
        counts=views.counts(found.rows, shown, me),
        filters={name: text for name, (text, _of) in views.FILTERS.items()},
        choices=views.choices(found.rows, shown),
        Owner=Owner,
        erasure=TaskKind.ERASURE,  # done by erasing, never by ticking off
    )


async def finish_task(request: web.Request) -> web.Response:
    """Tick a task off, and look at the rest as before."""
    house, me = premises(request), visit_of(request).staff.id

    def finish(tx: Transaction) -> None:
        task = tasks.open_task(tx, request.match_info["id"], staff_id=me, unseen=access.unseen_by(tx, me))
        if task is not None and task.kind is not TaskKind.ERASURE:
            tasks.done(tx, task.id, me, house.clock.now())
            tx.hint("events")

    await house.database.write(finish)
    back = request.app.router["desk"].url_for().with_query(views.shown_by(request.query).query if request.query else "")
    return web.Response(status=303, headers={"Location": f"{back}#tasks"})
