"""The queue: who waits for a human, worst first, and what else somebody must look at. No name, no content."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from aiohttp import web

from console import views
from console.dossier import names
from console.pages import render
from console.premises import premises
from console.visit import visit_of
from helpline.alarms import Alarm
from helpline.takeover import Owner
from helpline.targets import Targets, waits
from storage import access, alarms, events, queue, roster, tasks
from storage.queue import QueueRow
from storage.tasks import OF_A_KIND, Task, TaskKind
from storage.transaction import Transaction


@dataclass(frozen=True)
class Board:
    """What the desk shows, and the newest fact that it takes account of."""

    rows: Sequence[QueueRow]
    tasks: Sequence[Task]
    names: dict[str, str]
    event_number: int
    alarms: Mapping[Alarm, datetime]
    holidays: Collection[date] = ()

    @property
    def more_tasks(self) -> bool:
        """Whether there may be more of a kind than are shown."""
        return max(Counter(task.kind for task in self.tasks).values(), default=0) >= OF_A_KIND


def awake(row: QueueRow, now: datetime) -> QueueRow:
    """A line whose time of rest is over is like any other."""
    return replace(row, snoozed_until=None) if row.snoozed_until and row.snoozed_until <= now else row


def read_board(tx: Transaction, me: str, now: datetime) -> Board:
    """What this member may see of the queue."""
    number = events.last_number(tx)  # first: what happens meanwhile is told again rather than missed
    unseen = access.unseen_by(tx, me)
    rows = [awake(row, now) for row in queue.rows(tx) if row.case.contact_id not in unseen]
    oldest = min((row.waiting_since for row in rows if row.waiting_since is not None), default=now)
    days = roster.holidays_since(tx, oldest.date()).keys()
    found = tasks.open_tasks(tx, staff_id=me, unseen=unseen)
    return Board(rows, found, names(tx), number, alarms.standing(tx), days)


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
    found = await house.database.read(read_board, me, now)
    shown = views.shown_by(request.query)
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
        most=OF_A_KIND,
        erasure=TaskKind.ERASURE,  # done by erasing, never by ticking off
    )


async def finish_task(request: web.Request) -> web.Response:
    """Tick a task off."""
    house, me = premises(request), visit_of(request).staff.id

    def finish(tx: Transaction) -> None:
        task = tasks.open_task(tx, request.match_info["id"], staff_id=me, unseen=access.unseen_by(tx, me))
        if task is not None and task.kind is not TaskKind.ERASURE:
            tasks.done(tx, task.id, me, house.clock.now())
            tx.hint("events")

    await house.database.write(finish)
    return web.Response(status=303, headers={"Location": str(request.app.router["desk"].url_for())})
