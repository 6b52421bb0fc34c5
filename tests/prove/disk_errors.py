"""Errors of the disk: the n-th call on the database's files fails, for every n: no crash, nothing acknowledged and not kept."""

import asyncio
import errno
import random
import shutil
import signal
from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from bot.last_words import NOT_KEPT
from storage.database import Database
from storage.migrate import migrate
from tests.house import furnished
from tests.prove import disk
from tests.prove.ground import Ground, Outcome
from tests.prove.installation import ONE, Installation, answering, drain, installed
from tests.prove.kills import integrity
from tests.prove.platter import notes_in
from tests.prove.processes import has_disk
from tests.prove.verdict import Verdict

CALLS = {"O": "open", "R": "read", "W": "write", "T": "truncate", "S": "sync", "U": "unlink", "M": "map"}
FILES = {1: "the database", 2: "its log", 3: "its journal", 4: "its shared memory", 5: "its folder"}
TALK, PEOPLE = ("halo", "petugas", "saya mau bertanya"), 3
"""As short as a talk can be that opens a case."""
LOOK = 0.02
WELL_WITHIN = 90.0
"""Seconds: patience. Who has not said and heard all by then never will."""
AT_ONCE = 4


@cache
def sorry() -> str:
    """What is told to whom nothing could be kept of; it is no line of a talk."""
    return furnished().wording.say("id", NOT_KEPT.msgid)


@dataclass(frozen=True)
class Trouble:
    """How the disk fails: for how many calls from the n-th on, and with what."""

    name: str
    times: int
    error: int
    cut_short: bool = False


ONCE = Trouble("once", 1, errno.EIO)
LONGER = Trouble("for twelve calls", 12, errno.EIO)
CUT_SHORT = Trouble("a write cut short, then no room", 2, errno.ENOSPC, cut_short=True)
TROUBLES = (ONCE, LONGER, CUT_SHORT)


@dataclass
class Tally:
    """Counted over all lives. `met`: what failed, by the kind of call."""

    lives: int = 0
    met: Counter[str] = field(default_factory=Counter)
    passed_by: int = 0
    ended: int = 0
    updates: int = 0
    sends: int = 0
    twice: int = 0
    faults: list[str] = field(default_factory=list)

    def add(self, verdict: Verdict, faults: list[str]) -> None:
        self.lives += 1
        self.updates += verdict.updates
        self.sends += verdict.sends
        self.twice += verdict.duplicate_sends
        self.faults += faults

    def __str__(self) -> str:
        kinds = ", ".join(f"{count} {CALLS[kind]}" for kind, count in self.met.most_common())
        told = f"{self.lives} lives, {self.met.total()} met an error ({kinds}), {self.passed_by} never came so far"
        told += f"; {self.ended} ended with one sentence and started anew"
        return f"{told}; {self.updates} updates, {self.sends} sends, {self.twice} twice"


async def prove(ground: Ground) -> Outcome:
    """R5. In full every n of a life from its start over a talk to its end; else a spread of them."""
    if not await asyncio.to_thread(has_disk):
        return Outcome(unproven=disk.NO_COMPILER)
    origin = ground.place("origin")
    await migrate(f"sqlite:///{origin / 'suluh.db'}", origin / "suluh.key")
    tally, calls = Tally(), await live(ground, origin, 0, ONCE, Tally())
    if calls < 100:
        return Outcome(faults=[f"a life without an error noted {calls} calls on its disk"])
    gate = asyncio.Semaphore(AT_ONCE)

    async def one(nth: int, trouble: Trouble) -> None:
        async with gate:
            await live(ground, origin, nth, trouble, tally)

    await asyncio.gather(*(one(nth, trouble) for nth, trouble in chosen(ground, calls, ground.dice())))
    if not tally.met:
        return Outcome(unproven="SQLite's calls do not pass through the C library here, so its disk cannot be made to fail")
    return Outcome(f"{calls} calls in a life without an error; {tally}", tally.faults)


def chosen(ground: Ground, calls: int, dice: random.Random) -> list[tuple[int, Trouble]]:
    every = range(1, calls + 1)
    if ground.size == "full":
        return [(nth, trouble) for trouble in TROUBLES for nth in (every if trouble is ONCE else every[:: 1 + calls // 150])]
    many = ground.of(4, 40, calls)
    return [(dice.randrange(calls * n // many, calls * (n + 1) // many) + 1, TROUBLES[n % 3]) for n in range(many)]


async def live(ground: Ground, origin: Path, nth: int, trouble: Trouble, tally: Tally) -> int:
    """One life, with another after it where it ends too early; how many calls it made on its database's files."""
    folder = ground.folder / f"life-{nth}-{trouble.times}-{trouble.error}"
    shutil.copytree(origin, folder)
    file, journal = folder / "suluh.db", folder / "journal"
    url, called, faults = f"sqlite:///{file}", f"call {nth}, {trouble.name}", list[str]()
    how = (nth, trouble.times, trouble.error, int(trouble.cut_short))
    arguments = (str(file), str(journal), *map(str, how))
    async with installed(url, folder, ONE, at_once=PEOPLE, call="tests.prove.disk:failing", arguments=arguments) as made:
        made.crowd.talk = TALK
        made.load()
        while not made.crowd.people:  # noqa: ASYNC110 - at the loop's next turns
            await asyncio.sleep(0)
        made.crowd.tired = True  # one talk of each, and no other
        keeper = asyncio.create_task(keep_alive(made, folder, tally, faults))
        try:
            async with asyncio.timeout(WELL_WITHIN):
                await said_and_sent(made)
        except TimeoutError:
            faults.append(f"not well again within {WELL_WITHIN:.0f} s")
        finally:
            keeper.cancel()
            await asyncio.gather(keeper, return_exceptions=True)
        faults = [*ending(made, folder, (await made.crew.end(0))[0]), *faults]
        made.telegram.ledger.sent = [sent for sent in made.telegram.ledger.sent if not sent.text.startswith(sorry())]
        verdict = Verdict() if faults and faults[-1].startswith("not well") else await made.finish(timed=False)
        whole = await integrity(url, made)
    faults += verdict.faults
    faults += [] if whole == ["ok"] else [f"integrity: {whole[0]}"]
    if nth:
        failed = [note for note in notes_in(journal) if note.kind == "F"][:1] if journal.stat().st_size else []
        tally.met.update(chr(note.offset) for note in failed)
        tally.passed_by += not failed
        called += "".join(f", {CALLS[chr(note.offset)]} of {FILES[note.file]}" for note in failed)
    tally.add(verdict, [f"{called}: {fault}" for fault in faults])
    calls = calls_noted(Path(f"{journal}.calls"))
    shutil.rmtree(folder)
    return calls


def calls_noted(place: Path) -> int:
    """By the last process; one that was ended by a signal noted none."""
    return int(place.read_text()) if place.exists() else 0


async def said_and_sent(made: Installation) -> None:
    """Return when the talks have ended, nothing waits to be sent, and the process answers."""
    assert made.writing
    await asyncio.shield(made.writing)
    database = await Database.open(made.url, made.keys)
    try:
        await drain(database)
    finally:
        await database.close()
    await answering(made.addresses[0])


async def keep_alive(made: Installation, folder: Path, tally: Tally, faults: list[str]) -> None:
    """Start a process that has ended again, on a disk that is well; it must have said why it ended."""
    while True:
        if not made.crew.is_up(0):
            tally.ended += 1
            faults += ending(made, folder, made.crew.running[0].returncode or 0)
            made.crew.died()
            made.crew.arguments = (*made.crew.arguments[:2], "0", "0", "0", "0")
            await made.crew.start(0)
        await asyncio.sleep(LOOK)


def ending(made: Installation, folder: Path, code: int) -> list[str]:
    """What is wrong with how a process ended: by a signal that was not ours, with a trace, or without a word."""
    said = (folder / f"{made.crew.roles[0]}-0.log").read_text()
    found = [f"ended by signal {-code}"] if code < 0 and code != -signal.SIGTERM else []
    found += [f"a trace: {said.strip().splitlines()[-1][:200]}"] if "Traceback" in said else []
    spoken = any(line.endswith(".") and not line.startswith(("{", "Suluh is ready")) for line in said.splitlines())
    return found + ([f"ended with {code} and without a sentence"] if code > 0 and not spoken else [])
