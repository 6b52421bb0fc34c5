"""Backup and restore: beside running processes, sealed as the database is, and the erased stay erased."""

import asyncio
import os
import stat
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from storage import contacts, forgetting
from storage.database import Database
from storage.sealing import Keyring
from suluh.cli import app
from tests import postgres
from tests.clock import FrozenClock
from tests.house import Helpline
from tests.letterbox import BOT, CHANNEL, Letterbox
from tests.turns.conftest import NotingWire


def suluh(*words: str) -> Result:
    return CliRunner().invoke(app, words)


@pytest.fixture
def new_url(database_url: str, tmp_path: Path, postgres_server: str, worker_id: str) -> str:
    """Where the backup is brought back: nothing is there yet."""
    if database_url.startswith("sqlite"):
        return f"sqlite:///{tmp_path / 'fresh' / 'suluh.db'}"
    name = f"restored_{worker_id}"
    postgres.run_statements(postgres_server, f"DROP DATABASE IF EXISTS {name} WITH (FORCE)", f"CREATE DATABASE {name}")
    return postgres.with_database(postgres_server, name)


@pytest.fixture
def at(database_url: str, key_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PATH", f"{postgres.programs()}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("DATABASE_URL", database_url)
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    monkeypatch.setenv("SULUH_KEY_FILE", str(key_file))
    return tmp_path


async def talk(url: str, key_file: Path, *chats: int) -> None:
    database = await Database.open(url, Keyring.load(key_file, create=False))
    helpline = Helpline.of(database, FrozenClock(), NotingWire())
    box = Letterbox(helpline)
    for chat in chats:
        await box.says(box.person(chat), "petugas", "RAHASIA-KANARI")
    await helpline.close()
    await database.close()


async def destroy(url: str, key_file: Path, chat: int) -> None:
    database = await Database.open(url, Keyring.load(key_file, create=False))
    contact = await database.read(contacts.find_by_address, CHANNEL, BOT, str(chat))
    assert contact is not None
    await database.write(forgetting.destroy, contact.id, FrozenClock().now())
    await database.close()


async def known(url: str, key_file: Path, *chats: int) -> list[bool]:
    database = await Database.open(url, Keyring.load(key_file, create=False))
    found = [await database.read(contacts.find_by_address, CHANNEL, BOT, str(chat)) for chat in chats]
    await database.close()
    return [contact is not None for contact in found]


def test_an_old_backup_comes_back_without_those_who_were_erased_since(
    at: Path, database_url: str, new_url: str, key_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asyncio.run(talk(database_url, key_file, 1, 2, 3))
    asyncio.run(destroy(database_url, key_file, 1))
    made = suluh("backup", str(at / "old.backup"))
    assert made.exit_code == 0, made.output
    assert stat.S_IMODE((at / "old.backup").stat().st_mode) == 0o600
    assert b"RAHASIA-KANARI" not in (at / "old.backup").read_bytes()
    asyncio.run(destroy(database_url, key_file, 2))
    assert suluh("erased", str(at / "later.erased")).exit_code == 0
    monkeypatch.setenv("DATABASE_URL", new_url)
    back = suluh("restore", str(at / "old.backup"), "--erased", str(at / "later.erased"))
    assert back.exit_code == 0, back.output
    assert "1 contacts of it had been erased since" in back.output
    assert asyncio.run(known(new_url, key_file, 1, 2, 3)) == [False, False, True]


def test_nothing_is_written_over_and_a_wrong_file_or_key_changes_nothing(
    at: Path, database_url: str, new_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert suluh("backup", str(at / "a.backup")).exit_code == 0
    refusals = [suluh("backup", str(at / "a.backup"))]
    monkeypatch.setenv("DATABASE_URL", new_url)
    refusals.append(suluh("restore", str(at / "nothing.backup")))
    (at / "odd.backup").write_text("odd")
    (at / "odd.backup.erased").write_text("")
    refusals.append(suluh("restore", str(at / "odd.backup")))
    (at / "a.backup.erased").write_text("not a list")
    refusals.append(suluh("restore", str(at / "a.backup")))
    (at / "a.backup.erased").unlink()
    refusals.append(suluh("restore", str(at / "a.backup")))
    for refused in refusals:
        assert refused.exit_code == 1, refused.output
        assert len(refused.stderr.strip().splitlines()) == 1
    if new_url.startswith("sqlite"):
        assert list((at / "fresh").glob("*")) == []
        (at / "a.backup.erased").write_text("")
        Keyring.make(at / "other.key")
        monkeypatch.setenv("SULUH_KEY_FILE", str(at / "other.key"))
        assert "does not belong" in suluh("restore", str(at / "a.backup")).stderr
        assert list((at / "fresh").glob("*")) == []
        monkeypatch.setenv("DATABASE_URL", database_url)
        assert "is there already" in suluh("restore", str(at / "a.backup")).stderr
