"""Every setting wrong in every way: one sentence that names it, an exit of 1, nothing made; new ones too."""

import asyncio
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from storage.sealing import Keyring
from suluh.cli import app
from suluh.settings import Settings

SECRET = "geheim"
TAKEN = "(a port that is taken)"
FILE = "(a file)"
FOLDER = "(a folder)"
EMPTY_FILE = "(an empty file)"
OTHER_KEY = "(another key)"

BAD: dict[str, tuple[str, ...]] = {
    "port": ("many", "0", "-1", "70000", "80 80", "8080.5", "0x50", TAKEN),
    "host": ("two words", "http://127.0.0.1", "127.0.0.1/", "203.0.113.7", "a\nb"),
    "data_dir": (FILE, "/proc/suluh", "/dev/null/suluh"),
    "database_url": (
        f"mysql://root:{SECRET}@host/x",
        SECRET,
        "sqlite://suluh.db",
        "sqlite:///",
        "sqlite:////proc/suluh.db",
        "sqlite:////nowhere/at/all/suluh.db",
        "postgresql://",
        "postgresql:///",
        f"postgresql://suluh:{SECRET}@host",
        f"postgresql://suluh:{SECRET}@host:port/name",
        f"postgresql://suluh:{SECRET}@127.0.0.1:9/name",
        f"postgresql://suluh:{SECRET}@[::1/name",
    ),
    "suluh_key_file": (FOLDER, EMPTY_FILE, "/proc/suluh.key", "/dev/null/suluh.key", OTHER_KEY),
    "public_url": ("suluh.example.org", "ftp://suluh.example.org", "https://", "https://a b", "https://x:port", "https://x/?a=b"),
    "telegram_bot_token": (SECRET, f"123456:{SECRET} ", f":{SECRET}", "123456:", f"bot123456:{SECRET}"),
    "telegram_webhook_secret": ("short", f"{SECRET} with spaces in it", f"{SECRET}{'x' * 300}", f"{SECRET}-ééééééééééé"),
    "telegram_webhook_secret_old": ("short", f"{SECRET} with spaces in it", f"{SECRET}{'x' * 300}"),
    "telegram_api_base": (f"ftp://{SECRET}", "api.telegram.org", "https://x:99999999", "http://[::1"),
    "telegram_rate": ("0", "9", "1001", "30/s", "1e3"),
    "claim_minutes": ("0", "4", "721", "half", "30m", "1e3"),
    "target_s0": (SECRET, "0m", "-1m", "1d", "15 minutes", "m", "3h"),
    "target_s1": (SECRET, "0h", "1d", "5w"),
    "target_s2": (SECRET, "1 week", "0d", "2w"),
    "target_s3": (SECRET, "-3d", "3", "1d 2h"),
    "calls_s0": (SECRET, "0,15", "", "0,5,5", "0,-5,15", "0;5;15"),
    "calls_s1": (SECRET, "0,120,30", "0,5,20000"),
    "telegram_desk_roles": (SECRET, "counsellor, manager", "admin"),
    "metrics_address": (SECRET, "9464", "127.0.0.1:", ":9464", "127.0.0.1:0", "127.0.0.1:99999", TAKEN),
    "log_level": (SECRET, "verbose", "0"),
}
MAY_BE_EMPTY = {("calls_s0", "")}
"""An empty setting is one that is not set."""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "var"))
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def taken() -> Iterator[int]:
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        yield int(holder.getsockname()[1])


def suluh(*words: str) -> Result:
    return CliRunner().invoke(app, words)


def made(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*")}


def test_every_setting_has_its_bad_values() -> None:
    assert set(BAD) == set(Settings.model_fields)
    assert all(len(values) >= 3 for values in BAD.values())


CASES = [(name, value) for name, values in BAD.items() for value in values if (name, value) not in MAY_BE_EMPTY]


@pytest.mark.parametrize(("name", "value"), CASES)
def test_a_bad_value_stops_every_start_with_one_sentence_and_nothing_half_done(
    folder: Path, taken: int, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    needs_database = name in ("host", "port", "metrics_address") or value == OTHER_KEY
    if needs_database:
        assert suluh("migrate").exit_code == 0
    stand_ins = {
        FILE: "file",
        FOLDER: "folder",
        EMPTY_FILE: "empty.key",
        OTHER_KEY: "other.key",
        TAKEN: f"127.0.0.1:{taken}" if name == "metrics_address" else str(taken),
    }
    (folder / "file").write_text("in the way")
    (folder / "folder").mkdir()
    (folder / "empty.key").touch()
    Keyring.make(folder / "other.key")
    monkeypatch.setenv(name.upper(), stand_ins.get(value, value))
    before = made(folder)
    refused = suluh("web" if needs_database else "migrate")
    assert refused.exit_code == 1
    told = refused.stderr.strip()
    assert name.upper() in told
    assert told.endswith(".")
    assert "\n" not in told
    assert "Traceback" not in refused.output
    assert SECRET not in refused.output
    left = {path for path in made(folder) - before if not path.startswith("var")}
    assert left == set()
    assert not (folder / "var" / "suluh.db").exists() or needs_database


@pytest.mark.parametrize(("state", "told"), [("0001", "run `suluh migrate` first"), ("9000", "newer version")])
@pytest.mark.parametrize("command", ["web", "worker", "check", "invite"])
def test_a_schema_that_this_version_cannot_work_on_stops_every_command(folder: Path, state: str, told: str, command: str) -> None:
    suluh("migrate")
    asyncio.run(leave_behind(f"sqlite:///{folder / 'var' / 'suluh.db'}", folder / "var" / "suluh.key", state))
    refused = suluh(command)
    assert refused.exit_code == 1
    assert told in refused.stderr
    assert len(refused.stderr.strip().splitlines()) == 1


async def leave_behind(url: str, key_file: Path, state: str) -> None:
    from storage.database import Database
    from tests.storage.test_schema import stand_at

    database = await Database.open(url, Keyring.load(key_file, create=False))
    await database.write(stand_at, state, state)
    await database.close()
