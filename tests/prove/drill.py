"""The restore drill: a gigabyte is backed up and brought back where nothing was; the erased stay erased."""

import asyncio
import os
import time
from pathlib import Path

from sqlalchemy import func, select, text

from storage import contacts, forgetting, messages
from storage.database import Database
from storage.migrate import migrate
from storage.tables import messages as kept
from storage.transaction import Transaction
from suluh.clock import SystemClock
from tests import postgres
from tests.makers import BOT, CHANNEL, a_conversation, a_message
from tests.prove import named
from tests.prove.ground import Ground, Outcome
from tests.prove.processes import nursery

FIRST = (CHANNEL, BOT, "0")
WITHIN = 600.0
PEOPLE, LINES = 20, 500
"""Who is put in at a time, and how much each has said."""
SAID = "Saya sudah kirim uang ke rumah bulan lalu, tapi potongannya besar sekali. Apa benar begitu aturannya di sini? " * 3


async def prove(ground: Ground) -> Outcome:
    """R22: the tests on both databases; then, where there is time for it, the drill on both with a gigabyte."""
    outcome = await named.run(ground, "tests/suluh/test_backup.py", "tests/turns/test_forgetting.py")
    if not ground.is_timed:
        return outcome
    size = ground.of(0, 64 << 20, 1 << 30)
    outcome += await drill(ground, "SQLite", ground.sqlite("old"), ground.sqlite("new"), size)
    urls = await ground.postgresql("old"), await ground.postgresql("new")
    outcome += await drill(ground, "PostgreSQL", *urls, size)
    return outcome if ground.size == "full" else outcome + Outcome(unproven="a gigabyte only in the full size")


async def drill(ground: Ground, name: str, old: str, new: str, size: int) -> Outcome:
    folder = ground.place(f"drill-{name}")
    key_file, backup, erased = folder / "suluh.key", folder / "old.backup", folder / "later.erased"
    database = await Database.open(old, await migrate(old, key_file))
    try:
        await fill(database, size)
        held, lines = await database.read(bytes_held), await database.read(lines_kept)
        took = [await suluh(folder, old, key_file, "backup", str(backup))]
        await database.write(erase, FIRST)
    finally:
        await database.close()
    await suluh(folder, old, key_file, "erased", str(erased))
    took.append(await suluh(folder, new, key_file, "restore", str(backup), "--erased", str(erased)))
    database = await Database.open(new, await migrate(new, key_file))
    try:
        back, gone = await database.read(lines_kept), await database.read(contacts.find_by_address, *FIRST) is None
    finally:
        await database.close()
    faults = [] if back == lines - LINES else [f"{name}: {lines - LINES} lines were to come back, and {back} did"]
    faults += [] if gone else [f"{name}: one who was erased is back"]
    if took[1] > WITHIN:
        faults.append(f"{name}: brought back only after {took[1]:.0f} s")
    told = f"{name}: {held / (1 << 20):.0f} MB, {lines} lines: backed up in {took[0]:.0f} s, brought back in {took[1]:.0f} s"
    return Outcome(told, faults)


async def fill(database: Database, size: int) -> None:
    """People with long talks until the database is so large."""
    clock, chat = SystemClock(), 0
    while await database.read(bytes_held) < size:
        await database.write(talks, clock, range(chat, chat + PEOPLE))
        chat += PEOPLE


def erase(tx: Transaction, address: tuple[str, str, str]) -> None:
    contact = contacts.find_by_address(tx, *address)
    assert contact is not None
    forgetting.destroy(tx, contact.id, SystemClock().now())


def talks(tx: Transaction, clock: SystemClock, chats: range) -> None:
    made = [a_conversation(tx, clock, str(chat)) for chat in chats]
    lines = [a_message(clock, talk, seq, f"{seq} {SAID}") for talk in made for seq in range(1, LINES + 1)]
    messages.insert_all(tx, {talk.id: talk.contact.id for talk in made}, lines)


def bytes_held(tx: Transaction) -> int:
    asked = "SELECT pg_database_size(current_database())" if tx.is_postgresql else "SELECT page_count * page_size FROM"
    if not tx.is_postgresql:
        asked += " pragma_page_count(), pragma_page_size()"
    return int(tx.connection.execute(text(asked)).scalar_one())


def lines_kept(tx: Transaction) -> int:
    return int(tx.connection.execute(select(func.count()).select_from(kept)).scalar_one())


async def suluh(folder: Path, url: str, key_file: Path, *words: str) -> float:
    """One command of Suluh's; the seconds it took. Raises where it says no."""
    settings = {"DATABASE_URL": url, "DATA_DIR": str(folder), "SULUH_KEY_FILE": str(key_file)}
    path = f"{postgres.programs()}{os.pathsep}{os.environ['PATH']}"
    begun, log = time.monotonic(), folder / f"{words[0]}.log"
    child = nursery().make("tests.prove.nursery:suluh", *words, environment=os.environ | settings | {"PATH": path}, log=log)
    async with asyncio.timeout(2 * WITHIN):
        if await child.wait():
            raise AssertionError(f"suluh {words[0]}: {log.read_text()[-300:]}")
    return time.monotonic() - begun
