"""Clocks: the clock jumps by hours, days and a year, the machine sleeps; each check-in is asked once or said to be late."""

import random
from collections import Counter
from datetime import datetime, timedelta

from sqlalchemy import func, select

from bot.checkins.firing import CheckIns
from helpline.checkins.plan import next_due
from storage import check_in_plans
from storage.checkin_tables import check_in_plans as plans
from storage.checkin_tables import check_ins
from storage.database import Database
from storage.migrate import migrate
from storage.transaction import Transaction
from tests.clock import FrozenClock
from tests.house import furnished
from tests.prove.ground import Ground, Outcome
from tests.prove.silence import Days

SETTLED = timedelta(days=3)
NEAR = timedelta(days=2)
"""A jump may carry one question past its day; the one before or after it is named."""
JUMPS = (timedelta(hours=1), timedelta(days=1), timedelta(days=365))
SLEEP = timedelta(hours=8)
LOOK = timedelta(minutes=10)
WRONG_FOR = 12
"""Looks until somebody, or the time of the network, sets the clock right: two hours."""
MENDED_EVERY = timedelta(days=1)
"""As the schedule does, and at every start."""


async def prove(ground: Ground) -> Outcome:
    """R17, on both databases."""
    outcome = Outcome()
    for name, url in (("SQLite", ground.sqlite("clocks")), ("PostgreSQL", await ground.postgresql("clocks"))):
        database = await Database.open(url, await migrate(url, ground.folder / f"{name}.key"))
        try:
            outcome += await campaign(name, database, ground.of(4, 10, 40), ground.of(6, 40, 400), ground.dice(name))
        finally:
            await database.close()
    return outcome


async def campaign(name: str, database: Database, contacts: int, days: int, dice: random.Random) -> Outcome:
    """True time goes on evenly; the clock shows it with an error that comes and goes."""
    clock, jumps = FrozenClock(), Counter[str]()
    await database.write(Days(database, clock, dice).begin, contacts)
    worker = CheckIns(database, clock, furnished())
    begun = true = clock.now()
    error, mended, wrong = timedelta(), true, 0
    while true < begun + timedelta(days=days):
        fate = dice.random()
        wrong -= 1
        if wrong == 0:
            error = timedelta()
        elif fate < 0.01 and wrong < 0:
            error, wrong = dice.choice(JUMPS) * dice.choice((-1, 1)), dice.randint(1, WRONG_FOR)
            jumps["jumped"] += 1
        elif fate < 0.02:
            true += SLEEP
            jumps["slept"] += 1
        true += LOOK
        clock.time = true + error
        if true - mended > MENDED_EVERY:
            await worker.mend()
            mended = true
        await worker.look()
    clock.time = true
    await worker.mend()
    await worker.look()
    faults = await database.read(judge, begun, true)
    asked = await database.read(lambda tx: tx.connection.execute(select(func.count()).select_from(check_ins)).scalar_one())
    told = f"{name}: {contacts} contacts, {days} days, {jumps.total()} jumps and sleeps, {asked} check-ins, {len(faults)} wrong"
    return Outcome(told, [f"{name}: {fault}" for fault in faults])


def judge(tx: Transaction, begun: datetime, ended: datetime) -> list[str]:
    """No question twice for one moment; none that was due and is neither asked nor named, unless an earlier one still waited."""
    columns = (check_ins.c.plan_id, check_ins.c.due_at, check_ins.c.ended_at)
    rows = tx.connection.execute(select(*columns)).all()
    moments = Counter((row.plan_id, row.due_at) for row in rows)
    faults = [f"{count} questions for {due}" for (_plan, due), count in moments.items() if count > 1]
    for plan_id in tx.connection.execute(select(plans.c.id)).scalars().all():
        watch = check_in_plans.get(tx, plan_id)
        waits = [(row.due_at, row.ended_at or ended) for row in rows if row.plan_id == plan_id]
        after, missed = begun, 0
        while (due := next_due(furnished().rhythms[watch.plan.kind], watch.plan, after)) and due < ended - SETTLED:
            missed += not any(first - NEAR <= due <= last + NEAR for first, last in waits)
            after = due
        faults += [f"{missed} moments were passed over in silence"] if missed else []
    return faults
