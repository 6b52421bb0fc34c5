"""Power cuts: one run's journal of the disk, cut a thousand times: all that was acknowledged is there, nothing by halves."""

import asyncio
import hashlib
import random
import shutil
import sqlite3
import time
from collections import Counter
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp

from storage import contacts, conversations, messages
from storage.database import Database
from storage.sealing import Keyring
from storage.tables import inbox
from storage.transaction import Transaction
from tests.prove import disk
from tests.prove.crowd import TALK
from tests.prove.ground import Ground, Outcome
from tests.prove.installation import ONE, installed
from tests.prove.load import Driver
from tests.prove.platter import DATABASE, LOG, Fate, Note, Platter, lay, notes_in
from tests.prove.processes import has_disk
from tests.prove.verdict import BOT, CHANNEL

FATES = (Fate.SOME, Fate.UNTIL, Fate.SOME, Fate.UNTIL, Fate.NONE, Fate.ALL)
CARELESS = "synchronous=NORMAL"


@dataclass(frozen=True)
class Recording:
    """What was done to the disk, and what was acknowledged: when, by the same clock, the update's number, chat and words."""

    before: bytes
    notes: list[Note]
    keys: Keyring
    acknowledged: list[tuple[int, int, int, str]]
    refused: int

    @property
    def syncs(self) -> int:
        return sum(note.kind == "E" for note in self.notes)


@dataclass
class Tally:
    """Counted over cuts: what was demanded of them, and what breaks the promise."""

    cuts: int = 0
    in_a_checkpoint: int = 0
    demanded: int = 0
    torn: int = 0
    """Cuts that left other bytes than the process had written."""
    lost: int = 0
    half: int = 0
    broken: int = 0
    examples: list[str] = field(default_factory=list)

    @property
    def faults(self) -> list[str]:
        named = {"acknowledged and lost": self.lost, "half a transaction": self.half, "not whole": self.broken}
        found = [f"{name}: {count}" for name, count in named.items() if count]
        return found + self.examples[:2] if found else []

    def __str__(self) -> str:
        where = f"{self.cuts} cuts ({self.in_a_checkpoint} within a checkpoint, {self.torn} left other bytes than were written)"
        return f"{where}: {self.demanded} updates demanded, {self.lost} lost, {self.half} half kept, {self.broken} not whole"


async def prove(ground: Ground) -> Outcome:
    """R4. A disk that lies about its syncs, and a Suluh that does not ask for them, must be seen."""
    if not await asyncio.to_thread(has_disk):
        return Outcome(unproven=disk.NO_COMPILER)
    made = await record(ground, "power", ground.of(2, 40, 250), ground.of(1, 2, 5))
    if not made.syncs:
        return Outcome(unproven="SQLite's calls do not pass through the C library here, so its disk cannot be watched")
    dice = ground.dice("cuts")
    honest = await cut(ground, made, ground.of(8, 250, 1000), dice)
    liar = await cut(ground, made, ground.of(4, 20, 60), dice, lies=True)
    told = f"{len(made.acknowledged)} updates, {len(made.notes)} calls on the disk, {made.syncs} syncs; {honest}"
    faults = honest.faults + ([f"{made.refused} refused without need"] if made.refused else [])
    told, faults = judged_red(told, faults, "a disk that lies", liar)
    if ground.is_timed:
        careless = await record(ground, "careless", ground.of(2, 6, 20), 1, CARELESS)
        told, faults = judged_red(told, faults, CARELESS, await cut(ground, careless, ground.of(4, 20, 60), dice))
    return Outcome(told, faults)


def judged_red(told: str, faults: list[str], what: str, seen: Tally) -> tuple[str, list[str]]:
    """The checker itself, on what must be found out."""
    told += f"; {what}: {seen.lost} of {seen.demanded} lost, {seen.half} half kept, {seen.broken} of {seen.cuts} not whole"
    return f"{told}, as must be seen", faults if seen.lost else [*faults, f"{what}: the checker saw no loss"]


async def record(ground: Ground, name: str, chats: int, lives: int, *careless: str) -> Recording:
    """Chats that all talk at once, in as many lives of the process; the end of each is orderly."""
    folder = ground.place(name)
    file, journal = folder / "suluh.db", folder / "journal"
    arguments = (str(file), str(journal), *careless)
    acknowledged = list[tuple[int, int, int, str]]()
    async with (
        installed(f"sqlite:///{file}", folder, ONE, call="tests.prove.disk:watched", arguments=arguments) as made,
        aiohttp.ClientSession() as client,
    ):
        driver = Driver(made.addresses[0], client)
        crowd = asyncio.Semaphore(8)

        async def talk(chat: int) -> None:
            async with crowd:
                for text in TALK:
                    status, _seconds, number = await driver.post_numbered(chat, text)
                    if status == 200:
                        acknowledged.append((time.monotonic_ns(), number, chat, text))

        for life in range(lives):
            if life:
                await made.crew.end(0)
                await made.crew.start(0)
            await made.answering()
            await asyncio.gather(*(talk(800_000 + chat) for chat in range(life, chats, lives)))
        await made.crew.end(0)
    refused = sum(driver.statuses.values()) - driver.statuses[200]
    before = await asyncio.to_thread(Path(f"{journal}.before").read_bytes)
    return Recording(before, notes_in(journal), made.keys, acknowledged, refused)


async def cut(ground: Ground, made: Recording, cuts: int, dice: random.Random, *, lies: bool = False) -> Tally:
    """Half of the cuts fall anywhere while people wrote and after, half where the database's own file is being written."""
    tally, platter, notes = Tally(), Platter.of(made.before, lies=lies), made.notes
    anywhere, checkpoints = range(1, len(notes) + 1), [n + 1 for n, note in enumerate(notes) if note.file == DATABASE]
    places = Counter(dice.choice(anywhere if lies or turn % 2 else checkpoints or anywhere) for turn in range(cuts))
    floors = floors_of(notes, places)
    whole = {0: platter.after(Fate.ALL, dice)}
    for place, note in enumerate(notes, 1):
        platter.follow(note)
        if place in places or place in floors.values():
            whole[place] = platter.after(Fate.ALL, dice)
        for _cut in range(places[place]):
            moment = notes[place].at if place < len(notes) else time.monotonic_ns()
            demanded = [ack for ack in made.acknowledged if ack[0] <= moment]
            found = platter.after(FATES[tally.cuts % len(FATES)], dice)
            tally.in_a_checkpoint += note.file == DATABASE
            tally.torn += found != whole[place]
            await look(ground, made.keys, found, (whole[place], whole[floors[place]]), demanded, tally)
    return tally


def floors_of(notes: list[Note], places: Counter[int]) -> dict[int, int]:
    """For each place of a cut, where the newest sync of the log that has ended began: what was written by then is certain."""
    floors, begun, floor = dict[int, int](), dict[int, int](), 0
    for place, note in enumerate(notes, 1):
        if note.kind == "S" and note.file == LOG:
            begun[note.offset] = place
        elif note.kind == "E" and note.file == LOG:
            floor = begun[note.offset]
        if place in places:
            floors[place] = floor
    return floors


async def look(
    ground: Ground,
    keys: Keyring,
    found: dict[int, bytes],
    whole: tuple[dict[int, bytes], ...],
    demanded: list[tuple[int, int, int, str]],
    tally: Tally,
) -> None:
    """Open what is found as a start would, and hold it against what must be there. `whole`: what the process may have read."""
    folder = ground.folder / "cut"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    lay(found, folder / "suluh.db")
    tally.cuts += 1
    tally.demanded += len(demanded)
    try:
        database = await Database.open(f"sqlite:///{folder / 'suluh.db'}", keys)
        try:
            ill, lost, print_ = await database.read(examine, demanded)
            await database.scrub()  # its log is written into it, and all is still well
            ill += (await database.read(examine, []))[0]
        finally:
            await database.close()
    except Exception as error:  # whatever it is, a start after the power came back would have met it
        tally.broken += 1
        tally.lost += len(demanded)
        tally.examples.append(f"not opened: {type(error).__name__} {str(error)[:80]}")
        return
    tally.lost += lost
    if ill:
        tally.broken += 1
        tally.examples.append(ill[0])
    if not any(print_ == fingerprint_of(folder, state) for state in whole):
        tally.half += 1


def examine(tx: Transaction, demanded: list[tuple[int, int, int, str]]) -> tuple[list[str], int, str]:
    """What SQLite says against its file; how many acknowledged updates inbox or talk have lost; a print of all that is kept."""
    bare = tx.connection.connection.driver_connection
    assert isinstance(bare, sqlite3.Connection)
    ill = [str(row) for row in bare.execute("PRAGMA integrity_check").fetchall() if row != ("ok",)]
    ill += [f"a row without its parent: {row}" for row in bare.execute("PRAGMA foreign_key_check").fetchall()]
    numbers = set(tx.connection.execute(inbox.select().with_only_columns(inbox.c.update_id)).scalars())
    heard = dict[int, Counter[str]]()
    for chat in {chat for _at, _number, chat, _text in demanded}:
        contact = contacts.find_by_address(tx, CHANNEL, BOT, str(chat))
        talk = conversations.find_by_contact(tx, contact.id, lock=False) if contact else None
        kept = messages.since(tx, talk.id, contact.id) if contact and talk else []
        heard[chat] = Counter(m.text for m in kept if m.author == "contact")
    lost = 0
    for _at, number, chat, text in demanded:
        lost += str(number) not in numbers or not heard[chat][text]
        heard[chat][text] -= 1
    return ill, lost, fingerprint(bare)


def fingerprint(connection: sqlite3.Connection) -> str:
    """Of every row of every table."""
    print_ = hashlib.sha256()
    names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").fetchall()
    for (name,) in names:
        rows = connection.execute(f'SELECT * FROM "{name}"').fetchall()  # noqa: S608 - the schema's own names
        print_.update(repr((name, sorted(map(repr, rows)))).encode())
    return print_.hexdigest()


def fingerprint_of(folder: Path, state: dict[int, bytes]) -> str:
    """As the process itself would have read it at that moment."""
    file = folder / "whole" / "suluh.db"
    shutil.rmtree(file.parent, ignore_errors=True)
    file.parent.mkdir()
    lay(state, file)
    with closing(sqlite3.connect(file)) as connection:
        return fingerprint(connection)
