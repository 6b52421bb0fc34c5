"""Forgetting: hidden at once, destroyed after a day, and gone in an old backup too; who writes again stays."""

from datetime import timedelta
from pathlib import Path

from sqlalchemy import Column, func, select

from helpline.permissions import Role
from storage import audit, contacts, conversations, forgetting, queue, tasks
from storage.database import Database
from storage.forgetting import GRACE
from storage.tables import cases, contact_keys, inbox, media
from storage.tables import tasks as tasks_table
from storage.tasks import Task, TaskKind
from storage.transaction import Transaction
from tests.clock import FrozenClock
from tests.letterbox import BOT, CHANNEL, Letterbox
from tests.makers import a_counsellor
from tests.storage.test_dump import everything
from tests.turns.conftest import NotingWire


async def one_who_told_everything(box: Letterbox, wire: NotingWire) -> str:
    """Words, a file, a case, a quarantined update; the id of the contact."""
    siti = box.person(770017700177, "Siti")
    await box.says(siti, "petugas", "tolong hapus data saya")
    siti.sends_file("document", b"ISI", caption="keterangan", file_name="surat.pdf")
    await box.drain()
    await box.helpline.fetcher.fetch_once()
    conversation, _kept = await box.conversation_of(siti)
    contact_id = conversation.contact.id
    asked = Task(box.helpline.clock.new_id(), TaskKind.ERASURE, box.helpline.clock.now(), contact_id=contact_id)
    await box.helpline.database.write(tasks.add_once, asked)
    return contact_id


async def hide(database: Database, clock: FrozenClock, contact_id: str) -> None:
    boss = await database.write(a_counsellor, clock, role=Role.SUPERVISOR)
    await database.write(forgetting.hide, contact_id, boss, clock.now())


async def test_everything_of_a_contact_goes_and_a_number_stays(
    box: Letterbox, wire: NotingWire, clock: FrozenClock, database: Database
) -> None:
    contact_id = await one_who_told_everything(box, wire)
    await box.says(box.person(2), "halo")
    await hide(database, clock, contact_id)
    look = box.helpline.schedule.forgetting.look
    assert await look() == 0
    clock.tick(GRACE)
    assert await look() == 1
    assert await look() == 0
    [stone] = await database.read(forgetting.graves)
    assert stone.contact_id == contact_id
    dump = await database.read(everything)
    left = [line for line in dump.split(b"\n") if contact_id.encode() in line]
    facts = await database.read(lambda tx: [entry.action for entry in audit.latest(tx)])
    assert facts.count("destroyed") == 1
    assert set(left) == {contact_id.encode()}
    for column in (
        contact_keys.c.contact_id,
        inbox.c.contact_id,
        cases.c.contact_id,
        media.c.contact_id,
        tasks_table.c.contact_id,
    ):
        assert await database.read(count_of, column, contact_id) == (column.table is tasks_table)
    assert await database.read(contacts.find_by_address, CHANNEL, BOT, "770017700177") is None
    assert await database.read(contacts.find_by_address, CHANNEL, BOT, "2") is not None


def count_of(tx: Transaction, column: Column[str], contact_id: str) -> int:
    return int(tx.connection.execute(select(func.count()).where(column == contact_id)).scalar_one())


async def test_sqlites_files_hold_nothing_of_the_key_afterwards(
    box: Letterbox, wire: NotingWire, clock: FrozenClock, database: Database
) -> None:
    contact_id = await one_who_told_everything(box, wire)
    wrapped = await database.read(wrapped_key, contact_id)
    await hide(database, clock, contact_id)
    clock.tick(GRACE)
    await box.helpline.schedule.forgetting.look()
    assert contact_id not in database.contact_keys
    if database.dialect == "sqlite":
        folder = Path(database.url.removeprefix("sqlite:///")).parent
        raw = b"".join(path.read_bytes() for path in folder.glob("suluh.db*"))
        assert wrapped not in raw


def wrapped_key(tx: Transaction, contact_id: str) -> bytes:
    found = tx.connection.execute(select(contact_keys.c.wrapped).where(contact_keys.c.contact_id == contact_id))
    return bytes(found.scalar_one())


async def test_the_desk_does_not_see_who_is_hidden_until_they_write_again_and_then_they_stay(
    box: Letterbox, wire: NotingWire, clock: FrozenClock, database: Database
) -> None:
    contact_id = await one_who_told_everything(box, wire)
    [row] = await database.read(queue.rows)
    await hide(database, clock, contact_id)
    assert await database.read(forgetting.hidden_contacts) == {contact_id}
    assert await database.read(forgetting.is_hidden_talk, row.conversation_id)
    clock.tick(timedelta(hours=1))
    await box.says(box.person(770017700177), "saya masih di sini")
    assert await database.read(forgetting.hidden_contacts) == set()
    clock.tick(GRACE)
    await box.helpline.schedule.forgetting.look()
    assert await database.read(conversations.get, row.conversation_id) is not None
    assert await database.read(forgetting.due, clock.now()) == []
    assert await database.read(forgetting.graves) == []
    assert [t.kind for t in await database.read(tasks.open_tasks) if t.contact_id == contact_id] == [TaskKind.ERASURE]


async def test_who_was_destroyed_stays_so_when_an_old_backup_comes_back(
    box: Letterbox, wire: NotingWire, clock: FrozenClock, database: Database
) -> None:
    contact_id = await one_who_told_everything(box, wire)
    await box.says(box.person(2), "halo")
    key = await database.read(lambda tx: contacts.address_key(tx, CHANNEL, BOT, "770017700177"))
    known = [forgetting.Tombstone(contact_id, key, clock.now()), forgetting.Tombstone("f" * 32, b"x", clock.now())]
    assert await database.write(forgetting.replay, known, clock.now()) == 1
    assert await database.write(forgetting.replay, known, clock.now()) == 0
    assert await database.read(contacts.find_by_address, CHANNEL, BOT, "770017700177") is None
    assert len(await database.read(forgetting.graves)) == 2
