"""Firing: the look for check-ins that are due. Everything is asked again under the lock, and all of it is one transaction:
the question is in the outbox when the plan has moved on, and neither happens without the other."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import structlog

from bot.checkins import silence
from bot.checkins.nudging import nudge
from bot.engine.resume import interrupt
from bot.house import House
from bot.listening import perform
from bot.turn import Turn, finish_all
from helpline.checkins.hours import first_open, is_open
from helpline.checkins.plan import Ladder, PlanKind, Rung, next_rung, when_to_ask
from helpline.checkins.watch import PlanState, Watch, moved_on, reckoned_anew
from helpline.clock import Clock
from helpline.delivery import Lane
from helpline.events import Event
from helpline.severity import Severity, is_crisis, worse
from helpline.takeover import Owner
from storage import cases, check_in_plans, check_ins, conversations, tasks
from storage.check_ins import CheckIn, CheckInState
from storage.database import Database, StoreAway
from storage.tasks import Task, TaskKind
from storage.transaction import Transaction

BATCH = 100
MENDED_AT_ONCE = 500
TALKING = timedelta(minutes=15)
"""Who has written so lately is not asked in the middle of it."""
SAME_DAY = timedelta(hours=20)
"""Two plans that ask within so much time are one question."""
LAST_WAIT = timedelta(days=1)
PUT_OFF = timedelta(hours=1)
"""How long a plan that cannot be worked on is left alone."""

log = structlog.get_logger()


@dataclass
class Firing:
    """What one transaction brings about for the plans that are due."""

    watches: list[Watch]
    made: list[CheckIn]
    ended: list[tuple[str, CheckInState]]
    waits: list[tuple[str, str | None, datetime | None]]


class CheckIns:
    """The look for what is due. Any number of workers may look at once: what one has locked the others pass by."""

    def __init__(self, database: Database, clock: Clock, house: House) -> None:
        self.database = database
        self.clock = clock
        self.house = house

    async def look(self) -> int:
        """Work on everything that is due now; how many."""
        total = 0
        while True:
            try:
                count = await self.database.write(self.fire)
            except StoreAway:
                raise
            except Exception:
                return total + await self.one_by_one()
            total += count
            if count < BATCH:
                return total

    async def mend(self) -> int:
        """Reckon every plan anew by the present clock and the present rules of its zone; how many were moved.

        After a clock that had jumped, or with a new zone database, what is due may stand at the wrong time.
        """
        moved, last = 0, ""
        while True:
            count, last = await self.database.write(self.mend_some, last)
            moved += count
            if not last:
                return moved

    def mend_some(self, tx: Transaction, after: str) -> tuple[int, str]:
        now, watches = self.clock.now(), check_in_plans.running_after(tx, after, MENDED_AT_ONCE)
        mended = [watch for old in watches if (watch := reckoned_anew(self.house.rhythms[old.plan.kind], old, now)) != old]
        check_in_plans.save_all(tx, mended)
        return len(mended), watches[-1].id if len(watches) == MENDED_AT_ONCE else ""

    async def one_by_one(self) -> int:
        """Each in a transaction of its own, so that one that cannot be read keeps nobody else from being asked."""
        found = await self.database.read(check_in_plans.due_ids, self.clock.now(), BATCH)
        for plan_id in found:
            try:
                await self.database.write(self.fire, plan_id)
            except StoreAway:
                raise
            except Exception as error:
                log.error("check_in_broken", plan=plan_id, error=type(error).__name__)
                await self.database.write(self.put_before_a_human, plan_id)
        return len(found)

    def put_before_a_human(self, tx: Transaction, plan_id: str) -> None:
        """A plan that breaks the turn: a human looks after the contact, and it is tried again later."""
        watch, now = check_in_plans.get(tx, plan_id), self.clock.now()
        check_in_plans.save_all(tx, [replace(watch, look_at=now + PUT_OFF)])
        where = watch.conversation_id
        tasks.add_once(tx, Task(self.clock.new_id(), TaskKind.CHECK_IN, now, contact_id=watch.contact_id, conversation_id=where))

    def fire(self, tx: Transaction, plan_id: str | None = None) -> int:
        """Work on the plans that are due, or on one of them; how many."""
        now = self.clock.now()
        watches = check_in_plans.take_one(tx, plan_id, now) if plan_id else check_in_plans.take_due(tx, now, BATCH)
        if not watches:
            return 0
        found = conversations.of_ids(tx, {watch.conversation_id for watch in watches})
        known = cases.current_of(tx, [conversation.contact.id for conversation in found.values()])
        turns = {
            id: Turn(tx, self.house, self.clock, now, conversation, known.get(conversation.contact.id), lane=Lane.CHECK_IN)
            for id, conversation in found.items()
        }
        firing = Firing([], [], [], [])
        for watch in sorted(watches, key=lambda one: self.house.rhythms[one.plan.kind].severity.rank):  # the urgent ask first
            if plan_id and watch.asks_at and not watch.open_check_in and check_ins.is_known(tx, watch.id, watch.asks_at):
                watch = self.moved_on(watch, watch.asks_at)  # a clock that went back has brought the same moment again
            firing.watches.append(self.work_on(turns[watch.conversation_id], watch, firing))
        check_ins.add_all(tx, firing.made)
        check_ins.end_all(tx, firing.ended, now)
        check_ins.wait_for_answers(tx, firing.waits)
        check_in_plans.save_all(tx, firing.watches)
        finish_all(list(turns.values()))
        return len(watches)

    def work_on(self, turn: Turn, watch: Watch, firing: Firing) -> Watch:
        if watch.state is PlanState.PAUSED:  # its pause is over: `asks_at` was set for the day after
            watch = replace(watch, state=PlanState.ACTIVE, plan=replace(watch.plan, paused_until=None))
        turn.origin = f"check_in:{watch.id}:{watch.asks_at}"
        if watch.plan.kind is PlanKind.LESSON:
            return nudge(turn, watch)
        return self.climb(turn, watch, firing) if watch.open_check_in else self.ask(turn, watch, firing)

    def ask(self, turn: Turn, watch: Watch, firing: Firing) -> Watch:
        """The question, if it may still be asked."""
        now, due, conversation = turn.now, watch.asks_at, turn.conversation
        if due is None:
            return replace(watch, look_at=None)
        may_ask = when_to_ask(watch.plan.hours, due, now)
        if not turn.contact.reachable:
            if due <= now:
                return self.passed(turn, watch, CheckInState.UNREACHABLE, firing)
            silence.reached(turn, watch, self.severity(turn, watch), why="unreachable")  # it has just become so
            return replace(watch, look_at=due)
        if turn.ownership.owner is not Owner.BOT:
            return self.passed(turn, watch, CheckInState.WITH_HUMAN, firing)
        if may_ask is None:
            silence.too_late(turn, watch)
            return self.passed(turn, watch, CheckInState.LATE, firing, after=now)
        gentle = watch.plan.kind is PlanKind.RECOVERY
        urgent = is_crisis(self.house.rhythms[watch.plan.kind].severity)  # never left to another plan's question and ladder
        asked_today = not urgent and conversation.check_in_at is not None and abs(now - conversation.check_in_at) < SAME_DAY
        if any(w.open_check_in for w in check_in_plans.of_contact(turn.tx, turn.contact.id)) if gentle else asked_today:
            return self.passed(turn, watch, CheckInState.MERGED, firing)
        if conversation.last_contact_at and abs(now - conversation.last_contact_at) < TALKING:
            may_ask = first_open(watch.plan.hours, conversation.last_contact_at + TALKING)
        if may_ask > now:
            return replace(watch, look_at=may_ask)
        made = CheckIn(turn.clock.new_id(), watch.id, watch.contact_id, watch.plan.kind, due, CheckInState.ASKED, now)
        firing.made.append(made)
        last_at = conversation.check_in_at if gentle else now  # a small step takes no check-in's place
        firing.waits.append((conversation.id, made.id, last_at))
        turn.conversation = replace(conversation, check_in_id=made.id, check_in_at=last_at)
        flow = "recovery_day" if gentle else "check_in"
        known = {"kind": watch.plan.kind.value, "round": watch.asked}
        turn.session, happenings = interrupt(self.house.book, turn.session, flow, turn.facts, known)
        turn.changed_session = True
        perform(turn, happenings)
        turn.record(Event.CHECK_IN_ASKED, actor="system", kind=watch.plan.kind)
        if not self.house.rhythms[watch.plan.kind].ladder:  # no answer is no sign, and nothing waits for one
            return self.moved_on(replace(watch, asked=watch.asked + 1), due)
        return self.to_climb(turn, replace(watch, open_check_in=made.id, asked=watch.asked + 1), 0, now)

    def climb(self, turn: Turn, watch: Watch, firing: Firing) -> Watch:
        """The answer stays out: the next rung."""
        now, ladder = turn.now, self.ladder(turn, watch)
        if turn.ownership.owner is not Owner.BOT:
            return self.over(turn, watch, CheckInState.WITH_HUMAN, firing)
        if not turn.contact.reachable:
            silence.reached(turn, watch, self.severity(turn, watch), why="unreachable")
            return self.over(turn, watch, CheckInState.UNREACHABLE, firing)
        if watch.rungs >= len(ladder):
            return self.over(turn, watch, CheckInState.MISSED, firing)
        rung, wait = ladder[watch.rungs]
        if rung is Rung.HUMAN:
            silence.reached(turn, watch, self.severity(turn, watch), why="silence")
            return self.over(turn, watch, CheckInState.MISSED, firing)
        if not is_open(watch.plan.hours, now):
            return self.to_climb(turn, watch, watch.rungs, now - wait)
        silence.speak_again(turn, rung)
        turn.record(Event.CHECK_IN_NUDGED, actor="system", rung=rung)
        return self.to_climb(turn, watch, watch.rungs + 1, now)

    def to_climb(self, turn: Turn, watch: Watch, done: int, since: datetime) -> Watch:
        """With so many rungs done: which comes next, and when. After the last the question waits a day longer, then no more."""
        rung, look_at = next_rung(self.ladder(turn, watch), done, watch.plan.hours, since) or (done, since + LAST_WAIT)
        return replace(watch, rungs=rung, look_at=look_at)

    def passed(self, turn: Turn, watch: Watch, state: CheckInState, firing: Firing, *, after: datetime | None = None) -> Watch:
        """A question that is not asked, and why; the plan goes on."""
        due = watch.asks_at or turn.now
        made = CheckIn(turn.clock.new_id(), watch.id, watch.contact_id, watch.plan.kind, due, state, None, turn.now)
        firing.made.append(made)
        return self.moved_on(watch, max(due, after or due))

    def over(self, turn: Turn, watch: Watch, state: CheckInState, firing: Firing) -> Watch:
        """The question waits no longer."""
        assert watch.open_check_in
        firing.ended.append((watch.open_check_in, state))
        firing.waits.append((turn.conversation.id, None, turn.conversation.check_in_at))
        turn.conversation = replace(turn.conversation, check_in_id=None)
        return self.moved_on(watch, turn.now)

    def moved_on(self, watch: Watch, after: datetime) -> Watch:
        return moved_on(self.house.rhythms[watch.plan.kind], watch, after)

    def ladder(self, turn: Turn, watch: Watch) -> Ladder:
        """The plan's own ladder; the short one while the contact's case is a crisis."""
        kind = PlanKind.AFTERCARE if turn.case and is_crisis(turn.case.severity) else watch.plan.kind
        return self.house.rhythms[kind].ladder

    def severity(self, turn: Turn, watch: Watch) -> Severity:
        severity = self.house.rhythms[watch.plan.kind].severity
        return worse(severity, turn.case.severity) if turn.case else severity
