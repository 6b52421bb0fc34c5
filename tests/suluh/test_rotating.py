"""Rotating the key: both open meanwhile, nothing is lost where it stops, and the old key goes when nobody needs it."""

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

from helpline.permissions import Role
from storage import processes, staff, wrapping
from storage.database import Database
from storage.sealing import CannotOpen, Keyring, KeyUnreadable, WrongKey
from storage.tables import inbox
from suluh import rotating
from suluh.settings import Settings
from tests.clock import FrozenClock
from tests.house import Helpline
from tests.letterbox import Letterbox
from tests.makers import a_counsellor
from tests.turns.conftest import NotingWire


@pytest.fixture
def settings(database_url: str, key_file: Path, tmp_path: Path) -> Settings:
    own = tmp_path / "own.key"
    own.write_bytes(key_file.read_bytes())
    return Settings(database_url=database_url, suluh_key_file=own, data_dir=tmp_path)


async def opened(settings: Settings) -> Database:
    return await Database.open(settings.database, Keyring.load(settings.key_file, create=False))


async def all_opens(database: Database, clock: FrozenClock) -> bool:
    """Every contact and every raw update."""
    box = Letterbox(Helpline.of(database, clock, NotingWire()))
    conversation, kept = await box.conversation_of(box.person(1))
    await database.read(staff.everyone)
    raws = await database.read(lambda tx: [inbox_raw(tx, row) for row in tx.connection.execute(select(inbox.c.id)).scalars()])
    return conversation.contact.name == "Siti" and "rahasia" in [m.text for m in kept] and len(raws) > 0


def inbox_raw(tx: object, row: str) -> bytes:
    from storage import inbox as store

    return store.raw(tx, row)  # type: ignore[arg-type]


async def test_a_whole_rotation(settings: Settings, clock: FrozenClock) -> None:
    old = Keyring.load(settings.key_file, create=False)
    database = await opened(settings)
    helpline = Helpline.of(database, clock, NotingWire())
    box = Letterbox(helpline)
    await box.says(box.person(1), "halo", "rahasia")
    await database.write(a_counsellor, clock, role=Role.SUPERVISOR)
    await database.write(processes.beat, "a", "run")
    with pytest.raises(rotating.NotYet, match="add one first"):
        await rotating.use(settings)
    await rotating.add(settings)
    with pytest.raises(rotating.NotYet, match="not ended"):
        await rotating.add(settings)
    with pytest.raises(rotating.NotYet, match="do not know key 2"):
        await rotating.use(settings)
    await database.close()
    database = await opened(settings)
    await database.write(processes.beat, "a", "run")
    await rotating.use(settings)
    with pytest.raises(rotating.NotYet, match="still seal"):
        await rotating.drop(settings)
    await database.write(processes.leave, "a")
    with pytest.raises(rotating.NotYet, match="wrap them first"):
        await rotating.drop(settings)
    assert await all_opens(database, clock)
    await database.close()
    database = await opened(settings)
    [column, *_others] = [c for c in wrapping.columns() if c.table.name == "inbox"]
    done, after = await database.write(wrapping.wrap_step, column, "")
    assert done > 0
    assert after is not None
    assert await all_opens(database, clock)
    await rotating.wrap(settings)
    await rotating.wrap(settings)
    assert await database.read(wrapping.still_sealed, 1) == 0
    await rotating.drop(settings)
    await database.close()
    database = await opened(settings)
    assert set(database.keys.sealing) == {2}
    assert await all_opens(database, clock)
    await database.close()
    await helpline.close()
    with pytest.raises(WrongKey):
        await Database.open(settings.database, old)


async def test_what_an_unknown_key_sealed_does_not_open_and_a_file_that_names_no_key_of_its_own_is_refused(
    tmp_path: Path, keys: Keyring
) -> None:
    newer = replace(keys, sealing={2: b"n" * 32})
    with pytest.raises(CannotOpen):
        keys.open(newer.seal(b"x", b"here"), b"here")
    path = tmp_path / "odd.key"
    replace(keys, chosen=7).write(path)
    with pytest.raises(KeyUnreadable):
        Keyring.load(path, create=False)


def test_the_file_is_replaced_as_a_whole_even_over_what_a_killed_rotation_left(tmp_path: Path, keys: Keyring) -> None:
    path = tmp_path / "k.key"
    keys.write(path)
    path.with_name("k.key.new").write_text("half a fi")
    replace(keys, indexing=b"i" * 32).replace(path)
    assert Keyring.load(path, create=False).indexing == b"i" * 32
    assert [p.name for p in tmp_path.iterdir()] == ["k.key"]
