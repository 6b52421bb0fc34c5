"""Check-ins in tests: a contact with a plan, the look of a worker at a chosen time, and what has come of it."""

from collections.abc import Callable
from datetime import datetime, time, timedelta

from bot.checkins import planning
from bot.turn import Turn, finish_all
from helpline.checkins.hours import Hours
from helpline.checkins.plan import Plan, PlanKind
from helpline.checkins.watch import Watch
from helpline.events import Event
from storage import cases, check_in_plans, check_ins, events
from storage.check_ins import CheckIn
from storage.transaction import Transaction
from tests.clock import FrozenClock
from tests.emulator.people import Person
from tests.house import furnished
from tests.letterbox import Letterbox, conversation_at

EVENING = Hours("Asia/Hong_Kong", time(21))
QUESTION = "Halo, apa kabar hari ini?"
DAY = timedelta(days=1)


async def with_turn(box: Letterbox, person: Person, work: Callable[[Turn], object]) -> None:
    """Do something to a contact as a turn would."""

    def do(tx: Transaction) -> None:
        conversation, _messages = conversation_at(tx, str(person.chat))
        case = cases.current(tx, conversation.contact.id)
        turn = Turn(tx, furnished(), box.helpline.clock, box.helpline.clock.now(), conversation, case)
        turn.origin = box.helpline.clock.new_id()
        work(turn)
        finish_all([turn])

    await box.helpline.database.write(do)


async def planned(box: Letterbox, person: Person, kind: PlanKind = PlanKind.ABROAD, hours: Hours = EVENING) -> None:
    """The person has written before, and has a plan of this kind that begins today; the clock reads 10:00 in Hong Kong."""
    await box.says(person, "halo")
    today = hours.local(box.helpline.clock.now()).date()
    await with_turn(box, person, lambda turn: planning.set_plan(turn, Plan(kind, today, hours)))


async def watches(box: Letterbox, person: Person) -> list[Watch]:
    def read(tx: Transaction) -> list[Watch]:
        return check_in_plans.of_contact(tx, conversation_at(tx, str(person.chat))[0].contact.id)

    return await box.helpline.database.read(read)


async def history(box: Letterbox, person: Person) -> list[CheckIn]:
    def read(tx: Transaction) -> list[CheckIn]:
        return check_ins.of_contact(tx, conversation_at(tx, str(person.chat))[0].contact.id)[::-1]

    return await box.helpline.database.read(read)


async def look_at(box: Letterbox, clock: FrozenClock, when: datetime) -> int:
    clock.time = when
    return await box.helpline.schedule.check_ins.look()


async def asked(box: Letterbox, clock: FrozenClock, person: Person) -> datetime:
    """Go to the first question, and have it asked."""
    (watch,) = [watch for watch in await watches(box, person) if watch.plan.kind is not PlanKind.CONTRACT_END]
    assert watch.asks_at
    assert await look_at(box, clock, watch.asks_at) == 1
    return watch.asks_at


async def happened(box: Letterbox, event: Event) -> int:
    def count(tx: Transaction) -> int:
        return sum(fact.event is event for fact in events.since(tx, 0, limit=1000))

    return await box.helpline.database.read(count)
