"""The storm: Telegram refuses, breaks, cuts and falls silent; nothing is lost, nobody presses before the time is over."""

import asyncio
import itertools
import random
from collections import defaultdict
from dataclasses import dataclass, field

from tests.emulator import Fault
from tests.emulator.ledger import Tried
from tests.prove.ground import Ground, Outcome
from tests.prove.installation import ONE, installed

PAUSE = 0.6
"""Seconds between two lines of one person: eight of them write less than a bot may answer."""
ON_ITS_WAY = 1.0
"""Seconds in which what was on the wire when Telegram asked to wait may still arrive."""
EARLY = 0.1
BOT_LIMIT = 30


@dataclass
class Weather:
    """Three of ten sends are asked to wait, two meet a fault, one of twenty is taken and never answered, some are cut."""

    dice: random.Random
    longest: int
    waits: list[tuple[float, float]] = field(default_factory=list)

    def __call__(self, _chat: int) -> Fault | None:
        fate = self.dice.random()
        if fate < 0.30:
            wait, now = self.dice.randint(1, self.longest), asyncio.get_running_loop().time()
            self.waits.append((now, now + wait))
            return Fault(429, f"Too Many Requests: retry after {wait}", wait)
        if fate < 0.50:
            return Fault(self.dice.choice((500, 502, 504)), "Bad Gateway")
        if fate < 0.55:
            return Fault(hang=True, accepted=True)
        return Fault(reset=True) if fate < 0.58 else None


async def prove(ground: Ground) -> Outcome:
    """R10, on one process with SQLite."""
    weather = Weather(ground.dice(), ground.of(1, 3, 60))
    async with installed(
        ground.sqlite("storm"), ground.folder, ONE, at_once=ground.of(2, 8, 8), TELEGRAM_RATE=str(BOT_LIMIT)
    ) as made:
        made.telegram.weather, made.crowd.pause = weather, PAUSE
        made.load()
        await made.answering()
        await asyncio.sleep(ground.of(3, 60, 1800))
        made.crowd.tired = True
        made.telegram.weather = lambda _chat: None
        verdict = await made.finish(timed=ground.is_timed)
    tried = made.telegram.ledger.tried
    pressed = sum(begun + ON_ITS_WAY < one.at < ends - EARLY for one in tried for begun, ends in weather.waits)
    closest, busiest = pace(tried)
    faults = list(verdict.faults)
    faults += [f"{pressed} sends before Telegram's time was over"] if pressed else []
    faults += [f"{busiest} sends in one second"] if busiest > BOT_LIMIT else []
    if ground.is_timed and closest < 0.8:
        faults.append(f"two sends to one chat {closest:.2f} s apart")
    if not weather.waits:
        faults.append("nobody was asked to wait")
    told = f"{verdict}, {len(tried)} attempts, {len(weather.waits)} times asked to wait, {pressed} sends too early"
    return Outcome(f"{told}, closest in a chat {closest:.2f} s, busiest second {busiest}", faults)


def pace(tried: list[Tried]) -> tuple[float, int]:
    """The shortest time between two attempts in one chat, and the most in one second."""
    by_chat: dict[int, list[float]] = defaultdict(list)
    for one in tried:
        by_chat[one.chat].append(one.at)
    gaps = (later - earlier for times in by_chat.values() for earlier, later in itertools.pairwise(times))
    times = sorted(one.at for one in tried)
    busiest = max((sum(begun <= at < begun + 1 for at in times[n : n + 200]) for n, begun in enumerate(times)), default=0)
    return min(gaps, default=0.0), busiest
