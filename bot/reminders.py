"""Reminders: what has fallen due in a plan or a referral becomes a task of the counsellor who has the case."""

from collections.abc import Callable, Sequence
from datetime import datetime

from helpline.clock import Clock
from helpline.events import Event
from storage import cases, events, plans, referrals, tasks
from storage.database import Database
from storage.tasks import Task, TaskKind
from storage.transaction import Transaction

DUE: dict[TaskKind, Callable[[Transaction, datetime], Sequence[str]]] = {
    TaskKind.PLAN: plans.take_due,
    TaskKind.FOLLOW_UP: referrals.take_due,
}


class Reminders:
    """The look for what is due. A row that is taken is taken once, however many workers look."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self.database = database
        self.clock = clock

    async def look(self) -> int:
        """Make a task of everything that is due now; how many."""
        return await self.database.write(self.remind)

    def remind(self, tx: Transaction) -> int:
        now, count = self.clock.now(), 0
        for kind, take in DUE.items():
            for case_id in take(tx, now):
                case = cases.get(tx, case_id)
                where = cases.conversation_of(tx, case_id)
                id = self.clock.new_id()
                tasks.add(tx, Task(id, kind, now, case_id=case_id, staff_id=case.assignee, conversation_id=where))
                events.record(tx, Event.REMINDED, at=now, actor="system", case_id=case_id, conversation_id=where, kind=kind.value)
                count += 1
        return count
